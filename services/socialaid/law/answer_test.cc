#include "services/socialaid/law/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/lib/base/error.h"
#include "services/socialaid/law/request_for_test.h"

namespace mandat::socialaid::law {
namespace {

using ::testing::ElementsAre;

std::string IsoOf(const google::type::Date& date) { return base::ToIso(base::ToDay(date)); }

v1::Article60Calculation AnswerOf(const v1::Article60Request& request, absl::string_view birth) {
  const auto calculation = Answer(request, Civil(birth), Parameters::Default());
  EXPECT_TRUE(calculation.ok()) << calculation.status();
  return calculation.ok() ? *calculation : v1::Article60Calculation();
}

const v1::TraceStep* FindStep(const v1::Article60Calculation& calculation,
                              const std::string& code) {
  for (const v1::TraceStep& step : calculation.steps()) {
    if (step.code() == code) return &step;
  }
  return nullptr;
}

std::string ArgumentOf(const v1::Article60Calculation& calculation, const std::string& code,
                       const std::string& name) {
  const v1::TraceStep* step = FindStep(calculation, code);
  if (step == nullptr) return "no step " + code;
  const auto argument = step->arguments().find(name);
  return argument == step->arguments().end() ? "no argument " + name : argument->second;
}

struct Case {
  const char* name;
  const char* birth;
  v1::Article60Request request;
  v1::RuleSet rule_set;
  int days;
  const char* end_a;
  const char* end_b;  // empty: not given by the facts
};

v1::Article60Request HalfTimeFrom(absl::string_view start, v1::Admission admission) {
  v1::Article60Request request = FullTimeFrom(start);
  *request.mutable_working_time() = Hours(1900);
  request.set_admission(admission);
  return request;
}

v1::Article60Request WithSickness(v1::Article60Request request, absl::string_view first,
                                  absl::string_view last) {
  *request.add_contract_events() = EventOf(first, last, v1::DAY_KIND_SICKNESS_INDEMNIFIED);
  return request;
}

v1::Article60Request WithCareer(v1::Article60Request request,
                                std::initializer_list<v1::CareerSpell> career) {
  for (const v1::CareerSpell& spell : career) *request.add_career() = spell;
  return request;
}

std::vector<Case> Cases() {
  constexpr auto kOld = v1::RULE_SET_BEFORE_2026_03;
  constexpr auto kNew = v1::RULE_SET_FROM_2026_03;
  return {
      // The worked cases.
      {"1", "1994-01-01", FullTimeFrom("2024-01-01"), kOld, 312, "2024-12-31", "2024-12-28"},
      {"2", "1988-09-01", FullTimeFrom("2024-03-01"), kOld, 468, "2025-08-31", "2025-08-28"},
      {"3", "1970-01-01", FullTimeFrom("2024-01-01"), kOld, 624, "2025-12-31", "2025-12-27"},
      {"4, young", "2006-01-01", FullTimeFrom("2026-04-01"), kNew, 312, "2027-03-31", "2027-03-30"},
      {"4, old", "1964-01-01", FullTimeFrom("2026-04-01"), kNew, 312, "2027-03-31", "2027-03-30"},
      {"5", "1990-01-01",
       WithCareer(FullTimeFrom("2026-04-01"), {DaysWorked("2025-06-01", "2025-12-31", 100)}), kNew,
       212, "2026-12-04", "2026-12-03"},
      {"6", "1990-01-01", HalfTimeFrom("2026-04-01", v1::ADMISSION_FULL_TIME), kNew, 312,
       "2028-03-31", "2028-03-28"},
      {"6b", "1990-01-01", HalfTimeFrom("2026-04-01", v1::ADMISSION_PART_TIME), kNew, 312,
       "2027-03-31", "2027-03-30"},
      {"8", "1990-01-01", WithSickness(FullTimeFrom("2026-04-01"), "2026-06-01", "2026-06-30"),
       kNew, 312, "2027-04-30", ""},
      {"8, across months", "1990-01-01",
       WithSickness(FullTimeFrom("2026-04-01"), "2026-06-10", "2026-07-09"), kNew, 312,
       "2027-04-30", ""},
      {"9", "1994-01-01", WithSickness(FullTimeFrom("2024-01-01"), "2024-06-03", "2024-07-02"),
       kOld, 312, "2024-12-31", "2024-12-28"},
      // The age counts on the last day.
      {"turns 36 during the contract", "1988-09-02", FullTimeFrom("2024-03-01"), kOld, 468,
       "2025-08-31", ""},
      {"turns 36 on the claim day", "1989-01-01", FullTimeFrom("2024-01-01"), kOld, 312,
       "2024-12-31", ""},
      {"turns 36 on the last day", "1988-12-31", FullTimeFrom("2024-01-01"), kOld, 468,
       "2025-06-30", ""},
      {"turns 50 on the day after", "1975-07-01", FullTimeFrom("2024-01-01"), kOld, 468,
       "2025-06-30", ""},
      {"turns 50 on the last day", "1975-06-30", FullTimeFrom("2024-01-01"), kOld, 624,
       "2025-12-31", ""},
      // The rule in force on the claim day.
      {"the reform overtakes 624 days", "1970-01-01", FullTimeFrom("2024-09-01"), kNew, 468,
       "2026-02-28", ""},
      {"a claim on the eve of the reform", "1970-01-01", FullTimeFrom("2024-02-28"), kOld, 624,
       "2026-02-27", ""},
      {"half-time waits for the reform", "1994-01-01",
       HalfTimeFrom("2024-01-01", v1::ADMISSION_FULL_TIME), kNew, 338, "2026-02-28", ""},
      // Starts at the end of a month.
      {"from the 31st", "1990-01-01", FullTimeFrom("2026-08-31"), kNew, 312, "2027-08-30", ""},
      {"from the 29th of February", "1994-01-01", FullTimeFrom("2024-02-29"), kOld, 312,
       "2025-02-27", ""},
      {"25 days from 1 February", "1990-01-01",
       WithCareer(FullTimeFrom("2027-02-01"), {DaysWorked("2026-04-01", "2027-01-31", 287)}), kNew,
       25, "2027-02-25", "2027-03-01"},
      {"26 days from 1 February", "1990-01-01",
       WithCareer(FullTimeFrom("2027-02-01"), {DaysWorked("2026-04-01", "2027-01-31", 286)}), kNew,
       26, "2027-02-28", "2027-03-02"},
  };
}

TEST(Answer, WorkedCases) {
  for (const Case& c : Cases()) {
    SCOPED_TRACE(c.name);
    const v1::Article60Calculation answer = AnswerOf(c.request, c.birth);
    EXPECT_EQ(answer.outcome(), v1::ARTICLE60_OUTCOME_OPENS_RIGHT);
    EXPECT_EQ(answer.rule_set(), c.rule_set);
    EXPECT_EQ(answer.days(), c.days);
    EXPECT_EQ(IsoOf(answer.end_date_a()), c.end_a);
    if (*c.end_b != '\0') {
      EXPECT_EQ(IsoOf(answer.end_date_b()), c.end_b);
    }
    EXPECT_EQ(answer.convention(), v1::END_DATE_CONVENTION_A);
    EXPECT_EQ(answer.half_days(), c.request.admission() == v1::ADMISSION_PART_TIME);
  }
}

TEST(Answer, HalfTimeNeverMeetsTheOldRule) {
  const auto answer = AnswerOf(HalfTimeFrom("2020-01-01", v1::ADMISSION_FULL_TIME), "1990-01-01");
  EXPECT_EQ(answer.outcome(), v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE);
  EXPECT_EQ(answer.days(), 0);
  EXPECT_FALSE(answer.has_end_date_a());
  EXPECT_FALSE(answer.has_end_date_b());
  // 21 months of a half-time contract.
  EXPECT_EQ(ArgumentOf(answer, "CONDITION_NOT_MET", "line"), "UNDER_36");
  EXPECT_EQ(ArgumentOf(answer, "CONDITION_NOT_MET", "counted"), "273");
}

TEST(Answer, SicknessCanCarryAContractIntoTheNewRule) {
  // By the old rule 42 months of contract end on 27.2.2026. By the new one sickness pushes them
  // past the reform.
  auto request = HalfTimeFrom("2022-08-30", v1::ADMISSION_FULL_TIME);
  EXPECT_EQ(AnswerOf(request, "1994-01-16").outcome(), v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE);
  request = WithSickness(request, "2023-05-21", "2023-06-03");
  const auto answer = AnswerOf(request, "1994-01-16");
  EXPECT_EQ(answer.outcome(), v1::ARTICLE60_OUTCOME_OPENS_RIGHT);
  EXPECT_EQ(answer.rule_set(), v1::RULE_SET_FROM_2026_03);
  EXPECT_EQ(IsoOf(answer.end_date_a()), "2026-03-01");
  EXPECT_EQ(ArgumentOf(answer, "EVENTS_PUSH_LAST_DAY", "days"), "12");
}

TEST(Answer, FewerDaysBeatAnEarlierClaim) {
  // Sickness counts under the old rule only: there 468 days end before the reform; the new one
  // wants 312, later.
  const auto request = WithSickness(FullTimeFrom("2024-06-01"), "2024-09-01", "2025-11-30");
  const auto answer = AnswerOf(request, "1985-01-01");
  EXPECT_EQ(answer.rule_set(), v1::RULE_SET_FROM_2026_03);
  EXPECT_EQ(answer.days(), 312);
}

TEST(Answer, UnderAThirdOfFullTimeNeverOpensTheNewRight) {
  auto request = FullTimeFrom("2026-04-01");
  *request.mutable_working_time() = Hours(1266);
  EXPECT_EQ(AnswerOf(request, "1990-01-01").outcome(), v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE);
  *request.mutable_working_time() = Hours(1267);
  const auto attainable = AnswerOf(request, "1990-01-01");
  EXPECT_EQ(attainable.outcome(), v1::ARTICLE60_OUTCOME_OPENS_RIGHT);
  EXPECT_EQ(IsoOf(attainable.end_date_a()), "2029-03-31");
}

TEST(Answer, VoluntaryPartTimeNeedsTwelveHoursOrAThird) {
  auto request = HalfTimeFrom("2026-04-01", v1::ADMISSION_PART_TIME);
  *request.mutable_working_time() = Hours(1199, 3800);
  const auto refused = AnswerOf(request, "1990-01-01");
  EXPECT_EQ(refused.outcome(), v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE);
  EXPECT_EQ(ArgumentOf(refused, "REGIME_BELOW_MINIMUM", "weekly_hours"), "1199");
  *request.mutable_working_time() = Hours(1200, 3800);
  EXPECT_EQ(AnswerOf(request, "1990-01-01").outcome(), v1::ARTICLE60_OUTCOME_OPENS_RIGHT);
  *request.mutable_working_time() = Hours(1100, 3300);
  EXPECT_EQ(AnswerOf(request, "1990-01-01").outcome(), v1::ARTICLE60_OUTCOME_OPENS_RIGHT);
}

TEST(Answer, AlreadyOpenNeedsNoDay) {
  const auto answer = AnswerOf(
      WithCareer(FullTimeFrom("2026-04-01"), {SpellOf("2025-01-01", "2025-12-31")}), "1990-01-01");
  EXPECT_EQ(answer.outcome(), v1::ARTICLE60_OUTCOME_ALREADY_OPEN);
  EXPECT_EQ(answer.days(), 0);
  EXPECT_EQ(answer.days_exact().numerator(), 0);
  EXPECT_EQ(answer.days_exact().denominator(), 1);
  EXPECT_FALSE(answer.has_end_date_a());
}

TEST(Answer, AFractionIsRoundedUpOnceAtTheEnd) {
  // 15.5 and 84.25 days: 212.25 are missing. Rounded apart, 212 would be.
  auto career = DaysWorked("2025-06-01", "2025-06-30", 0);
  career.set_days_hundredths(1550);
  auto more = DaysWorked("2025-07-01", "2025-12-31", 0);
  more.set_days_hundredths(8425);
  const auto answer =
      AnswerOf(WithCareer(FullTimeFrom("2026-04-01"), {career, more}), "1990-01-01");
  EXPECT_EQ(answer.days_exact().numerator(), 849);
  EXPECT_EQ(answer.days_exact().denominator(), 4);
  EXPECT_EQ(answer.days(), 213);
  EXPECT_EQ(IsoOf(answer.end_date_a()), "2026-12-05");
}

TEST(Answer, OnlyDaysAfterAnEarlierAdmissionCountUnderTheNewRule) {
  auto request = WithCareer(FullTimeFrom("2026-07-01"), {SpellOf("2025-07-01", "2026-06-30")});
  EXPECT_EQ(AnswerOf(request, "1990-01-01").outcome(), v1::ARTICLE60_OUTCOME_ALREADY_OPEN);
  *request.mutable_earlier_admission() = DateOf("2026-03-31");
  const auto answer = AnswerOf(request, "1990-01-01");
  EXPECT_EQ(answer.days(), 312 - 78);
  EXPECT_EQ(ArgumentOf(answer, "DAYS_AFTER_EARLIER_ADMISSION", "admission"), "2026-03-31");
  *request.mutable_earlier_admission() = DateOf("2026-06-30");
  EXPECT_EQ(AnswerOf(request, "1990-01-01").days(), 312);
  // Nor do the days of the contract before it.
  *request.mutable_earlier_admission() = DateOf("2026-07-31");
  EXPECT_EQ(AnswerOf(request, "1990-01-01").days(), 312 + 26);
}

TEST(Answer, TheOldRuleKnowsNoEarlierAdmission) {
  auto request =
      WithCareer(FullTimeFrom("2024-01-01"), {DaysWorked("2023-01-01", "2023-06-30", 100)});
  *request.mutable_earlier_admission() = DateOf("2023-12-31");
  EXPECT_EQ(AnswerOf(request, "1994-01-01").days(), 212);
}

TEST(Answer, TheSourcesExampleOfANewClaim) {
  // Worked 1.1.2025 to 18.3.2026, admitted 19.3.2026: a claim on 19.3.2028 must prove 312 days
  // after that.
  auto request = WithCareer(FullTimeFrom("2028-03-19"), {SpellOf("2025-01-01", "2026-03-18")});
  *request.mutable_earlier_admission() = DateOf("2026-03-19");
  EXPECT_EQ(AnswerOf(request, "1990-01-01").days(), 312);
}

TEST(Answer, SicknessMovesTheReferencePeriodUnderTheNewRuleOnly) {
  // 312 days that end 36 months before the claim, and a year of sickness since.
  auto request = WithCareer(FullTimeFrom("2029-04-01"), {SpellOf("2025-04-01", "2026-03-31")});
  EXPECT_EQ(AnswerOf(request, "1990-01-01").days(), 312);
  *request.add_career() = SpellOf("2027-01-01", "2027-12-31", v1::DAY_KIND_SICKNESS_INDEMNIFIED);
  EXPECT_EQ(AnswerOf(request, "1990-01-01").outcome(), v1::ARTICLE60_OUTCOME_ALREADY_OPEN);
  EXPECT_EQ(ArgumentOf(AnswerOf(request, "1990-01-01"), "REFERENCE_PERIOD", "prolonged_days"),
            "365");
}

TEST(Answer, SelfEmploymentProlongsFromThreeMonths) {
  const auto prolonged_by = [](absl::string_view last) {
    const auto request = WithCareer(FullTimeFrom("2029-04-01"),
                                    {SpellOf("2028-01-01", last, v1::DAY_KIND_SELF_EMPLOYMENT)});
    return ArgumentOf(AnswerOf(request, "1990-01-01"), "REFERENCE_PERIOD", "prolonged_days");
  };
  EXPECT_EQ(prolonged_by("2028-03-30"), "0");
  EXPECT_EQ(prolonged_by("2028-03-31"), "91");
}

TEST(Answer, TenUnpaidDaysAYearCountBeforeTheReform) {
  auto request = FullTimeFrom("2024-01-01");
  *request.add_contract_events() =
      EventOf("2024-02-01", "2024-02-29", v1::DAY_KIND_UNPAID_ABSENCE);  // 25 days
  EXPECT_EQ(IsoOf(AnswerOf(request, "1994-01-01").end_date_a()), "2025-01-15");
  *request.mutable_contract_events(0) =
      EventOf("2024-02-01", "2024-02-12", v1::DAY_KIND_UNPAID_ABSENCE);  // 10 days
  EXPECT_EQ(IsoOf(AnswerOf(request, "1994-01-01").end_date_a()), "2024-12-31");
  // An absence of the career stops where the contract starts.
  *request.add_career() = SpellOf("2024-01-01", "2024-01-20", v1::DAY_KIND_UNPAID_ABSENCE);
  EXPECT_EQ(IsoOf(AnswerOf(request, "1994-01-01").end_date_a()), "2024-12-31");
}

TEST(Answer, CareerAlternativesOpenTheRightSooner) {
  // 40 years old, with ten full years that ended 33 months before.
  const auto request =
      WithCareer(FullTimeFrom("2024-01-01"), {SpellOf("2013-01-01", "2020-12-31")});
  const auto answer = AnswerOf(request, "1984-01-01");
  EXPECT_EQ(answer.days(), 234);
  EXPECT_EQ(ArgumentOf(answer, "CONDITION_MET", "line"), "FROM_36_CAREER");
  EXPECT_EQ(AnswerOf(request, "1990-01-01").days(), 312);
}

TEST(Answer, TheTraceSaysThatTheAgeCountsOnTheLastDay) {
  const auto answer = AnswerOf(FullTimeFrom("2024-03-01"), "1988-09-02");
  EXPECT_EQ(ArgumentOf(answer, "BRACKET_BY_AGE_ON_LAST_DAY", "age"), "36");
  EXPECT_EQ(ArgumentOf(answer, "BRACKET_BY_AGE_ON_LAST_DAY", "age_on_first_day"), "35");
  EXPECT_EQ(ArgumentOf(answer, "BRACKET_BY_AGE_ON_LAST_DAY", "last_day"), "2025-08-31");
  std::vector<std::string> codes;
  for (const auto& step : answer.steps()) {
    codes.push_back(step.code());
    EXPECT_FALSE(step.legal_reference().empty()) << step.code();
  }
  EXPECT_THAT(codes, ElementsAre("RULE_IN_FORCE_ON_CLAIM_DAY", "BRACKET_BY_AGE_ON_LAST_DAY",
                                 "REFERENCE_PERIOD", "DAYS_IN_REFERENCE_PERIOD", "CONDITION_MET",
                                 "DAYS_TO_WORK", "LAST_DAY"));
}

TEST(Answer, TheTraceOfALaterRuleNamesTheEarlierOne) {
  const auto answer = AnswerOf(FullTimeFrom("2024-09-01"), "1970-01-01");
  EXPECT_EQ(ArgumentOf(answer, "EARLIER_RULE_NOT_MET", "last_claim_day"), "2026-02-28");
  EXPECT_EQ(ArgumentOf(answer, "CONDITION_MET", "counted"), "468");
  EXPECT_EQ(ArgumentOf(answer, "RIGHT_LENGTH", "extra_days"), "156");
  EXPECT_EQ(ArgumentOf(answer, "RIGHT_LENGTH", "months"), "13");
  // The calendar decides here, not the count.
  EXPECT_EQ(answer.days_exact().numerator(), 468);
}

TEST(Answer, ParametersAreThoseOfTheLawsThatWereTried) {
  const auto old_only = AnswerOf(FullTimeFrom("2024-01-01"), "1994-01-01");
  const auto both = AnswerOf(FullTimeFrom("2024-09-01"), "1970-01-01");
  const auto new_only = AnswerOf(FullTimeFrom("2026-04-01"), "1994-01-01");
  const auto has = [](const v1::Article60Calculation& answer, const std::string& key) {
    for (const auto& used : answer.parameters()) {
      if (used.key() == key) return true;
    }
    return false;
  };
  EXPECT_TRUE(has(old_only, "admission.before_2026_03.under36.days"));
  EXPECT_FALSE(has(old_only, "admission.from_2026_03.days"));
  EXPECT_TRUE(has(both, "admission.before_2026_03.under36.days"));
  EXPECT_TRUE(has(both, "admission.from_2026_03.days"));
  EXPECT_FALSE(has(new_only, "admission.before_2026_03.under36.days"));
  EXPECT_NE(old_only.parameters_digest(), both.parameters_digest());
  EXPECT_NE(new_only.parameters_digest(), both.parameters_digest());
  EXPECT_EQ(old_only.parameters_digest().size(), 64);
}

TEST(Answer, TheBytesAreThoseOfTheDeterministicMessage) {
  for (const Case& c : Cases()) {
    SCOPED_TRACE(c.name);
    const auto bytes = AnswerBytes(c.request, Civil(c.birth), Parameters::Default());
    ASSERT_TRUE(bytes.ok());
    EXPECT_EQ(*bytes, *AnswerBytes(c.request, Civil(c.birth), Parameters::Default()));
    EXPECT_EQ(*bytes, CanonicalBytes(AnswerOf(c.request, c.birth)));
  }
  for (const char* start : {"2020-01-01", "2026-04-01"}) {
    auto request = HalfTimeFrom(start, v1::ADMISSION_PART_TIME);
    *request.mutable_working_time() = Hours(900);
    EXPECT_EQ(*AnswerBytes(request, Civil("1990-01-01"), Parameters::Default()),
              CanonicalBytes(AnswerOf(request, "1990-01-01")));
  }
}

TEST(Answer, TheOtherConventionCanCount) {
  std::vector<Parameter> rows(DefaultParameters().begin(), DefaultParameters().end());
  for (Parameter& row : rows) {
    if (row.key == Key::kConvention) row.value = v1::END_DATE_CONVENTION_B;
  }
  const auto parameters = Parameters::Make(rows, Civil("2027-01-01"));
  ASSERT_TRUE(parameters.ok());
  const auto answer = Answer(FullTimeFrom("2024-03-01"), Civil("1988-09-02"), *parameters);
  EXPECT_EQ(answer->convention(), v1::END_DATE_CONVENTION_B);
  EXPECT_EQ(IsoOf(answer->end_date_b()), "2025-08-28");
  EXPECT_EQ(IsoOf(answer->end_date_a()), "2025-08-31");
  EXPECT_EQ(ArgumentOf(*answer, "BRACKET_BY_AGE_ON_LAST_DAY", "last_day"), "2025-08-28");
}

TEST(Answer, AgeOnTheClaimDayIsAParameter) {
  std::vector<Parameter> rows(DefaultParameters().begin(), DefaultParameters().end());
  for (Parameter& row : rows) {
    if (row.key == Key::kAgeDayOffset) row.value = 1;
  }
  const auto parameters = Parameters::Make(rows, Civil("2027-01-01"));
  EXPECT_EQ(Answer(FullTimeFrom("2024-01-01"), Civil("1989-01-01"), *parameters)->days(), 468);
}

TEST(Answer, BeforeThePublicationNobodyKnowsTheReform) {
  const auto parameters = Parameters::Make(DefaultParameters(), Civil("2025-07-28"));
  ASSERT_TRUE(parameters.ok());
  const auto answer = Answer(FullTimeFrom("2024-09-01"), Civil("1970-01-01"), *parameters);
  EXPECT_EQ(answer->days(), 624);
  EXPECT_EQ(IsoOf(answer->end_date_a()), "2026-08-31");
}

struct Refusal {
  const char* reason;
  const char* field;
  void (*spoil)(v1::Article60Request&);
};

TEST(Answer, RefusesWhatItCannotCount) {
  const Refusal refusals[] = {
      {"PLANNED_START_INVALID", "planned_start", [](auto& r) { r.clear_planned_start(); }},
      {"PLANNED_START_INVALID", "planned_start",
       [](auto& r) { *r.mutable_planned_start() = DateOf("2100-01-01"); }},
      {"PLANNED_START_INVALID", "planned_start",
       [](auto& r) { *r.mutable_planned_start() = DateOf("1999-12-31"); }},
      {"ADMISSION_MISSING", "admission", [](auto& r) { r.clear_admission(); }},
      {"WORKING_TIME_INVALID", "working_time.weekly_hours_hundredths",
       [](auto& r) { *r.mutable_working_time() = Hours(3801); }},
      {"WORKING_TIME_INVALID", "working_time.reference_hours_hundredths",
       [](auto& r) { r.clear_working_time(); }},
      {"WORKING_TIME_INVALID", "working_time.weekly_days_hundredths",
       [](auto& r) { *r.mutable_working_time() = Hours(1900, 3800, 701); }},
      {"SPELL_OPEN", "career[0].period",
       [](auto& r) { r.mutable_career(0)->mutable_period()->clear_end_date(); }},
      {"PERIOD_INVALID", "career[0].period",
       [](auto& r) { *r.mutable_career(0) = SpellOf("2023-02-01", "2023-01-31"); }},
      {"SPELL_TOO_LONG", "career[0].period",
       [](auto& r) { *r.mutable_career(0) = SpellOf("1970-01-01", "2020-01-01"); }},
      {"DATE_INVALID", "career[0].period.end_date",
       [](auto& r) { r.mutable_career(0)->mutable_period()->mutable_end_date()->set_day(32); }},
      {"DATE_INVALID", "career[0].period.end_date",
       [](auto& r) {
         *r.mutable_career(0) = SpellOf("2023-02-01", "2023-02-28");
         r.mutable_career(0)->mutable_period()->mutable_end_date()->set_day(29);
       }},
      {"DAY_KIND_INVALID", "career[0].kind", [](auto& r) { r.mutable_career(0)->clear_kind(); }},
      {"SPELL_DAYS_INVALID", "career[0].days_hundredths",
       [](auto& r) { r.mutable_career(0)->set_days_hundredths(-1); }},
      {"SPELL_HOURS_INVALID", "career[0].hours_hundredths",
       [](auto& r) { r.mutable_career(0)->set_hours_hundredths(100); }},
      {"DAY_KIND_INVALID", "contract_events[0].kind",
       [](auto& r) {
         *r.add_contract_events() = EventOf("2024-02-01", "2024-02-02", v1::DAY_KIND_WORK);
       }},
      {"DATE_INVALID", "earlier_admission",
       [](auto& r) { r.mutable_earlier_admission()->set_year(2024); }},
      {"CAREER_TOO_LONG", "career",
       [](auto& r) {
         for (int i = 0; i < 400; ++i) *r.add_career() = SpellOf("2023-01-01", "2023-01-31");
       }},
      {"TOO_MANY_EVENTS", "contract_events",
       [](auto& r) {
         for (int i = 0; i < 101; ++i) r.add_contract_events();
       }},
  };
  for (const Refusal& refusal : refusals) {
    SCOPED_TRACE(refusal.reason);
    auto request = WithCareer(FullTimeFrom("2024-01-01"), {SpellOf("2023-01-01", "2023-01-31")});
    refusal.spoil(request);
    const auto answer = Answer(request, Civil("1990-01-01"), Parameters::Default());
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(base::ReasonOf(answer.status()), refusal.reason);
    EXPECT_EQ(base::MetadataOf(answer.status())["field"], refusal.field);
  }
  for (const absl::CivilDay birth : {Civil("2024-01-01"), absl::CivilDay(1899, 12, 31)}) {
    const auto answer = Answer(FullTimeFrom("2024-01-01"), birth, Parameters::Default());
    EXPECT_EQ(base::ReasonOf(answer.status()), "BIRTH_DATE_INVALID") << birth;
  }
}

TEST(Answer, CountsWhatIsJustWithinTheLimits) {
  auto request = FullTimeFrom("2024-01-01");
  for (int i = 0; i < 400; ++i) *request.add_career() = SpellOf("1974-01-01", "2023-12-31");
  for (int i = 0; i < 100; ++i) {
    *request.add_contract_events() = EventOf("2024-02-01", "2024-02-02", v1::DAY_KIND_HOLIDAY);
  }
  EXPECT_EQ(AnswerOf(request, "1950-01-01").outcome(), v1::ARTICLE60_OUTCOME_ALREADY_OPEN);
  EXPECT_EQ(AnswerOf(FullTimeFrom("2000-01-01"), "1980-01-01").days(), 312);
  EXPECT_EQ(AnswerOf(FullTimeFrom("2099-12-31"), "2080-01-01").days(), 312);
}

TEST(Answer, ACareerWithoutACommonDenominatorIsRefusedNotRounded) {
  auto request = FullTimeFrom("2026-04-01");
  for (const int reference : {3989, 3967, 3947, 3943, 3931, 3929, 3923, 3919}) {
    auto* spell = request.add_career();
    *spell = SpellOf("2025-06-01", "2025-06-30");
    *spell->mutable_working_time() = Hours(1000, reference);
    spell->set_hours_hundredths(101);
  }
  const auto answer = Answer(request, Civil("1990-01-01"), Parameters::Default());
  EXPECT_EQ(base::ReasonOf(answer.status()), "RATIONAL_OVERFLOW");
}

}  // namespace
}  // namespace mandat::socialaid::law
