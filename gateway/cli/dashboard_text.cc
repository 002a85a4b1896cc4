#include "gateway/cli/dashboard_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/cli/assessment_text.h"
#include "gateway/cli/figure_text.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/localized_text.h"

namespace mandat::cli {
namespace {

using objectives::v1::DashboardAspect;
using objectives::v1::DashboardRow;
using objectives::v1::DashboardRowDifference;
using objectives::v1::DashboardRowSummary;

// The rows of a table, one after the other.
class Rows {
 public:
  explicit Rows(const Reading& reading) : reading_(reading) {}

  void Add(const DashboardRow& row) {
    const std::string indent(static_cast<size_t>(row.depth()) * 2, ' ');
    if (row.has_objective()) {
      const auto& objective = row.objective();
      const auto& progress = objective.progress();
      Line(objective.number(), indent, objective.title(), "", "",
           progress.has_progress_permille() ? PermilleText(progress.progress_permille()) : "", "");
    } else if (row.has_indicator()) {
      Add(row.indicator(), indent);
    } else {
      const auto& action = row.action();
      Line("", indent, action.title(), "",
           CodeText(objectives::v1::ActionState_Name(action.state()), "ACTION_STATE_"), "",
           Said(action.remaining()));
    }
  }

  std::string Text() const {
    return absl::StrCat(
        Table({"number", "title", "value", "status", "reached", "target or what remains"}, rows_,
              reading_.width),
        provisional_ ? kProvisional : "");
  }

 private:
  std::string Said(const common::v1::LocalizedText& text) const {
    return std::string(base::Pick(text, reading_.language));
  }

  void Add(const objectives::v1::DashboardIndicator& indicator, const std::string& indent) {
    std::string value = "-";
    if (indicator.has_value()) {
      value = ValueText(indicator.unit(),
                        indicator.value().has_value() ? &indicator.value().value() : nullptr);
      if (!indicator.value().official()) absl::StrAppend(&value, " *");
      provisional_ = provisional_ || !indicator.value().official();
    }
    const auto& assessment = indicator.assessment();
    Line(indicator.number(), indent, indicator.title(), value,
         indicator.has_assessment() ? StatusText(assessment.status()) : "",
         assessment.has_achievement_permille() ? PermilleText(assessment.achievement_permille())
                                               : "",
         Said(indicator.target_words()));
  }

  void Line(const std::string& number, const std::string& indent,
            const common::v1::LocalizedText& title, const std::string& value,
            const std::string& status, const std::string& reached, const std::string& last) {
    rows_.push_back({number, absl::StrCat(indent, Said(title)), value, status, reached, last});
  }

  const Reading& reading_;
  std::vector<std::vector<std::string>> rows_;
  bool provisional_ = false;
};

std::string PeriodOr(bool present, const common::v1::Period& period) {
  if (!present) return "";
  if (period.has_end_date()) return PeriodText(period);
  return absl::StrCat(base::ToIso(base::ToDay(period.start_date())), "..");
}

// What a row says in one respect; empty where it cannot be said in a cell.
std::string SummaryText(const DashboardRowSummary& summary, DashboardAspect aspect,
                        const Reading& reading) {
  using namespace objectives::v1;  // NOLINT: many codes
  switch (aspect) {
    case DASHBOARD_ASPECT_PROGRESS:
      return summary.has_progress_permille() ? PermilleText(summary.progress_permille()) : "-";
    case DASHBOARD_ASPECT_VALUE:
      return absl::StrCat(
          ValueText(summary.unit(), summary.has_value() ? &summary.value() : nullptr),
          summary.has_value_period() ? " in " : "",
          PeriodOr(summary.has_value_period(), summary.value_period()));
    case DASHBOARD_ASPECT_ACCEPTANCE:
      if (summary.official()) return "accepted";
      return summary.has_value_period() ? "provisional" : "-";
    case DASHBOARD_ASPECT_TARGET:
      return std::string(base::Pick(summary.target_words(), reading.language));
    case DASHBOARD_ASPECT_STATUS:
      if (summary.status() == ASSESSMENT_STATUS_UNSPECIFIED) return "-";  // there was no target
      return absl::StrCat(
          StatusText(summary.status()), summary.has_achievement_permille() ? ", " : "",
          summary.has_achievement_permille() ? PermilleText(summary.achievement_permille()) : "");
    case DASHBOARD_ASPECT_STATE:
      return CodeText(ActionState_Name(summary.state()), "ACTION_STATE_");
    case DASHBOARD_ASPECT_HEALTH:
      return absl::StrCat(CodeText(Health_Name(summary.stated_health()), "HEALTH_"), ", by dates ",
                          CodeText(Health_Name(summary.computed_health()), "HEALTH_"));
    case DASHBOARD_ASPECT_DATES: {
      const std::string planned = PeriodOr(summary.has_planned_period(), summary.planned_period());
      const std::string effective =
          PeriodOr(summary.has_effective_period(), summary.effective_period());
      return effective.empty() ? planned : absl::StrCat(planned, ", was ", effective);
    }
    case DASHBOARD_ASPECT_BUDGET: {
      common::v1::Rational cents;
      cents.set_numerator(summary.budget_cents());
      cents.set_denominator(1);
      return ValueText(UNIT_CENTS, &cents);
    }
    default:
      return "";
  }
}

}  // namespace

std::string DashboardText(const objectives::v1::Dashboard& dashboard,
                          const std::vector<DashboardRow>& rows, const Reading& reading) {
  Rows table(reading);
  for (const DashboardRow& row : rows) table.Add(row);
  return absl::StrCat(
      base::Pick(dashboard.plan_title(), reading.language), ", ", PeriodText(dashboard.period()),
      " (", CodeText(objectives::v1::DashboardState_Name(dashboard.state()), "DASHBOARD_STATE_"),
      ")\n", table.Text(), "Assessed as of ", base::ToIso(base::ToDay(dashboard.assess_date())),
      ", frozen at position ", dashboard.position(), ", digest ", dashboard.digest(), "\n");
}

std::string ComparisonText(const objectives::v1::DashboardComparison& comparison,
                           const Reading& reading) {
  std::vector<std::vector<std::string>> rows;
  for (const DashboardRowDifference& difference : comparison.differences()) {
    const std::string title(base::Pick(difference.title(), reading.language));
    if (difference.change() != objectives::v1::DASHBOARD_ROW_CHANGE_CHANGED) {
      rows.push_back({difference.number(), title,
                      CodeText(objectives::v1::DashboardRowChange_Name(difference.change()),
                               "DASHBOARD_ROW_CHANGE_"),
                      "", ""});
    }
    for (const int code : difference.aspects()) {
      const auto aspect = static_cast<DashboardAspect>(code);
      rows.push_back({difference.number(), title,
                      CodeText(objectives::v1::DashboardAspect_Name(aspect), "DASHBOARD_ASPECT_"),
                      SummaryText(difference.before(), aspect, reading),
                      SummaryText(difference.after(), aspect, reading)});
    }
  }
  const std::string same = absl::StrCat(comparison.unchanged_count(), " rows say the same.\n");
  if (rows.empty()) return same;
  return absl::StrCat(Table({"number", "title", "what", "before", "after"}, rows, reading.width),
                      same);
}

}  // namespace mandat::cli
