#ifndef SERVICES_OBJECTIVES_MEASUREMENTS_TAKE_FIGURE_H_
#define SERVICES_OBJECTIVES_MEASUREMENTS_TAKE_FIGURE_H_

// A figure with all that it takes to compute it again, and its submission to the board.

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/ledger.h"
#include "services/objectives/measurements/rules.h"

namespace mandat::objectives {

// Reads a figure and every fact that makes it; `progress` is told how many so far, and answers
// whether it is still wanted. Waits: for threads of their own. Errors of ExplainFigure; ABORTED
// `FACTS_MOVED` where facts came so fast that those that were read are not those of the figure.
absl::StatusOr<measurements::TakenFigure> TakeFigure(
    ledger::Ledger& ledger, const access::Call& call, const v1::ExplainFigureRequest& request,
    const std::function<bool(int64_t facts)>& progress);

// Answers SubmitFigure: the progress, then the measurement. Waits, as above.
absl::Status SubmitFigure(ledger::Ledger& ledger, const access::Call& call,
                          const v1::SubmitFigureRequest& request,
                          const std::function<bool(const v1::SubmitFigureResponse&)>& write);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_MEASUREMENTS_TAKE_FIGURE_H_
