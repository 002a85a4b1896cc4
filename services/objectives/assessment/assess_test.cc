#include "services/objectives/assessment/assess.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"
#include "services/objectives/assessment/case_for_test.h"

namespace mandat::objectives {
namespace {

const base::Period kPlan{absl::CivilDay(2024, 1, 1), absl::CivilDay(2029, 1, 1)};

v1::Assessment AssessOf(const std::string& indicator, const std::string& target,
                        const std::string& values, const std::string& today) {
  const auto usual = testing::Parsed<v1::Indicator>(
      "unit: UNIT_COUNT direction: DIRECTION_UP frequency: FREQUENCY_QUARTER");
  return Assess(testing::With(usual, indicator), testing::Parsed<v1::Target>(target),
                Values(values), kPlan, Day(today));
}

// `STATUS achievement expected`, `-` where one is absent.
std::string Told(const v1::Assessment& assessment) {
  return absl::StrCat(
      v1::AssessmentStatus_Name(assessment.status()).substr(18), " ",
      assessment.has_achievement_permille() ? absl::StrCat(assessment.achievement_permille()) : "-",
      " ", assessment.has_expected_permille() ? absl::StrCat(assessment.expected_permille()) : "-");
}

struct Case {
  const char* values;
  const char* today;
  const char* told;
};

struct Cases {
  const char* indicator;
  const char* target;
  std::vector<Case> rows;
};

void ExpectTold(const std::vector<Cases>& all) {
  for (const Cases& cases : all) {
    for (const Case& row : cases.rows) {
      EXPECT_EQ(Told(AssessOf(cases.indicator, cases.target, row.values, row.today)), row.told)
          << cases.indicator << " | " << cases.target << " | " << row.values << " | " << row.today;
    }
  }
}

// A line from 20 to 60 in the 731 days of 2024 and 2025.
constexpr char kFrom20[] =
    "baseline { numerator: 20 denominator: 1 } baseline_date { year: 2024 month: 1 day: 1 }";
constexpr char kTo60[] =
    "reach { value { numerator: 60 denominator: 1 } by { year: 2025 month: 12 day: 31 } }";

TEST(Assess, ReachingUpwards) {
  ExpectTold({
      // After 366 of 731 days 20 + 40 × 366/731 = 40.027 is expected.
      {kFrom20,
       kTo60,
       {{"2024-Q4=40", "2025-01-20", "AT_RISK 500 998"},
        {"2024-Q4=41", "2025-01-20", "ON_TRACK 525 1000"},
        {"2024-Q4=37", "2025-01-20", "AT_RISK 425 848"},
        {"2024-Q4=36", "2025-01-20", "MISSED 400 798"},
        {"2024-Q4=20", "2025-01-20", "MISSED 0 0"},
        {"2024-Q4=10", "2025-01-20", "MISSED 0 0"},
        {"2024-Q4=60", "2025-01-20", "REACHED 1000 1000"},
        {"2024-Q4=75", "2025-01-20", "REACHED 1000 1000"},
        {"2024-Q4=599/10", "2025-01-20", "ON_TRACK 997 1000"},
        // Of a quarter that runs, until the day on which it was known: 131 days, 27.168.
        {"2024-Q2=27@2024-05-10", "2024-05-10", "AT_RISK 175 976"},
        {"2024-Q2=28@2024-05-10", "2024-05-10", "ON_TRACK 200 1000"}}},
      // Thresholds of its own.
      {"baseline { numerator: 20 denominator: 1 } on_track_permille: 950 at_risk_permille: 500",
       kTo60,
       {{"2024-Q4=40", "2025-01-20", "ON_TRACK 500 998"},
        {"2024-Q4=31", "2025-01-20", "AT_RISK 275 549"},
        {"2024-Q4=30", "2025-01-20", "MISSED 250 499"}}},
      {"baseline { numerator: 20 denominator: 1 } on_track_permille: 900",
       kTo60,
       {{"2024-Q4=20", "2025-01-20", "AT_RISK 0 0"}}},
      // The way begins with the baseline: 92 of 184 days.
      {"baseline { numerator: 20 denominator: 1 } baseline_date { year: 2024 month: 7 day: 1 }",
       "reach { value { numerator: 60 denominator: 1 } by { year: 2024 month: 12 day: 31 } }",
       {{"2024-Q3=40", "2024-10-20", "ON_TRACK 500 1000"},
        {"2024-Q3=36", "2024-10-20", "AT_RISK 400 800"},
        {"2024-Q3=359/10", "2024-10-20", "MISSED 397 795"},
        // Before it, the baseline is expected.
        {"2024-Q1=20", "2024-05-01", "ON_TRACK 0 1000"},
        {"2024-Q1=19", "2024-05-01", "AT_RISK 0 950"}}},
      // A baseline that is younger than the deadline leaves no way.
      {"baseline { numerator: 20 denominator: 1 } baseline_date { year: 2026 month: 7 day: 1 }",
       kTo60,
       {{"2025-Q3=40", "2025-11-01", "MISSED 500 500"}}},
  });
}

TEST(Assess, AfterTheDeadline) {
  ExpectTold({{kFrom20,
               kTo60,
               {{"2025-Q4=59", "2026-01-11", "MISSED 975 975"},
                {"2025-Q4=60", "2026-01-11", "REACHED 1000 1000"},
                {"2025-Q4=60", "2040-01-01", "REACHED 1000 1000"},  // final: never too old
                {"2025-Q4=59@2025-12-31", "2026-01-01", "MISSED 975 975"},
                {"2025-Q4=60@2025-12-31", "2025-12-31", "REACHED 1000 1000"},
                {"2025-Q4=599/10@2025-12-31", "2025-12-31", "AT_RISK 997 997"},
                // Known before the last day, it does not speak for it.
                {"2025-Q4=59@2025-12-30", "2026-01-05", "AT_RISK 975 976"},
                {"2025-Q4=59@2025-12-30", "2026-01-31", "UNKNOWN - -"},
                // 639 of 731 days: 54.97 was expected.
                {"2025-Q3=50", "2026-01-30", "AT_RISK 750 857"},
                {"2025-Q3=50", "2026-01-31", "UNKNOWN - -"},
                // Later periods come too late.
                {"2025-Q4=50 2026-Q1=60", "2026-05-01", "MISSED 750 750"},
                {"2026-Q1=60", "2026-05-01", "UNKNOWN - -"}}}});
}

TEST(Assess, WithoutAValueOrWithOneThatIsTooOld) {
  ExpectTold({{kFrom20,
               kTo60,
               {{"", "2024-05-01", "UNKNOWN - -"},
                {"2024-Q1=none", "2024-05-01", "UNKNOWN - -"},
                {"2024-Q1=30", "2024-04-10", "UNKNOWN - -"},  // not known yet
                {"2024-Q1=30", "2024-07-30", "ON_TRACK 250 1000"},
                {"2024-Q1=30", "2024-07-31", "UNKNOWN - -"},
                {"2024-Q1=30 2024-Q2=none", "2024-07-30", "ON_TRACK 250 1000"},
                {"2024-Q1=30 2024-Q2=none", "2024-07-31", "UNKNOWN - -"}}}});
  const auto stale = AssessOf(kFrom20, kTo60, "2024-Q1=30", "2024-07-31");
  EXPECT_EQ(stale.value().numerator(), 30);
  EXPECT_EQ(
      stale.words().en(),
      "The last value, 30 for the period until 31 March 2024, is too old: a newer one was due "
      "before 31 July 2024.");
}

// Trap: "percent met" when the target is below the baseline, equals it, or is zero.
TEST(Assess, EdgesOfTheBaseline) {
  ExpectTold({
      {"baseline { numerator: 80 denominator: 1 }",
       kTo60,
       {{"2024-Q4=70", "2025-01-20", "REACHED 1000 1000"},
        {"2024-Q4=45", "2025-01-20", "MISSED 750 750"}}},
      {"baseline { numerator: 60 denominator: 1 }",
       kTo60,
       {{"2024-Q4=60", "2025-01-20", "REACHED 1000 1000"},
        {"2024-Q4=59", "2025-01-20", "AT_RISK 983 983"}}},
      // From zero: after 91 days 7.47 is expected.
      {"baseline { numerator: 0 denominator: 1 }",
       kTo60,
       {{"2024-Q1=0", "2024-05-01", "MISSED 0 0"},
        {"2024-Q1=7", "2024-05-01", "AT_RISK 116 937"},
        {"2024-Q1=8", "2024-05-01", "ON_TRACK 133 1000"}}},
      {"cumulative: true",
       kTo60,
       {{"2024-Q1=7", "2024-05-01", "AT_RISK 116 937"},
        {"2024-Q1=8", "2024-05-01", "ON_TRACK 133 1000"}}},
      // Without: nothing is expected before the end.
      {"",
       kTo60,
       {{"2024-Q1=45", "2024-05-01", "AT_RISK 750 -"},
        {"2024-Q1=10", "2024-05-01", "AT_RISK 166 -"},
        {"2024-Q1=60", "2024-05-01", "REACHED 1000 -"},
        {"2025-Q4=45", "2026-01-20", "MISSED 750 750"}}},
      {"on_track_permille: 700 at_risk_permille: 500",
       kTo60,
       {{"2024-Q1=45", "2024-05-01", "ON_TRACK 750 -"}}},
      {"",
       "reach { value { numerator: 0 denominator: 1 } by { year: 2025 month: 12 day: 31 } }",
       {{"2024-Q1=0", "2024-05-01", "REACHED 1000 -"},
        {"2024-Q1=-1", "2024-05-01", "AT_RISK 0 -"}}},
  });
}

TEST(Assess, ReachingDownwardsAndALevel) {
  ExpectTold({
      // 60 to 0: 29.959 is expected.
      {"direction: DIRECTION_DOWN baseline { numerator: 60 denominator: 1 }",
       "reach { value { denominator: 1 } by { year: 2025 month: 12 day: 31 } }",
       {{"2024-Q4=30", "2025-01-20", "AT_RISK 500 998"},
        {"2024-Q4=29", "2025-01-20", "ON_TRACK 516 1000"},
        {"2024-Q4=70", "2025-01-20", "MISSED 0 0"},
        {"2024-Q4=0", "2025-01-20", "REACHED 1000 1000"}}},
      // 10 to the level 20: 15.007 is expected; who is nearer, on either side, is not behind.
      {"direction: DIRECTION_LEVEL baseline { numerator: 10 denominator: 1 }",
       "reach { value { numerator: 20 denominator: 1 } by { year: 2025 month: 12 day: 31 } }",
       {{"2024-Q4=18", "2025-01-20", "ON_TRACK 800 1000"},
        {"2024-Q4=22", "2025-01-20", "ON_TRACK 800 1000"},
        {"2024-Q4=14", "2025-01-20", "MISSED 400 798"},
        {"2024-Q4=29", "2025-01-20", "MISSED 100 199"},
        {"2024-Q4=20", "2025-01-20", "REACHED 1000 1000"}}},
  });
}

TEST(Assess, KeepingALevel) {
  ExpectTold({
      {"unit: UNIT_LEVEL baseline { numerator: 1 denominator: 1 }",
       "keep { level { numerator: 2 denominator: 1 } }",
       {{"2024-Q4=2", "2025-01-20", "ON_TRACK 1000 1000"},
        {"2024-Q4=3", "2025-01-20", "ON_TRACK 1000 1000"},
        {"2024-Q4=1", "2025-01-20", "MISSED 500 500"},
        {"2028-Q4=2", "2029-01-11", "REACHED 1000 1000"},
        {"2028-Q4=1", "2029-01-11", "MISSED 500 500"},
        {"2028-Q3=2", "2029-01-11", "ON_TRACK 1000 1000"}}},
      {"unit: UNIT_SHARE",
       "keep { level { numerator: 9 denominator: 10 } }",
       {{"2024-Q4=17/20", "2025-01-20", "AT_RISK 944 944"}}},
      {"direction: DIRECTION_DOWN",
       "keep { level { numerator: 5 denominator: 1 } }",
       {{"2024-Q4=6", "2025-01-20", "AT_RISK 833 833"},
        {"2024-Q4=0", "2025-01-20", "ON_TRACK 1000 1000"}}},
      {"direction: DIRECTION_LEVEL",
       "keep { level { numerator: 4 denominator: 1 } }",
       {{"2024-Q4=4", "2025-01-20", "ON_TRACK 1000 1000"},
        {"2024-Q4=5", "2025-01-20", "AT_RISK 800 800"}}},
  });
}

TEST(Assess, FullCoverage) {
  ExpectTold({
      {"unit: UNIT_SHARE direction: DIRECTION_DOWN",
       "full_coverage {}",
       {{"2024-Q4=1", "2025-01-20", "ON_TRACK 1000 1000"},
        {"2024-Q4=99/100", "2025-01-20", "AT_RISK 990 990"},
        {"2024-Q4=79/100", "2025-01-20", "MISSED 790 790"},
        {"2028-Q4=1", "2029-02-01", "REACHED 1000 1000"}}},
      {"unit: UNIT_SHARE",
       "full_coverage { by { year: 2025 month: 12 day: 31 } }",
       {{"2024-Q4=1/2", "2025-01-20", "AT_RISK 500 -"},
        {"2024-Q4=1", "2025-01-20", "REACHED 1000 -"}}},
      {"unit: UNIT_SHARE baseline { denominator: 1 }",
       "full_coverage { by { year: 2025 month: 12 day: 31 } }",
       {{"2024-Q4=1/2", "2025-01-20", "AT_RISK 500 998"},
        {"2024-Q4=51/100", "2025-01-20", "ON_TRACK 510 1000"}}},
  });
}

TEST(Assess, MultiplyingTheBaseline) {
  const char target[] =
      "multiply { factor { numerator: 2 denominator: 1 } by { year: 2026 month: 12 day: 31 } }";
  ExpectTold({
      // 366 of 1096 days: 400,182 is expected.
      {"baseline { numerator: 300000 denominator: 1 }",
       target,
       {{"2024-Q4=600000", "2025-01-20", "REACHED 1000 1000"},
        {"2024-Q4=450000", "2025-01-20", "ON_TRACK 500 1000"},
        {"2024-Q4=400000", "2025-01-20", "AT_RISK 333 998"},
        {"2024-Q4=350000", "2025-01-20", "MISSED 166 499"}}},
      {"", target, {{"2024-Q4=600000", "2025-01-20", "UNKNOWN - -"}}},
      {"baseline { denominator: 1 }", target, {{"2024-Q4=6", "2025-01-20", "UNKNOWN - -"}}},
      {"baseline { numerator: -5 denominator: 1 }",
       target,
       {{"2024-Q4=6", "2025-01-20", "UNKNOWN - -"}}},
  });
  EXPECT_EQ(AssessOf("", target, "2024-Q4=1", "2025-01-20").words().en(),
            "The target starts from a baseline that is not known.");
  EXPECT_EQ(AssessOf("baseline { denominator: 1 }", target, "2024-Q4=1", "2025-01-20").words().en(),
            "The baseline is not positive: a multiple or a reduction of it says nothing.");
}

TEST(Assess, ReducingByARateAYear) {
  const char from100[] =
      "baseline { numerator: 100 denominator: 1 } baseline_date { year: 2024 month: 1 day: 1 }";
  ExpectTold({
      // 100, 98, 96.04 … 90.392 after five years, whatever the indicator's direction.
      {from100,
       "reduce { rate_permille: 20 }",
       {{"2024-Q3=100", "2024-11-01", "ON_TRACK 0 1000"},
        {"2024-Q3=101", "2024-11-01", "AT_RISK 0 990"},
        {"2024-Q4=98@2024-12-30", "2024-12-30", "ON_TRACK 208 1000"},
        {"2024-Q4=99@2024-12-30", "2024-12-30", "ON_TRACK 104 1000"},
        {"2024-Q4=98", "2025-02-01", "ON_TRACK 208 1000"},
        {"2024-Q4=99", "2025-02-01", "MISSED 104 500"},
        {"2025-Q3=98", "2025-11-01", "ON_TRACK 208 1000"},
        {"2025-Q4=98", "2026-02-01", "MISSED 208 505"},
        {"2025-Q4=9604/100", "2026-02-01", "ON_TRACK 412 1000"},
        {"2025-Q4=90", "2026-02-01", "REACHED 1000 1000"},
        {"2028-Q4=90", "2029-02-01", "REACHED 1000 1000"},
        {"2028-Q4=91", "2029-02-01", "MISSED 936 936"}}},
      // Until a day: two years.
      {from100,
       "reduce { rate_permille: 500 until { year: 2025 month: 12 day: 31 } }",
       {{"2024-Q4=50", "2025-02-01", "ON_TRACK 666 1000"},
        {"2025-Q4=25", "2026-02-01", "REACHED 1000 1000"},
        {"2025-Q4=26", "2026-02-01", "MISSED 986 986"}}},
      // All of it.
      {from100,
       "reduce { rate_permille: 1000 }",
       {{"2024-Q4=0", "2025-02-01", "REACHED 1000 1000"},
        {"2024-Q4=10", "2025-02-01", "AT_RISK 900 900"}}},
      {"", "reduce { rate_permille: 20 }", {{"2024-Q4=98", "2025-02-01", "UNKNOWN - -"}}},
      {"baseline { denominator: 1 }",
       "reduce { rate_permille: 20 }",
       {{"2024-Q4=0", "2025-02-01", "UNKNOWN - -"}}},
      {"baseline { numerator: -5 denominator: 1 }",
       "reduce { rate_permille: 20 }",
       {{"2024-Q4=-5", "2025-02-01", "UNKNOWN - -"}}},
  });
}

TEST(Assess, Milestones) {
  ExpectTold({{"",
               "milestone { by { year: 2025 month: 12 day: 31 } }",
               {{"", "2024-05-01", "UNKNOWN - -"},
                {"2024-Q1=0", "2024-05-01", "ON_TRACK 0 -"},
                {"2024-Q1=1/2", "2024-05-01", "ON_TRACK 500 -"},
                {"2024-Q1=0", "2025-12-01", "ON_TRACK 0 -"},  // not too old: it may be done
                {"2024-Q1=0", "2025-12-02", "AT_RISK 0 -"},
                {"2025-Q4=0@2025-12-31", "2025-12-31", "AT_RISK 0 -"},
                {"2025-Q4=0@2025-12-31", "2026-01-01", "MISSED 0 -"},
                {"2025-Q4=0", "2026-01-11", "MISSED 0 -"},
                {"2025-Q3=0", "2026-01-01", "UNKNOWN - -"},
                {"2024-Q2=1 2024-Q3=0", "2027-01-01", "REACHED 1000 -"},
                {"2024-Q2=1", "2024-07-10", "UNKNOWN - -"},  // not known yet
                {"2025-Q4=0 2026-Q1=1", "2026-05-01", "MISSED 0 -"}}}});
}

TEST(Assess, SomethingEverySoOften) {
  const char quarters[] = "2024-Q1=1 2024-Q2=1 2024-Q3=1 2024-Q4=1 2025-Q1=0 2025-Q2=0";
  ExpectTold({
      {"",
       "every { months: 3 }",
       {{quarters, "2024-03-01", "UNKNOWN - -"},
        {quarters, "2025-01-20", "ON_TRACK 1000 -"},
        {quarters, "2025-04-20", "AT_RISK 800 -"},
        {quarters, "2025-07-20", "MISSED 666 -"},
        {quarters, "2025-10-31", "UNKNOWN - -"},
        {"2024-Q1=1 2028-Q4=1", "2029-01-11", "REACHED 1000 -"},
        {"2024-Q1=1 2028-Q4=1@2028-12-31", "2029-01-01", "REACHED 1000 -"},
        {"2024-Q1=0 2028-Q4=1", "2029-01-11", "MISSED 500 -"},
        {"", "2024-05-01", "UNKNOWN - -"}}},
      {"on_track_permille: 900 at_risk_permille: 600",
       "every { months: 3 }",
       {{quarters, "2025-07-20", "AT_RISK 666 -"}}},
  });
  const auto counted = AssessOf("", "every { months: 3 }", quarters, "2025-07-20");
  EXPECT_EQ(counted.kept_count(), 4);
  EXPECT_EQ(counted.missed_count(), 2);
  EXPECT_EQ(counted.words().fr(), "Respecté 4 fois sur 6. Manqué à ce stade : moins de 80 %.");
  EXPECT_EQ(AssessOf("", "every { months: 3 }", quarters, "2025-10-31").words().en(),
            "Kept 4 out of 6 times. 1 time the value is missing.");
}

TEST(Assess, WhatNoFigureSays) {
  ExpectTold({
      {"", "continuous {}", {{"2024-Q4=1", "2025-01-20", "UNKNOWN - -"}}},
      {"", "", {{"2024-Q4=1", "2025-01-20", "UNKNOWN - -"}}},
      {"",
       "keep { level { numerator: 1 denominator: 1 } } valid_from { year: 2025 month: 1 day: 21 }",
       {{"2024-Q4=1", "2025-01-20", "UNKNOWN - -"},
        {"2024-Q4=1", "2025-01-21", "ON_TRACK 1000 1000"}}},
      // Beyond exact arithmetic, or no fraction.
      {"",
       "keep { level { numerator: 9223372036854775807 denominator: 2 } }",
       {{"2024-Q4=1/9223372036854775807", "2025-01-20", "UNKNOWN - -"}}},
      {"", "keep { level { numerator: 1 } }", {{"2024-Q4=1", "2025-01-20", "UNKNOWN - -"}}},
      {"baseline { numerator: 9223372036854775807 denominator: 1 }",
       "multiply { factor { numerator: 2 denominator: 1 } by { year: 2025 month: 1 day: 1 } }",
       {{"2024-Q4=1", "2025-01-20", "UNKNOWN - -"}}},
  });
  EXPECT_EQ(AssessOf("", "continuous {}", "", "2025-01-20").words().nl(),
            "Het doel geldt doorlopend en wordt in woorden beoordeeld; geen cijfer zegt het.");
}

TEST(Assess, GivesItsFigures) {
  const auto assessment = AssessOf(kFrom20, kTo60, "2024-Q4=40", "2025-01-20");
  EXPECT_EQ(assessment.value().numerator(), 40);
  EXPECT_EQ(base::ParsePeriod(assessment.value_period(), "").value(), PeriodOf("2024-Q4"));
  EXPECT_EQ(base::ParseRational(assessment.expected(), "").value(), Number("29260/731"));
  EXPECT_EQ(assessment.target().numerator(), 60);
  EXPECT_EQ(base::ToDay(assessment.deadline()), Day("2025-12-31"));
  EXPECT_EQ(base::ToDay(AssessOf("", "continuous {}", "", "2025-01-20").deadline()),
            Day("2028-12-31"));
}

TEST(Assess, SaysWhyInFourLanguages) {
  const auto words = AssessOf(kFrom20, kTo60, "2024-Q4=36", "2025-01-20").words();
  EXPECT_EQ(words.fr(),
            "Valeur de la période jusqu'au 31 décembre 2024 : 36 ; cible : 60, au plus tard le 31 "
            "décembre 2025. Attendu pour cette période : 40,02 ; 79,8 % de l'attendu est atteint. "
            "Manqué à ce stade : moins de 80 %.");
  EXPECT_EQ(words.nl(),
            "Waarde van de periode tot en met 31 december 2024: 36; doel: 60, uiterlijk op 31 "
            "december 2025. Verwacht voor die periode: 40,02; 79,8 % van het verwachte is bereikt. "
            "Voorlopig gemist: minder dan 80 %.");
  EXPECT_EQ(words.de(),
            "Wert des Zeitraums bis 31. Dezember 2024: 36; Ziel: 60, spätestens am 31. Dezember "
            "2025. Für diesen Zeitraum erwartet: 40,02; davon sind 79,8 % erreicht. Vorerst "
            "verfehlt: weniger als 80 %.");
  EXPECT_EQ(
      words.en(),
      "Value of the period until 31 December 2024: 36; target: 60, by 31 December 2025 at the "
      "latest. Expected for that period: 40.02; 79.8% of what was expected is reached. Missed "
      "so far: less than 80%.");
}

TEST(Assess, SaysEachVerdict) {
  const auto verdict = [](const char* indicator, const char* target, const char* values,
                          const char* today) {
    const std::string words = AssessOf(indicator, target, values, today).words().en();
    return words.substr(words.rfind(". ", words.size() - 2) + 2);
  };
  EXPECT_EQ(verdict(kFrom20, kTo60, "2024-Q4=60", "2025-01-20"), "The target is reached.");
  EXPECT_EQ(verdict(kFrom20, kTo60, "2024-Q4=50", "2025-01-20"), "On track: at least 100%.");
  EXPECT_EQ(verdict(kFrom20, kTo60, "2024-Q4=40", "2025-01-20"), "At risk: less than 100%.");
  EXPECT_EQ(verdict(kFrom20, kTo60, "2025-Q4=40", "2026-01-20"),
            "The target was not reached on 31 December 2025.");
  const char keep[] = "keep { level { numerator: 2 denominator: 1 } }";
  EXPECT_EQ(verdict("", keep, "2024-Q4=2", "2025-01-20"), "The level is kept.");
  EXPECT_EQ(verdict("", keep, "2028-Q4=2", "2029-01-20"), "The level is kept.");
  const char milestone[] = "milestone { by { year: 2025 month: 12 day: 31 } }";
  EXPECT_EQ(AssessOf("", milestone, "2024-Q1=1", "2025-12-31").words().en(), "It is done.");
  EXPECT_EQ(AssessOf("", milestone, "2024-Q1=0", "2025-12-31").words().en(),
            "It is not done yet; due by 31 December 2025. At risk: 1 day before the end.");
  EXPECT_EQ(AssessOf("", milestone, "2025-Q4=0", "2026-02-01").words().en(),
            "It was not done on 31 December 2025.");
  EXPECT_EQ(AssessOf("", milestone, "2024-Q1=0", "2026-02-01").words().en(),
            "31 December 2025 is over and nobody said how it was then.");
  EXPECT_EQ(AssessOf("", kTo60, "2024-Q1=45", "2024-05-01").words().de(),
            "Wert des Zeitraums bis 31. März 2024: 45; Ziel: 60, spätestens am 31. Dezember 2025. "
            "Das Ziel ist zu 75 % erreicht; ohne Ausgangswert lässt sich nicht sagen, was es schon "
            "sein müsste. Gefährdet: weniger als 100 %.");
}

TEST(Assess, NeverSaysMoreThanWasReached) {
  const auto words =
      AssessOf("unit: UNIT_SHARE", "full_coverage {}", "2024-Q4=99999/100000", "2025-01-20");
  EXPECT_EQ(
      words.words().en(),
      "Value of the period until 31 December 2024: 99.99%; to be kept until 31 December 2028: "
      "100%. Expected for that period: 100%; 99.9% of what was expected is reached. At risk: "
      "less than 100%.");
  EXPECT_EQ(words.achievement_permille(), 999);
}

TEST(Assess, WritesEveryUnit) {
  const struct {
    const char* unit;
    const char* value;
    const char* fr;
    const char* en;
  } rows[] = {{"UNIT_COUNT", "12345", "12\u202f345", "12,345"},
              {"UNIT_SHARE", "7/8", "87,5 %", "87.5%"},
              {"UNIT_CENTS", "1250", "12,5 EUR", "12.5 EUR"},
              {"UNIT_DAYS", "1", "1 jour", "1 day"},
              {"UNIT_DAYS", "3/2", "1,5 jour", "1.5 days"},
              {"UNIT_HOURS", "2", "2 heures", "2 hours"},
              {"UNIT_LEVEL", "2", "niveau 2", "level 2"},
              {"UNIT_TONNES_CO2", "2", "2 t de CO2", "2 t of CO2"},
              {"UNIT_FTE", "1/3", "0,33 ETP", "0.33 FTE"}};
  for (const auto& row : rows) {
    const auto words =
        AssessOf(absl::StrCat("unit: ", row.unit), "keep { level { denominator: 1 } }",
                 absl::StrCat("2024-Q4=", row.value), "2025-01-20")
            .words();
    EXPECT_NE(words.fr().find(absl::StrCat(": ", row.fr, " ;")), std::string::npos) << words.fr();
    EXPECT_NE(words.en().find(absl::StrCat(": ", row.en, ";")), std::string::npos) << words.en();
  }
  // Less is better: cut off towards more.
  EXPECT_NE(AssessOf("unit: UNIT_FTE direction: DIRECTION_DOWN",
                     "keep { level { denominator: 1 } }", "2024-Q4=1/3", "2025-01-20")
                .words()
                .en()
                .find("0.34 FTE"),
            std::string::npos);
}

}  // namespace
}  // namespace mandat::objectives
