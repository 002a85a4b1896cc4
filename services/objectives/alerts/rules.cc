#include "services/objectives/alerts/rules.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/period.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/base/uuid.h"
#include "services/objectives/alerts/rules_ladder.h"
#include "services/objectives/alerts/rules_sentences.h"
#include "services/objectives/assessment/assess.h"
#include "services/objectives/assessment/goals.h"
#include "services/objectives/assessment/health.h"
#include "services/objectives/deadlines.h"
#include "services/objectives/names.h"

namespace mandat::objectives::alerts {
namespace {

using base::Figure;
using base::InvalidField;
using common::v1::LocalizedText;
using ledger::Decision;
using v1::Action;
using v1::Alert;
using v1::AlertKind;

constexpr size_t kNoteBytes = 500;

// The latest period that has a value or is known to have none; null where there is none.
const PeriodValue* LastAnswer(const std::vector<PeriodValue>& values, absl::CivilDay today) {
  const PeriodValue* last = nullptr;
  for (const PeriodValue& value : values) {
    if (value.known_on > today) continue;
    if (last == nullptr || last->period.end < value.period.end) last = &value;
  }
  return last;
}

// A cause, before anybody asked whether it is time to tell.
struct Cause {
  AlertKind kind;
  const std::string& subject;
  const std::string& unit;
  absl::CivilDay due;
};

class Wanted {
 public:
  Wanted(const PlanPicture& picture, const base::Period& term, absl::CivilDay today)
      : picture_(picture), term_(term), today_(today) {}

  absl::StatusOr<std::vector<Alert>> All() {
    for (const Action& action : picture_.actions) RETURN_IF_ERROR(AddOf(action));
    for (const Measured& measured : picture_.measured) {
      if (!measured.has_values) continue;
      RETURN_IF_ERROR(AddStale(measured));
      RETURN_IF_ERROR(AddNear(measured));
    }
    for (const v1::Duty& duty : picture_.duties) RETURN_IF_ERROR(AddOf(duty));
    std::sort(alerts_.begin(), alerts_.end(),
              [](const Alert& a, const Alert& b) { return a.name() < b.name(); });
    return std::move(alerts_);
  }

 private:
  // Words are made only for what is told.
  template <typename Words>
  absl::Status Add(const Cause& cause, const Words& words) {
    ASSIGN_OR_RETURN(Standing standing, StandingOn(cause.kind, cause.due, today_));
    if (standing.rung == 0) return absl::OkStatus();
    Alert& alert = alerts_.emplace_back();
    alert.set_name(NameOf(cause.kind, cause.subject, cause.due));
    alert.set_state(v1::ALERT_STATE_RAISED);
    alert.set_owner(picture_.plan.owner());
    alert.set_plan(picture_.plan.name());
    alert.set_kind(cause.kind);
    alert.set_subject(cause.subject);
    alert.set_unit(cause.unit);
    *alert.mutable_due_date() = base::ToDate(cause.due);
    alert.set_rung(standing.rung);
    alert.set_addressee(standing.addressee);
    alert.set_ladder_version(kLadderVersion);
    *alert.mutable_words() = words();
    *alert.mutable_explanation() = std::move(standing.explanation);
    if (standing.addressee == v1::RESPONSIBILITY_ROLE_POLITICAL) {
      alert.set_supervisor(picture_.plan.supervisor());
    }
    return absl::OkStatus();
  }

  absl::Status AddOf(const Action& action) {
    const v1::ActionHealth health = HealthOf(action, today_);
    const auto say = [&action](const base::Phrase& phrase, absl::CivilDay day) {
      return base::Say(phrase, {{"title", action.title()}, {"day", day}});
    };
    if (action.state() == v1::ACTION_STATE_PLANNED && health.late_start_days() > 0) {
      const absl::CivilDay due = base::ToDay(action.planned_period().start_date());
      RETURN_IF_ERROR(Add({v1::ALERT_KIND_LATE_START, action.name(), action.unit(), due},
                          [&] { return say(sentences::kLateStart, due); }));
    }
    if (action.state() != v1::ACTION_STATE_DONE && health.late_end_days() > 0) {
      const absl::CivilDay due = base::ToDay(action.planned_period().end_date());
      RETURN_IF_ERROR(Add({v1::ALERT_KIND_LATE_END, action.name(), action.unit(), due},
                          [&] { return say(sentences::kLateEnd, due); }));
    }
    if (!health.differs()) return absl::OkStatus();
    const absl::CivilDay since = GapSince(action, health);
    return Add({v1::ALERT_KIND_HEALTH_GAP, action.name(), action.unit(), since}, [&] {
      LocalizedText words = say(sentences::kHealthGap, since);
      base::AppendSentence(health.words(), &words);
      return words;
    });
  }

