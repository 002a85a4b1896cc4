#include "gateway/cli/figure_text.h"

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::Parsed;
using objectives::v1::Fact;
using objectives::v1::Figure;
using objectives::v1::Indicator;

TEST(ParsePeriodText, ReadsWhatPeriodTextWrites) {
  for (const char* text : {"2026", "2026-q1", "2026-q4", "2026-01", "2026-12", "2024-02",
                           "2024-01-01..2028-12-31", "2026-02-01..2026-04-30"}) {
    const auto period = ParsePeriodText(text);
    ASSERT_THAT(period, IsOk()) << text;
    EXPECT_EQ(PeriodText(*period), text);
  }
  EXPECT_EQ(PeriodText(*ParsePeriodText("2026-Q2")), "2026-q2");
  EXPECT_EQ(PeriodText(*ParsePeriodText("2026-10-01..2026-12-31")), "2026-q4");
  for (const char* text : {"", "soon", "26", "2026-q5", "2026-13", "2026-0", "2026-q1-1",
                           "2026-12-31..2026-01-01", "2026-02-30..2026-03-01"}) {
    EXPECT_THAT(ParsePeriodText(text), HasReason("WRONG_USE")) << text;
  }
}

TEST(ValueText, IsInTheUnitOfTheIndicator) {
  const auto text = [](objectives::v1::Unit unit, int64_t numerator, int64_t denominator) {
    common::v1::Rational value;
    value.set_numerator(numerator);
    value.set_denominator(denominator);
    return ValueText(unit, &value);
  };
  const auto count = objectives::v1::UNIT_COUNT;
  EXPECT_EQ(ValueText(count, nullptr), "-");
  EXPECT_EQ(text(count, 1640, 1), "1,640");
  EXPECT_EQ(text(count, 1234567, 1), "1,234,567");
  EXPECT_EQ(text(count, 5, 2), "2.5");
  EXPECT_EQ(text(count, -1, 4), "-0.2");
  EXPECT_EQ(text(count, -5, 2), "-2.5");
  EXPECT_EQ(text(count, -1640, 1), "-1,640");
  const auto share = objectives::v1::UNIT_SHARE;
  EXPECT_EQ(text(share, 9, 10), "90 %");
  EXPECT_EQ(text(share, 16, 17), "94.1 %");
  EXPECT_EQ(text(share, 1688, 8606), "19.6 %");
  EXPECT_EQ(text(share, 9995, 10000), "100 %") << "half up";
  const auto cents = objectives::v1::UNIT_CENTS;
  EXPECT_EQ(text(cents, 30000005, 1), "300,000.05 EUR");
  EXPECT_EQ(text(cents, 0, 1), "0.00 EUR");
  EXPECT_EQ(text(cents, -50, 1), "-0.50 EUR");
  EXPECT_EQ(text(cents, -30000005, 1), "-300,000.05 EUR");
}

TEST(ParseValueText, ReadsWhatPeopleWrite) {
  struct Row {
    const char* text;
    int64_t numerator;
    int64_t denominator;
  };
  const auto read = [](objectives::v1::Unit unit, const char* text) {
    return ParseValueText(unit, text);
  };
  for (const Row& row :
       {Row{"12", 12, 1}, Row{"-3", -3, 1}, Row{"2.5", 25, 10}, Row{"-0.5", -5, 10},
        Row{"7/8", 7, 8}, Row{"87.5%", 875, 1000}, Row{"90 %", 90, 100}, Row{"0", 0, 1}}) {
    const auto value = read(objectives::v1::UNIT_SHARE, row.text);
    ASSERT_THAT(value, IsOk()) << row.text;
    EXPECT_EQ(value->numerator(), row.numerator) << row.text;
    EXPECT_EQ(value->denominator(), row.denominator) << row.text;
  }
  for (const Row& row : {Row{"300000", 30000000, 1}, Row{"0.5", 50, 1}, Row{"-1.05", -105, 1}}) {
    const auto value = read(objectives::v1::UNIT_CENTS, row.text);
    ASSERT_THAT(value, IsOk()) << row.text;
    EXPECT_EQ(value->numerator(), row.numerator) << row.text;
    EXPECT_EQ(value->denominator(), row.denominator) << row.text;
  }
  for (const char* text : {"", "x", "1/0", "1/-2", "1/2/3", "1.2.3", "1.1234567", "%", "1,5",
                           "99999999999999999999"}) {
    EXPECT_THAT(read(objectives::v1::UNIT_COUNT, text), HasReason("WRONG_USE")) << text;
  }
  for (const char* text : {"50%", "1.005", "99999999999999999", "-9223372036854775808", "1/2"}) {
    EXPECT_THAT(read(objectives::v1::UNIT_CENTS, text), HasReason("WRONG_USE")) << text;
  }
}

TEST(FiguresText, ShowsEachPeriodAndUpToWhereEventsCount) {
  const auto indicator =
      Parsed<Indicator>("number: '1.1' title { en: 'Answered' } unit: UNIT_SHARE");
  std::vector<Figure> figures = {
      Parsed<Figure>("value { numerator: 1 denominator: 2 } numerator: 5 denominator: 10"),
      Parsed<Figure>("numerator: 0 denominator: 0 catching_up: true "
                     "sources { service: 'socialaid' position: 42 }")};
  *figures[0].mutable_period() = *ParsePeriodText("2026-q1");
  *figures[1].mutable_period() = *ParsePeriodText("2026-q2");
  EXPECT_EQ(FiguresText(indicator, figures, {"en", 0}),
            "1.1 Answered\n"
            "period   figure  part\n"
            "2026-q1  50 %    5 of 10  ███████████████\n"
            "2026-q2  -       0 of 0\n"
            "As of position 42 of socialaid.\n"
            "Earlier events are still being counted.\n");
}

TEST(FactText, SaysWhatAFactCountsFor) {
  EXPECT_EQ(
      FactText(Parsed<Fact>("resource: 'article60Requests/r' version: 2 role: FACT_ROLE_NUMERATOR "
                            "type: 'be.mandat.socialaid.v1.article60Request.notify.sent' "
                            "position: 9 amount: 1")),
      "part   article60Requests/r@2  sent  position 9");
  EXPECT_EQ(
      FactText(Parsed<Fact>("resource: 'a/b' version: 1 role: FACT_ROLE_DENOMINATOR type: 'x.y' "
                            "position: 3 amount: 7")),
      "whole  a/b@1  y  position 3  +7");
}

}  // namespace
}  // namespace mandat::cli
