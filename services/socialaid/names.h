#ifndef SERVICES_SOCIALAID_NAMES_H_
#define SERVICES_SOCIALAID_NAMES_H_

// The collections of the service, and names of resources that are known to be well formed.

#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"

namespace mandat::socialaid {

inline constexpr char kCentres[] = "centres";
inline constexpr char kOffices[] = "offices";
inline constexpr char kPersons[] = "persons";
inline constexpr char kReplacedNumbers[] = "replacedNumbers";
inline constexpr char kErasures[] = "erasures";
inline constexpr char kArticle60Requests[] = "article60Requests";
inline constexpr char kArticle60Exports[] = "article60Exports";

// `centres` of `centres/c1`; empty of an empty name.
inline absl::string_view CollectionIn(absl::string_view name) {
  return name.substr(0, std::min(name.find('/'), name.size()));
}

// `c1` of `centres/c1`; empty of an empty name.
inline std::string IdIn(absl::string_view name) {
  const size_t slash = name.find('/');
  return slash == absl::string_view::npos ? std::string() : std::string(name.substr(slash + 1));
}

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_NAMES_H_
