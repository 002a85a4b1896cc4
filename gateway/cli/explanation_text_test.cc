#include "gateway/cli/explanation_text.h"

#include "gtest/gtest.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

using socialaid::v1::Article60Explanation;
using testing::Parsed;

TEST(ExplanationText, NumbersStepsAndPutsTheRestInParagraphs) {
  const auto explanation = Parsed<Article60Explanation>(R"(
      calculation { days: 468 steps { code: "LAST_DAY" arguments { key: "a" value: "b" } } }
      steps { fr: "Un." en: "One." }
      steps { fr: "Deux." en: "Two." }
      answer_deadline { days_left: 3 explanation { fr: "Le délai." en: "The delay." } }
      if_answered { deadline { explanation { en: "Then." } } explanation { en: "In time." } })");
  EXPECT_EQ(ExplanationText(explanation, "en"),
            "1. One.\n\n2. Two.\n\nThe delay.\n\nThen.\n\nIn time.\n");
  EXPECT_EQ(ExplanationText(explanation, "fr"),
            "1. Un.\n\n2. Deux.\n\nLe délai.\n\nThen.\n\nIn time.\n");
}

TEST(ExplanationText, SaysWhereThereIsNothing) {
  EXPECT_EQ(ExplanationText(Article60Explanation(), "nl"), "There is nothing to explain yet.\n");
}

}  // namespace
}  // namespace mandat::cli
