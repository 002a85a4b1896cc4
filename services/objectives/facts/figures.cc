#include "services/objectives/facts/figures.h"

#include <tuple>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/formulas/combination.h"

namespace mandat::objectives::facts {
namespace {

using base::Period;
using formulas::FigureValue;
using formulas::Periods;
using storage::v1::FactLog;

class Computation {
 public:
  Computation(const Periods& periods, const Counts& counts) : periods_(periods), counts_(counts) {}

  absl::StatusOr<FigureValue> Value(const v1::Indicator& indicator, const Period& period,
                                    int depth) {
    // Operands are shared: without this a few layers of twenty would be computed for ever.
    const auto key = std::make_tuple(indicator.name(), period.start, depth);
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    ASSIGN_OR_RETURN(const FigureValue value, Compute(indicator, period, depth));
    return known_.emplace(key, value).first->second;
  }

  // Of the period alone, or of all from the beginning of its plan.
  Sums SumsFor(const v1::Indicator& indicator, const Period& period) {
    if (!indicator.cumulative()) return SumsIn(indicator, period);
    const CountedFormula* counted = CountedOf(indicator, period);
    if (counted == nullptr) return {};
    Sums total;
    for (const Period& earlier :
         periods_.BeginningIn({counted->term.start, period.end}, kPeriodsMax)) {
      const Sums sums = SumsIn(indicator, earlier);
      total.numerator += sums.numerator;
      total.denominator += sums.denominator;
    }
    return total;
  }

 private:
  absl::StatusOr<FigureValue> Compute(const v1::Indicator& indicator, const Period& period,
                                      int depth) {
    const v1::FormulaVersion& version = VersionFor(indicator, period.start);
    if (version.formula().has_combination()) {
      return Combined(version.formula().combination(), period, depth);
    }
    const Sums sums = SumsFor(indicator, period);
    if (version.formula().has_share()) return formulas::ShareOf(sums.numerator, sums.denominator);
    return FigureValue(base::Rational(sums.numerator));
  }

  const CountedFormula* CountedOf(const v1::Indicator& indicator, const Period& period) const {
    return counts_.counted(indicator.name(), VersionFor(indicator, period.start).version());
  }

  Sums SumsIn(const v1::Indicator& indicator, const Period& period) const {
    const CountedFormula* counted = CountedOf(indicator, period);
    if (counted == nullptr) return {};
    const auto found = counted->sums.find(periods_.KeyOf(period));
    return found == counted->sums.end() ? Sums{} : found->second;
  }

  absl::StatusOr<FigureValue> Combined(const v1::Combination& combination, const Period& period,
                                       int depth) {
    if (depth >= kDepthMax) return FigureValue();
    std::vector<FigureValue> values;
    for (const std::string& name : combination.indicators()) {
      const v1::Indicator* operand = counts_.indicator(name);
      if (operand == nullptr || operand->formulas().empty()) return FigureValue();
      ASSIGN_OR_RETURN(values.emplace_back(), Value(*operand, period, depth + 1));
      if (combination.operation() != v1::OPERATION_GROWTH) continue;
      const std::optional<Period> before = periods_.YearBefore(period);
      if (!before.has_value()) return FigureValue();
      ASSIGN_OR_RETURN(values.emplace_back(), Value(*operand, *before, depth + 1));
    }
    return formulas::Combine(combination.operation(), values);
  }

  const Periods& periods_;
  const Counts& counts_;
  // By indicator, first day and depth, which decides where nothing is computed any more.
  std::map<std::tuple<std::string, absl::CivilDay, int>, FigureValue> known_;
};

}  // namespace

SumsByPeriod SumsOf(const std::vector<ledger::CountRow>& rows, const std::set<std::string>& logs) {
  SumsByPeriod by_period;
  for (const ledger::CountRow& row : rows) {
    const std::optional<Bucket> bucket = ParseBucket(row.bucket);
    if (!bucket.has_value() || logs.count(bucket->log) == 0) continue;
    Sums& sums = by_period[bucket->period];
    (bucket->role == v1::FACT_ROLE_DENOMINATOR ? sums.denominator : sums.numerator) += row.count;
  }
  return by_period;
}

std::set<std::string> CurrentLogs(const std::vector<FactLog>& all) {
  std::set<std::string> names;
  for (const FactLog& logs : all) {
    const storage::v1::LogEpoch* epoch = CurrentEpoch(logs);
    if (epoch != nullptr) names.insert(LogName(ServiceOf(logs.name()), epoch->number()));
  }
  return names;
}

std::vector<v1::FactSource> SourcesOf(const std::vector<FactLog>& all) {
  std::vector<v1::FactSource> sources;
  for (const FactLog& logs : all) {
    const storage::v1::LogEpoch* epoch = CurrentEpoch(logs);
    if (epoch == nullptr) continue;
    v1::FactSource& source = sources.emplace_back();
    source.set_service(std::string(ServiceOf(logs.name())));
    source.set_epoch(epoch->source().substr(epoch->source().rfind(':') + 1));
    source.set_position(epoch->tip());
    if (epoch->tip_micros() == 0) continue;
    *source.mutable_commit_time() = base::ToTimestamp(absl::FromUnixMicros(epoch->tip_micros()));
  }
  return sources;
}

const v1::FormulaVersion& VersionFor(const v1::Indicator& indicator, absl::CivilDay first_day) {
  const v1::FormulaVersion* holds = &indicator.formulas(0);
  for (const v1::FormulaVersion& version : indicator.formulas()) {
    if (version.has_valid_from() && base::ToDay(version.valid_from()) <= first_day) {
      holds = &version;
    }
  }
  return *holds;
}

absl::StatusOr<v1::Figure> FigureOf(const v1::Indicator& indicator, const Periods& periods,
                                    const Period& period, const Counts& counts) {
  Computation computation(periods, counts);
  const v1::FormulaVersion& version = VersionFor(indicator, period.start);
  v1::Figure figure;
  figure.set_indicator(indicator.name());
  *figure.mutable_period() = base::ToPeriod(period);
  figure.set_formula_version(version.version());
  ASSIGN_OR_RETURN(const FigureValue value, computation.Value(indicator, period, 0));
  if (value.has_value()) *figure.mutable_value() = base::ToRational(*value);
  if (version.formula().has_combination()) return figure;
  const Sums sums = computation.SumsFor(indicator, period);
  figure.set_numerator(sums.numerator);
  if (version.formula().has_share()) figure.set_denominator(sums.denominator);
  return figure;
}

}  // namespace mandat::objectives::facts
