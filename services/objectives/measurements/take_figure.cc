#include "services/objectives/measurements/take_figure.h"

#include <string>
#include <utility>

#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/command.h"
#include "services/lib/ledger/job.h"
#include "services/lib/ledger/view.h"
#include "services/objectives/facts/explanation.h"
#include "services/objectives/measurements/commands.h"

namespace mandat::objectives {
namespace {

using measurements::TakenFigure;
using v1::ExplainFigureResponse;

constexpr int kTries = 3;

// An explanation, as it comes.
class Taking {
 public:
  explicit Taking(const std::function<bool(int64_t)>& progress) : progress_(progress) {}

  bool Add(const ExplainFigureResponse& piece) {
    if (piece.has_figure()) figure_ = piece.figure();
    for (const v1::Fact& fact : piece.facts()) {
      // Of a combination, the figures of others are told too.
      if (fact.indicator() != figure_.indicator()) continue;
      (fact.role() == v1::FACT_ROLE_DENOMINATOR ? denominator_ : numerator_) += fact.amount();
    }
    facts_ += piece.facts_size();
    if (!piece.facts_digest().empty()) {
      digest_ = piece.facts_digest();
      return true;
    }
    return progress_(facts_);
  }

  // Whether the facts are those that make the figure: an event that arrives while they are read can
  // take the place of one before it where each value counts once. The sums of a combination are its
  // operands', so of one nothing is found out here.
  bool fits() const {
    const bool combined = numerator_ == 0 && denominator_ == 0;
    return combined || (numerator_ == figure_.numerator() && denominator_ == figure_.denominator());
  }

  TakenFigure Taken() const {
    TakenFigure taken;
    if (figure_.has_value()) taken.value = figure_.value();
    taken.catching_up = figure_.catching_up();
    v1::FigureProvenance& provenance = taken.provenance;
    provenance.set_formula_version(figure_.formula_version());
    provenance.set_numerator(figure_.numerator());
    if (figure_.has_denominator()) provenance.set_denominator(figure_.denominator());
    *provenance.mutable_sources() = figure_.sources();
    provenance.set_facts_count(facts_);
    provenance.set_facts_digest(digest_);
    return taken;
  }

 private:
  const std::function<bool(int64_t)>& progress_;
  v1::Figure figure_;
  int64_t numerator_ = 0;
  int64_t denominator_ = 0;
  int64_t facts_ = 0;
  std::string digest_;
};

}  // namespace

absl::StatusOr<TakenFigure> TakeFigure(ledger::Ledger& ledger, const access::Call& call,
                                       const v1::ExplainFigureRequest& request,
                                       const std::function<bool(int64_t)>& progress) {
  for (int tries = 0; tries < kTries; ++tries) {
    Taking taking(progress);
    RETURN_IF_ERROR(
        ExplainFigure(ledger, call, request, [&](const auto& piece) { return taking.Add(piece); }));
    if (taking.fits()) return taking.Taken();
  }
  return base::Error(absl::StatusCode::kAborted, "FACTS_MOVED",
                     "Events came while the facts were read. Repeat the call.");
}

absl::Status SubmitFigure(ledger::Ledger& ledger, const access::Call& call,
                          const v1::SubmitFigureRequest& request,
                          const std::function<bool(const v1::SubmitFigureResponse&)>& write) {
  RETURN_IF_ERROR(measurements::CheckSubmitFigure(request));
  v1::ExplainFigureRequest which;
  which.set_indicator(request.indicator());
  *which.mutable_period() = request.period();
  ASSIGN_OR_RETURN(TakenFigure figure, TakeFigure(ledger, call, which, [&write](int64_t facts) {
                     v1::SubmitFigureResponse piece;
                     piece.set_facts_count(facts);
                     return write(piece);
                   }));
  v1::SubmitFigureResponse last;
  last.set_facts_count(figure.provenance.facts_count());
  // It lives until its answer is there.
  const ledger::Command command = SubmitFigureCommand(std::move(figure));
  RETURN_IF_ERROR(ledger::RunAndWait(ledger, command, call, request));
  RETURN_IF_ERROR(ledger::ReadAndWait(ledger, call, [&](ledger::View& view) {
    return view.Get(measurements::NameOf(request), last.mutable_measurement());
  }));
  write(last);
  return absl::OkStatus();
}

}  // namespace mandat::objectives
