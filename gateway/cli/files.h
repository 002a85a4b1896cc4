#ifndef GATEWAY_CLI_FILES_H_
#define GATEWAY_CLI_FILES_H_

// Files, most of them small and read whole.

#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mandat::cli {

// Opens a file of any size to read it bit by bit. NOT_FOUND `FILE_NOT_READ`.
absl::Status OpenToRead(const std::string& path, std::ifstream* file);

// Opens a file to write it bit by bit, and empties it. Errors of NotWritten().
absl::Status OpenToWrite(const std::string& path, std::ofstream* file);

// INTERNAL `FILE_NOT_WRITTEN`.
absl::Status NotWritten(const std::string& path);

// NOT_FOUND `FILE_NOT_READ`.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Replaces the content. Errors of NotWritten().
absl::Status WriteFile(const std::string& path, absl::string_view text);

// The same at its end, and makes it where there is none.
absl::Status AppendToFile(const std::string& path, absl::string_view text);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_FILES_H_
