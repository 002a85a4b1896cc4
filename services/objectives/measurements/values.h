#ifndef SERVICES_OBJECTIVES_MEASUREMENTS_VALUES_H_
#define SERVICES_OBJECTIVES_MEASUREMENTS_VALUES_H_

// The values of an indicator, as a view has them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/period.h"
#include "services/lib/ledger/view.h"
#include "services/objectives/assessment/values.h"

namespace mandat::objectives {

// The value of a period, of the whole: dimensions are left out.
struct IndicatorValue : PeriodValue {
  // Whether it was accepted. Others are provisional: submitted or validated, or what a formula
  // gives now.
  bool official = false;
  // The measurement that holds it, and its restatement that waits; empty = there is none.
  std::string measurement;
  std::string restatement;
  // Of a figure.
  int32_t formula_version = 0;
  // Part and whole: of a figure as they were counted, of an entered value as it was given; of a
  // tally there is no whole.
  int64_t numerator = 0;
  std::optional<int64_t> denominator;
};

// Oldest first, one for each period that has one: what was accepted; where nothing was, what is
// validated, or submitted and not odd; of a computed indicator, in every other period of the plan
// that has begun by `today`, what its formula gives. That is as of the facts that arrived until
// now, whatever `today` is. `plan` is the period of its plan. Rights are not looked at: whoever
// asks for the indicator has them. OUT_OF_RANGE `RATIONAL_OVERFLOW`.
absl::StatusOr<std::vector<IndicatorValue>> ValuesOf(const v1::Indicator& indicator,
                                                     const base::Period& plan, absl::CivilDay today,
                                                     ledger::View& view);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_MEASUREMENTS_VALUES_H_
