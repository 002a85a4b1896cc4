#include "gateway/cli/plan_text.h"

#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

using mandat::testing::Parsed;
using objectives::v1::Indicator;
using objectives::v1::Objective;
using objectives::v1::Plan;
using objectives::v1::Target;

PlanParts Small() {
  PlanParts parts;
  parts.plan = Parsed<Plan>(R"(title { fr: "Mandat" en: "Mandate" } state: PLAN_STATE_RUNNING
      period { start_date { year: 2024 month: 1 day: 1 } end_date { year: 2028 month: 12 day: 31 } })");
  parts.objectives = {
      Parsed<Objective>("name: 'objectives/t' number: 'T1' title { en: 'Quality' } "
                        "level: OBJECTIVE_LEVEL_TRANSVERSAL"),
      Parsed<Objective>("name: 'objectives/b' number: 'OS 10' title { en: 'Late' } "
                        "level: OBJECTIVE_LEVEL_STRATEGIC"),
      Parsed<Objective>("name: 'objectives/a' number: 'OS 2' title { fr: 'Tôt' en: 'Early' } "
                        "level: OBJECTIVE_LEVEL_STRATEGIC"),
      Parsed<Objective>("name: 'objectives/c' number: '2.1' title { en: 'Part' } "
                        "parent: 'objectives/a' level: OBJECTIVE_LEVEL_OPERATIONAL")};
  parts.indicators = {
      Parsed<Indicator>("name: 'indicators/2' number: '2.2' objective: 'objectives/a' "
                        "title { en: 'Requests' } source: VALUE_SOURCE_COMPUTED"),
      Parsed<Indicator>("name: 'indicators/1' number: '2.1' objective: 'objectives/a' "
                        "title { en: 'Meetings' }"),
      Parsed<Indicator>("name: 'indicators/3' number: 'T1.1' objective: 'objectives/t' "
                        "title { en: 'Tools' }")};
  parts.targets = {
      Parsed<Target>("indicator: 'indicators/1' words { fr: 'Deux par an' en: 'Two a year' }")};
  return parts;
}

TEST(PlanTree, ShowsObjectivesWithWhatMeasuresThemAndWhatThatShallShow) {
  EXPECT_EQ(PlanTree(Small(), {"en", 0}),
            "Mandate (running, 2024-01-01 to 2028-12-31)\n"
            "├─ OS 2 Early\n"
            "│  ├─ 2.1 Meetings\n"
            "│  │  → Two a year\n"
            "│  ├─ 2.2 Requests (computed)\n"
            "│  └─ 2.1 Part\n"
            "├─ OS 10 Late\n"
            "└─ T1 Quality\n"
            "   └─ T1.1 Tools\n");
}

TEST(PlanTree, SpeaksTheLanguageThatIsThere) {
  const std::string text = PlanTree(Small(), {"fr", 0});
  EXPECT_NE(text.find("OS 2 Tôt"), std::string::npos) << text;
  EXPECT_NE(text.find("→ Deux par an"), std::string::npos) << text;
  EXPECT_NE(text.find("OS 10 Late"), std::string::npos) << text;
}

TEST(PlanTree, CutsLinesAtTheWidthInCharacters) {
  const std::string text = PlanTree(Small(), {"fr", 11});
  EXPECT_NE(text.find("├─ OS 2 Tôt\n"), std::string::npos) << text;
  EXPECT_NE(text.find("├─ OS 10 L…\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace mandat::cli
