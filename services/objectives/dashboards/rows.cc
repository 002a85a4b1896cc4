#include "services/objectives/dashboards/rows.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/digest.h"
#include "services/lib/base/number_order.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/assessment/aggregate.h"
#include "services/objectives/assessment/assess.h"
#include "services/objectives/assessment/health.h"
#include "services/objectives/assessment/objective_progress.h"
#include "services/objectives/assessment/progress.h"
#include "services/objectives/formulas/periods.h"
#include "services/objectives/names.h"

namespace mandat::objectives::dashboards {
namespace {

using base::Period;
using v1::Action;
using v1::DashboardRow;
using v1::DashboardValue;
using v1::Objective;

// More than a picture is of: a month each for a century.
constexpr size_t kPeriodsMost = 1200;

// Stored periods are in order: closed where they are of a plan or a value.
Period SpanOf(const common::v1::Period& period) {
  return base::ParsePeriod(period, "period").value_or(Period());
}

// Who answers for something in this quality on a day; empty where nobody does.
template <typename T>
std::string HolderOn(const T& of, v1::ResponsibilityRole role, absl::CivilDay day) {
  for (const v1::Responsibility& one : of.responsibilities()) {
    if (one.role() == role && base::Contains(SpanOf(one.period()), day)) return one.holder();
  }
  return "";
}

// None where the period has no value: a share of nothing.
std::optional<base::Rational> FigureOf(const DashboardValue& value) {
  const auto figure = base::ParseRational(value.value(), "value");
  if (!value.has_value() || !figure.ok()) return std::nullopt;
  return *figure;
}

// The values that speak on `day`, known by then.
std::vector<PeriodValue> KnownOn(absl::Span<const DashboardValue> values, absl::CivilDay day) {
  std::vector<PeriodValue> known;
  for (const DashboardValue& one : values) {
    PeriodValue& value = known.emplace_back();
    value.period = SpanOf(one.period());
    value.known_on = std::min(base::ToDay(one.known_date()), day);
    value.value = FigureOf(one);
  }
  return known;
}

// The objective under which an action stands: that for which most of what it brings counts, of
// equal ones the first.
std::string HostOf(const Action& action) {
  const v1::ServedObjective* host = &action.serves(0);
  for (const v1::ServedObjective& served : action.serves()) {
    if (served.contribution_share_permille() > host->contribution_share_permille()) host = &served;
  }
  return host->objective();
}

// What of a picture its rows share.
struct Frame {
  Period plan;
  Period period;
  absl::CivilDay day;
};

Piece PieceOf(const DashboardValue& value) {
  Piece piece;
  piece.value = FigureOf(value);
  piece.numerator = value.numerator();
  if (value.has_denominator()) piece.denominator = value.denominator();
  return piece;
}

// What values that lie in a longer span give for it; nothing where there is none, or where they
// give more than exact arithmetic holds.
std::optional<DashboardValue> Together(const MeasuredIndicator& measured, const Period& span,
                                       const Frame& frame,
                                       google::protobuf::RepeatedPtrField<DashboardValue>* parts) {
  std::vector<Piece> pieces;
  DashboardValue together;
  together.set_official(true);
  for (const DashboardValue& value : measured.values) {
    const Period own = SpanOf(value.period());
    if (!base::Contains(span, own) || own.start > frame.day) continue;
    pieces.push_back(PieceOf(value));
    together.set_official(together.official() && value.official());
    *together.mutable_known_date() = value.known_date();
    together.set_formula_version(value.formula_version());
    *parts->Add() = value;
  }
  const auto given = Aggregate(measured.indicator, pieces);
  if (pieces.empty() || !given.ok()) return std::nullopt;
  const formulas::Periods periods(measured.indicator.frequency(), frame.plan);
  const Period begun = {span.start, std::min(span.end, frame.day + 1)};
  const size_t expected = periods.BeginningIn(begun, kPeriodsMost).size();
  together.set_official(together.official() && pieces.size() == expected);
  *together.mutable_period() = base::ToPeriod(span);
  if (given->has_value()) *together.mutable_value() = base::ToRational(**given);
  return together;
}

// Whether the indicator has several periods in that of the picture.
bool IsMeasuredMoreOften(const v1::Indicator& indicator, const Frame& frame) {
  return formulas::Periods(indicator.frequency(), frame.plan).BeginningIn(frame.period, 2).size() >
         1;
}

// The span as long as that of the picture, before it.
Period Before(const Period& period) {
  const auto months = absl::CivilMonth(period.end) - absl::CivilMonth(period.start);
  return {absl::CivilDay(absl::CivilMonth(period.start) - months), period.start};
}

v1::DashboardIndicator ContentOf(const MeasuredIndicator& measured, const Frame& frame) {
  const absl::CivilDay day = frame.day;
  const v1::Indicator& indicator = measured.indicator;
  v1::DashboardIndicator content;
  content.set_indicator(indicator.name());
  content.set_number(indicator.number());
  *content.mutable_title() = indicator.title();
  content.set_unit(indicator.unit());
  content.set_direction(indicator.direction());
  content.set_frequency(indicator.frequency());
  content.set_source(indicator.source());
  const auto end = std::find_if(measured.values.begin(), measured.values.end(), [day](auto& value) {
    return base::ToDay(value.period().start_date()) > day;
  });
  const size_t begun = static_cast<size_t>(end - measured.values.begin());
  const auto values = absl::MakeConstSpan(measured.values).first(begun);
  if (IsMeasuredMoreOften(indicator, frame)) {
    google::protobuf::RepeatedPtrField<DashboardValue> parts_before;
    auto value = Together(measured, frame.period, frame, content.mutable_parts());
    auto before = Together(measured, Before(frame.period), frame, &parts_before);
    if (value.has_value()) *content.mutable_value() = *std::move(value);
    if (before.has_value()) *content.mutable_value_before() = *std::move(before);
  } else {
    if (begun > 0) *content.mutable_value() = values[begun - 1];
    if (begun > 1) *content.mutable_value_before() = values[begun - 2];
  }
  if (!measured.target.has_value()) return content;
  content.set_target(measured.target->name());
  *content.mutable_target_words() = measured.target->words();
  *content.mutable_assessment() =
      Assess(indicator, *measured.target, KnownOn(values, day), frame.plan, day);
  return content;
}

v1::DashboardAction ContentOf(const Action& action, absl::CivilDay day) {
  v1::DashboardAction content;
  content.set_action(action.name());
  *content.mutable_title() = action.title();
  content.set_state(action.state());
  *content.mutable_serves() = action.serves();
  content.set_unit(action.unit());
  *content.mutable_done_so_far() = action.done_so_far();
  *content.mutable_remaining() = action.remaining();
  *content.mutable_contributors() = action.contributors();
  if (action.has_planned_period()) *content.mutable_planned_period() = action.planned_period();
  if (action.has_effective_period()) {
    *content.mutable_effective_period() = action.effective_period();
  }
  *content.mutable_budget() = action.budget();
  *content.mutable_health() = HealthOf(action, day);
  content.set_political_holder(HolderOn(action, v1::RESPONSIBILITY_ROLE_POLITICAL, day));
  content.set_administrative_holder(HolderOn(action, v1::RESPONSIBILITY_ROLE_ADMINISTRATIVE, day));
  return content;
}

// Planned start, those without one last, then the name: actions have no number.
bool ComesBefore(const Action* a, const Action* b) {
  const auto key = [](const Action& one) {
    const bool planned = one.planned_period().has_start_date();
    return std::make_tuple(
        planned ? base::ToDay(one.planned_period().start_date()) : base::kOpenEnd, one.name());
  };
  return key(*a) < key(*b);
}

class Picture {
 public:
  Picture(const PlanContent& content, absl::CivilDay day)
      : objectives_(content.objectives),
        day_(day),
        frame_{SpanOf(content.plan.period()), content.period, day} {
    for (const Objective& one : content.objectives) below_[one.parent()].push_back(&one);
    for (const MeasuredIndicator& one : content.indicators) {
      measuring_[one.indicator.objective()].push_back(&one);
    }
    for (const Action& one : content.actions) serving_[HostOf(one)].push_back(&one);
    Sort();
  }

