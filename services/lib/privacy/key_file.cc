#include "services/lib/privacy/key_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::privacy {
namespace {

// More keys than anybody keeps; a larger file is not a key file.
constexpr size_t kFileBytesMax = 64 * 1024;
constexpr size_t kBase64Bytes =
    sodium_base64_ENCODED_LEN(SecretKey::kSize, sodium_base64_VARIANT_ORIGINAL);

constexpr std::array<std::pair<KeyUse, absl::string_view>, 3> kUses = {
    {{KeyUse::kKeyEncryption, "kek-"}, {KeyUse::kLookup, "lookup-"}, {KeyUse::kMac, "mac-"}}};

absl::string_view PrefixOf(KeyUse use) {
  return std::find_if(kUses.begin(), kUses.end(),
                      [use](const auto& entry) { return entry.first == use; })
      ->second;
}

absl::Status Invalid(int line, absl::string_view what) {
  return base::Error(absl::StatusCode::kFailedPrecondition, "KEY_FILE_INVALID",
                     absl::StrCat("Line ", line, " of the key file: ", what, "."),
                     {{"line", absl::StrCat(line)}});
}

absl::Status NotWritten(absl::string_view step) {
  return base::Error(absl::StatusCode::kInternal, "KEY_FILE_NOT_WRITTEN",
                     absl::StrCat("The key file was not written: ", step, ": ", strerror(errno)));
}

std::optional<std::pair<KeyUse, uint32_t>> ParseId(absl::string_view id) {
  for (const auto& [use, prefix] : kUses) {
    absl::string_view digits = id;
    uint32_t number = 0;
    if (absl::ConsumePrefix(&digits, prefix) && absl::SimpleAtoi(digits, &number) && number > 0 &&
        absl::StrCat(number) == digits) {
      return std::pair(use, number);
    }
  }
  return std::nullopt;
}

std::optional<SecretKey> ParseKey(absl::string_view base64) {
  std::array<unsigned char, SecretKey::kSize> bytes;
  const auto wipe = absl::MakeCleanup([&] { sodium_memzero(bytes.data(), bytes.size()); });
  size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), base64.data(), base64.size(), nullptr, &size,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      size != bytes.size()) {
    return std::nullopt;
  }
  return SecretKey::FromBytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

absl::StatusOr<KeyLine> ParseLine(absl::string_view text, int line) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ');
  if (words.size() != 3) return Invalid(line, "not an id, a key and a date");
  const auto id = ParseId(words[0]);
  if (!id.has_value()) return Invalid(line, "the id is not kek-, lookup- or mac- and a number");
  std::optional<SecretKey> key = ParseKey(words[1]);
  if (!key.has_value()) return Invalid(line, "the key is not 32 bytes in base64");
  absl::CivilDay created;
  if (words[2].size() != 10 || !absl::ParseCivilTime(words[2], &created)) {
    return Invalid(line, "the day is not yyyy-MM-dd");
  }
  return KeyLine{id->first, id->second, *std::move(key), created};
}

absl::StatusOr<std::vector<KeyLine>> ParseLines(absl::string_view text) {
  std::vector<KeyLine> keys;
  int line = 0;
  for (absl::string_view row : absl::StrSplit(text, '\n')) {
    ++line;
    if (row.empty() || row[0] == '#') continue;
    ASSIGN_OR_RETURN(KeyLine key, ParseLine(row, line));
    for (const KeyLine& other : keys) {
      if (other.use == key.use && other.number == key.number) {
        return Invalid(line, "its id stands there twice");
      }
    }
    keys.push_back(std::move(key));
  }
  return keys;
}

// One line of the file, into a buffer that the caller wipes.
void AppendLine(const KeyLine& key, std::string* out) {
  char base64[kBase64Bytes];
  sodium_bin2base64(base64, sizeof base64, key.key.data(), SecretKey::kSize,
                    sodium_base64_VARIANT_ORIGINAL);
  absl::StrAppend(out, PrefixOf(key.use), key.number, " ", base64, " ",
                  absl::FormatCivilTime(key.created), "\n");
  sodium_memzero(base64, sizeof base64);
}

absl::Status WriteAll(int file, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return NotWritten("write");
    text.remove_prefix(static_cast<size_t>(written));
  }
  if (fsync(file) != 0) return NotWritten("fsync");
  return absl::OkStatus();
}

// A rename lasts only once its folder is on disk.
absl::Status SyncFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return NotWritten("open folder");
  const auto shut = absl::MakeCleanup([file] { close(file); });
  return fsync(file) == 0 ? absl::OkStatus() : NotWritten("fsync folder");
}

}  // namespace

absl::StatusOr<std::vector<KeyLine>> ReadKeyFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return base::Error(absl::StatusCode::kNotFound, "KEY_FILE_MISSING",
                       absl::StrCat("No key file can be read at ", path, "."), {{"path", path}});
  }
  const auto shut = absl::MakeCleanup([file] { close(file); });
  struct stat facts = {};
  if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) return Invalid(0, "not a file");
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return base::Error(absl::StatusCode::kFailedPrecondition, "KEY_FILE_EXPOSED",
                       absl::StrCat("Others can reach ", path, "; give it the mode 0600."),
                       {{"path", path}});
  }
  std::string text(kFileBytesMax + 1, '\0');
  const auto wipe = absl::MakeCleanup([&] { sodium_memzero(text.data(), text.size()); });
  size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = read(file, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Invalid(0, strerror(errno));
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > kFileBytesMax) return Invalid(0, "larger than a key file can be");
  return ParseLines(absl::string_view(text.data(), size));
}

absl::Status WriteKeyFile(const std::string& path, const std::vector<KeyLine>& keys) {
  const std::string fresh = path + ".new";
  std::string text;
  // No growth, so no unwiped copy of the keys is left behind.
  text.reserve(kFileBytesMax);
  const auto wipe = absl::MakeCleanup([&] { sodium_memzero(text.data(), text.size()); });
  for (const KeyLine& key : keys) AppendLine(key, &text);
  // What an interrupted attempt left.
  unlink(fresh.c_str());
  const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return NotWritten("create");
  absl::Status written = WriteAll(file, text);
  if (close(file) != 0 && written.ok()) written = NotWritten("close");
  if (written.ok() && rename(fresh.c_str(), path.c_str()) != 0) written = NotWritten("rename");
  if (!written.ok()) {
    unlink(fresh.c_str());
    return written;
  }
  return SyncFolderOf(path);
}

}  // namespace mandat::privacy