  static absl::CivilDay GapSince(const Action& action, const v1::ActionHealth& health) {
    const absl::CivilDay said = base::ToDay(action.health().rbegin()->date());
    std::optional<absl::CivilDay> late;
    if (health.late_start_days() > 0) {
      late = base::ToDay(action.planned_period().start_date()) + 1;
    }
    if (health.late_end_days() > 0 && !late.has_value()) {
      late = base::ToDay(action.planned_period().end_date()) + 1;
    }
    const bool late_says_so = health.computed() == v1::HEALTH_AT_RISK && late.has_value();
    return late_says_so ? std::max(said, *late) : said;
  }

  absl::Status AddStale(const Measured& measured) {
    const std::optional<absl::CivilDay> due = ValueDue(measured, picture_.plan, today_);
    if (!due.has_value() || today_ <= *due) return absl::OkStatus();
    const v1::Indicator& indicator = measured.indicator;
    return Add({v1::ALERT_KIND_STALE_VALUE, indicator.name(), measured.unit, *due}, [&] {
      base::Figures figures = {{"title", indicator.title()}, {"day", *due}};
      const PeriodValue* last = LastAnswer(measured.values, today_);
      if (last == nullptr) return base::Say(sentences::kNoValue, figures);
      figures.emplace("last", last->period.end - 1);
      return base::Say(sentences::kOldValue, figures);
    });
  }

  absl::Status AddNear(const Measured& measured) {
    if (!measured.target.has_value()) return absl::OkStatus();
    const v1::Target& target = *measured.target;
    const bool has_end = !target.has_every() && !target.has_continuous();
    const bool counts = !target.has_valid_from() || base::ToDay(target.valid_from()) <= today_;
    if (!has_end || !counts) return absl::OkStatus();
    const v1::Assessment assessment =
        Assess(measured.indicator, target, measured.values, term_, today_);
    if (IsWell(measured, assessment)) return absl::OkStatus();
    const absl::CivilDay due = EndOf(target, term_) - 1;
    return Add({v1::ALERT_KIND_TARGET_NEAR, target.name(), measured.unit, due}, [&] {
      LocalizedText words =
          base::Say(today_ <= due ? sentences::kTargetNear : sentences::kTargetOver,
                    {{"title", measured.indicator.title()}, {"day", due}});
      base::AppendSentence(assessment.words(), &words);
      return words;
    });
  }

  bool IsWell(const Measured& measured, const v1::Assessment& assessment) const {
    if (assessment.status() == v1::ASSESSMENT_STATUS_REACHED) return true;
    const GoalOrNot goal = GoalOf(measured.indicator, *measured.target, term_);
    const auto* value = std::get_if<Goal>(&goal);
    const bool kept = value != nullptr && value->is_kept;
    return kept && assessment.status() == v1::ASSESSMENT_STATUS_ON_TRACK;
  }

  absl::Status AddOf(const v1::Duty& duty) {
    const bool missed = duty.state() == v1::DUTY_STATE_MISSED;
    if (!missed && duty.state() != v1::DUTY_STATE_DUE) return absl::OkStatus();
    const absl::CivilDay due = base::ToDay(duty.due_date());
    return Add({missed ? v1::ALERT_KIND_DUTY_MISSED : v1::ALERT_KIND_DUTY_NEAR, duty.name(),
                duty.unit(), due},
               [&] {
                 return base::Say(missed ? sentences::kDutyMissed : sentences::kDutyNear,
                                  {{"title", duty.words()}, {"day", due}});
               });
  }

