#include "services/lib/base/ssin.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

using absl::CivilDay;

constexpr CivilDay kToday(2026, 3, 12);

// What a number says, in one line: "85073003328 1985-07-30 man national", or the rule that refuses
// it.
std::string Reading(absl::string_view text, CivilDay today = kToday) {
  const auto ssin = ParseSsin(text, today, "person.ssin");
  if (!ssin.ok()) {
    EXPECT_EQ(ReasonOf(ssin.status()), "SSIN_INVALID");
    EXPECT_EQ(MetadataOf(ssin.status())["field"], "person.ssin");
    return MetadataOf(ssin.status())["rule"];
  }
  const char* sex = !ssin->sex.has_value() ? "?" : *ssin->sex == Sex::kMale ? "man" : "woman";
  return absl::StrCat(ssin->digits, " ", ssin->birth_date ? ToIso(*ssin->birth_date) : "?", " ",
                      sex, ssin->is_bis ? " bis" : " national");
}

// Nine digits with their check digits, whatever they say.
std::string Checked(absl::string_view nine_digits, int century) {
  const int64_t base = std::stoll(std::string(nine_digits)) + (century == 2000 ? 2'000'000'000 : 0);
  return absl::StrFormat("%s%02d", nine_digits, 97 - base % 97);
}

struct Row {
  std::string text;
  std::string reading;
};

TEST(ParseSsin, KnownNumbers) {
  const Row rows[] = {
      {"85.07.30-033.28", "85073003328 1985-07-30 man national"},
      {"85 07 30 033 28", "85073003328 1985-07-30 man national"},
      {"85073003328", "85073003328 1985-07-30 man national"},
      {"17.07.30-033.84", "17073003384 2017-07-30 man national"},
      {"730111-361-73", "73011136173 1973-01-11 man national"},
      {"730111-361-99", "SSIN_CHECK_DIGITS"},
      {"72011136173", "SSIN_CHECK_DIGITS"},
      {"12345678901", "SSIN_CHECK_DIGITS"},
      {"98.47.28-997.65", "98472899765 1998-07-28 man bis"},
      {"01.49.07-001.85", "01490700185 2001-09-07 man bis"},
  };
  for (const Row& row : rows) EXPECT_EQ(Reading(row.text), row.reading) << row.text;
}

TEST(ParseSsin, WantsElevenDigits) {
  for (const char* text : {"", "8507300332", "850730033280", "8507300332x", "85/07/30-033.28",
                           "+85073003328", "...", "85.07.30-033.2"}) {
    EXPECT_EQ(Reading(text), "SSIN_LENGTH") << text;
  }
}

TEST(ParseSsin, ReadsWhatThePartsSay) {
  const Row rows[] = {
      // Women; the ends of the serial numbers.
      {Checked("850730002", 1900), Checked("850730002", 1900) + " 1985-07-30 woman national"},
      {Checked("850730001", 1900), Checked("850730001", 1900) + " 1985-07-30 man national"},
      {Checked("850730998", 1900), Checked("850730998", 1900) + " 1985-07-30 woman national"},
      {Checked("850730000", 1900), "SSIN_SERIAL"},
      {Checked("850730999", 1900), "SSIN_SERIAL"},
      // Parts that are not known, or used up.
      {Checked("000001001", 1900), Checked("000001001", 1900) + " ? man national"},
      {Checked("000001002", 2000), Checked("000001002", 2000) + " ? woman national"},
      {Checked("850000033", 1900), Checked("850000033", 1900) + " ? man national"},
      {Checked("850700033", 1900), Checked("850700033", 1900) + " ? man national"},
      {Checked("850045033", 1900), Checked("850045033", 1900) + " ? man national"},
      // BIS numbers: 20 to 32 without sex, 40 to 52 with it.
      {Checked("852730033", 1900), Checked("852730033", 1900) + " 1985-07-30 ? bis"},
      {Checked("854730034", 1900), Checked("854730034", 1900) + " 1985-07-30 woman bis"},
      {Checked("852000033", 1900), Checked("852000033", 1900) + " ? ? bis"},
      {Checked("854000033", 1900), Checked("854000033", 1900) + " ? man bis"},
      {Checked("853201033", 1900), Checked("853201033", 1900) + " 1985-12-01 ? bis"},
      {Checked("855201033", 1900), Checked("855201033", 1900) + " 1985-12-01 man bis"},
      // Months and days that do not exist.
      {Checked("851301033", 1900), "SSIN_DATE"},
      {Checked("851901033", 1900), "SSIN_DATE"},
      {Checked("853301033", 1900), "SSIN_DATE"},
      {Checked("853901033", 1900), "SSIN_DATE"},
      {Checked("855301033", 1900), "SSIN_DATE"},
      {Checked("859901033", 1900), "SSIN_DATE"},
      {Checked("850732033", 1900), "SSIN_DATE"},
      {Checked("850431033", 1900), "SSIN_DATE"},
      {Checked("851299033", 1900), "SSIN_DATE"},
      {Checked("850229033", 1900), "SSIN_DATE"},
      // 2000 was a leap year, 1900 was none: the century decides.
      {Checked("000229033", 2000), Checked("000229033", 2000) + " 2000-02-29 man national"},
      {Checked("000229033", 1900), "SSIN_DATE"},
  };
  for (const Row& row : rows) EXPECT_EQ(Reading(row.text), row.reading) << row.text;
}

TEST(ParseSsin, RefusesBirthsAfterToday) {
  const std::string today = Checked("260312033", 2000);
  EXPECT_EQ(Reading(today), today + " 2026-03-12 man national");
  EXPECT_EQ(Reading(today, CivilDay(2026, 3, 11)), "SSIN_DATE");
  EXPECT_EQ(Reading(Checked("850730033", 2000)), "SSIN_DATE");
  // Not wholly known: refused once no day that it could be has come.
  const std::string some_day_of_march = Checked("260300033", 2000);
  EXPECT_EQ(Reading(some_day_of_march, CivilDay(2026, 2, 28)), "SSIN_DATE");
  EXPECT_EQ(Reading(some_day_of_march, CivilDay(2026, 3, 1)),
            some_day_of_march + " ? man national");
  const std::string some_month = Checked("260045033", 2000);
  EXPECT_EQ(Reading(some_month, CivilDay(2025, 12, 31)), "SSIN_DATE");
  EXPECT_EQ(Reading(some_month, CivilDay(2026, 1, 1)), some_month + " ? man national");
}

TEST(ParseSsin, TheMessageDoesNotRepeatTheNumber) {
  for (const std::string& text :
       {std::string("73011136199"), Checked("850732033", 1900), Checked("850730999", 1900)}) {
    const absl::Status status = ParseSsin(text, kToday, "ssin").status();
    EXPECT_EQ(status.ToString().find(text), std::string::npos);
  }
}

TEST(MakeSsin, RoundTripsOverEveryDay) {
  int serial = 0;
  for (CivilDay birth(1900, 1, 1); birth <= kToday; ++birth) {
    serial = serial % 998 + 1;
    const auto digits = MakeSsin(birth, serial);
    ASSERT_TRUE(digits.ok());
    ASSERT_EQ(Reading(*digits), absl::StrCat(*digits, " ", ToIso(birth),
                                             serial % 2 == 1 ? " man" : " woman", " national"));
  }
}

TEST(MakeSsin, Refusals) {
  const auto rule = [](CivilDay birth, int serial) {
    const absl::Status status = MakeSsin(birth, serial).status();
    EXPECT_EQ(ReasonOf(status), "SSIN_INVALID");
    return MetadataOf(status)["rule"];
  };
  EXPECT_EQ(rule(CivilDay(1899, 12, 31), 1), "SSIN_DATE");
  EXPECT_EQ(rule(CivilDay(2100, 1, 1), 1), "SSIN_DATE");
  EXPECT_EQ(rule(CivilDay(2000, 1, 1), 0), "SSIN_SERIAL");
  EXPECT_EQ(rule(CivilDay(2000, 1, 1), 999), "SSIN_SERIAL");
  EXPECT_TRUE(MakeSsin(CivilDay(1900, 1, 1), 1).ok());
  EXPECT_TRUE(MakeSsin(CivilDay(2099, 12, 31), 998).ok());
}

// Modulo 97 notices every single wrong digit within a century; across the two, the only changes
// that pass are those that ssin.h states, and each of them does occur.
TEST(ParseSsin, NoticesOneWrongDigit) {
  std::set<std::pair<int, int>> passed;  // years: true, misread
  for (CivilDay birth(1900, 1, 1); birth <= kToday; birth += 17) {
    const int serial = birth.day() * 31 + birth.month();
    const std::string digits = MakeSsin(birth, serial).value();
    for (size_t at = 0; at < digits.size(); ++at) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        if (digit == digits[at]) continue;
        std::string changed = digits;
        changed[at] = digit;
        const auto ssin = ParseSsin(changed, kToday, "ssin");
        if (!ssin.ok()) continue;
        ASSERT_EQ(at, 1u) << "the last digit of the year: " << digits << " as " << changed;
        ASSERT_TRUE(ssin->birth_date.has_value());
        passed.emplace(birth.year(), ssin->birth_date->year());
      }
    }
  }
  std::set<std::pair<int, int>> stated;
  for (int year = 1900; year < 2000; ++year) {
    if (year % 10 < 6 || year + 94 > kToday.year()) continue;
    stated.emplace(year, year + 94);
    stated.emplace(year + 94, year);
  }
  EXPECT_EQ(passed, stated);
}

}  // namespace
}  // namespace mandat::base
