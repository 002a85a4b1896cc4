#ifndef SERVICES_SOCIALAID_NAMES_H_
#define SERVICES_SOCIALAID_NAMES_H_

// The collections of the service, and names of resources that are known to be well formed.

#include "services/lib/base/resource_name.h"

namespace mandat::socialaid {

inline constexpr char kCentres[] = "centres";
inline constexpr char kOffices[] = "offices";
inline constexpr char kPersons[] = "persons";
inline constexpr char kReplacedNumbers[] = "replacedNumbers";
inline constexpr char kErasures[] = "erasures";
inline constexpr char kArticle60Requests[] = "article60Requests";
inline constexpr char kLegalParameters[] = "legalParameters";
inline constexpr char kPublishedLaws[] = "publishedLaws";
inline constexpr char kArticle60Exports[] = "article60Exports";

// The one law that there is.
inline constexpr char kArticle60Law[] = "publishedLaws/article60";

using base::CollectionIn;
using base::IdIn;

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_NAMES_H_
