#include "services/objectives/restatements/watch.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/restatement.pb.h"
#include "services/lib/base/period.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/job.h"
#include "services/lib/ledger/view.h"
#include "services/objectives/facts/figure_source.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/measurements/take_figure.h"
#include "services/objectives/restatements/commands.h"
#include "services/objectives/restatements/rules.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives {
namespace {

using ledger::View;
using measurements::TakenFigure;
using v1::Measurement;
using v1::Restatement;

constexpr char kJob[] = "restatements";
// More than there ever are: 50 figures a month for 100 years.
constexpr int kMost = 60'000;
constexpr int kServicesMost = 100;

// Where facts stand: it changes with every one that arrives and every one that is counted.
absl::StatusOr<std::string> StandOfFacts(View& view) {
  std::string stand;
  ASSIGN_OR_RETURN(const auto logs, view.FindUnchecked<storage::v1::FactLog>({}, kServicesMost));
  for (const auto& log : logs) absl::StrAppend(&stand, log.name(), "@", log.etag(), " ");
  ASSIGN_OR_RETURN(const auto book, view.GetUnchecked<storage::v1::FormulaBook>(facts::kBook));
  if (book.has_value()) absl::StrAppend(&stand, book->etag());
  return stand;
}

// What the facts give for the period of a measurement; nothing where it is no period of the
// indicator any more: of a plan that was lengthened, the term.
absl::StatusOr<std::optional<TakenFigure>> LiveOf(const Measurement& measurement,
                                                  const facts::FigureSource& source) {
  const auto period = source.periods().Parse(measurement.period(), "period");
  if (!period.ok()) return std::nullopt;
  ASSIGN_OR_RETURN(const v1::Figure figure, source.FigureOf(*period));
  TakenFigure taken;
  if (figure.has_value()) taken.value = figure.value();
  taken.catching_up = figure.catching_up();
  return taken;
}

// Whether the facts ask for a change of what is published or waits.
absl::StatusOr<bool> Differs(const Measurement& measurement, const facts::FigureSource& source,
                             View& view) {
  ASSIGN_OR_RETURN(const std::optional<TakenFigure> live, LiveOf(measurement, source));
  if (!live.has_value()) return false;
  ASSIGN_OR_RETURN(const std::vector<Restatement> found,
                   view.FindUnchecked<Restatement>(
                       {{&Restatements().measurement, base::IdIn(measurement.name())}}, kMost));
  std::vector<const Restatement*> all;
  for (const Restatement& restatement : found) all.push_back(&restatement);
  ASSIGN_OR_RETURN(const ledger::Decision decision,
                   restatements::ByFacts(measurement, *live, all, "", absl::UnixEpoch()));
  return !decision.versions().empty();
}

// Published figures that differ from the facts. One that is beyond exact arithmetic does not keep
// the others from being compared.
absl::StatusOr<std::vector<Measurement>> DifferentIn(View& view) {
  ASSIGN_OR_RETURN(
      std::vector<Measurement> published,
      view.FindUnchecked<Measurement>({{&Measurements().figure_published, int64_t{1}}}, kMost));
  std::vector<Measurement> different;
  std::optional<facts::FigureSource> source;
  for (Measurement& measurement : published) {
    // Those of an indicator stand together.
    if (!source.has_value() || source->indicator().name() != measurement.indicator()) {
      ASSIGN_OR_RETURN(const auto indicator,
                       view.GetUnchecked<v1::Indicator>(measurement.indicator()));
      if (!indicator.has_value()) continue;
      ASSIGN_OR_RETURN(facts::FigureSource read, facts::FigureSource::Of(*indicator, view));
      source.emplace(std::move(read));
    }
    const absl::StatusOr<bool> differs = Differs(measurement, *source, view);
    if (!differs.ok() && !absl::IsOutOfRange(differs.status())) return differs.status();
    if (differs.ok() && *differs) different.push_back(std::move(measurement));
  }
  return different;
}

}  // namespace

runtime::Job RestatementWatch::job() {
  return {kJob, [this](absl::Time now) { return Run(now); }, absl::Seconds(1)};
}

absl::StatusOr<bool> RestatementWatch::Run(absl::Time now) {
  const access::Call call = ledger::CallOfJob("objectives", kJob, now);
  std::string stand = absl::StrCat(ledger_.head(), " ");
  std::vector<Measurement> different;
  RETURN_IF_ERROR(ledger::ReadAndWait(ledger_, call, [&](View& view) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string facts, StandOfFacts(view));
    stand += facts;
    if (stand == compared_) return absl::OkStatus();
    ASSIGN_OR_RETURN(different, DifferentIn(view));
    return absl::OkStatus();
  }));
  bool all = true;
  static const ledger::Command& restate = *new ledger::Command(ledger::CommandOf<RestateByFacts>());
  for (const Measurement& measurement : different) {
    v1::ExplainFigureRequest which;
    which.set_indicator(measurement.indicator());
    *which.mutable_period() = measurement.period();
    const absl::StatusOr<TakenFigure> figure =
        TakeFigure(ledger_, call, which, [](int64_t) { return true; });
    // Its facts came faster than they could be read.
    all &= !absl::IsAborted(figure.status());
    if (absl::IsAborted(figure.status()) || absl::IsOutOfRange(figure.status())) continue;
    RETURN_IF_ERROR(figure.status());
    // It began to catch up meanwhile: it is looked at again when that is done.
    if (figure->catching_up) continue;
    storage::v1::RestateByFactsRequest request;
    request.set_measurement(measurement.name());
    if (figure->value.has_value()) *request.mutable_value() = *figure->value;
    *request.mutable_provenance() = figure->provenance;
    RETURN_IF_ERROR(ledger::RunAndWait(ledger_, restate, call, request));
  }
  if (all) compared_ = std::move(stand);
  return false;
}

}  // namespace mandat::objectives
