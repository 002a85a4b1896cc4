#ifndef SERVICES_SOCIALAID_CHECKS_H_
#define SERVICES_SOCIALAID_CHECKS_H_

// What the aggregates check alike in a request alone.

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mandat::socialaid {

// Which fields of a resource are checked.
enum class Fields {
  kAll,  // the whole resource: what is required must be there
  kSet,  // a part of it: what is there must be right
};

// `FIELD_REQUIRED`.
absl::Status Required(absl::string_view field);

// `FIELD_REQUIRED` where it is empty, `NAME_INVALID` where it is not `collection/{id}`.
absl::Status CheckName(absl::string_view name, absl::string_view collection,
                       absl::string_view field);
// The same, but OK where it is empty.
absl::Status CheckNameIfSet(absl::string_view name, absl::string_view collection,
                            absl::string_view field);

// `FIELD_REQUIRED` where it is empty, else `TEXT_TOO_LONG`, `TEXT_INVALID`.
absl::Status CheckRequiredText(absl::string_view text, size_t max_bytes, absl::string_view field);

// `TOO_MANY_ITEMS` (metadata `limit`).
absl::Status CheckCount(int count, int limit, absl::string_view field);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_CHECKS_H_
