#include "services/objectives/facts/figure_source.h"

#include <optional>

#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/store.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/formulas/combination.h"
#include "services/objectives/formulas/event_types.h"

namespace mandat::objectives::facts {
namespace {

using storage::v1::BookedFormula;
using storage::v1::FactLog;
using storage::v1::FormulaBook;
using v1::Indicator;

// More services than there are.
constexpr int kServicesMax = 100;

}  // namespace

absl::StatusOr<FigureSource> FigureSource::Read(const std::string& indicator, ledger::View& view) {
  Indicator asked;
  RETURN_IF_ERROR(view.Get(indicator, &asked));
  if (asked.source() != v1::VALUE_SOURCE_COMPUTED) {
    return base::Error(absl::StatusCode::kFailedPrecondition, "INDICATOR_NOT_COMPUTED",
                       "Its values are entered; no formula gives them.", {{"name", indicator}});
  }
  return Of(asked, view);
}

absl::StatusOr<FigureSource> FigureSource::Of(const Indicator& computed, ledger::View& view) {
  ASSIGN_OR_RETURN(const auto moment, ledger::Moment::Of(view.reader()));
  FigureSource source;
  source.name_ = computed.name();
  ASSIGN_OR_RETURN(const auto plan, view.GetUnchecked<v1::Plan>(computed.plan()));
  if (!plan.has_value()) return absl::InternalError("an indicator without a plan");
  ASSIGN_OR_RETURN(source.term_, base::ParsePeriod(plan->period(), "period"));
  source.periods_ = std::make_shared<formulas::Periods>(computed.frequency(), source.term_);
  source.indicators_.emplace(computed.name(), computed);
  RETURN_IF_ERROR(source.ReadIndicators(view));
  RETURN_IF_ERROR(source.ReadLogs(view));
  RETURN_IF_ERROR(source.ReadCounts(view));
  return source;
}

// The rights to what a formula combines were looked at when it was written.
absl::Status FigureSource::ReadIndicators(ledger::View& view) {
  std::vector<std::string> wanted = {name_};
  while (!wanted.empty()) {
    const Indicator& next = indicators_.at(wanted.back());
    wanted.pop_back();
    for (const v1::FormulaVersion& version : next.formulas()) {
      for (const std::string& operand : formulas::OperandsOf(version.formula())) {
        if (indicators_.count(operand) != 0) continue;
        ASSIGN_OR_RETURN(std::optional<Indicator> found, view.GetUnchecked<Indicator>(operand));
        if (!found.has_value()) continue;
        indicators_.emplace(operand, *std::move(found));
        wanted.push_back(operand);
      }
      for (const std::string& type : formulas::EventTypesIn(version.formula())) {
        const formulas::EventType* known = formulas::EventTypes::Published().Find(type);
        if (known != nullptr) services_.insert(std::string(known->service));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status FigureSource::ReadLogs(ledger::View& view) {
  ASSIGN_OR_RETURN(logs_, view.FindUnchecked<FactLog>({}, kServicesMax));
  std::erase_if(logs_, [this](const FactLog& log) {
    return services_.count(std::string(ServiceOf(log.name()))) == 0;
  });
  return absl::OkStatus();
}

absl::Status FigureSource::ReadCounts(ledger::View& view) {
  ASSIGN_OR_RETURN(const std::optional<FormulaBook> book, view.GetUnchecked<FormulaBook>(kBook));
  if (book.has_value()) book_ = *book;
  const std::set<std::string> logs = CurrentLogs(logs_);
  for (const BookedFormula& booked : book_.formulas()) {
    if (indicators_.count(booked.indicator()) == 0) continue;
    ASSIGN_OR_RETURN(const auto rows,
                     view.reader().Counts(kFigures, BucketPrefix(booked.number())));
    ASSIGN_OR_RETURN(const base::Period term, base::ParsePeriod(booked.term(), "term"));
    counted_[{booked.indicator(), booked.version()}] = {SumsOf(rows, logs), term};
  }
  return absl::OkStatus();
}

const Indicator* FigureSource::Find(const std::string& name) const {
  const auto found = indicators_.find(name);
  return found == indicators_.end() ? nullptr : &found->second;
}

const BookedFormula* FigureSource::Booked(const std::string& indicator, int32_t version) const {
  for (const BookedFormula& booked : book_.formulas()) {
    if (booked.indicator() == indicator && booked.version() == version) return &booked;
  }
  return nullptr;
}

absl::StatusOr<v1::Figure> FigureSource::FigureOf(const base::Period& period) const {
  Counts counts;
  counts.indicator = [this](const std::string& name) { return Find(name); };
  counts.counted = [this](const std::string& name, int32_t version) -> const CountedFormula* {
    const auto found = counted_.find({name, version});
    return found == counted_.end() ? nullptr : &found->second;
  };
  ASSIGN_OR_RETURN(v1::Figure figure, facts::FigureOf(indicator(), *periods_, period, counts));
  for (v1::FactSource& source : SourcesOf(logs_)) *figure.add_sources() = std::move(source);
  for (const auto& [name, one] : indicators_) {
    const BookedFormula* booked = Booked(name, VersionFor(one, period.start).version());
    if (booked != nullptr && booked->catching_up()) figure.set_catching_up(true);
  }
  return figure;
}

}  // namespace mandat::objectives::facts
