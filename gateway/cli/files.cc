#include "gateway/cli/files.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

absl::Status Write(const std::string& path, absl::string_view text, std::ios::openmode mode) {
  std::ofstream file(path, std::ios::binary | mode);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  return file.fail() ? NotWritten(path) : absl::OkStatus();
}

}  // namespace

absl::Status OpenToRead(const std::string& path, std::ifstream* file) {
  file->open(path, std::ios::binary);
  if (*file && !std::filesystem::is_directory(path)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kNotFound, "FILE_NOT_READ",
                     absl::StrCat(path, " cannot be read."), {{"path", path}});
}

absl::Status OpenToWrite(const std::string& path, std::ofstream* file) {
  file->open(path, std::ios::binary | std::ios::trunc);
  return *file ? absl::OkStatus() : NotWritten(path);
}

absl::Status NotWritten(const std::string& path) {
  return base::Error(absl::StatusCode::kInternal, "FILE_NOT_WRITTEN",
                     absl::StrCat(path, " cannot be written."), {{"path", path}});
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file;
  RETURN_IF_ERROR(OpenToRead(path, &file));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::Status WriteFile(const std::string& path, absl::string_view text) {
  return Write(path, text, std::ios::trunc);
}

absl::Status AppendToFile(const std::string& path, absl::string_view text) {
  return Write(path, text, std::ios::app);
}

}  // namespace mandat::cli
