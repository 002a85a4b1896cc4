#ifndef SERVICES_OBJECTIVES_FACTS_EXPLANATION_H_
#define SERVICES_OBJECTIVES_FACTS_EXPLANATION_H_

// Explains a figure down to the facts that it counts.

#include <functional>

#include "absl/status/status.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/ledger.h"

namespace mandat::objectives {

// Gives the explanation piece by piece to `write`, which answers whether more is wanted. Waits: for
// threads of their own. What arrives meanwhile is not told, so that the facts are those that make
// the figure of the first piece. Errors as the comment of ExplainFigure says.
absl::Status ExplainFigure(ledger::Ledger& ledger, const access::Call& call,
                           const v1::ExplainFigureRequest& request,
                           const std::function<bool(const v1::ExplainFigureResponse&)>& write);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_FACTS_EXPLANATION_H_
