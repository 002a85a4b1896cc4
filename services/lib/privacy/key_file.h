#ifndef SERVICES_LIB_PRIVACY_KEY_FILE_H_
#define SERVICES_LIB_PRIVACY_KEY_FILE_H_

// The file in which keys live: readable by its owner alone, one key a line,
//
//   <use>-<number> <32 bytes in base64> <yyyy-MM-dd, the day it was made>
//
// where <use> is `kek`, `lookup` or `mac` and <number> counts each use from 1. `#` starts a comment
// line.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/lib/privacy/secret_key.h"

namespace mandat::privacy {

enum class KeyUse { kKeyEncryption, kLookup, kMac };

struct KeyLine {
  KeyUse use;
  // 1 and up; the highest of a use is its newest.
  uint32_t number;
  SecretKey key;
  absl::CivilDay created;
};

// The keys in the order of the file. NOT_FOUND `KEY_FILE_MISSING`; FAILED_PRECONDITION
// `KEY_FILE_EXPOSED` where group or others have any permission, `KEY_FILE_INVALID` (metadata
// `line`) where a line is not as above or a key stands twice.
absl::StatusOr<std::vector<KeyLine>> ReadKeyFile(const std::string& path);

// Replaces the file at once and durably, with mode 0600: a crash leaves the old file or the new
// one. INTERNAL `KEY_FILE_NOT_WRITTEN`.
absl::Status WriteKeyFile(const std::string& path, const std::vector<KeyLine>& keys);

}  // namespace mandat::privacy

#endif  // SERVICES_LIB_PRIVACY_KEY_FILE_H_
