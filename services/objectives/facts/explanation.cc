#include "services/objectives/facts/explanation.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/digest.h"
#include "services/lib/base/error.h"
#include "services/lib/base/period.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/ledger/job.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/figure_source.h"
#include "services/objectives/facts/incoming.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/facts/marks.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/formulas/combination.h"
#include "services/objectives/formulas/event_types.h"
#include "services/objectives/names.h"
#include "services/objectives/schema/fact_kinds.h"

namespace mandat::objectives {
namespace {

using base::Period;
using facts::FigureSource;
using ledger::Row;
using ledger::View;
using storage::v1::BookedFormula;
using storage::v1::FactLog;
using storage::v1::LogEpoch;
using storage::v1::MarkPage;
using storage::v1::StoredFact;
using v1::ExplainFigureResponse;

// Facts that are looked at in one read, so that no read is long. Few at first, so that the first one
// is told at once; then twice as many each time.
constexpr int kFirstPage = 16;
constexpr int kPage = 500;

// Facts of one type in one log, for one formula and the periods in which it counts.
struct Stretch {
  const BookedFormula* booked = nullptr;
  std::string type;
  std::string source;
  std::string log;
  int64_t arrivals = 0;
  std::set<std::string> periods;  // keys
};

class Explanation {
 public:
  Explanation(ledger::Ledger& ledger, const access::Call& call,
              const std::function<bool(const ExplainFigureResponse&)>& write)
      : ledger_(ledger), call_(call), write_(write) {}

  absl::Status Run(const v1::ExplainFigureRequest& request) {
    ExplainFigureResponse first;
    const absl::Status read = ledger::ReadAndWait(ledger_, call_, [&](View& view) -> absl::Status {
      ASSIGN_OR_RETURN(FigureSource source, FigureSource::Read(request.indicator(), view));
      source_.emplace(std::move(source));
      ASSIGN_OR_RETURN(const Period period, source_->periods().Parse(request.period(), "period"));
      ASSIGN_OR_RETURN(*first.mutable_figure(), source_->FigureOf(period));
      *first.mutable_words() = facts::VersionFor(source_->indicator(), period.start).words();
      return Plan(source_->indicator(), period, 0);
    });
    RETURN_IF_ERROR(read);
    if (!write_(first)) return absl::CancelledError("Nobody reads it any more.");
    for (const auto& [place, stretch] : stretches_) {
      RETURN_IF_ERROR(Tell(place.indicator, stretch));
    }
    ExplainFigureResponse last;
    last.set_facts_count(count_);
    last.set_facts_digest(absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(digest_.data()), digest_.size())));
    write_(last);
    return absl::OkStatus();
  }

 private:
  struct Place {
    std::string indicator;
    std::string type;
    std::string log;
    int32_t version = 0;
    auto operator<=>(const Place&) const = default;
  };

  // What is to be looked at for the figure of an indicator and a period: what figures.cc computes
  // with, no more and no less.
  absl::Status Plan(const v1::Indicator& indicator, const Period& period, int depth) {
    if (!planned_.emplace(indicator.name(), period.start, depth).second) return absl::OkStatus();
    const v1::FormulaVersion& version = facts::VersionFor(indicator, period.start);
    if (version.formula().has_combination()) return PlanOperands(version, period, depth);
    std::vector<Period> periods = {period};
    const BookedFormula* booked = source_->Booked(indicator.name(), version.version());
    if (indicator.cumulative() && booked != nullptr) {
      ASSIGN_OR_RETURN(const Period term, base::ParsePeriod(booked->term(), "term"));
      periods = source_->periods().BeginningIn({term.start, period.end}, facts::kPeriodsMax);
    }
    for (const Period& one : periods) Add(indicator, one);
    return absl::OkStatus();
  }

  absl::Status PlanOperands(const v1::FormulaVersion& version, const Period& period, int depth) {
    if (depth >= facts::kDepthMax) return absl::OkStatus();
    for (const std::string& name : formulas::OperandsOf(version.formula())) {
      const v1::Indicator* operand = source_->Find(name);
      if (operand == nullptr || operand->formulas().empty()) continue;
      RETURN_IF_ERROR(Plan(*operand, period, depth + 1));
      if (version.formula().combination().operation() != v1::OPERATION_GROWTH) continue;
      const std::optional<Period> before = source_->periods().YearBefore(period);
      if (before.has_value()) RETURN_IF_ERROR(Plan(*operand, *before, depth + 1));
    }
    return absl::OkStatus();
  }

  void Add(const v1::Indicator& indicator, const Period& period) {
    const int32_t version = facts::VersionFor(indicator, period.start).version();
    const BookedFormula* booked = source_->Booked(indicator.name(), version);
    if (booked == nullptr) return;
    for (const std::string& type : formulas::EventTypesIn(booked->formula())) {
      const formulas::EventType* known = formulas::EventTypes::Published().Find(type);
      for (const FactLog& logs : source_->logs()) {
        const LogEpoch* epoch = facts::CurrentEpoch(logs);
        if (epoch == nullptr || known == nullptr) continue;
        if (facts::ServiceOf(logs.name()) != known->service) continue;
        Stretch stretch = {booked,
                           type,
                           epoch->source(),
                           facts::LogName(known->service, epoch->number()),
                           epoch->arrivals(),
                           {}};
        stretches_.emplace(Place{indicator.name(), type, stretch.log, version}, stretch)
            .first->second.periods.insert(source_->periods().KeyOf(period));
      }
    }
  }

