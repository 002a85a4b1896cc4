#ifndef GATEWAY_CLI_FILES_H_
#define GATEWAY_CLI_FILES_H_

// Small files, whole.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mandat::cli {

// NOT_FOUND `FILE_NOT_READ`.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Replaces the content. INTERNAL `FILE_NOT_WRITTEN`.
absl::Status WriteFile(const std::string& path, absl::string_view text);

// The same at its end, and makes it where there is none.
absl::Status AppendToFile(const std::string& path, absl::string_view text);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_FILES_H_
