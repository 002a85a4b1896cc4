#include "services/objectives/duties/rules.h"

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
#include "services/lib/base/timestamp.h"
#include "services/lib/base/uuid.h"
#include "services/objectives/deadlines.h"
#include "services/objectives/duties/guards.h"
#include "services/objectives/duties/states.h"
#include "services/objectives/names.h"

namespace mandat::objectives::duties {
namespace {

using base::InvalidField;
using base::Phrase;
using ledger::Decision;
using v1::Duty;

constexpr size_t kEvidenceBytes = 500;

constexpr Phrase kEveryMonth = {
    "Chaque mois, ici du {from} au {to}.", "Elke maand, hier van {from} tot en met {to}.",
    "Jeden Monat, hier vom {from} bis {to}.", "Every month, here from {from} to {to}."};
constexpr Phrase kEveryMonths = {"Tous les {months} mois, ici du {from} au {to}.",
                                 "Om de {months} maanden, hier van {from} tot en met {to}.",
                                 "Alle {months} Monate, hier vom {from} bis {to}.",
                                 "Every {months} months, here from {from} to {to}."};
constexpr Phrase kTimesAYear = {
    "{count} fois par an, ici n° {number}, du {from} au {to}.",
    "{count} keer per jaar, hier nr. {number}, van {from} tot en met {to}.",
    "{count} Mal im Jahr, hier Nr. {number}, vom {from} bis {to}.",
    "{count} {count|time|times} a year, here no. {number}, from {from} to {to}."};
constexpr Phrase kDayOfMonth = {
    "Chaque mois au plus tard le {day}, ou le dernier jour du mois s'il est plus court ; ici du "
    "{from} au {to}.",
    "Elke maand uiterlijk op de {day}e, of op de laatste dag van een kortere maand; hier van "
    "{from} tot en met {to}.",
    "Jeden Monat spätestens am {day}., oder am letzten Tag eines kürzeren Monats; hier vom {from} "
    "bis {to}.",
    "Every month by day {day} at the latest, or by the last day of a shorter month; here from "
    "{from} to {to}."};

// Why there is such a span at all.
common::v1::LocalizedText WordsOfSpan(const v1::EveryTarget& target, const Beat& beat, int number) {
  base::Figures figures = {{"from", beat.period.start}, {"to", beat.period.end - 1}};
  switch (target.rhythm_case()) {
    case v1::EveryTarget::kMonths:
      figures.emplace("months", target.months());
      return base::Say(target.months() == 1 ? kEveryMonth : kEveryMonths, figures);
    case v1::EveryTarget::kTimesAYear:
      figures.emplace("number", number);
      figures.emplace("count", beat.times);
      return base::Say(kTimesAYear, figures);
    case v1::EveryTarget::kDayOfMonth:
      figures.emplace("day", target.day_of_month());
      return base::Say(kDayOfMonth, figures);
    case v1::EveryTarget::RHYTHM_NOT_SET:
      break;
  }
  return {};
}

// The day on which a target took the place of another.
absl::CivilDay TakesOverOn(const v1::Target& target) {
  const absl::CivilDay set_on = base::BrusselsDay(base::ToTime(target.create_time()));
  return target.has_valid_from() ? std::max(set_on, base::ToDay(target.valid_from())) : set_on;
}

bool Asks(const v1::Target& target, const Beat& beat) {
  if (!target.replaces().empty()) return beat.due >= TakesOverOn(target);
  return !target.has_valid_from() || beat.period.start >= base::ToDay(target.valid_from());
}

Duty Kept(const Duty& before, v1::DutyState state, const google::type::Date& date,
          absl::string_view evidence, v1::DutyProof proof) {
  Duty after = before;
  after.set_state(state);
  *after.mutable_kept_date() = date;
  after.set_evidence(std::string(evidence));
  after.set_proof(proof);
  return after;
}

}  // namespace

absl::Status CheckKeep(const v1::KeepDutyRequest& request, absl::CivilDay today) {
  RETURN_IF_ERROR(base::CheckName(request.name(), kDuties, "name"));
  if (!request.has_date()) return base::Required("date");
  RETURN_IF_ERROR(base::CheckDayOfCentury(request.date(), "date"));
  if (base::ToDay(request.date()) > today) {
    return InvalidField("DATE_INVALID", "date", "Nothing was done after today.");
  }
  return base::CheckRequiredText(request.evidence(), kEvidenceBytes, "evidence");
}

absl::Status CheckList(const v1::ListDutiesRequest& request) {
  RETURN_IF_ERROR(base::CheckNameIfSet(request.plan(), kPlans, "plan"));
  if (!v1::DutyState_IsValid(request.state())) {
    return InvalidField("STATE_UNKNOWN", "state", "Give one of the states of the proto, or none.");
  }
  if (request.has_due_from()) {
    RETURN_IF_ERROR(base::CheckDayOfCentury(request.due_from(), "due_from"));
  }
  if (!request.has_due_before()) return absl::OkStatus();
  RETURN_IF_ERROR(base::CheckDayOfCentury(request.due_before(), "due_before"));
  if (!request.has_due_from() ||
      base::ToDay(request.due_from()) <= base::ToDay(request.due_before())) {
    return absl::OkStatus();
  }
  return InvalidField("PERIOD_INVALID", "due_before", "Give a day from `due_from` on.");
}

std::string NameOf(absl::string_view target, absl::CivilDay first_day, int number) {
  const std::string key = absl::StrCat("duties ", target, " ", base::ToIso(first_day), " ", number);
  return base::MakeName(kDuties, base::MakeUuidV5(base::kUuidNamespaceUrl, key));
}

const std::string& UnitOf(const v1::Indicator& indicator, const v1::Objective& objective) {
  return indicator.responsible_unit().empty() ? objective.unit() : indicator.responsible_unit();
}

std::vector<AskedBeat> AskedBy(const v1::Plan& plan, const v1::Indicator& indicator,
                               const v1::Target& target, absl::CivilDay today) {
  const bool asks =
      plan.state() == v1::PLAN_STATE_RUNNING && target.has_every() && target.replaced_by().empty();
  const auto term = base::ParsePeriod(plan.period(), "period");
  if (!asks || !term.ok()) return {};
  std::vector<AskedBeat> asked;
  for (const RhythmSpan& span : SpansOf(indicator, target.every(), *term)) {
    for (const Beat& beat : span.beats) {
      if (!Asks(target, beat)) continue;
      asked.push_back({span, beat});
      // One is ahead.
      if (beat.period.start > today) return asked;
    }
  }
  return asked;
}

std::optional<absl::Time> AskedUntil(const v1::Plan& plan, const v1::Target& target,
                                     const v1::Target* successor) {
  std::optional<absl::Time> until;
  if (!target.replaced_by().empty()) {
    until = base::ToTime(target.update_time());
    if (successor != nullptr && successor->has_valid_from()) {
      const absl::CivilDay eve = base::ToDay(successor->valid_from()) - 1;
      until = std::max(*until, base::EndOfDayInBrussels(eve));
    }
  }
  const bool judged =
      plan.state() == v1::PLAN_STATE_EVALUATED || plan.state() == v1::PLAN_STATE_CLOSED;
  if (!judged) return until;
  const absl::Time over = base::ToTime(plan.update_time());
  return until.has_value() ? std::min(*until, over) : over;
}

absl::StatusOr<Duty> DutyOf(const AskedBeat& asked, int number, const v1::Plan& plan,
                            const v1::Indicator& indicator, const v1::Objective& objective,
                            const v1::Target& target) {
  const Beat& beat = asked.beat;
  const absl::CivilDay eve = beat.period.start - 1;
  ASSIGN_OR_RETURN(const common::v1::Deadline deadline,
                   DaysAfter(eve, static_cast<int>(beat.due - eve)));
  Duty duty;
  duty.set_name(NameOf(target.name(), beat.period.start, number));
  duty.set_state(v1::DUTY_STATE_DUE);
  duty.set_owner(plan.owner());
  duty.set_supervisor(plan.supervisor());
  duty.set_plan(plan.name());
  duty.set_indicator(indicator.name());
  duty.set_target(target.name());
  duty.set_unit(UnitOf(indicator, objective));
  *duty.mutable_span() = base::ToPeriod(beat.period);
  duty.set_number(number);
  duty.set_count(beat.times);
  *duty.mutable_due_date() = deadline.due_date();
  *duty.mutable_due_time() = deadline.due_time();
  *duty.mutable_explanation() = WordsOfSpan(target.every(), beat, number);
  base::AppendSentence(deadline.explanation(), duty.mutable_explanation());
  *duty.mutable_words() = target.words();
  return duty;
}

absl::StatusOr<Decision> Keep(const Duty& before, const v1::Plan& plan,
                              const v1::KeepDutyRequest& request, absl::string_view pseudonym,
                              absl::Time now) {
  const absl::CivilDay day = base::ToDay(request.date());
  const bool late = day > base::ToDay(before.due_date());
  Move move{late ? Verb::kKeepLate : Verb::kKeep, before, plan, now, day, std::nullopt};
  ASSIGN_OR_RETURN(const v1::DutyState state, Admit(move));
  Duty after = Kept(before, state, request.date(), request.evidence(), v1::DUTY_PROOF_DECLARATION);
  after.set_keeper(std::string(pseudonym));
  return Decision::Of(std::move(after), EventOf(move.verb));
}

Decision Prove(const Duty& before, const v1::Plan& plan, absl::CivilDay day,
               absl::string_view evidence, absl::Time now) {
  const auto state = Admit({Verb::kProve, before, plan, now, day, std::nullopt});
  if (!state.ok()) return Decision::Unchanged(before);
  return Decision::Of(Kept(before, *state, base::ToDate(day), evidence, v1::DUTY_PROOF_FIGURE),
                      EventOf(Verb::kProve));
}

Decision Settle(const Duty& before, const v1::Plan& plan, std::optional<absl::Time> asked_until,
                absl::Time now) {
  for (const Verb verb : {Verb::kMiss, Verb::kLapse}) {
    const auto state = Admit({verb, before, plan, now, std::nullopt, asked_until});
    if (!state.ok()) continue;
    Duty after = before;
    after.set_state(*state);
    return Decision::Of(std::move(after), EventOf(verb));
  }
  return Decision::Unchanged(before);
}

}  // namespace mandat::objectives::duties
