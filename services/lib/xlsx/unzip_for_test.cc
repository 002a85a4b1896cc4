#include "services/lib/xlsx/unzip_for_test.h"

#include <zlib.h>

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "services/lib/base/status_macros.h"

namespace mandat::xlsx {
namespace {

constexpr absl::string_view kEndOfDirectory = "PK\x05\x06";
constexpr absl::string_view kEntry = "PK\x01\x02";
constexpr absl::string_view kFile = "PK\x03\x04";
constexpr uint32_t kStored = 0;
constexpr uint32_t kDeflated = 8;

// A little-endian number of so many bytes; 0 beyond the end.
uint32_t NumberAt(absl::string_view bytes, size_t at, int length) {
  uint32_t number = 0;
  for (int i = length - 1; i >= 0; --i) {
    const size_t place = at + static_cast<size_t>(i);
    number = number << 8 |
             (place < bytes.size() ? static_cast<unsigned char>(bytes[place]) : uint32_t{0});
  }
  return number;
}

absl::Status Broken(absl::string_view what) { return absl::InvalidArgumentError(what); }

absl::StatusOr<std::string> Inflate(absl::string_view packed, size_t size) {
  std::string plain(size, '\0');
  z_stream stream = {};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return Broken("zlib");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  const int end = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  if (end != Z_STREAM_END || stream.total_out != size) return Broken("a file is cut");
  return plain;
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> UnzipForTest(absl::string_view zip) {
  const size_t end = zip.rfind(kEndOfDirectory);
  if (end == absl::string_view::npos) return Broken("no directory");
  const uint32_t count = NumberAt(zip, end + 10, 2);
  size_t at = NumberAt(zip, end + 16, 4);
  std::map<std::string, std::string> files;
  for (uint32_t i = 0; i < count; ++i) {
    if (at > zip.size() || !absl::StartsWith(zip.substr(at), kEntry)) return Broken("no entry");
    const uint32_t method = NumberAt(zip, at + 10, 2);
    const uint32_t sum = NumberAt(zip, at + 16, 4);
    const uint32_t packed_size = NumberAt(zip, at + 20, 4);
    const uint32_t size = NumberAt(zip, at + 24, 4);
    const uint32_t name_size = NumberAt(zip, at + 28, 2);
    const std::string name(zip.substr(at + 46, name_size));
    const size_t local = NumberAt(zip, at + 42, 4);
    at += 46 + name_size + NumberAt(zip, at + 30, 2) + NumberAt(zip, at + 32, 2);
    if (local > zip.size() || !absl::StartsWith(zip.substr(local), kFile)) return Broken("no file");
    const size_t begin = local + 30 + NumberAt(zip, local + 26, 2) + NumberAt(zip, local + 28, 2);
    if (begin + packed_size > zip.size()) return Broken("a file is cut");
    const absl::string_view packed = zip.substr(begin, packed_size);
    if (method != kStored && method != kDeflated) return Broken("another method");
    std::string plain(packed);
    if (method == kDeflated) {
      ASSIGN_OR_RETURN(plain, Inflate(packed, size));
    }
    const uLong computed =
        crc32(0, reinterpret_cast<const Bytef*>(plain.data()), static_cast<uInt>(plain.size()));
    if (computed != sum) return Broken("another check sum");
    files[name] = plain;
  }
  return files;
}

}  // namespace mandat::xlsx
