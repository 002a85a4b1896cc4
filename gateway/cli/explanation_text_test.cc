#include "gateway/cli/explanation_text.h"

#include "gtest/gtest.h"
#include "mandat/socialaid/v1/article60_explanation.pb.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

using socialaid::v1::Article60Explanation;
using testing::Parsed;

TEST(ExplanationText, NumbersStepsAndPutsEachFieldUnderItsName) {
  const auto explanation = Parsed<Article60Explanation>(R"(
      calculation { days: 468 steps { code: "LAST_DAY" arguments { key: "a" value: "b" } } }
      steps { fr: "Un." en: "One." }
      steps { fr: "Deux." en: "Two." }
      answer_deadline { days_left: 3 explanation { fr: "Le délai." en: "The delay." } }
      if_answered { deadline { explanation { en: "Then." } } explanation { en: "In time." } }
      actions { verb: "send" label { en: "Send" } conditions { en: "a" } conditions { en: "b" } }
      actions { verb: "delete" label { en: "Delete" } })");
  EXPECT_EQ(ExplanationText(explanation, "en"),
            "Actions\n  Send\n    1. a\n    2. b\n  Delete\n\n"
            "Answer deadline\n  The delay.\n\nIf answered\n  Then.\n  In time.\n\n"
            "Steps\n  1. One.\n  2. Two.\n");
  EXPECT_EQ(ExplanationText(explanation, "fr"),
            "Actions\n  Send\n    1. a\n    2. b\n  Delete\n\n"
            "Answer deadline\n  Le délai.\n\nIf answered\n  Then.\n  In time.\n\n"
            "Steps\n  1. Un.\n  2. Deux.\n");
}

TEST(ExplanationText, ShowsWhatACopyChanges) {
  const auto explanation = Parsed<Article60Explanation>(R"(change {
      fields { path: "planned_start" before: "\"2026-04-01\"" after: "\"2026-05-01\"" }
      fields { path: "contract_events[0]" after: "{}" }
      explanation { en: "The answer does not change." } })");
  EXPECT_EQ(ExplanationText(explanation, "en"),
            "Change\n  planned_start\n    - \"2026-04-01\"\n    + \"2026-05-01\"\n"
            "  contract_events[0]\n    + {}\n  The answer does not change.\n");
}

TEST(ExplanationText, SaysWhereThereIsNothing) {
  EXPECT_EQ(ExplanationText(Article60Explanation(), "nl"), "There is nothing to explain yet.\n");
}

}  // namespace
}  // namespace mandat::cli
