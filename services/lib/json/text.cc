#include "services/lib/json/text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

#include "absl/strings/escaping.h"

namespace mandat::json {
namespace {

// True for the bytes that may stand in a JSON text as they are. DEL may too, but no log viewer
// likes it.
constexpr std::array<bool, 256> MakePlain() {
  std::array<bool, 256> plain{};
  for (size_t byte = 0x20; byte < 0x7f; ++byte) plain[byte] = byte != '"' && byte != '\\';
  return plain;
}
constexpr std::array<bool, 256> kPlain = MakePlain();

constexpr absl::string_view kReplacement = "\xef\xbf\xbd";

unsigned char ByteAt(absl::string_view text, size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool IsContinuation(unsigned char byte) { return (byte & 0xc0) == 0x80; }

// Bytes of the well-formed sequence that starts `text` with a byte above 0x7f (Unicode, table 3-7);
// 0 if there is none.
size_t SequenceLength(absl::string_view text) {
  const unsigned char first = ByteAt(text, 0);
  const unsigned char second = ByteAt(text, 1);
  if (first >= 0xc2 && first <= 0xdf) return IsContinuation(second) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const unsigned char low = first == 0xe0 ? 0xa0 : 0x80;   // no overlong form
    const unsigned char high = first == 0xed ? 0x9f : 0xbf;  // no surrogate
    return second >= low && second <= high && IsContinuation(ByteAt(text, 2)) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const unsigned char low = first == 0xf0 ? 0x90 : 0x80;   // no overlong form
    const unsigned char high = first == 0xf4 ? 0x8f : 0xbf;  // nothing above U+10FFFF
    return second >= low && second <= high && IsContinuation(ByteAt(text, 2)) &&
                   IsContinuation(ByteAt(text, 3))
               ? 4
               : 0;
  }
  return 0;
}

void AppendEscape(unsigned char byte, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (byte) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\r':
      out->append("\\r");
      return;
    case '\t':
      out->append("\\t");
      return;
  }
  const char escape[] = {'\\', 'u', '0', '0', kHex[byte >> 4], kHex[byte & 0xf]};
  out->append(escape, sizeof escape);
}

template <typename T>
void AppendChars(T value, std::string* out) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  out->append(digits, end.ptr);
}

template <typename T>
void AppendFloating(T value, std::string* out) {
  if (std::isfinite(value)) return AppendChars(value, out);
  out->append(std::isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
}

}  // namespace

void AppendText(absl::string_view value, std::string* out) {
  out->push_back('"');
  size_t done = 0;
  size_t at = 0;
  while (at < value.size()) {
    const auto byte = static_cast<unsigned char>(value[at]);
    if (kPlain[byte]) {
      ++at;
      continue;
    }
    const size_t length = byte < 0x80 ? 0 : SequenceLength(value.substr(at));
    if (length > 0) {
      at += length;
      continue;
    }
    out->append(value.data() + done, at - done);
    if (byte < 0x80) {
      AppendEscape(byte, out);
    } else {
      out->append(kReplacement.data(), kReplacement.size());
    }
    done = ++at;
  }
  out->append(value.data() + done, value.size() - done);
  out->push_back('"');
}

void AppendInteger(int64_t value, std::string* out) { AppendChars(value, out); }
void AppendUnsigned(uint64_t value, std::string* out) { AppendChars(value, out); }
void AppendDouble(double value, std::string* out) { AppendFloating(value, out); }
void AppendFloat(float value, std::string* out) { AppendFloating(value, out); }
void AppendBool(bool value, std::string* out) { out->append(value ? "true" : "false"); }

void AppendBytes(absl::string_view value, std::string* out) {
  out->push_back('"');
  out->append(absl::Base64Escape(value));
  out->push_back('"');
}

}  // namespace mandat::json
