#ifndef SERVICES_OBJECTIVES_PLAN_FILES_RULES_JUDGE_H_
#define SERVICES_OBJECTIVES_PLAN_FILES_RULES_JUDGE_H_

// One file under judgement.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/plan_file.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/objectives/plan_files/rules.h"
#include "services/objectives/plan_files/rules_lines.h"

namespace mandat::objectives::plan_files {

class FileJudge {
 public:
  // Both outlive it.
  FileJudge(const v1::PlanFile& file, const Surroundings& around) : file_(file), around_(around) {}

  // Once.
  Judgement Run();

 private:
  // An indicator that was looked at, for those that refer to it.
  struct Looked {
    v1::Indicator resource;
    // Of what was repaired nothing is concluded.
    Repair repair;
  };

  void LookAtPlan();
  void LookAtObjectives();
  void LookAtObjective(int at, const std::map<std::string, int>& places);
  void LookAtAction(int at);
  void LookAtIndicators();
  void LookAtIndicator(int at);
  // Adds the version of the file at this place to the indicator of the line.
  void Revise(const Line& line, int version, v1::Indicator* indicator);
  void LookAtTarget(int at);

  // The places of lines by the names that they have, the first of each name.
  template <typename T>
  static std::map<std::string, int> PlacesOf(const T& items);

  // The name of a line: well formed, of no other line and not taken.
  void CheckOwnName(const Line& line, const std::string& name, absl::string_view collection);
  void CheckNumber(const Line& line, const std::string& number, std::set<std::string>* numbers);
  // Sets the plan of a line, which may leave it out but say no other.
  void SetPlan(const Line& line, std::string* plan);
  // What the version of the file at this place combines, as far as it is there and `check` admits
  // it.
  std::vector<const v1::Indicator*> OperandsOf(
      const Line& line, int version,
      absl::FunctionRef<absl::Status(const v1::Indicator* operand)> check);
  void Note(const Line& line, absl::string_view field, const absl::Status& fault);
  // Takes what a rule made into the decision and answers it; where it was refused, that is a
  // finding, and the answer is what was wanted.
  template <typename T>
  T Keep(const Line& line, absl::string_view field, const absl::StatusOr<ledger::Decision>& made,
         T wanted);

  const v1::PlanFile& file_;
  const Surroundings& around_;
  Findings findings_;
  ledger::Decision decision_;
  v1::Plan plan_;
  bool plan_is_named_ = false;
  std::set<std::string> names_;
  std::set<std::string> objective_numbers_;
  std::set<std::string> indicator_numbers_;
  std::map<std::string, int> indicator_places_;
  // By name.
  std::map<std::string, v1::Objective> objectives_;
  std::map<std::string, Looked> indicators_;
  // Indicators that have a target.
  std::set<std::string> with_target_;
};

}  // namespace mandat::objectives::plan_files

#endif  // SERVICES_OBJECTIVES_PLAN_FILES_RULES_JUDGE_H_
