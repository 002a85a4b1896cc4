#include "services/objectives/measurements/values.h"

#include <algorithm>
#include <map>
#include <utility>

#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/restatement.pb.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/figure_source.h"
#include "services/objectives/measurements/rules_official.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {
namespace {

using base::Period;
using v1::Measurement;

// Far more than an indicator has: a value a month for as long as plans may last, in twenty parts.
constexpr int kMeasurementsMost = 50'000;

using ByStart = std::map<absl::CivilDay, IndicatorValue>;
// Restatements that wait for a decision, by measurement.
using Waiting = std::map<std::string, std::string>;

absl::StatusOr<Waiting> WaitingOf(const std::string& indicator, ledger::View& view) {
  v1::Restatement open;
  open.set_state(v1::RESTATEMENT_STATE_PROPOSED);
  ASSIGN_OR_RETURN(const std::vector<v1::Restatement> all,
                   view.FindUnchecked<v1::Restatement>(
                       {{&Restatements().indicator, base::IdIn(indicator)},
                        {&Restatements().state, Restatements().state.read(open)}},
                       kMeasurementsMost));
  Waiting waiting;
  for (const v1::Restatement& restatement : all) {
    waiting[restatement.measurement()] = restatement.name();
  }
  return waiting;
}

// What of a measurement is shown; none of a draft, nor of what is odd until somebody answers for
// it, unless something was accepted before: it would go into averages that nobody suspects.
std::optional<IndicatorValue> ShownOf(const Measurement& measurement) {
  const bool is_odd = !measurement.findings().empty();
  const bool waits = (measurement.state() == v1::MEASUREMENT_STATE_SUBMITTED && !is_odd) ||
                     measurement.state() == v1::MEASUREMENT_STATE_VALIDATED;
  IndicatorValue value;
  value.official = measurement.has_accepted();
  if (!value.official && !waits) return std::nullopt;
  static_cast<PeriodValue&>(value) =
      value.official ? measurements::AcceptedOf(measurement) : measurements::ValueOf(measurement);
  value.measurement = measurement.name();
  const v1::FigureProvenance& provenance =
      value.official ? measurement.accepted().provenance() : measurement.provenance();
  const bool computed =
      value.official ? measurement.accepted().has_provenance() : measurement.has_provenance();
  const common::v1::Rational& given =
      value.official ? measurement.accepted().value() : measurement.value();
  value.formula_version = provenance.formula_version();
  value.numerator = computed ? provenance.numerator() : given.numerator();
  if (!computed) {
    value.denominator = given.denominator();
  } else if (provenance.has_denominator()) {
    value.denominator = provenance.denominator();
  }
  return value;
}

absl::StatusOr<IndicatorValue> LiveIn(const facts::FigureSource& source, const Period& period,
                                      absl::CivilDay today) {
  ASSIGN_OR_RETURN(const v1::Figure figure, source.FigureOf(period));
  IndicatorValue value;
  value.period = period;
  if (figure.has_value()) {
    ASSIGN_OR_RETURN(value.value, base::ParseRational(figure.value(), "value"));
  }
  value.known_on = std::min(today, period.end);
  value.formula_version = figure.formula_version();
  value.numerator = figure.numerator();
  if (figure.has_denominator()) value.denominator = figure.denominator();
  return value;
}

absl::Status AddLive(const v1::Indicator& indicator, const Period& plan, absl::CivilDay today,
                     ledger::View& view, ByStart* values) {
  ASSIGN_OR_RETURN(const facts::FigureSource source, facts::FigureSource::Of(indicator, view));
  const Period begun = {plan.start, std::max(plan.start + 1, std::min(plan.end, today + 1))};
  for (const Period& period : source.periods().BeginningIn(begun, facts::kPeriodsMax)) {
    if (values->count(period.start) != 0) continue;
    ASSIGN_OR_RETURN(IndicatorValue live, LiveIn(source, period, today));
    values->emplace(period.start, std::move(live));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<IndicatorValue>> ValuesOf(const v1::Indicator& indicator,
                                                     const Period& plan, absl::CivilDay today,
                                                     ledger::View& view) {
  ASSIGN_OR_RETURN(
      const std::vector<Measurement> all,
      view.FindUnchecked<Measurement>({{&Measurements().indicator, base::IdIn(indicator.name())}},
                                      kMeasurementsMost));
  ASSIGN_OR_RETURN(const Waiting waiting, WaitingOf(indicator.name(), view));
  ByStart values;
  for (const Measurement& measurement : all) {
    if (!measurement.dimensions().empty()) continue;
    std::optional<IndicatorValue> shown = ShownOf(measurement);
    if (!shown.has_value()) continue;
    if (const auto found = waiting.find(measurement.name()); found != waiting.end()) {
      shown->restatement = found->second;
    }
    values.insert_or_assign(shown->period.start, *std::move(shown));
  }
  if (indicator.source() == v1::VALUE_SOURCE_COMPUTED) {
    RETURN_IF_ERROR(AddLive(indicator, plan, today, view, &values));
  }
  std::vector<IndicatorValue> sorted;
  for (auto& [start, value] : values) sorted.push_back(std::move(value));
  return sorted;
}

}  // namespace mandat::objectives