  absl::Status Tell(const std::string& indicator, const Stretch& stretch) {
    storage::v1::FormulaBook alone;
    *alone.add_formulas() = *stretch.booked;
    alone.mutable_formulas(0)->set_catching_up(false);
    ASSIGN_OR_RETURN(const auto book, facts::Book::Compile(alone));
    ledger::PageQuery page;
    page.kind = &Facts().kind;
    page.where = {{&Facts().log, stretch.log}, {&Facts().type, stretch.type}};
    page.order = &Facts().position;
    page.limit = kFirstPage;
    for (bool more = true; more; page.limit = std::min(2 * page.limit, kPage)) {
      ExplainFigureResponse piece;
      const absl::Status read =
          ledger::ReadAndWait(ledger_, call_, [&](View& view) -> absl::Status {
            ASSIGN_OR_RETURN(const std::vector<Row> rows, view.reader().Page(page));
            more = rows.size() == static_cast<size_t>(page.limit);
            for (const Row& row : rows) {
              ASSIGN_OR_RETURN(const auto fact, facts::StoredIn<StoredFact>(row));
              page.after = {ledger::Value(fact.position()), row.id};
              if (facts::ArrivalOf(row.id) > stretch.arrivals) continue;
              RETURN_IF_ERROR(TellFact(indicator, stretch, *book, fact, view, &piece));
            }
            return absl::OkStatus();
          });
      RETURN_IF_ERROR(read);
      if (piece.facts().empty()) continue;
      if (!write_(piece)) return absl::CancelledError("Nobody reads it any more.");
    }
    return absl::OkStatus();
  }

  absl::Status TellFact(const std::string& indicator, const Stretch& stretch,
                        const facts::Book& book, const StoredFact& fact, View& view,
                        ExplainFigureResponse* piece) {
    ASSIGN_OR_RETURN(const auto body, facts::BodyOf(fact));
    // By bucket, and the page on which it is marked where a value counts once.
    std::vector<std::tuple<facts::Bucket, int64_t, std::optional<MarkPage>>> all;
    book.live().Evaluate(fact.type(), *body, absl::FromUnixMicros(fact.commit_micros()),
                         [&](const formulas::Contribution& contribution) {
                           const std::optional<facts::Bucket> counted =
                               book.BucketOf(contribution, stretch.log);
                           if (!counted.has_value() || stretch.periods.count(counted->period) == 0)
                             return;
                           auto& [bucket, amount, page] = all.emplace_back();
                           bucket = *counted;
                           amount = contribution.amount;
                           if (contribution.distinct.empty()) return;
                           facts::MarkedEvents marked(stretch.source, stretch.log);
                           marked.Add(contribution, fact.position());
                           page = std::move(marked.Pages().front());
                         });
    for (const auto& [bucket, amount, event] : all) {
      if (event.has_value()) {
        ASSIGN_OR_RETURN(const auto page, view.GetUnchecked<MarkPage>(event->name()));
        if (!page.has_value() || !facts::IsMarked(*page, *event)) continue;
      }
      v1::Fact* told = piece->add_facts();
      told->set_resource(fact.resource());
      told->set_version(fact.version());
      told->set_type(fact.type());
      told->set_position(fact.position());
      *told->mutable_commit_time() = base::ToTimestamp(absl::FromUnixMicros(fact.commit_micros()));
      told->set_role(bucket.role);
      told->set_amount(amount);
      told->set_indicator(indicator);
      Digest(*told);
    }
    return absl::OkStatus();
  }

  void Digest(const v1::Fact& fact) {
    ++count_;
    digest_ = base::Sha256(absl::StrCat(
        absl::string_view(reinterpret_cast<const char*>(digest_.data()), digest_.size()),
        fact.resource(), "@", fact.version(), " ", fact.type(), " ", static_cast<int>(fact.role()),
        " ", fact.amount()));
  }

  ledger::Ledger& ledger_;
  const access::Call& call_;
  const std::function<bool(const ExplainFigureResponse&)>& write_;
  std::optional<FigureSource> source_;
  // By indicator, first day and depth: operands are shared.
  std::set<std::tuple<std::string, absl::CivilDay, int>> planned_;
  std::map<Place, Stretch> stretches_;
  decltype(base::Sha256("")) digest_ = {};
  int64_t count_ = 0;
};

}  // namespace

absl::Status ExplainFigure(ledger::Ledger& ledger, const access::Call& call,
                           const v1::ExplainFigureRequest& request,
                           const std::function<bool(const ExplainFigureResponse&)>& write) {
  RETURN_IF_ERROR(base::CheckName(request.indicator(), kIndicators, "indicator"));
  return Explanation(ledger, call, write).Run(request);
}

}  // namespace mandat::objectives
