#ifndef SERVICES_OBJECTIVES_PLAN_FILES_TEST_FILE_H_
#define SERVICES_OBJECTIVES_PLAN_FILES_TEST_FILE_H_

// For tests: a file that is in order, to be spoiled one line at a time.

#include "mandat/objectives/v1/plan_file.pb.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives {

// The plan p1 with two objectives, an action, indicators that are entered, computed in two
// versions and combined, and three targets of which two count. What refers to something stands
// before it where that is possible.
inline v1::PlanFile TestFile() {
  v1::PlanFile file;
  file.set_format(1);
  *file.mutable_plan() = TestPlan();
  file.mutable_plan()->set_authority("the minister");
  *file.add_objectives() =
      With(TestObjective(), "name: 'objectives/p1-part' parent: 'objectives/o1' number: '1.1'");
  *file.add_objectives() = TestObjective();
  *file.add_actions() = TestAction();
  *file.add_indicators() = Parsed<v1::Indicator>(
      R"(name: "indicators/growth" objective: "objectives/o1" number: "3" title { fr: "Plus" }
         unit: UNIT_SHARE direction: DIRECTION_UP aggregation: AGGREGATION_LAST
         frequency: FREQUENCY_QUARTER source: VALUE_SOURCE_COMPUTED
         formulas { formula { combination { operation: OPERATION_GROWTH
                                            indicators: "indicators/p1-sent" } } })");
  *file.add_indicators() =
      With(ComputedIndicator(),
           R"(name: "indicators/p1-sent" objective: "objectives/p1-part" number: "2"
              formulas { valid_from { year: 2025 month: 1 day: 1 } reason: "clearer"
                         formula { tally { events {
                           type: "be.mandat.socialaid.v1.article60Request.notify.withdrawn" } } } })");
  *file.add_indicators() = TestIndicator();
  *file.add_targets() =
      With(TestTarget(), "name: 'targets/t0' replaced_by: 'targets/t1' words { fr: '80 %' }");
  *file.add_targets() = With(TestTarget(), "replaces: 'targets/t0'");
  *file.add_targets() =
      With(TestTarget(), "name: 'targets/t2' indicator: 'indicators/p1-sent' every { months: 3 }");
  return file;
}

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_PLAN_FILES_TEST_FILE_H_
