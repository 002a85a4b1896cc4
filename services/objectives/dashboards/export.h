#ifndef SERVICES_OBJECTIVES_DASHBOARDS_EXPORT_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_EXPORT_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/base/phrase.h"
#include "services/lib/ledger/ledger.h"

namespace mandat::objectives {

// Takes the next piece of a file; false where nobody wants more.
using TakePiece = std::function<bool(const v1::ExportDashboardResponse&)>;

// Hands a dashboard out as a file, piece by piece. Waits, so it runs on a thread of its own. Errors
// as the comment of the method says; CANCELLED where nobody wants the rest.
absl::Status ExportDashboard(ledger::Ledger& ledger, const access::Call& call,
                             const v1::ExportDashboardRequest& request, const TakePiece& take);

namespace dashboards {

// The whole file: a function of what was frozen, the format and the language. `format` is
// specified.
absl::StatusOr<std::string> FileOf(const v1::Dashboard& dashboard,
                                   absl::Span<const v1::DashboardRow> rows,
                                   v1::DashboardFormat format, base::Language language);

}  // namespace dashboards
}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_EXPORT_H_