  std::vector<DashboardRow> Draw() {
    for (const Objective* top : below_[""]) Draw(*top);
    const auto progress = ProgressOfTree(objectives_, parts_);
    for (DashboardRow& row : rows_) {
      if (!row.has_objective()) continue;
      *row.mutable_objective()->mutable_progress() = progress.at(row.objective().objective());
    }
    return std::move(rows_);
  }

 private:
  void Sort() {
    for (auto& [parent, inner] : below_) {
      std::sort(inner.begin(), inner.end(), [](const Objective* a, const Objective* b) {
        if (a->level() != b->level()) return a->level() < b->level();
        return base::NumberComesBefore(a->number(), b->number());
      });
    }
    for (auto& [objective, all] : measuring_) {
      std::sort(all.begin(), all.end(), [](const MeasuredIndicator* a, const MeasuredIndicator* b) {
        return base::NumberComesBefore(a->indicator.number(), b->indicator.number());
      });
    }
    for (auto& [objective, all] : serving_) std::sort(all.begin(), all.end(), ComesBefore);
  }

  DashboardRow& Add(int depth) {
    rows_.emplace_back().set_depth(depth);
    return rows_.back();
  }

  // The objective with all that is below it; what of it is reached is known when all are drawn.
  void Draw(const Objective& objective) {
    const int depth = objective.ancestors_size();
    v1::DashboardObjective& content = *Add(depth).mutable_objective();
    content.set_objective(objective.name());
    content.set_number(objective.number());
    *content.mutable_title() = objective.title();
    content.set_level(objective.level());
    content.set_political_holder(HolderOn(objective, v1::RESPONSIBILITY_ROLE_POLITICAL, day_));
    content.set_administrative_holder(
        HolderOn(objective, v1::RESPONSIBILITY_ROLE_ADMINISTRATIVE, day_));
    for (const MeasuredIndicator* one : measuring_[objective.name()]) {
      v1::DashboardIndicator& drawn = *Add(depth + 1).mutable_indicator();
      drawn = ContentOf(*one, frame_);
      Part& part = parts_[objective.name()].emplace_back();
      part.name = drawn.indicator();
      if (drawn.assessment().has_achievement_permille()) {
        part.progress_permille = drawn.assessment().achievement_permille();
      }
    }
    for (const Action* one : serving_[objective.name()]) {
      *Add(depth + 1).mutable_action() = ContentOf(*one, day_);
    }
    for (const Objective* inner : below_[objective.name()]) Draw(*inner);
  }

