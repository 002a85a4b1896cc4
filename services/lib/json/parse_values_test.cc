#include "services/lib/json/parse_values.h"

#include <limits>

#include "gtest/gtest.h"
#include "services/lib/json/values.h"

namespace mandat::json {
namespace {

TEST(ParseDateText, TakesPartsThatAreNotKnown) {
  const struct {
    const char* text;
    int year, month, day;
  } rows[] = {{"2026-03-01", 2026, 3, 1},
              {"1958-00-00", 1958, 0, 0},
              {"0000-12-25", 0, 12, 25},
              {"2026-02-31", 2026, 2, 31}};
  for (const auto& row : rows) {
    google::type::Date date;
    ASSERT_TRUE(ParseDateText(row.text, &date)) << row.text;
    EXPECT_EQ(date.year(), row.year);
    EXPECT_EQ(date.month(), row.month);
    EXPECT_EQ(date.day(), row.day);
  }
}

TEST(ParseDateText, RefusesEveryOtherForm) {
  for (const char* text : {"", "2026", "2026-03", "2026-3-1", "2026-03-1", "2026-03-011",
                           "12026-03-01", "2026/03/01", "2026-03/01", "2026-0a-01", "+026-03-01",
                           " 2026-03-01", "2026-03-01 ", "2026-03-01T00:00:00Z", "-026-03-01"}) {
    google::type::Date date;
    EXPECT_FALSE(ParseDateText(text, &date)) << text;
  }
}

TEST(ParseInstantText, TakesDecimalsAndOffsets) {
  const struct {
    const char* text;
    int64_t seconds;
    int32_t nanos;
  } rows[] = {{"1970-01-01T00:00:00Z", 0, 0},
              {"1970-01-01t00:00:00z", 0, 0},
              {"1969-12-31T23:59:59.500Z", -1, 500'000'000},
              {"2026-03-01T08:30:00.000001Z", 1772353800, 1000},
              {"2026-03-01T08:30:00.1Z", 1772353800, 100'000'000},
              {"2026-03-01T08:30:00.123456789Z", 1772353800, 123'456'789},
              {"2026-03-01T09:30:00+01:00", 1772353800, 0},
              {"2026-03-01T03:00:00-05:30", 1772353800, 0},
              {"2024-02-29T00:00:00Z", 1709164800, 0},
              {"0001-01-01T00:00:00Z", -62135596800, 0},
              {"9999-12-31T23:59:59Z", 253402300799, 0}};
  for (const auto& row : rows) {
    google::protobuf::Timestamp instant;
    ASSERT_TRUE(ParseInstantText(row.text, &instant)) << row.text;
    EXPECT_EQ(instant.seconds(), row.seconds) << row.text;
    EXPECT_EQ(instant.nanos(), row.nanos) << row.text;
  }
}

TEST(ParseInstantText, RefusesFormsAndTimesThatDoNotExist) {
  for (const char* text : {"",
                           "2026-03-01",
                           "2026-03-01T08:30Z",
                           "2026-03-01T08:30:00",
                           "2026-03-01 08:30:00Z",
                           "2026-03-01T08:30:00.Z",
                           "2026-03-01T08:30:00.1234567890Z",
                           "2026-03-01T08:30:00,5Z",
                           "2026-03-01T08:30:00+1:00",
                           "2026-03-01T08:30:00+0100",
                           "2026-03-01T08:30:00ZZ",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-03-32T00:00:00Z",
                           "2026-03-00T00:00:00Z",
                           "2026-03-01T24:00:00Z",
                           "2026-03-01T08:60:00Z",
                           "2026-03-01T08:30:60Z",
                           "2026-03-01T08:30:00+24:00",
                           "2026-03-01T08:30:00+01:60",
                           "0000-12-31T23:59:59Z",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01"}) {
    google::protobuf::Timestamp instant;
    EXPECT_FALSE(ParseInstantText(text, &instant)) << text;
  }
}

TEST(ParseMoneyText, IsExact) {
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  const struct {
    const char* text;
    int64_t units;
    int32_t nanos;
  } rows[] = {{"0.01", 0, 10'000'000},
              {"-0.01", 0, -10'000'000},
              {"-1.50", -1, -500'000'000},
              {"12", 12, 0},
              {"12.5", 12, 500'000'000},
              {"1.000000001", 1, 1},
              {"-9223372036854775808.00", kMin, 0},
              {"9223372036854775807.999999999", kMax, 999'999'999}};
  for (const auto& row : rows) {
    google::type::Money money;
    ASSERT_TRUE(ParseMoneyText(row.text, &money)) << row.text;
    EXPECT_EQ(money.units(), row.units) << row.text;
    EXPECT_EQ(money.nanos(), row.nanos) << row.text;
  }
}

TEST(ParseMoneyText, RefusesEveryOtherForm) {
  for (const char* text : {"", "-", ".5", "1.", "-.5", "+1", "01.00", "00", "1,50", "1 000", "1e3",
                           "1.0000000001", "--1", "1.-5", "9223372036854775808",
                           "-9223372036854775809", "99999999999999999999", "x"}) {
    google::type::Money money;
    EXPECT_FALSE(ParseMoneyText(text, &money)) << text;
  }
}

TEST(ParseBytesText, TakesTheOneWayToWriteThem) {
  std::string bytes;
  EXPECT_TRUE(ParseBytesText("+/8=", &bytes));
  EXPECT_EQ(bytes, "\xfb\xff");
  EXPECT_TRUE(ParseBytesText("", &bytes));
  EXPECT_EQ(bytes, "");
  for (const char* text : {"+/8", "-_8=", "+/9=", " +/8=", "+/8= ", "+ /8=", "=", "a", "*"}) {
    EXPECT_FALSE(ParseBytesText(text, &bytes)) << text;
  }
}

}  // namespace
}  // namespace mandat::json
