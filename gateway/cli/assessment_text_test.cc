#include "gateway/cli/assessment_text.h"

#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

using mandat::testing::Parsed;
using objectives::v1::AssessPlanResponse;
using objectives::v1::Indicator;
using objectives::v1::IndicatorAssessment;
using objectives::v1::Target;

constexpr char kQuarter[] =
    "period { start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 3 day: 31 } }";

TEST(PlanAssessmentText, TellsWhatIsProvisional) {
  const auto assessment = Parsed<AssessPlanResponse>(R"(
      indicators { indicator: "indicators/1" number: "2.2" target: "targets/1"
        assessment { status: ASSESSMENT_STATUS_ON_TRACK achievement_permille: 875 }
        values { official: true value { numerator: 7 denominator: 8 } } }
      indicators { indicator: "indicators/2" number: "2.10"
        assessment { status: ASSESSMENT_STATUS_UNKNOWN }
        values { value { numerator: 12 denominator: 1 } } })");
  AssessedParts parts;
  parts.indicators = {Parsed<Indicator>("name: 'indicators/1' title { en: 'Evaluated' } "
                                        "unit: UNIT_SHARE"),
                      Parsed<Indicator>("name: 'indicators/2' title { en: 'Meetings' } "
                                        "unit: UNIT_COUNT")};
  parts.targets = {Parsed<Target>("name: 'targets/1' words { fr: '100 %' en: 'all of them' }")};
  EXPECT_EQ(PlanAssessmentText(assessment, parts, {"en", 0}),
            "number  indicator  value   status    reached  target\n"
            "2.2     Evaluated  87.5 %  on track  87.5 %   all of them\n"
            "2.10    Meetings   12 *    unknown\n"
            "* provisional: not accepted yet\n");
  parts.targets.clear();
  parts.indicators.pop_back();
  const std::string official = PlanAssessmentText(assessment, parts, {"en", 0});
  EXPECT_EQ(official.find("provisional"), std::string::npos) << official;
}

TEST(IndicatorAssessmentText, ShowsValuesAndWords) {
  auto assessment = Parsed<IndicatorAssessment>(R"(
      values { official: true value { numerator: 3 denominator: 1 } measurement: "measurements/m"
               restatement: "restatements/r" }
      assessment { status: ASSESSMENT_STATUS_AT_RISK words { en: "A little behind." } }
      forecast { words { en: "Four, give or take one." } }
      findings { words { en: "Far from the others." } })");
  *assessment.mutable_values(0)->mutable_period() =
      Parsed<objectives::v1::IndicatorValue>(kQuarter).period();
  *assessment.mutable_findings(0)->mutable_period() = assessment.values(0).period();
  const auto indicator = Parsed<Indicator>("number: '1.1' title { en: 'Meetings' }");
  EXPECT_EQ(IndicatorAssessmentText(assessment, indicator, {"en", 0}),
            "1.1 Meetings\n"
            "period   value  measurement\n"
            "2026-q1  3      measurements/m  restatement waits\n"
            "at risk: A little behind.\n"
            "Four, give or take one.\n"
            "2026-q1: Far from the others.\n");
}

}  // namespace
}  // namespace mandat::cli
