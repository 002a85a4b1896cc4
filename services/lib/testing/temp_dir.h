#ifndef SERVICES_LIB_TESTING_TEMP_DIR_H_
#define SERVICES_LIB_TESTING_TEMP_DIR_H_

// A folder that is gone when the test is over.

#include <string>

#include "absl/strings/string_view.h"

namespace mandat::testing {

class TempDir {
 public:
  enum class Medium {
    kMemory,  // tmpfs where the machine has one, so that syncing costs nothing
    kDisk,    // TMPDIR or /tmp, for tests in which syncing must be real
  };

  // Readable by its owner alone. Ends the program if no folder can be made: no test can go on
  // without. The first of a process clears what killed processes left behind.
  explicit TempDir(Medium medium = Medium::kMemory);
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  // The path of `name` inside.
  std::string File(absl::string_view name) const;

 private:
  std::string path_;
  // Of the folder, locked for as long as this process lives.
  int lock_;
};

// Deletes the folders in `parent` that TempDirs of processes made which are gone. Processes that
// run side by side, also in other containers, do not disturb each other.
void ClearLeftFolders(const std::string& parent);

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_TEMP_DIR_H_
