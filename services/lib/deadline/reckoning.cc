#include "services/lib/deadline/reckoning.h"

#include <algorithm>
#include <utility>

#include "absl/time/time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/timestamp.h"

namespace mandat::deadline {
namespace {

using common::v1::Clock;
using common::v1::DeadlineRule;
using Kind = Step::Kind;

class Walk {
 public:
  Walk(const Clock& clock, const Calendar& calendar)
      : clock_(clock), rule_(clock.rule()), calendar_(calendar) {}

  Reckoning After() &&;
  Reckoning Before() &&;

 private:
  void Note(Step step) { reckoning_.steps.push_back(step); }

  // The day as which something counts that comes then.
  absl::CivilDay CountsAs(absl::Time received);
  // The whole delay: rule, extensions, and a day more where the far day does not count.
  Amount Whole() const;
  absl::CivilDay Add(absl::CivilDay day, const Amount& amount) const;
  // What is left of it after `until`.
  Amount Rest(absl::CivilDay start, const Amount& amount, absl::CivilDay until) const;
  // The last day after all, where `day` is the one that was counted.
  absl::CivilDay Moved(absl::CivilDay day) const;
  void NoteExtensions();
  Reckoning EndFrom(absl::CivilDay start, const Amount& amount) &&;

  const Clock& clock_;
  const DeadlineRule& rule_;
  const Calendar& calendar_;
  Reckoning reckoning_;
};

absl::CivilDay Walk::CountsAs(absl::Time received) {
  const absl::CivilSecond civil = absl::ToCivilSecond(received, base::BrusselsZone());
  const absl::CivilDay day(civil);
  if (rule_.cut_off_minutes() == 0) return day;
  const int minutes = civil.hour() * 60 + civil.minute();
  if (!calendar_.IsOpen(day)) {
    const absl::CivilDay start = calendar_.OpenFrom(day);
    Note({.kind = Kind::kReceivedOnClosedDay, .day = day, .result = start});
    return start;
  }
  if (minutes < rule_.cut_off_minutes()) return day;
  const absl::CivilDay start = calendar_.OpenFrom(day + 1);
  Note({.kind = Kind::kReceivedLate, .day = day, .result = start, .minutes = minutes});
  return start;
}

Amount Walk::Whole() const {
  int count = rule_.count() + (rule_.far_day_excluded() ? 1 : 0);
  for (const common::v1::Extension& extension : clock_.extensions()) count += extension.count();
  return {count, rule_.unit()};
}

absl::CivilDay Walk::Add(absl::CivilDay day, const Amount& amount) const {
  const int direction = CountsBack(rule_) ? -1 : 1;
  if (amount.unit == common::v1::DEADLINE_UNIT_MONTHS) {
    return base::AddMonthsClamped(day, direction * amount.count);
  }
  if (amount.unit != common::v1::DEADLINE_UNIT_WORKING_DAYS) return day + direction * amount.count;
  for (int i = 0; i < amount.count; ++i) {
    day = direction > 0 ? calendar_.OpenFrom(day + 1) : calendar_.OpenUntil(day - 1);
  }
  return day;
}

Amount Walk::Rest(absl::CivilDay start, const Amount& amount, absl::CivilDay until) const {
  if (amount.unit == common::v1::DEADLINE_UNIT_MONTHS) {
    const auto days = static_cast<int>(Add(start, amount) - std::max(start, until));
    return {std::max(0, days), common::v1::DEADLINE_UNIT_CALENDAR_DAYS};
  }
  int counted = 0;
  for (absl::CivilDay day = start + 1; day <= until && counted < amount.count; ++day) {
    const bool counts =
        amount.unit != common::v1::DEADLINE_UNIT_WORKING_DAYS || calendar_.IsOpen(day);
    counted += counts ? 1 : 0;
  }
  return {amount.count - counted, amount.unit};
}

absl::CivilDay Walk::Moved(absl::CivilDay day) const {
  if (!rule_.moves_off_closed_days()) return day;
  return CountsBack(rule_) ? calendar_.OpenUntil(day) : calendar_.OpenFrom(day);
}

void Walk::NoteExtensions() {
  for (const common::v1::Extension& extension : clock_.extensions()) {
    Note({.kind = Kind::kExtended,
          .amount = {extension.count(), rule_.unit()},
          .reason = &extension.reason()});
  }
}

Reckoning Walk::EndFrom(absl::CivilDay start, const Amount& amount) && {
  const absl::CivilDay counted = Add(start, amount);
  if (amount.count > 0) {
    // After a pause the far day may be all that is left: then there is no day before it to tell.
    const bool tells_far_day = rule_.far_day_excluded() && amount.count > 1;
    const Amount told = {amount.count - (tells_far_day ? 1 : 0), amount.unit};
    Note({.kind = Kind::kCounted, .day = start, .result = Add(start, told), .amount = told});
    if (tells_far_day) Note({.kind = Kind::kFarDay, .result = counted});
  }
  const absl::CivilDay due = Moved(counted);
  if (due != counted) Note({.kind = Kind::kMoved, .day = counted, .result = due});
  Note({.kind = Kind::kLastDay, .day = due});
  reckoning_.due = due;
  return std::move(reckoning_);
}

Reckoning Walk::After() && {
  const bool restarts = rule_.resume_rule() == common::v1::RESUME_RULE_RESTART;
  const Amount whole = Whole();
  Amount left = whole;
  absl::CivilDay start = CountsAs(base::ToTime(clock_.start_time()));
  Note({.kind = left.count == 0 ? Kind::kStartsAndEnds : Kind::kStarts, .day = start});
  NoteExtensions();
  for (const common::v1::Pause& pause : clock_.pauses()) {
    const absl::CivilDay from = base::BrusselsDay(base::ToTime(pause.start_time()));
    if (from > Moved(Add(start, left))) {
      Note({.kind = Kind::kPausedTooLate, .day = from});
      break;
    }
    const Amount rest = Rest(start, left, from);
    left = restarts ? whole : rest;
    if (!pause.has_end_time()) {
      Note({.kind = Kind::kStandsStill, .day = from, .amount = left, .reason = &pause.reason()});
      reckoning_.left = left.count;
      return std::move(reckoning_);
    }
    const absl::Time to = base::ToTime(pause.end_time());
    Note({.kind = Kind::kPaused,
          .day = from,
          .result = base::BrusselsDay(to),
          .amount = rest,
          .reason = &pause.reason()});
    start = CountsAs(to);
    Note({.kind = left.count == 0 ? Kind::kStartsAndEnds
                  : restarts      ? Kind::kRestarts
                                  : Kind::kContinues,
          .day = start});
  }
  return std::move(*this).EndFrom(start, left);
}

Reckoning Walk::Before() && {
  const Amount whole = Whole();
  const absl::CivilDay start = base::BrusselsDay(base::ToTime(clock_.start_time()));
  Note({.kind = whole.count == 0 ? Kind::kStartsAndEnds : Kind::kCountsBack, .day = start});
  NoteExtensions();
  return std::move(*this).EndFrom(start, whole);
}

}  // namespace

Reckoning Reckon(const Clock& clock, const Calendar& calendar) {
  Walk walk(clock, calendar);
  return CountsBack(clock.rule()) ? std::move(walk).Before() : std::move(walk).After();
}

}  // namespace mandat::deadline
