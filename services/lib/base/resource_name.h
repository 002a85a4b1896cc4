#ifndef SERVICES_LIB_BASE_RESOURCE_NAME_H_
#define SERVICES_LIB_BASE_RESOURCE_NAME_H_

// Resource names, `collection/{id}` (AIP-122).

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mandat::base {

// Whether `id` is 1 to 63 characters of a-z, 0-9 and hyphen.
bool IsId(absl::string_view id);

// OK for what IsId accepts, else `ID_INVALID`. For ids that callers choose.
absl::Status ValidateId(absl::string_view id, absl::string_view field);

// The id in `name`: ParseName("centres/abc", "centres", "name") is "abc". `NAME_INVALID` where
// `name` is of another collection or its id is not one.
absl::StatusOr<std::string> ParseName(absl::string_view name, absl::string_view collection,
                                      absl::string_view field);

// "centres/abc".
std::string MakeName(absl::string_view collection, absl::string_view id);

// Of a name that is known to be well formed: "centres" of "centres/abc"; empty of an empty name.
absl::string_view CollectionIn(absl::string_view name);

// Likewise "abc".
std::string IdIn(absl::string_view name);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_RESOURCE_NAME_H_
