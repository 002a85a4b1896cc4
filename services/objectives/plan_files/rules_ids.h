#ifndef SERVICES_OBJECTIVES_PLAN_FILES_RULES_IDS_H_
#define SERVICES_OBJECTIVES_PLAN_FILES_RULES_IDS_H_

// The names under which a file is made, and what it names beside.

#include <set>
#include <string>
#include <vector>

#include "mandat/objectives/v1/plan_file.pb.h"

namespace mandat::objectives::plan_files {

// The file as it is made: unchanged where `plan_id` is empty, else with new names, in whatever
// refers to them too, as ImportPlanRequest says. Names that are not well formed, or of nothing in
// the file, stay. `plan_id` is well formed.
v1::PlanFile Renamed(v1::PlanFile file, const std::string& plan_id);

// Whether a target of a file is made: no other took its place.
inline bool IsMade(const v1::Target& target) { return target.replaced_by().empty(); }

// What a file names. Only names that are well formed.
struct Names {
  // What would be made, in the order of the file; names that are given twice stand in it twice.
  std::vector<std::string> made;
  // The plan that this one carries out; empty where there is none.
  std::string parent;
  // Indicators that formulas combine and that are none of the file's.
  std::set<std::string> operands;
};
Names NamesIn(const v1::PlanFile& file);

}  // namespace mandat::objectives::plan_files

#endif  // SERVICES_OBJECTIVES_PLAN_FILES_RULES_IDS_H_
