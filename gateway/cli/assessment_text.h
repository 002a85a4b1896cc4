#ifndef GATEWAY_CLI_ASSESSMENT_TEXT_H_
#define GATEWAY_CLI_ASSESSMENT_TEXT_H_

// How plans and indicators do, as people read it.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/cli/table.h"
#include "mandat/objectives/v1/assessment.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/target.pb.h"

namespace mandat::cli {

// "on track" of `ASSESSMENT_STATUS_ON_TRACK` and its prefix.
std::string CodeText(absl::string_view name, absl::string_view prefix);
std::string StatusText(objectives::v1::AssessmentStatus status);

// Stands below a table in which a value has a `*`.
inline constexpr char kProvisional[] = "* provisional: not accepted yet\n";

// What an assessment is about.
struct AssessedParts {
  std::vector<objectives::v1::Indicator> indicators;
  // Those that count.
  std::vector<objectives::v1::Target> targets;
};

// A line an indicator: its last value (with `*` where nobody has accepted it), what it shall be,
// where it stands and how much of the target is reached.
std::string PlanAssessmentText(const objectives::v1::AssessPlanResponse& assessment,
                               const AssessedParts& parts, const Reading& reading);

// A line a value, then how the indicator does, what the next value may become and which are odd, in
// words.
std::string IndicatorAssessmentText(const objectives::v1::IndicatorAssessment& assessment,
                                    const objectives::v1::Indicator& indicator,
                                    const Reading& reading);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_ASSESSMENT_TEXT_H_
