#include "gateway/cli/plan_file_text.h"

#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

using mandat::testing::Parsed;
using objectives::v1::CheckPlanFileResponse;
using objectives::v1::PlanFileFinding;

TEST(PlaceInJson, IsThePathInTheFile) {
  const auto place = [](const char* text) { return PlaceInJson(Parsed<PlanFileFinding>(text)); };
  EXPECT_EQ(place("line: 'plan' field: 'title.fr'"), "plan.title.fr");
  EXPECT_EQ(place("line: 'objectives[3]'"), "objectives[3]");
  EXPECT_EQ(place("line: 'actions[0]' field: 'serves[12].budget_share_permille'"),
            "actions[0].serves[12].budgetSharePermille");
  EXPECT_EQ(place("line: 'targets[1]' field: 'full_coverage.before_act.nl'"),
            "targets[1].fullCoverage.beforeAct.nl");
}

TEST(ReportText, IsATableOfWhatIsWrong) {
  const auto report = Parsed<CheckPlanFileResponse>(R"(
      findings { line: "plan" field: "kind" reason: "PLAN_KIND_UNKNOWN" message: "Give one." }
      findings { line: "indicators[2]" field: "responsible_unit" reason: "FIELD_REQUIRED"
                 message: "It is missing." }
      findings_count: 2 plan: "plans/p1" objectives: 3)");
  EXPECT_EQ(ReportText(report),
            "where                          reason             what to do\n"
            "plan.kind                      PLAN_KIND_UNKNOWN  Give one.\n"
            "indicators[2].responsibleUnit  FIELD_REQUIRED     It is missing.\n"
            "2 findings.\n");
}

TEST(ReportText, SaysWhereItIsNotAll) {
  EXPECT_EQ(ReportText(Parsed<CheckPlanFileResponse>(
                "findings { line: 'plan' reason: 'R' message: 'm' } findings_count: 7")),
            "where  reason  what to do\n"
            "plan   R       m\n"
            "…\n"
            "7 findings.\n");
}

TEST(ReportText, SaysWhatWouldBeMade) {
  EXPECT_EQ(ReportText(Parsed<CheckPlanFileResponse>(
                "plan: 'plans/p1' objectives: 1 indicators: 24 targets: 24")),
            "plans/p1 can be made of it, with 1 objective, 0 actions, 24 indicators and 24 "
            "targets.\n");
  EXPECT_EQ(
      ReportText(Parsed<CheckPlanFileResponse>(
          "plan: 'plans/p1' objectives: 2 actions: 1 targets: 1 targets_left_out: 1")),
      "plans/p1 can be made of it, with 2 objectives, 1 action, 0 indicators and 1 target. Left "
      "out: 1 target that was replaced.\n");
}

}  // namespace
}  // namespace mandat::cli