  const std::vector<Objective>& objectives_;
  const absl::CivilDay day_;
  const Frame frame_;
  // By the objective above; of those at the top it is empty.
  std::map<std::string, std::vector<const Objective*>> below_;
  std::map<std::string, std::vector<const MeasuredIndicator*>> measuring_;
  std::map<std::string, std::vector<const Action*>> serving_;
  // What is known of the indicators of each objective.
  std::map<std::string, std::vector<Part>> parts_;
  std::vector<DashboardRow> rows_;
};

}  // namespace

absl::CivilDay AssessDay(const Period& period, absl::CivilDay today) {
  return std::min(period.end - 1, today);
}

std::vector<DashboardRow> RowsOf(const PlanContent& content, absl::CivilDay assess_day) {
  return Picture(content, assess_day).Draw();
}

void Stamp(const v1::Dashboard& dashboard, std::vector<DashboardRow>* rows) {
  const std::string id = base::IdIn(dashboard.name());
  for (size_t i = 0; i < rows->size(); ++i) {
    DashboardRow& row = (*rows)[i];
    row.set_name(base::MakeName(kDashboardRows, absl::StrFormat("%s-%04d", id, i + 1)));
    row.set_owner(dashboard.owner());
    row.set_supervisor(dashboard.supervisor());
    row.set_dashboard(dashboard.name());
    row.set_place(static_cast<int32_t>(i + 1));
  }
}

std::string DigestOf(absl::Span<const DashboardRow> rows) {
  std::array<uint8_t, 32> digest = {};
  for (const DashboardRow& row : rows) {
    DashboardRow bare = row;
    bare.clear_name();
    bare.clear_etag();
    bare.clear_dashboard();
    const absl::string_view before(reinterpret_cast<const char*>(digest.data()), digest.size());
    digest = base::Sha256(absl::StrCat(before, bare.SerializeAsString()));
  }
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace mandat::objectives::dashboards
