#include "services/socialaid/law/words.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/phrase.h"
#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/request_for_test.h"

namespace mandat::socialaid::law {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

v1::Article60Calculation AnswerTo(const v1::Article60Request& request, absl::string_view birth) {
  return Answer(request, Civil(birth), Parameters::Default()).value();
}

std::vector<std::string> Told(const v1::Article60Calculation& answer, base::Language language) {
  std::vector<std::string> told;
  for (const v1::TraceStep& step : answer.steps()) {
    told.push_back(base::Figure(WordsOf(step, answer.half_days())).In(language));
  }
  return told;
}

v1::Article60Request With(v1::Article60Request request, const v1::CareerSpell& spell) {
  *request.add_career() = spell;
  return request;
}

TEST(WordsOf, TellTheAnswerToThePersonBornIn1988) {
  const v1::Article60Calculation answer = AnswerTo(FullTimeFrom("2024-03-01"), "1988-09-02");
  EXPECT_THAT(
      Told(answer, base::Language::kEn),
      ElementsAre(
          HasSubstr("The claim is made on 1 September 2025, the day after the last day of "
                    "work. The rule from before 1 March 2026 is in force on that day. ["),
          HasSubstr("The age counts on the last day of the contract: 36 on 31 August 2025 "
                    "(35 on the first day, 1 March 2024). ["),
          HasSubstr("The reference period of 33 months runs from 1 December 2022 to 31 "
                    "August 2025, 0 days of extension included. ["),
          HasSubstr("In this period: 0 days of the career and 468 days of the contract. ["),
          HasSubstr("Condition met (36 to 49): 468 days for the 468 days asked in 33 "
                    "months. ["),
          HasSubstr("Still to work: 468 days, rounded up once: 468. ["),
          HasSubstr("Last day of the contract by convention A. A (26 days a month) gives 31 "
                    "August 2025, B (Monday to Saturday) 28 August 2025. [")));
  EXPECT_THAT(
      Told(answer, base::Language::kFr)[1],
      HasSubstr("L'âge compte le dernier jour du contrat : 36 ans le 31 août 2025 (35 ans le "
                "premier jour, 1er mars 2024). ["));
  EXPECT_THAT(
      Told(answer, base::Language::kNl)[1],
      HasSubstr("De leeftijd telt op de laatste dag van het contract: 36 jaar op 31 augustus "
                "2025 (35 jaar op de eerste dag, 1 maart 2024). ["));
  EXPECT_THAT(
      Told(answer, base::Language::kDe)[1],
      HasSubstr("Es zählt das Alter am letzten Tag des Vertrags: 36 Jahre am 31. August 2025 "
                "(35 Jahre am ersten Tag, 1. März 2024). ["));
}

// Requests that together make every step.
std::vector<v1::Article60Calculation> Answers() {
  v1::Article60Request half_time = FullTimeFrom("2024-01-01");
  *half_time.mutable_working_time() = Hours(1900);
  v1::Article60Request tiny = FullTimeFrom("2026-04-01");
  *tiny.mutable_working_time() = Hours(300);
  tiny.set_admission(v1::ADMISSION_PART_TIME);
  v1::Article60Request sick = FullTimeFrom("2026-04-01");
  *sick.add_contract_events() =
      EventOf("2026-06-01", "2026-06-30", v1::DAY_KIND_SICKNESS_INDEMNIFIED);
  v1::Article60Request admitted = FullTimeFrom("2026-04-01");
  *admitted.mutable_earlier_admission() = DateOf("2025-06-30");
  return {AnswerTo(FullTimeFrom("2024-03-01"), "1988-09-02"),
          AnswerTo(half_time, "1994-01-01"),
          AnswerTo(tiny, "1994-01-01"),
          AnswerTo(sick, "1990-01-01"),
          AnswerTo(With(admitted, DaysWorked("2025-07-01", "2025-12-31", 100)), "1990-01-01"),
          AnswerTo(With(FullTimeFrom("2024-03-01"), SpellOf("2005-01-01", "2019-12-31")),
                   "1980-01-01")};
}

TEST(WordsOf, EveryStepHasWordsAndEveryFigureItsPlace) {
  std::set<std::string> seen;
  for (const v1::Article60Calculation& answer : Answers()) {
    for (const v1::TraceStep& step : answer.steps()) seen.insert(step.code());
    for (const base::Language language : base::kLanguages) {
      for (const std::string& told : Told(answer, language)) {
        EXPECT_THAT(told, Not(HasSubstr("{")));
        EXPECT_THAT(told, Not(HasSubstr("_"))) << "a code shows through";
      }
    }
  }
  std::set<std::string> known;
  for (const absl::string_view code : CodesWithWords()) known.emplace(code);
  EXPECT_EQ(seen, known);
}

TEST(WordsOf, FiguresOfAStepAllShow) {
  // A figure that is traced and not told would be missing from the explanation.
  for (const v1::Article60Calculation& answer : Answers()) {
    for (const v1::TraceStep& step : answer.steps()) {
      v1::TraceStep marked = step;
      for (auto& [name, value] : *marked.mutable_arguments()) value = "<" + name + ">";
      const std::string told = WordsOf(marked, false).en();
      for (const auto& [name, value] : marked.arguments()) {
        EXPECT_THAT(told, HasSubstr(value)) << step.code();
      }
    }
  }
}

TEST(WordsOf, CountsInHalfDaysWhereTheAnswerDoes) {
  v1::TraceStep step;
  step.set_code("DAYS_BEFORE_REFERENCE_PERIOD");
  (*step.mutable_arguments())["days"] = "425/2";
  (*step.mutable_arguments())["years"] = "10";
  EXPECT_EQ(WordsOf(step, false).en(), "In the 10 years before it: 212 1/2 days.");
  EXPECT_EQ(WordsOf(step, true).en(), "In the 10 years before it: 212 1/2 half-days.");
  EXPECT_EQ(WordsOf(step, true).nl(), "In de 10 jaar daarvoor: 212 1/2 halve dagen.");
}

TEST(WordsOf, ShowsWhatItDoesNotKnowAsItIs) {
  v1::TraceStep step;
  step.set_code("OF_LATER_TIMES");
  step.set_legal_reference("art. 99");
  (*step.mutable_arguments())["b"] = "2";
  (*step.mutable_arguments())["a"] = "x";
  EXPECT_EQ(WordsOf(step, false).fr(), "OF_LATER_TIMES a=x b=2 [art. 99]");
  step.set_code("CONDITION_MET");
  (*step.mutable_arguments())["line"] = "FROM_65";
  EXPECT_THAT(WordsOf(step, false).en(), HasSubstr("(FROM_65)"));
}

}  // namespace
}  // namespace mandat::socialaid::law
