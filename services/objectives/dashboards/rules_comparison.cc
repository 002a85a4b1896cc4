#include "services/objectives/dashboards/rules_comparison.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "services/lib/base/rational.h"
#include "services/objectives/actions/checks.h"

namespace mandat::objectives::dashboards {
namespace {

using v1::DashboardAspect;
using v1::DashboardRow;
using v1::DashboardRowDifference;
using v1::DashboardRowSummary;

bool Same(const google::protobuf::Message& a, const google::protobuf::Message& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

const std::string& SubjectOf(const DashboardRow& row) {
  if (row.has_objective()) return row.objective().objective();
  return row.has_indicator() ? row.indicator().indicator() : row.action().action();
}

const std::string& NumberOf(const DashboardRow& row) {
  return row.has_objective() ? row.objective().number() : row.indicator().number();
}

const common::v1::LocalizedText& TitleOf(const DashboardRow& row) {
  if (row.has_objective()) return row.objective().title();
  return row.has_indicator() ? row.indicator().title() : row.action().title();
}

// Of one dashboard: by subject the row, and the objective that it stands below.
struct Placed {
  const DashboardRow* row = nullptr;
  std::string above;
};

std::map<std::string, Placed> BySubject(absl::Span<const DashboardRow> rows) {
  std::map<std::string, Placed> placed;
  std::vector<std::string> way;  // the objectives above, from the top
  for (const DashboardRow& row : rows) {
    way.resize(static_cast<size_t>(row.depth()));
    placed[SubjectOf(row)] = {&row, way.empty() ? "" : way.back()};
    if (row.has_objective()) way.push_back(SubjectOf(row));
  }
  return placed;
}

DashboardRowSummary SummaryOf(const v1::DashboardIndicator& indicator) {
  DashboardRowSummary summary;
  summary.set_unit(indicator.unit());
  const v1::DashboardValue& value = indicator.value();
  if (value.has_period()) *summary.mutable_value_period() = value.period();
  if (value.has_value()) *summary.mutable_value() = value.value();
  summary.set_official(value.official());
  if (indicator.has_target_words()) *summary.mutable_target_words() = indicator.target_words();
  const v1::Assessment& assessment = indicator.assessment();
  summary.set_status(assessment.status());
  if (assessment.has_achievement_permille()) {
    summary.set_achievement_permille(assessment.achievement_permille());
  }
  return summary;
}

DashboardRowSummary SummaryOf(const v1::DashboardAction& action) {
  DashboardRowSummary summary;
  summary.set_state(action.state());
  summary.set_computed_health(action.health().computed());
  summary.set_stated_health(action.health().stated());
  if (action.has_planned_period()) *summary.mutable_planned_period() = action.planned_period();
  if (action.has_effective_period()) {
    *summary.mutable_effective_period() = action.effective_period();
  }
  summary.set_budget_cents(actions::BudgetCents(action.budget()));
  return summary;
}

DashboardRowSummary SummaryOf(const DashboardRow& row) {
  DashboardRowSummary summary;
  if (row.has_indicator()) summary = SummaryOf(row.indicator());
  if (row.has_action()) summary = SummaryOf(row.action());
  const v1::Progress& progress = row.objective().progress();
  if (progress.has_progress_permille()) {
    summary.set_progress_permille(progress.progress_permille());
  }
  summary.set_dashboard_row(row.name());
  return summary;
}

// The aspects in which two rows of one subject differ.
class Aspects {
 public:
  explicit Aspects(DashboardRowDifference* difference) : difference_(*difference) {}

  void AddIf(bool differs, DashboardAspect aspect) {
    if (differs) difference_.add_aspects(aspect);
  }

  void Note(const v1::DashboardObjective& a, const v1::DashboardObjective& b) {
    AddIf(a.progress().has_progress_permille() != b.progress().has_progress_permille() ||
              a.progress().progress_permille() != b.progress().progress_permille(),
          v1::DASHBOARD_ASPECT_PROGRESS);
    NoteHolders(a, b);
  }

  void Note(const v1::DashboardIndicator& a, const v1::DashboardIndicator& b) {
    AddIf(!Same(a.value().period(), b.value().period()) ||
              a.value().has_value() != b.value().has_value() ||
              !SameFigure(a.value().value(), b.value().value()),
          v1::DASHBOARD_ASPECT_VALUE);
    AddIf(a.value().official() != b.value().official(), v1::DASHBOARD_ASPECT_ACCEPTANCE);
    AddIf(a.target() != b.target() || !Same(a.target_words(), b.target_words()),
          v1::DASHBOARD_ASPECT_TARGET);
    const v1::Assessment& before = a.assessment();
    const v1::Assessment& after = b.assessment();
    AddIf(before.status() != after.status() ||
              before.has_achievement_permille() != after.has_achievement_permille() ||
              before.achievement_permille() != after.achievement_permille(),
          v1::DASHBOARD_ASPECT_STATUS);
  }

  void Note(const v1::DashboardAction& a, const v1::DashboardAction& b) {
    AddIf(a.state() != b.state(), v1::DASHBOARD_ASPECT_STATE);
    AddIf(a.health().computed() != b.health().computed() ||
              a.health().stated() != b.health().stated(),
          v1::DASHBOARD_ASPECT_HEALTH);
    AddIf(!Same(a.done_so_far(), b.done_so_far()) || !Same(a.remaining(), b.remaining()),
          v1::DASHBOARD_ASPECT_WORK);
    AddIf(!Same(a.planned_period(), b.planned_period()) ||
              !Same(a.effective_period(), b.effective_period()),
          v1::DASHBOARD_ASPECT_DATES);
    AddIf(!std::equal(a.budget().begin(), a.budget().end(), b.budget().begin(), b.budget().end(),
                      Same),
          v1::DASHBOARD_ASPECT_BUDGET);
    NoteHolders(a, b);
  }

 private:
  // 1/2 and 2/4 are one figure.
  static bool SameFigure(const common::v1::Rational& a, const common::v1::Rational& b) {
    const auto one = base::ParseRational(a, "value");
    const auto other = base::ParseRational(b, "value");
    if (one.ok() != other.ok()) return false;
    return !one.ok() || *one == *other;
  }

  template <typename T>
  void NoteHolders(const T& a, const T& b) {
    AddIf(a.political_holder() != b.political_holder() ||
              a.administrative_holder() != b.administrative_holder(),
          v1::DASHBOARD_ASPECT_RESPONSIBILITY);
  }

  DashboardRowDifference& difference_;
};

void NoteAspects(const Placed& before, const Placed& after, DashboardRowDifference* difference) {
  const DashboardRow& a = *before.row;
  const DashboardRow& b = *after.row;
  Aspects aspects(difference);
  aspects.AddIf(
      before.above != after.above || NumberOf(a) != NumberOf(b) || !Same(TitleOf(a), TitleOf(b)),
      v1::DASHBOARD_ASPECT_PLACE);
  if (b.has_objective()) aspects.Note(a.objective(), b.objective());
  if (b.has_indicator()) aspects.Note(a.indicator(), b.indicator());
  if (b.has_action()) aspects.Note(a.action(), b.action());
}

DashboardRowDifference About(const DashboardRow& row, v1::DashboardRowChange change) {
  DashboardRowDifference difference;
  difference.set_subject(SubjectOf(row));
  difference.set_number(NumberOf(row));
  *difference.mutable_title() = TitleOf(row);
  difference.set_change(change);
  return difference;
}

}  // namespace

v1::DashboardComparison Compare(absl::Span<const DashboardRow> before,
                                absl::Span<const DashboardRow> after) {
  const std::map<std::string, Placed> earlier = BySubject(before);
  const std::map<std::string, Placed> later = BySubject(after);
  v1::DashboardComparison comparison;
  for (const DashboardRow& row : after) {
    const auto found = earlier.find(SubjectOf(row));
    const bool came = found == earlier.end();
    DashboardRowDifference difference =
        About(row, came ? v1::DASHBOARD_ROW_CHANGE_CAME : v1::DASHBOARD_ROW_CHANGE_CHANGED);
    *difference.mutable_after() = SummaryOf(row);
    if (!came) {
      NoteAspects(found->second, later.at(SubjectOf(row)), &difference);
      *difference.mutable_before() = SummaryOf(*found->second.row);
    }
    if (came || difference.aspects_size() > 0) {
      *comparison.add_differences() = std::move(difference);
    } else {
      comparison.set_unchanged_count(comparison.unchanged_count() + 1);
    }
  }
  for (const DashboardRow& row : before) {
    if (later.count(SubjectOf(row)) != 0) continue;
    DashboardRowDifference& went = *comparison.add_differences();
    went = About(row, v1::DASHBOARD_ROW_CHANGE_WENT);
    *went.mutable_before() = SummaryOf(row);
  }
  return comparison;
}

}  // namespace mandat::objectives::dashboards
