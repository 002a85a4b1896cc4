#ifndef SERVICES_OBJECTIVES_FACTS_FIGURES_H_
#define SERVICES_OBJECTIVES_FACTS_FIGURES_H_

// Figures out of what was counted. Pure.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/period.h"
#include "services/lib/ledger/store.h"
#include "services/objectives/formulas/periods.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

// What was counted for a formula in one period, in the logs that make figures.
struct Sums {
  int64_t numerator = 0;
  int64_t denominator = 0;
};
using SumsByPeriod = std::map<std::string, Sums>;

// Combinations of combinations: none that people can follow has more. Below, nothing is computed.
inline constexpr int kDepthMax = 8;
// As many periods as a plan may have.
inline constexpr size_t kPeriodsMax = 2000;

// Of buckets of one formula, those of these logs.
SumsByPeriod SumsOf(const std::vector<ledger::CountRow>& rows, const std::set<std::string>& logs);

// The names of the logs that make figures, and how far each has arrived.
std::set<std::string> CurrentLogs(const std::vector<storage::v1::FactLog>& all);
std::vector<v1::FactSource> SourcesOf(const std::vector<storage::v1::FactLog>& all);

// The version of the formula that holds for a period that begins on this day. The indicator has at
// least one.
const v1::FormulaVersion& VersionFor(const v1::Indicator& indicator, absl::CivilDay first_day);

// What was counted for a version of a formula.
struct CountedFormula {
  SumsByPeriod sums;
  // The period of the indicator's plan.
  base::Period term;
};

// What figures are made of; null where there is none.
struct Counts {
  std::function<const v1::Indicator*(const std::string& name)> indicator;
  std::function<const CountedFormula*(const std::string& name, int32_t version)> counted;
};

// The figure of a period, which is one of `periods`. Without value where there is none.
// OUT_OF_RANGE `RATIONAL_OVERFLOW`.
absl::StatusOr<v1::Figure> FigureOf(const v1::Indicator& indicator,
                                    const formulas::Periods& periods, const base::Period& period,
                                    const Counts& counts);

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_FIGURES_H_
