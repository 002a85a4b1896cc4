#include "services/objectives/dashboards/export.h"

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/csv/table.h"
#include "services/lib/ledger/job.h"
#include "services/lib/xlsx/xlsx.h"
#include "services/objectives/dashboards/queries.h"
#include "services/objectives/dashboards/rows_table.h"
#include "services/objectives/dashboards/rules.h"

namespace mandat::objectives {
namespace {

constexpr size_t kPieceBytes = size_t{64} << 10;
constexpr char kSeparator = ';';

absl::Status ReadAll(const std::string& name, ledger::View& view, v1::Dashboard* dashboard,
                     std::vector<v1::DashboardRow>* rows) {
  RETURN_IF_ERROR(view.Get(name, dashboard));
  ASSIGN_OR_RETURN(*rows, dashboards::ReadRows(*dashboard, view));
  return absl::OkStatus();
}

}  // namespace

namespace dashboards {

absl::StatusOr<std::string> FileOf(const v1::Dashboard& dashboard,
                                   absl::Span<const v1::DashboardRow> rows,
                                   v1::DashboardFormat format, base::Language language) {
  const csv::Table table = TableOf(dashboard, rows, language);
  if (format == v1::DASHBOARD_FORMAT_CSV) {
    return csv::ToCsv(table, kSeparator, language == base::Language::kEn ? '.' : ',');
  }
  xlsx::Properties properties;
  properties.title = std::string(base::Pick(dashboard.plan_title(), base::CodeOf(language)));
  properties.created = base::ToTime(dashboard.create_time());
  return xlsx::ToXlsx(table, properties);
}

}  // namespace dashboards

absl::Status ExportDashboard(ledger::Ledger& ledger, const access::Call& call,
                             const v1::ExportDashboardRequest& request, const TakePiece& take) {
  RETURN_IF_ERROR(dashboards::CheckExport(request));
  v1::Dashboard dashboard;
  std::vector<v1::DashboardRow> rows;
  const absl::Status read = ledger::ReadAndWait(ledger, call, [&](ledger::View& view) {
    return ReadAll(request.name(), view, &dashboard, &rows);
  });
  RETURN_IF_ERROR(read);
  const v1::DashboardFormat format = request.format() == v1::DASHBOARD_FORMAT_UNSPECIFIED
                                         ? v1::DASHBOARD_FORMAT_CSV
                                         : request.format();
  ASSIGN_OR_RETURN(
      const std::string file,
      dashboards::FileOf(dashboard, rows, format, *base::LanguageOf(request.language())));
  absl::string_view left = file;
  while (!left.empty()) {
    v1::ExportDashboardResponse piece;
    piece.set_data(std::string(left.substr(0, kPieceBytes)));
    piece.set_rows_done(dashboard.rows_count());
    piece.set_rows_total(dashboard.rows_count());
    left.remove_prefix(piece.data().size());
    if (!take(piece)) return absl::CancelledError("nobody wants the rest");
  }
  return absl::OkStatus();
}

}  // namespace mandat::objectives
