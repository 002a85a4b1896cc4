#ifndef SERVICES_LIB_BASE_ERROR_H_
#define SERVICES_LIB_BASE_ERROR_H_

// Errors that programs can branch on: absl::Status with a reason and metadata.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mandat::base {

using Metadata = std::map<std::string, std::string>;

// An error for a caller. `reason` is UPPER_SNAKE_CASE, at most 63 characters, and never changes its
// meaning; `message` says in English what to do; every variable part of it stands in `metadata` too
// (keys lowerCamelCase).
absl::Status Error(absl::StatusCode code, absl::string_view reason, absl::string_view message,
                   Metadata metadata = {});

// INVALID_ARGUMENT about one field; `field` is its path in the request (`career[2].period`).
absl::Status InvalidField(absl::string_view reason, absl::string_view field,
                          absl::string_view message);

// The reason; empty for OK and for errors that were not made by Error().
std::string ReasonOf(const absl::Status& status);

// The metadata; empty for OK and for errors that were not made by Error().
Metadata MetadataOf(const absl::Status& status);

// The same error with one more entry of metadata. OK stays OK.
absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_ERROR_H_
