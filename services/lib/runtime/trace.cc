#include "services/lib/runtime/trace.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace mandat::runtime {
namespace {

// version "-" trace id "-" span id "-" flags
constexpr size_t kTraceIdAt = 3, kSpanIdAt = 36, kFlagsAt = 53, kLength = 55;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Reads as many bytes as `out` has; false for anything but lower-case hexadecimal digits.
template <size_t kBytes>
bool ReadHex(absl::string_view text, std::array<uint8_t, kBytes>* out) {
  for (size_t i = 0; i < kBytes; ++i) {
    const int high = HexDigit(text[2 * i]);
    const int low = HexDigit(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    (*out)[i] = static_cast<uint8_t>(high * 16 + low);
  }
  return true;
}

template <size_t kBytes>
bool IsZero(const std::array<uint8_t, kBytes>& bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

template <size_t kBytes>
std::string Hex(const std::array<uint8_t, kBytes>& bytes) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), kBytes));
}

// Unlike anybody else's, which is all that an id of a trace must be: no secret hangs on it.
template <size_t kBytes>
void FillUnlikeAnyOther(std::array<uint8_t, kBytes>* bytes) {
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  do {
    for (size_t i = 0; i < kBytes; i += 8) {
      const uint64_t random = generator();
      std::memcpy(bytes->data() + i, &random, 8);
    }
  } while (IsZero(*bytes));
}

}  // namespace

std::optional<TraceContext> ParseTraceparent(absl::string_view traceparent) {
  if (traceparent.size() < kLength || traceparent[2] != '-' || traceparent[kSpanIdAt - 1] != '-' ||
      traceparent[kFlagsAt - 1] != '-') {
    return std::nullopt;
  }
  std::array<uint8_t, 1> version, flags;
  TraceContext context;
  if (!ReadHex(traceparent, &version) ||
      !ReadHex(traceparent.substr(kTraceIdAt), &context.trace_id) ||
      !ReadHex(traceparent.substr(kSpanIdAt), &context.span_id) ||
      !ReadHex(traceparent.substr(kFlagsAt), &flags)) {
    return std::nullopt;
  }
  const bool has_more = traceparent.size() > kLength;
  const bool may_have_more = version[0] != 0 && has_more && traceparent[kLength] == '-';
  if (version[0] == 0xff || (has_more && !may_have_more) || IsZero(context.trace_id) ||
      IsZero(context.span_id)) {
    return std::nullopt;
  }
  context.flags = flags[0];
  return context;
}

std::string FormatTraceparent(const TraceContext& context) {
  return absl::StrCat("00-", Hex(context.trace_id), "-", Hex(context.span_id), "-",
                      absl::Hex(context.flags, absl::kZeroPad2));
}

TraceContext NewTrace() {
  TraceContext context;
  FillUnlikeAnyOther(&context.trace_id);
  FillUnlikeAnyOther(&context.span_id);
  return context;
}

TraceContext ChildOf(const TraceContext& parent) {
  TraceContext child = parent;
  FillUnlikeAnyOther(&child.span_id);
  return child;
}

}  // namespace mandat::runtime
