#ifndef SERVICES_OBJECTIVES_PLAN_FILES_RULES_H_
#define SERVICES_OBJECTIVES_PLAN_FILES_RULES_H_

// Rules of plan files. The rules of each aggregate are asked of each line, in an order in which
// what a line refers to was made before; what they refuse is a finding.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/plan_file.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::objectives::plan_files {

// The form of file that this build writes and reads.
inline constexpr int kFormat = 1;
// What a file may hold: objectives, actions, indicators and targets together. In bytes it must fit
// into a message to the service.
inline constexpr int kItemsMax = 5000;
inline constexpr size_t kBytesMax = 3'500'000;

// INVALID_ARGUMENT as the comments of the methods say.
absl::Status CheckExport(const v1::ExportPlanRequest& request);
absl::Status CheckImport(const v1::PlanFile& file, const std::string& plan_id);

// `PLAN_TOO_LARGE` (metadata `limit`), with this code, where a file holds more than it may.
absl::Status CheckSize(const v1::PlanFile& file, absl::StatusCode code);

// What of the store matters for a file.
struct Surroundings {
  // The organisation that makes the plan.
  std::string owner;
  absl::Time now;
  // What the file names outside of it, as far as it is there: whose it is, is looked at.
  std::optional<v1::Plan> parent;
  std::map<std::string, v1::Indicator> operands;
  // Names of the file that are taken.
  std::set<std::string> taken;
};

// What becomes of a file.
struct Judgement {
  // In the order of the file; where there is any, the decision is worth nothing.
  std::vector<v1::PlanFileFinding> findings;
  // Makes the plan, then the rest; whatever is referred to comes first.
  ledger::Decision decision;
};

// `file` has the names under which it is made (rules_ids.h), and was checked by CheckImport.
Judgement Judge(const v1::PlanFile& file, const Surroundings& around);

// How many of each would be made, and the name of the plan.
v1::CheckPlanFileResponse ReportOf(const v1::PlanFile& file,
                                   std::vector<v1::PlanFileFinding> findings);

// INVALID_ARGUMENT `PLAN_FILE_INVALID` (metadata `line`, `field`, `fault`, `count`); OK where there
// are none.
absl::Status RefusalOf(const std::vector<v1::PlanFileFinding>& findings);

}  // namespace mandat::objectives::plan_files

#endif  // SERVICES_OBJECTIVES_PLAN_FILES_RULES_H_
