#include "services/lib/testing/temp_dir.h"

#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace mandat::testing {
namespace {

std::string Parent(TempDir::Medium medium) {
  constexpr char kTmpfs[] = "/dev/shm";
  if (medium == TempDir::Medium::kMemory && access(kTmpfs, W_OK) == 0) return kTmpfs;
  const char* set = getenv("TMPDIR");
  return set != nullptr && *set != '\0' ? set : "/tmp";
}

}  // namespace

TempDir::TempDir(Medium medium) : path_(Parent(medium) + "/mandat-test-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) {
    std::perror(path_.c_str());
    std::abort();
  }
}

TempDir::~TempDir() {
  std::error_code ignored;  // What cannot be deleted does not spoil the test's result.
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::File(absl::string_view name) const { return absl::StrCat(path_, "/", name); }

}  // namespace mandat::testing
