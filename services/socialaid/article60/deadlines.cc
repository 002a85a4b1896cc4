#include "services/socialaid/article60/deadlines.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/deadline/calendar.h"
#include "services/lib/deadline/clock.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid::article60 {
namespace {

constexpr int kAnswerDays = 7;
constexpr int kForwardDays = 5;
constexpr base::Phrase kReturned = {
    "la demande est renvoyée au centre", "de aanvraag is teruggezonden naar het centrum",
    "der Antrag ist an das Zentrum zurückgesandt", "the request is returned to the centre"};

common::v1::Clock ClockOf(absl::string_view reference, int days,
                          const google::protobuf::Timestamp& start) {
  common::v1::Clock clock;
  common::v1::DeadlineRule& rule = *clock.mutable_rule();
  rule.set_legal_reference(std::string(reference));
  rule.set_count(days);
  rule.set_unit(common::v1::DEADLINE_UNIT_CALENDAR_DAYS);
  *clock.mutable_start_time() = start;
  return clock;
}

common::v1::Clock AnswerClock(const v1::Article60Request& sent) {
  common::v1::Clock clock = ClockOf("CPAS@ONEM", kAnswerDays, sent.send_time());
  *clock.mutable_pauses() = sent.answer_pauses();
  return clock;
}

// From when the party got it: when it was sent, or last forwarded to one like it.
common::v1::Clock ForwardClock(const v1::Article60Request& sent, common::v1::Party who) {
  const absl::string_view collection = who == common::v1::PARTY_OWNER ? kCentres : kOffices;
  common::v1::Clock clock = ClockOf("L. 26.5.2002", kForwardDays, sent.send_time());
  for (const v1::Article60Forwarding& forwarding : sent.forwardings()) {
    if (absl::StartsWith(forwarding.to(), collection)) {
      *clock.mutable_start_time() = forwarding.forward_time();
    }
  }
  return clock;
}

// Legal holidays alone; calendar days pass over none.
const deadline::Calendar& Belgian() {
  static const auto& calendar = *new deadline::Calendar([] {
    common::v1::WorkingCalendar belgium;
    belgium.set_country(common::v1::COUNTRY_BELGIUM);
    return deadline::Calendar::Make(belgium, "calendar").value();
  }());
  return calendar;
}

}  // namespace

absl::StatusOr<common::v1::Deadline> AnswerDeadline(const v1::Article60Request& sent) {
  return deadline::Compute(AnswerClock(sent), Belgian());
}

absl::StatusOr<std::optional<absl::Time>> AnswerDueTime(const v1::Article60Request& sent) {
  ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> due,
                   deadline::DueDay(AnswerClock(sent), Belgian()));
  if (!due.has_value()) return std::nullopt;
  return base::EndOfDayInBrussels(*due);
}

absl::StatusOr<common::v1::DeadlineSimulation> IfAnswered(const v1::Article60Request& sent,
                                                          absl::Time answered,
                                                          absl::string_view field) {
  return deadline::Simulate(AnswerClock(sent), Belgian(), answered, field);
}

void PauseAnswer(absl::Time now, v1::Article60Request* request) {
  const auto& pauses = request->answer_pauses();
  const absl::Time last =
      base::ToTime(pauses.empty() ? request->send_time() : pauses.rbegin()->end_time());
  common::v1::Pause& pause = *request->add_answer_pauses();
  *pause.mutable_start_time() = base::ToTimestamp(std::max(now, last));
  *pause.mutable_reason() = base::Say(kReturned, {});
}

void ResumeAnswer(absl::Time now, v1::Article60Request* request) {
  common::v1::Pause& pause = *request->mutable_answer_pauses()->rbegin();
  *pause.mutable_end_time() = base::ToTimestamp(std::max(now, base::ToTime(pause.start_time())));
}

absl::StatusOr<common::v1::Deadline> ForwardDeadline(const v1::Article60Request& sent,
                                                     common::v1::Party who) {
  return deadline::Compute(ForwardClock(sent, who), Belgian());
}

absl::StatusOr<absl::Time> ForwardDueTime(const v1::Article60Request& sent, common::v1::Party who) {
  ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> due,
                   deadline::DueDay(ForwardClock(sent, who), Belgian()));
  // It never stands still.
  return base::EndOfDayInBrussels(due.value());
}

}  // namespace mandat::socialaid::article60
