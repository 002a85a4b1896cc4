#include "services/objectives/facts/queries.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/period.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/figure_source.h"
#include "services/objectives/names.h"

namespace mandat::objectives {

// An answer that people can look at, and that fits into a message.
constexpr size_t kPeriodsMax = 400;

absl::Status ListFigures(const v1::ListFiguresRequest& request, ledger::View& view,
                         v1::ListFiguresResponse* response) {
  RETURN_IF_ERROR(base::CheckName(request.indicator(), kIndicators, "indicator"));
  std::optional<base::Period> asked;
  if (request.has_period()) {
    ASSIGN_OR_RETURN(asked, base::ParsePeriod(request.period(), "period"));
  }
  ASSIGN_OR_RETURN(const facts::FigureSource source,
                   facts::FigureSource::Read(request.indicator(), view));
  base::Period span = source.term();
  if (asked.has_value()) {
    span = *asked;
  } else {
    // Those of the plan that have begun.
    span.end = std::max(span.start + 1, std::min(span.end, base::BrusselsDay(view.call().now) + 1));
  }
  const std::vector<base::Period> periods = source.periods().BeginningIn(span, kPeriodsMax + 1);
  if (periods.size() > kPeriodsMax) {
    return base::InvalidField("TOO_MANY_PERIODS", "period",
                              absl::StrCat("Ask for at most ", kPeriodsMax, " periods."));
  }
  for (const base::Period& period : periods) {
    ASSIGN_OR_RETURN(*response->add_figures(), source.FigureOf(period));
  }
  return absl::OkStatus();
}

}  // namespace mandat::objectives
