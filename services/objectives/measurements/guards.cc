#include "services/objectives/measurements/guards.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/status_macros.h"

namespace mandat::objectives::measurements {
namespace {

using base::Error;
using v1::Measurement;

absl::Status Precondition(absl::string_view reason, absl::string_view message,
                          base::Metadata metadata = {}) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message, std::move(metadata));
}

absl::Status CheckEvidence(const Move& move) {
  if (!move.before.evidence().empty()) return absl::OkStatus();
  return Precondition("EVIDENCE_MISSING",
                      "Say in `evidence` what the value rests on: a document, a count, a link.");
}

absl::Status SecondPersonRequired(absl::string_view message) {
  return Precondition("SECOND_PERSON_REQUIRED", message);
}

bool IsFirst(const Move& move) {
  return move.person == move.before.enterer() || move.person == move.before.submitter();
}

absl::Status CheckSecondPerson(const Move& move) {
  if (!IsFirst(move)) return absl::OkStatus();
  return SecondPersonRequired(
      "Whoever entered or submitted a value does not validate it. Ask another member of the "
      "board.");
}

absl::Status CheckThirdPerson(const Move& move) {
  if (!IsFirst(move) && move.person != move.before.validator()) return absl::OkStatus();
  return SecondPersonRequired(
      "Whoever entered, submitted or validated a value does not accept it. Ask somebody else of "
      "the board, or the director.");
}

absl::Status CheckFindingsAnswered(const Move& move) {
  if (move.before.findings().empty() || !move.findings_note.empty()) return absl::OkStatus();
  return Precondition(
      "FINDINGS_UNANSWERED",
      "Something about the value is odd: see `findings`. Return it, or say in `findings_note` why "
      "that is no fault.");
}

absl::Status CheckPeriodOver(const Move& move) {
  const absl::CivilDay last = base::ToDay(move.before.period().end_date());
  if (last < move.today) return absl::OkStatus();
  return Precondition("PERIOD_NOT_OVER",
                      absl::StrCat("Its period ends on ", base::ToIso(last),
                                   ". Accept the value from the day after on."),
                      {{"endDate", base::ToIso(last)}});
}

// Where `lower` is of the period before and above, the total falls.
bool Falls(const common::v1::Rational& lower, const common::v1::Rational& higher) {
  const auto before = base::ParseRational(lower, "");
  const auto after = base::ParseRational(higher, "");
  return before.ok() && after.ok() && *after < *before;
}

absl::Status CheckNeverFalls(const Move& move) {
  const Measurement& value = move.before;
  if (!move.indicator->cumulative() || !value.has_value()) return absl::OkStatus();
  const absl::CivilDay start = base::ToDay(value.period().start_date());
  for (const Measurement* other : move.all) {
    if (!other->accepted().has_value() || !SameDimensions(*other, value)) continue;
    const absl::CivilDay others = base::ToDay(other->period().start_date());
    if (others == start) continue;
    const bool falls = others < start ? Falls(other->accepted().value(), value.value())
                                      : Falls(value.value(), other->accepted().value());
    if (!falls) continue;
    return Precondition(
        "CUMULATIVE_FALLS",
        absl::StrCat("It counts from the beginning of the plan, and with this value it would fall "
                     "from one period to the next: compare it with ",
                     other->name(), ". Correct the value, or restate the other one first."),
        {{"measurement", other->name()}});
  }
  return absl::OkStatus();
}

absl::Status CheckNoRestatement(const Move& move) {
  if (move.restatement.empty()) return absl::OkStatus();
  return Precondition("RESTATEMENT_OPEN", absl::StrCat("Decide on ", move.restatement, " first."),
                      {{"restatement", move.restatement}});
}

absl::Status CheckNotAcceptedAbove(const Move& move) {
  if (move.dashboard.empty()) return absl::OkStatus();
  return Precondition("ACCEPTED_ABOVE",
                      absl::StrCat("The board has validated ", move.dashboard,
                                   ", in which the value is. Propose a restatement instead."),
                      {{"dashboard", move.dashboard}});
}

constexpr base::GuardFacts<Guard, Move, absl::string_view> kGuards[] = {
    {Guard::kEvidence, CheckEvidence, "it says what it rests on"},
    {Guard::kSecondPerson, CheckSecondPerson, "somebody else entered and submitted it"},
    {Guard::kFindingsAnswered, CheckFindingsAnswered,
     "what is odd about it, if anything, is answered"},
    {Guard::kThirdPerson, CheckThirdPerson, "others entered, submitted and validated it"},
    {Guard::kPeriodOver, CheckPeriodOver, "its period is over"},
    {Guard::kNeverFalls, CheckNeverFalls, "a cumulative value does not fall"},
    {Guard::kNoRestatement, CheckNoRestatement, "no restatement of it waits for a decision"},
    {Guard::kNotAcceptedAbove, CheckNotAcceptedAbove,
     "it is in no dashboard that the board validated"},
};

}  // namespace

absl::Status Check(Guard guard, const Move& move) {
  return base::GuardFactsOf(kGuards, guard).check(move);
}

absl::StatusOr<v1::MeasurementState> Admit(const Move& move) {
  ASSIGN_OR_RETURN(const Transition* transition, TransitionBy(move.before.state(), move.verb));
  RETURN_IF_ERROR(base::CheckGuards(kGuards, transition->guards, move));
  return transition->to;
}

absl::string_view WordsOf(Guard guard) { return base::GuardFactsOf(kGuards, guard).words; }

bool SameDimensions(const Measurement& a, const Measurement& b) {
  return std::equal(a.dimensions().begin(), a.dimensions().end(), b.dimensions().begin(),
                    b.dimensions().end(), [](const auto& one, const auto& other) {
                      return one.key() == other.key() && one.value() == other.value();
                    });
}

}  // namespace mandat::objectives::measurements
