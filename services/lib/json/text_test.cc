#include "services/lib/json/text.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "services/lib/json/names.h"
#include "services/lib/json/values.h"

namespace mandat::json {
namespace {

std::string Text(absl::string_view value) {
  std::string out;
  AppendText(value, &out);
  return out;
}

TEST(AppendText, EscapesWhatWouldBreakALineOrAText) {
  EXPECT_EQ(Text(""), R"("")");
  EXPECT_EQ(Text("Sint-Joost-ten-Node"), R"("Sint-Joost-ten-Node")");
  EXPECT_EQ(Text("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(Text("a\nb\rc\td"), R"("a\nb\rc\td")");
  EXPECT_EQ(Text(absl::string_view("\0\x01\x1f\x7f", 4)), R"("\u0000\u0001\u001f\u007f")");
}

TEST(AppendText, KeepsValidUtf8) {
  for (const char* text : {"é", "ÖSHZ", "€", "\u0800", "\ud7ff", "\ue000", "😀", "\U0010ffff"}) {
    EXPECT_EQ(Text(text), std::string("\"") + text + "\"");
  }
}

TEST(AppendText, ReplacesEveryByteThatIsNotUtf8) {
  const std::string bad = "\xef\xbf\xbd";
  const struct {
    std::string bytes;
    size_t replaced;
  } rows[] = {
      {"\x80", 1},              // continuation without a start
      {"\xff", 1},              // never a start
      {"\xc0\xaf", 2},          // overlong, two bytes
      {"\xe0\x80\xaf", 3},      // overlong, three bytes
      {"\xf0\x80\x80\xaf", 4},  // overlong, four bytes
      {"\xed\xa0\x80", 3},      // surrogate
      {"\xf4\x90\x80\x80", 4},  // above U+10FFFF
      {"\xc3", 1},              // cut off
      {"\xe2\x82", 2},
      {"\xf0\x9f\x98", 3},
  };
  for (const auto& row : rows) {
    std::string expected = "\"a";
    for (size_t i = 0; i < row.replaced; ++i) expected += bad;
    EXPECT_EQ(Text("a" + row.bytes + "z"), expected + "z\"");
    EXPECT_EQ(Text("a" + row.bytes), expected + "\"");
  }
}

TEST(AppendText, ReplacesABrokenStartButKeepsTheQuoteAfterIt) {
  EXPECT_EQ(Text("\xc3\"}"), "\"\xef\xbf\xbd\\\"}\"");
}

TEST(AppendInteger, WritesTheExtremes) {
  std::string out;
  AppendInteger(std::numeric_limits<int64_t>::min(), &out);
  AppendInteger(std::numeric_limits<int64_t>::max(), &out);
  AppendUnsigned(std::numeric_limits<uint64_t>::max(), &out);
  EXPECT_EQ(out, "-9223372036854775808922337203685477580718446744073709551615");
}

TEST(AppendDouble, WritesNumbersShortAndTheRestAsText) {
  const struct {
    double value;
    const char* json;
  } rows[] = {{0.1, "0.1"},
              {-2.5, "-2.5"},
              {std::numeric_limits<double>::infinity(), "\"Infinity\""},
              {-std::numeric_limits<double>::infinity(), "\"-Infinity\""},
              {std::numeric_limits<double>::quiet_NaN(), "\"NaN\""}};
  for (const auto& row : rows) {
    std::string out;
    AppendDouble(row.value, &out);
    EXPECT_EQ(out, row.json);
  }
}

TEST(AppendBytes, IsPaddedBase64) {
  std::string out;
  AppendBytes("\xfb\xff", &out);
  EXPECT_EQ(out, "\"+/8=\"");
}

TEST(AppendDate, PadsAndAdmitsUnknownParts) {
  const struct {
    int year, month, day;
    const char* json;
  } rows[] = {{2026, 3, 1, "\"2026-03-01\""},
              {1958, 0, 0, "\"1958-00-00\""},
              {2024, 12, 31, "\"2024-12-31\""},
              {1, 1, 1, "\"0001-01-01\""}};
  for (const auto& row : rows) {
    std::string out;
    AppendDate(row.year, row.month, row.day, &out);
    EXPECT_EQ(out, row.json);
  }
}

TEST(AppendInstant, WritesMicrosecondsOnlyAsNeeded) {
  const struct {
    int64_t seconds;
    int32_t nanos;
    const char* json;
  } rows[] = {{0, 0, "\"1970-01-01T00:00:00Z\""},
              {1772353800, 0, "\"2026-03-01T08:30:00Z\""},
              {1772353800, 250'000'000, "\"2026-03-01T08:30:00.250Z\""},
              {1772353800, 1'000, "\"2026-03-01T08:30:00.000001Z\""},
              {1772353800, 999, "\"2026-03-01T08:30:00Z\""},
              {1709164799, 999'999'999, "\"2024-02-28T23:59:59.999999Z\""},
              {1709164800, 0, "\"2024-02-29T00:00:00Z\""},
              {-1, 500'000'000, "\"1969-12-31T23:59:59.500Z\""},
              {253402300799, 0, "\"9999-12-31T23:59:59Z\""}};
  for (const auto& row : rows) {
    std::string fields;
    AppendInstant(row.seconds, row.nanos, &fields);
    EXPECT_EQ(fields, row.json);
    std::string time;
    AppendInstant(absl::FromUnixSeconds(row.seconds) + absl::Nanoseconds(row.nanos), &time);
    EXPECT_EQ(time, row.json);
  }
}

TEST(AppendMoney, IsExact) {
  const struct {
    int64_t units;
    int32_t nanos;
    const char* value;
  } rows[] = {{0, 10'000'000, "0.01"},
              {0, 0, "0.00"},
              {0, -10'000'000, "-0.01"},
              {-1, -500'000'000, "-1.50"},
              {12, 345'000'000, "12.345"},
              {1, 1, "1.000000001"},
              {std::numeric_limits<int64_t>::min(), 0, "-9223372036854775808.00"},
              {1000000, 0, "1000000.00"}};
  for (const auto& row : rows) {
    std::string out;
    AppendMoney(row.units, row.nanos, "EUR", &out);
    EXPECT_EQ(out, std::string("{\"value\":\"") + row.value + "\",\"currency\":\"EUR\"}");
  }
  std::string out;
  AppendMoney(1, 0, "", &out);
  EXPECT_EQ(out, R"({"value":"1.00"})");
}

TEST(LowerCamelCase, JoinsWords) {
  EXPECT_EQ(LowerCamelCase("WELFARE_CENTRE_AGENT"), "welfareCentreAgent");
  EXPECT_EQ(LowerCamelCase("welfare_centre_agent"), "welfareCentreAgent");
  EXPECT_EQ(LowerCamelCase("BEFORE_2026_03"), "before202603");
  EXPECT_EQ(LowerCamelCase("A"), "a");
  EXPECT_EQ(LowerCamelCase(""), "");
  EXPECT_EQ(LowerCamelCase("_X__Y_"), "xY");
}

}  // namespace
}  // namespace mandat::json
