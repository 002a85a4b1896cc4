// The tables of the law against the vectors of the facts: admission, assimilation, length of the
// right, parameters.

#include <gtest/gtest.h>

#include "services/lib/base/digest.h"
#include "services/lib/base/error.h"
#include "services/socialaid/law/admission.h"
#include "services/socialaid/law/assimilation.h"
#include "services/socialaid/law/request_for_test.h"
#include "services/socialaid/law/right_length.h"

namespace mandat::socialaid::law {
namespace {

const Law& OldLaw() { return Parameters::Default().laws().front(); }
const Law& NewLaw() { return Parameters::Default().laws().back(); }

// Days within the last 21, 33, 36 and 42 months, and in the ten years before the last 33 and 42.
struct Past {
  int in_21 = 0;
  int in_33 = 0;
  int in_36 = 0;
  int in_42 = 0;
  int before_33 = 0;
  int before_42 = 0;
};

std::string LineThatAdmits(const Law& law, int age, const Past& past, bool half_days = false) {
  for (const Line& line : LinesOf(law, half_days)) {
    if (age < line.age_from || age >= line.age_to) continue;
    const int in_period = line.months == 21   ? past.in_21
                          : line.months == 33 ? past.in_33
                          : line.months == 36 ? past.in_36
                                              : past.in_42;
    const int before = line.months == 33 ? past.before_33 : past.before_42;
    if (Lacking(line, DayCount(in_period), DayCount(before), 1) == 0) {
      return std::string(line.code.data(), line.code.size());
    }
  }
  return "";
}

struct AdmissionCase {
  int age;
  Past past;
  const char* line;
};

TEST(Admission, EveryLineOfTheOldRule) {
  const AdmissionCase cases[] = {
      // The base lines, each at its threshold, just below it, and at the edges of its bracket.
      {35, {.in_21 = 312}, "UNDER_36"},
      {35, {.in_21 = 311}, ""},
      {36, {.in_21 = 312}, ""},
      {35, {.in_33 = 468}, "FROM_36"},
      {36, {.in_33 = 468}, "FROM_36"},
      {36, {.in_33 = 467}, ""},
      {49, {.in_33 = 468}, "FROM_36"},
      {50, {.in_33 = 468}, ""},
      {35, {.in_42 = 624}, "FROM_50"},
      {49, {.in_42 = 624}, "FROM_50"},
      {50, {.in_42 = 624}, "FROM_50"},
      {80, {.in_42 = 623}, ""},
      // Alternatives: those of the worked checks, and the edges.
      {40, {.in_33 = 400, .before_33 = 544}, "FROM_36_MISSING_DAYS"},
      {40, {.in_33 = 400, .before_33 = 543}, ""},
      {40, {.in_33 = 312, .before_33 = 1248}, "FROM_36_MISSING_DAYS"},
      {40, {.in_33 = 312, .before_33 = 1247}, ""},
      {40, {.in_33 = 311, .before_33 = 1560}, "FROM_36_CAREER"},
      {40, {.in_33 = 311, .before_33 = 1559}, ""},
      {40, {.in_33 = 234, .before_33 = 1560}, "FROM_36_CAREER"},
      {40, {.in_33 = 233, .before_33 = 3000}, ""},
      {52, {.in_42 = 500, .before_42 = 992}, "FROM_50_MISSING_DAYS"},
      {52, {.in_42 = 500, .before_42 = 991}, ""},
      {52, {.in_42 = 416, .before_42 = 1664}, "FROM_50_CAREER"},
      {52, {.in_42 = 416, .before_42 = 1560}, "FROM_50_CAREER"},
      {52, {.in_42 = 416, .before_42 = 1559}, ""},
      {52, {.in_42 = 415, .before_42 = 1560}, "FROM_50_CAREER"},
      {52, {.in_42 = 312, .before_42 = 1560}, "FROM_50_CAREER"},
      {52, {.in_42 = 311, .before_42 = 3000}, ""},
      {36, {.in_33 = 234, .before_33 = 1560}, "FROM_36_CAREER"},
      {35, {.in_33 = 234, .before_33 = 1560}, ""},
      {49, {.in_33 = 400, .before_33 = 544}, "FROM_36_MISSING_DAYS"},
      {35, {.in_33 = 400, .before_33 = 544}, ""},
      {50, {.in_33 = 234, .before_33 = 1560}, ""},
      {50, {.in_33 = 400, .before_33 = 544}, ""},
      {49, {.in_42 = 312, .before_42 = 1560}, ""},
      {49, {.in_42 = 500, .before_42 = 992}, ""},
      {50, {.in_42 = 312, .before_42 = 1560}, "FROM_50_CAREER"},
  };
  for (const AdmissionCase& c : cases) {
    EXPECT_EQ(LineThatAdmits(OldLaw(), c.age, c.past), c.line)
        << "age " << c.age << ", " << c.past.in_21 << "/" << c.past.in_33 << "/" << c.past.in_42
        << ", before " << c.past.before_33 << "/" << c.past.before_42;
  }
}

TEST(Admission, TheNewRuleKnowsNoAge) {
  for (const int age : {18, 35, 36, 49, 50, 64}) {
    EXPECT_EQ(LineThatAdmits(NewLaw(), age, {.in_36 = 312}), "ANY_AGE");
    EXPECT_EQ(LineThatAdmits(NewLaw(), age, {.in_36 = 311}), "");
    EXPECT_EQ(LineThatAdmits(NewLaw(), age, {.in_36 = 312}, true), "ANY_AGE");
    EXPECT_EQ(LineThatAdmits(NewLaw(), age, {.in_36 = 311}, true), "");
  }
}

TEST(Admission, AlternativesOfAHigherBracketAreAParameter) {
  std::vector<Parameter> rows(DefaultParameters().begin(), DefaultParameters().end());
  for (Parameter& row : rows) {
    if (row.key == Key::kHigherBracketWithCareer) row.value = 1;
  }
  const auto parameters = Parameters::Make(rows, Civil("2027-01-01"));
  const Law& law = parameters->laws().front();
  EXPECT_EQ(LineThatAdmits(law, 30, {.in_33 = 234, .before_33 = 1560}), "FROM_36_CAREER");
  EXPECT_EQ(LineThatAdmits(law, 30, {.in_33 = 400, .before_33 = 544}), "FROM_36_MISSING_DAYS");
  EXPECT_EQ(LineThatAdmits(law, 40, {.in_42 = 312, .before_42 = 1560}), "FROM_50_CAREER");
  EXPECT_EQ(LineThatAdmits(law, 30, {.in_42 = 500, .before_42 = 992}), "FROM_50_MISSING_DAYS");
  EXPECT_EQ(LineThatAdmits(law, 50, {.in_33 = 234, .before_33 = 1560}), "");
}

TEST(Admission, SurplusIsWhatTheLineDoesNotNeed) {
  for (const Line& line : LinesOf(OldLaw(), false)) {
    if (line.code != "FROM_36_MISSING_DAYS") continue;
    // 400 days and 552 before: a day less would want 552.
    EXPECT_EQ(Surplus(line, DayCount(400), DayCount(552), 1).ToRational(1).value(), 1);
    EXPECT_EQ(Surplus(line, DayCount(400), DayCount(545), 1).ToRational(1).value(),
              base::Rational::Of(1, 8).value());
    EXPECT_EQ(Surplus(line, DayCount(313), DayCount(3000), 1).ToRational(1).value(), 1);
    return;
  }
  FAIL() << "no such line";
}

TEST(Assimilation, EveryKindUnderBothRules) {
  using enum Treatment;
  struct Row {
    v1::DayKind kind;
    Treatment before;
    Treatment from;
  };
  const Row rows[] = {
      {v1::DAY_KIND_WORK, kCounts, kCounts},
      {v1::DAY_KIND_HOLIDAY, kCounts, kCounts},
      {v1::DAY_KIND_SICKNESS_PAID_BY_EMPLOYER, kCounts, kCounts},
      {v1::DAY_KIND_SICKNESS_INDEMNIFIED, kCounts, kProlongs},
      {v1::DAY_KIND_COMPENSATORY_REST, kCounts, kCounts},
      {v1::DAY_KIND_MATERNITY_LEAVE, kCounts, kCounts},
      {v1::DAY_KIND_TEMPORARY_UNEMPLOYMENT, kCounts, kCounts},
      {v1::DAY_KIND_STRIKE, kCounts, kCounts},
      {v1::DAY_KIND_UNPAID_ABSENCE, kCountsLimited, kNone},
      {v1::DAY_KIND_FULL_UNEMPLOYMENT, kCounts, kNone},
      {v1::DAY_KIND_WAITING_DAY, kCounts, kNone},
      {v1::DAY_KIND_VOCATIONAL_TRAINING, kCounts, kNone},
      {v1::DAY_KIND_SELF_EMPLOYMENT, kProlongs, kProlongs},
      {v1::DAY_KIND_CAREER_BREAK, kProlongs, kProlongs},
      {v1::DAY_KIND_IMPRISONMENT, kProlongs, kProlongs},
  };
  EXPECT_EQ(std::size(rows), v1::DayKind_MAX);
  for (const Row& row : rows) {
    EXPECT_EQ(RuleOf(row.kind).kind, row.kind);
    EXPECT_EQ(TreatmentOf(row.kind, OldLaw()), row.before) << row.kind;
    EXPECT_EQ(TreatmentOf(row.kind, NewLaw()), row.from) << row.kind;
  }
}

TEST(Assimilation, ProlongingUnderTheOldRuleIsAParameter) {
  std::vector<Parameter> rows(DefaultParameters().begin(), DefaultParameters().end());
  for (Parameter& row : rows) {
    if (row.key == Key::kProlongedBefore) row.value = 0;
  }
  const auto parameters = Parameters::Make(rows, Civil("2027-01-01"));
  EXPECT_EQ(TreatmentOf(v1::DAY_KIND_IMPRISONMENT, parameters->laws().front()), Treatment::kNone);
  EXPECT_EQ(TreatmentOf(v1::DAY_KIND_IMPRISONMENT, parameters->laws().back()),
            Treatment::kProlongs);
}

TEST(RightLength, VectorsOfTheFacts) {
  const std::pair<int, int> vectors[] = {{0, 12},   {103, 12},  {104, 13},  {207, 13},
                                         {416, 16}, {1247, 23}, {1248, 24}, {2000, 24}};
  for (const auto& [extra, months] : vectors) EXPECT_EQ(RightMonths(NewLaw(), extra), months);
}

TEST(Parameters, TwoLawsOfClaimDays) {
  const Parameters& all = Parameters::Default();
  ASSERT_EQ(all.laws().size(), 2);
  EXPECT_EQ(all.On(ToDay(Civil("2026-02-28"))).rule_set, v1::RULE_SET_BEFORE_2026_03);
  EXPECT_EQ(all.On(ToDay(Civil("2026-03-01"))).rule_set, v1::RULE_SET_FROM_2026_03);
  EXPECT_EQ(all.On(ToDay(Civil("1980-01-01"))).rule_set, v1::RULE_SET_BEFORE_2026_03);
  EXPECT_EQ(OldLaw()[Key::kDaysUnder36], 312);
  EXPECT_EQ(OldLaw()[Key::kDaysAnyAge], 0);
  EXPECT_EQ(NewLaw()[Key::kDaysAnyAge], 312);
}

TEST(Parameters, OnlyWhatIsKnownHolds) {
  EXPECT_EQ(Parameters::Make(DefaultParameters(), Civil("2025-07-28"))->laws().size(), 1);
  EXPECT_EQ(Parameters::Make(DefaultParameters(), Civil("2025-07-29"))->laws().size(), 2);
}

TEST(Parameters, ALaterPublicationForTheSameDayHolds) {
  std::vector<Parameter> rows(DefaultParameters().begin(), DefaultParameters().end());
  rows.push_back(
      {Key::kDaysAnyAge, 300, Civil("2026-03-01"), Civil("2026-05-01"), "x", Source::kPublished});
  rows.push_back(
      {Key::kMonthsAnyAge, 40, Civil("2026-06-01"), Civil("2026-05-01"), "x", Source::kPublished});
  const auto before = Parameters::Make(rows, Civil("2026-04-30"));
  EXPECT_EQ(before->laws().back()[Key::kDaysAnyAge], 312);
  const auto after = Parameters::Make(rows, Civil("2026-05-01"));
  ASSERT_EQ(after->laws().size(), 3);
  EXPECT_EQ(after->laws()[1][Key::kDaysAnyAge], 300);
  EXPECT_EQ(after->laws()[1][Key::kMonthsAnyAge], 36);
  EXPECT_EQ(after->laws()[2][Key::kMonthsAnyAge], 40);
  EXPECT_NE(before->Used(1, 1).digest, after->Used(1, 1).digest);
  EXPECT_EQ(before->Used(0, 0).digest, after->Used(0, 0).digest);
}

TEST(Parameters, AreRefusedWhenOutOfRangeOrMissing) {
  std::vector<Parameter> rows(DefaultParameters().begin(), DefaultParameters().end());
  rows.push_back(
      {Key::kDaysPerMonth, 29, Civil("2027-01-01"), Civil("2026-05-01"), "x", Source::kPublished});
  EXPECT_EQ(base::ReasonOf(Parameters::Make(rows, Civil("2027-01-01")).status()),
            "PARAMETER_OUT_OF_RANGE");
  // With fewer than 78 a reference period that cuts a quarter would count more of it.
  rows.back() = {Key::kFullQuarterDays, 77,  Civil("2027-01-01"),
                 Civil("2026-05-01"),   "x", Source::kPublished};
  EXPECT_EQ(base::ReasonOf(Parameters::Make(rows, Civil("2027-01-01")).status()),
            "PARAMETER_OUT_OF_RANGE");
  for (int key = 0; key < kKeys; ++key) {
    std::vector<Parameter> without;
    for (const Parameter& row : DefaultParameters()) {
      if (row.key != static_cast<Key>(key)) without.push_back(row);
    }
    EXPECT_EQ(base::ReasonOf(Parameters::Make(without, Civil("2027-01-01")).status()),
              "PARAMETER_MISSING")
        << FactsOf(static_cast<Key>(key)).name;
  }
  EXPECT_EQ(base::ReasonOf(Parameters::Make({}, Civil("2027-01-01")).status()),
            "PARAMETER_MISSING");
}

TEST(Parameters, EveryValueHasItsSource) {
  for (const Parameter& row : DefaultParameters()) {
    EXPECT_FALSE(row.legal_reference.empty()) << FactsOf(row.key).name;
    EXPECT_LE(row.known_from, row.in_force_from) << FactsOf(row.key).name;
  }
}

TEST(Parameters, TheDigestCoversRuleSetsAndValues) {
  const UsedParameters& used = Parameters::Default().Used(1, 1);
  const std::string text = CanonicalText({v1::RULE_SET_FROM_2026_03}, used.rows);
  EXPECT_EQ(text.substr(0, 11), "rule_set=2\n");
  EXPECT_NE(text.find("admission.from_2026_03.days=312@2026-03-01/2025-07-29\n"),
            std::string::npos);
  EXPECT_EQ(text.find("before_2026_03"), std::string::npos);
  std::string hex;
  for (const uint8_t byte : base::Sha256(text)) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  EXPECT_EQ(used.digest, hex);
}

}  // namespace
}  // namespace mandat::socialaid::law
