#include "services/lib/base/text.h"

#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

// The plain definition of UTF-8, for characters that may be written.
std::string Encode(uint32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | c >> 6), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | c >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | c >> 18), tail(12), tail(6), tail(0)};
}

TEST(IsUtf8, AcceptsEveryCharacterAndNoSurrogate) {
  for (uint32_t c = 0; c <= 0x10FFFF; ++c) {
    const bool is_surrogate = c >= 0xD800 && c <= 0xDFFF;
    ASSERT_EQ(IsUtf8(Encode(c)), !is_surrogate) << std::hex << c;
  }
  EXPECT_FALSE(IsUtf8(Encode(0x110000)));
}

TEST(IsUtf8, RefusesIllFormedBytes) {
  for (const char* text : {"\x80",
                           "\xBF",
                           "\xC0\xAF",
                           "\xC1\xBF",
                           "\xC2",
                           "\xC2\x20",
                           "\xC2\xC0",
                           "\xE0\x9F\xBF",
                           "\xE2\x82",
                           "\xE2\x82\x28",
                           "\xE2\x28\xAC",
                           "\xED\xA0\x80",
                           "\xED\xBF\xBF",
                           "\xF0\x8F\xBF\xBF",
                           "\xF0\x9F\x98",
                           "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80",
                           "\xFE",
                           "\xFF",
                           "good\xE2\x82",
                           "\xC3\xA9\x80"}) {
    EXPECT_FALSE(IsUtf8(text)) << testing::PrintToString(std::string(text));
  }
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("Société wallonne – “één” 😀"));
  EXPECT_TRUE(IsUtf8(absl::string_view("\0", 1)));
}

TEST(Shortened, EndsBehindAWholeCharacter) {
  EXPECT_EQ(Shortened("", 0), "");
  EXPECT_EQ(Shortened("abc", 3), "abc");
  EXPECT_EQ(Shortened("abc", 2), "ab");
  EXPECT_EQ(Shortened("abc", 0), "");
  EXPECT_EQ(Shortened("é", 1), "");
  EXPECT_EQ(Shortened("\x80\x80", 1), "");
  const std::string text = "aé€😀b";  // 1 + 2 + 3 + 4 + 1 bytes
  const size_t lengths[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (size_t max = 0; max < std::size(lengths); ++max) {
    EXPECT_EQ(Shortened(text, max), text.substr(0, lengths[max])) << max;
  }
}

TEST(ValidateText, CountsBytes) {
  EXPECT_EQ(ValidateText("", 0, "title"), absl::OkStatus());
  EXPECT_EQ(ValidateText("abcd", 4, "title"), absl::OkStatus());
  EXPECT_EQ(ValidateText("éé", 4, "title"), absl::OkStatus());
  const absl::Status status = ValidateText("ééé", 4, "title");
  EXPECT_EQ(ReasonOf(status), "TEXT_TOO_LONG");
  EXPECT_EQ(MetadataOf(status)["limit"], "4");
  EXPECT_EQ(MetadataOf(status)["field"], "title");
}

TEST(ValidateText, RefusesControlCharacters) {
  for (uint32_t c = 0; c < 0x300; ++c) {
    const bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    const bool is_allowed = !is_control || c == '\n' || c == '\t';
    const absl::Status status = ValidateText("a" + Encode(c) + "b", 10, "title");
    EXPECT_EQ(ReasonOf(status), is_allowed ? "" : "TEXT_INVALID") << c;
  }
}

TEST(ValidateText, RefusesIllFormedText) {
  const absl::Status status = ValidateText("Soci\xE9t\xE9", 100, "title");
  EXPECT_EQ(ReasonOf(status), "TEXT_INVALID");
  EXPECT_EQ(MetadataOf(status)["field"], "title");
}

}  // namespace
}  // namespace mandat::base