  const PlanPicture& picture_;
  const base::Period term_;
  const absl::CivilDay today_;
  std::vector<Alert> alerts_;
};

bool IsHeld(const Alert& alert, absl::CivilDay today) {
  if (alert.acknowledgements().empty()) return false;
  const v1::AlertAcknowledgement& last = *alert.acknowledgements().rbegin();
  return last.rung() == alert.rung() && today <= base::ToDay(last.held_until());
}

Change Changed(Verb verb, v1::AlertState from, Alert after) {
  // Every verb here is one of the state.
  after.set_state((*TransitionBy(from, verb))->to);
  return {verb, std::move(after)};
}

Alert Raised(const Alert& wanted, absl::Time now) {
  Alert alert = wanted;
  *alert.mutable_raise_time() = base::ToTimestamp(now);
  return alert;
}

}  // namespace

absl::Status CheckAcknowledge(const v1::AcknowledgeAlertRequest& request) {
  RETURN_IF_ERROR(base::CheckName(request.name(), kAlerts, "name"));
  return base::CheckRequiredText(request.note(), kNoteBytes, "note");
}

absl::Status CheckList(const v1::ListAlertsRequest& request) {
  RETURN_IF_ERROR(base::CheckNameIfSet(request.plan(), kPlans, "plan"));
  if (!v1::AlertState_IsValid(request.state())) {
    return InvalidField("STATE_UNKNOWN", "state", "Give one of the states of the proto, or none.");
  }
  if (!v1::AlertKind_IsValid(request.kind())) {
    return InvalidField("ALERT_KIND_UNKNOWN", "kind",
                        "Give one of the kinds of the proto, or none.");
  }
  return base::CheckIdIfSet(request.unit(), "unit");
}

std::string NameOf(AlertKind kind, absl::string_view subject, absl::CivilDay due) {
  const std::string key =
      absl::StrCat("alerts ", v1::AlertKind_Name(kind), " ", subject, " ", base::ToIso(due));
  return base::MakeName(kAlerts, base::MakeUuidV5(base::kUuidNamespaceUrl, key));
}

std::optional<absl::CivilDay> ValueDue(const Measured& measured, const v1::Plan& plan,
                                       absl::CivilDay today) {
  const auto term = base::ParsePeriod(plan.period(), "period");
  if (!term.ok()) return std::nullopt;
  const v1::Indicator& indicator = measured.indicator;
  const absl::CivilDay made_on = base::BrusselsDay(base::ToTime(indicator.create_time()));
  const PeriodValue* last = LastAnswer(measured.values, today);
  const absl::CivilDay next = last == nullptr ? std::max(term->start, made_on) : last->period.end;
  if (next >= term->end) return std::nullopt;
  return AnswerDue(next + 1, indicator.frequency(), *term) - 1;
}

absl::StatusOr<std::vector<Alert>> AlertsOf(const PlanPicture& picture, absl::CivilDay today) {
  if (picture.plan.state() != v1::PLAN_STATE_RUNNING) return std::vector<Alert>();
  ASSIGN_OR_RETURN(const base::Period term, base::ParsePeriod(picture.plan.period(), "period"));
  return Wanted(picture, term, today).All();
}

std::optional<Change> ChangeOf(const Alert* before, const Alert* wanted, absl::Time now) {
  if (before == nullptr) {
    if (wanted == nullptr) return std::nullopt;
    return Change{Verb::kRaise, Raised(*wanted, now)};
  }
  const bool raised = before->state() == v1::ALERT_STATE_RAISED;
  if (wanted == nullptr) {
    if (!raised) return std::nullopt;
    Alert after = *before;
    *after.mutable_clear_time() = base::ToTimestamp(now);
    return Changed(Verb::kClear, before->state(), std::move(after));
  }
  if (!raised) return Changed(Verb::kRaise, before->state(), Raised(*wanted, now));
  if (wanted->rung() > before->rung() && !IsHeld(*before, base::BrusselsDay(now))) {
    Alert after = *wanted;
    *after.mutable_raise_time() = before->raise_time();
    *after.mutable_acknowledgements() = before->acknowledgements();
    return Changed(Verb::kEscalate, before->state(), std::move(after));
  }
  if (wanted->unit() == before->unit()) return std::nullopt;
  Alert after = *before;
  after.set_unit(wanted->unit());
  return Changed(Verb::kRaise, before->state(), std::move(after));
}

absl::StatusOr<Decision> Acknowledge(const Alert& before,
                                     const v1::AcknowledgeAlertRequest& request,
                                     absl::string_view pseudonym, absl::Time now) {
  ASSIGN_OR_RETURN(const Transition* transition, TransitionBy(before.state(), Verb::kAcknowledge));
  const auto& earlier = before.acknowledgements();
  if (!earlier.empty() && earlier.rbegin()->rung() == before.rung()) {
    return base::Error(absl::StatusCode::kFailedPrecondition, "ALERT_ACKNOWLEDGED",
                       "Somebody took note of it on this rung. Remove its cause.",
                       {{"heldUntil", base::ToIso(base::ToDay(earlier.rbegin()->held_until()))}});
  }
  ASSIGN_OR_RETURN(const CountedDay held, WorkingDayFrom(base::BrusselsDay(now), kHeldWorkingDays));
  Alert after = before;
  after.set_state(transition->to);
  v1::AlertAcknowledgement& added = *after.add_acknowledgements();
  added.set_rung(before.rung());
  added.set_note(request.note());
  *added.mutable_acknowledge_time() = base::ToTimestamp(now);
  *added.mutable_held_until() = base::ToDate(held.day);
  added.set_person(std::string(pseudonym));
  return Decision::Of(std::move(after), EventOf(Verb::kAcknowledge));
}

}  // namespace mandat::objectives::alerts
