#include "services/lib/testing/temp_dir.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace mandat::testing {
namespace {

namespace fs = std::filesystem;

constexpr char kPrefix[] = "mandat-test.";
// Far longer than it takes to lock a folder that was just made.
constexpr auto kYoung = std::chrono::minutes(1);

std::string Parent(TempDir::Medium medium) {
  constexpr char kTmpfs[] = "/dev/shm";
  if (medium == TempDir::Medium::kMemory && access(kTmpfs, W_OK) == 0) return kTmpfs;
  const char* set = getenv("TMPDIR");
  return set != nullptr && *set != '\0' ? set : "/tmp";
}

// The lock is the kernel's to release, however the process ends; a process id could be another's
// by then. Programs that the test starts do not inherit it. -1 where the folder is locked already.
int Lock(const std::string& folder) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0 || flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  close(file);
  return -1;
}

void ClearOnce() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (const auto medium : {TempDir::Medium::kMemory, TempDir::Medium::kDisk}) {
      ClearLeftFolders(Parent(medium));
    }
  });
}

}  // namespace

TempDir::TempDir(Medium medium) : path_(absl::StrCat(Parent(medium), "/", kPrefix, "XXXXXX")) {
  ClearOnce();
  if (mkdtemp(path_.data()) == nullptr || (lock_ = Lock(path_)) < 0) {
    std::perror(path_.c_str());
    std::abort();
  }
}

TempDir::~TempDir() {
  std::error_code ignored;  // What cannot be deleted does not spoil the test's result.
  fs::remove_all(path_, ignored);
  close(lock_);
}

std::string TempDir::File(absl::string_view name) const { return absl::StrCat(path_, "/", name); }

void ClearLeftFolders(const std::string& parent) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored)) {
    if (!absl::StartsWith(entry.path().filename().string(), kPrefix)) continue;
    const auto made = entry.last_write_time(ignored);
    if (ignored || fs::file_time_type::clock::now() - made < kYoung) continue;
    const int lock = Lock(entry.path().string());
    if (lock < 0) continue;
    fs::remove_all(entry.path(), ignored);
    close(lock);
  }
}

}  // namespace mandat::testing
