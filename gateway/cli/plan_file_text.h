#ifndef GATEWAY_CLI_PLAN_FILE_TEXT_H_
#define GATEWAY_CLI_PLAN_FILE_TEXT_H_

// What was found in the file of a plan, as people read it beside the file.

#include <string>

#include "mandat/objectives/v1/plan_file.pb.h"

namespace mandat::cli {

// Where it is in the file as JSON: "indicators[3].responsibleUnit".
std::string PlaceInJson(const objectives::v1::PlanFileFinding& finding);

// A line a finding, with its place, reason and what to do; then how many there are, or else what
// would be made.
std::string ReportText(const objectives::v1::CheckPlanFileResponse& report);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_PLAN_FILE_TEXT_H_
