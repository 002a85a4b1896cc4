#ifndef SERVICES_OBJECTIVES_PLAN_FILES_RULES_LINES_H_
#define SERVICES_OBJECTIVES_PLAN_FILES_RULES_LINES_H_

// Lines of a file: what is found on them, in which order they are made, and how one check after the
// other is asked of the same line although each stops at its first fault.

#include <initializer_list>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "mandat/objectives/v1/plan_file.pb.h"

namespace mandat::objectives::plan_files {

// A line of a file, in the order of the file.
struct Line {
  enum class Of { kPlan, kObjectives, kActions, kIndicators, kTargets };
  Of of = Of::kPlan;
  int at = 0;
};

// "plan", "objectives[3]".
std::string TextOf(const Line& line);

class Findings {
 public:
  // `field` is a path within the line.
  void Add(const Line& line, absl::string_view field, const absl::Status& fault);
  // All of them in the order of the file, and on one line as they were found.
  std::vector<v1::PlanFileFinding> Take() &&;

 private:
  std::vector<std::tuple<Line, v1::PlanFileFinding>> found_;
};

// Asks `check`, which answers the first fault of `item`, again and again: each field at fault is
// told to `found` with its path behind `prefix` ("objective."), and takes its value from `example`.
// Answers the fields, outermost names alone. OK is false where the example does not help, and the
// line is not fit to be looked at any further.
struct Repair {
  bool ok = true;
  std::set<std::string> fields;
  // Whether the line has these fields as the file has them.
  bool Left(std::initializer_list<const char*> names) const;
};
Repair RepairLine(const google::protobuf::Message& example, absl::string_view prefix,
                  absl::FunctionRef<absl::Status()> check,
                  absl::FunctionRef<void(absl::string_view field, const absl::Status&)> found,
                  google::protobuf::Message* item);

// The places 0 to n-1 in an order in which each comes after those that it needs. Where there is
// none because of a circle, one of them comes too early.
std::vector<int> InOrder(const std::vector<std::vector<int>>& needs);

}  // namespace mandat::objectives::plan_files

#endif  // SERVICES_OBJECTIVES_PLAN_FILES_RULES_LINES_H_
