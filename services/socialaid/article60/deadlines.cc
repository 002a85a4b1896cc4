#include "services/socialaid/article60/deadlines.h"

#include <optional>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/deadline/calendar.h"
#include "services/lib/deadline/clock.h"

namespace mandat::socialaid::article60 {
namespace {

constexpr int kAnswerDays = 7;

common::v1::Clock AnswerClock(const v1::Article60Request& sent) {
  common::v1::Clock clock;
  common::v1::DeadlineRule& rule = *clock.mutable_rule();
  rule.set_legal_reference("CPAS@ONEM");
  rule.set_count(kAnswerDays);
  rule.set_unit(common::v1::DEADLINE_UNIT_CALENDAR_DAYS);
  *clock.mutable_start_time() = sent.send_time();
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

absl::StatusOr<absl::Time> AnswerDueTime(const v1::Article60Request& sent) {
  ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> due,
                   deadline::DueDay(AnswerClock(sent), Belgian()));
  // It never stands still.
  return base::EndOfDayInBrussels(due.value());
}

absl::StatusOr<common::v1::DeadlineSimulation> IfAnswered(const v1::Article60Request& sent,
                                                          absl::Time answered,
                                                          absl::string_view field) {
  return deadline::Simulate(AnswerClock(sent), Belgian(), answered, field);
}

}  // namespace mandat::socialaid::article60
