#include "services/objectives/deadlines.h"

#include <cstdlib>
#include <vector>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/deadline/calendar.h"
#include "services/lib/deadline/clock.h"
#include "services/lib/deadline/explanation.h"
#include "services/lib/deadline/reckoning.h"

namespace mandat::objectives {
namespace {

using common::v1::Clock;
using deadline::Calendar;
using deadline::Step;

// Agencies close on legal holidays; bridge days of their own are nowhere written yet.
const Calendar& Belgium() {
  static const auto& calendar = *new Calendar([] {
    common::v1::WorkingCalendar data;
    data.set_country(common::v1::COUNTRY_BELGIUM);
    return Calendar::Make(data, "calendar").value();
  }());
  return calendar;
}

Clock ClockFrom(absl::CivilDay from, int days, common::v1::DeadlineUnit unit) {
  Clock clock;
  clock.mutable_rule()->set_count(std::abs(days));
  clock.mutable_rule()->set_unit(unit);
  if (days < 0) clock.mutable_rule()->set_direction(common::v1::DEADLINE_DIRECTION_BEFORE);
  // The first instant of the day.
  *clock.mutable_start_time() = base::ToTimestamp(base::EndOfDayInBrussels(from - 1));
  return clock;
}

}  // namespace

absl::StatusOr<common::v1::Deadline> DaysAfter(absl::CivilDay from, int days) {
  return deadline::Compute(ClockFrom(from, days, common::v1::DEADLINE_UNIT_CALENDAR_DAYS),
                           Belgium());
}

absl::StatusOr<CountedDay> WorkingDayFrom(absl::CivilDay from, int days) {
  const Clock clock = ClockFrom(from, days, common::v1::DEADLINE_UNIT_WORKING_DAYS);
  ASSIGN_OR_RETURN(const auto due, deadline::DueDay(clock, Belgium()));
  deadline::Reckoning reckoning = deadline::Reckon(clock, Belgium());
  // It is no last day: something begins on it.
  std::erase_if(reckoning.steps,
                [](const Step& step) { return step.kind == Step::Kind::kLastDay; });
  return CountedDay{*due, deadline::Explain(reckoning, clock.rule(), Belgium())};
}

}  // namespace mandat::objectives
