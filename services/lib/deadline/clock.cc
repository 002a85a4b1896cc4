#include "services/lib/deadline/clock.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/text.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/deadline/sentences.h"

namespace mandat::deadline {
namespace {

using base::Figure;
using common::v1::Clock;
using common::v1::Deadline;
using common::v1::DeadlineRule;
using common::v1::LocalizedText;

constexpr int kCountMost = 3660;
constexpr int kMinutesOfDay = 24 * 60;
constexpr int kPausesMost = 100;
constexpr int kExtensionsMost = 10;
constexpr size_t kReferenceMaxBytes = 200;
constexpr size_t kReasonMaxBytes = 500;
// More closed days than these are told by their number.
constexpr size_t kTitlesMost = 6;

absl::Status RuleInvalid(absl::string_view field, absl::string_view name,
                         absl::string_view message) {
  return base::InvalidField("DEADLINE_RULE_INVALID", absl::StrCat(field, ".", name), message);
}

absl::Status ClockInvalid(absl::string_view field, absl::string_view message) {
  return base::InvalidField("CLOCK_INVALID", field, message);
}

bool CountsBack(const DeadlineRule& rule) {
  return rule.direction() == common::v1::DEADLINE_DIRECTION_BEFORE;
}

// Days of which every part of the engine can count on.
absl::Status CheckTime(const google::protobuf::Timestamp& timestamp, absl::string_view field) {
  ASSIGN_OR_RETURN(const absl::Time time, base::ParseTimestamp(timestamp, field));
  const absl::CivilDay day = base::BrusselsDay(time);
  if (day >= base::kFirstDay && day <= base::kLastDay) return absl::OkStatus();
  return base::InvalidField("DATE_INVALID", field, "Give a time of the years 1900 to 2200.");
}

absl::Status CheckPauses(const Clock& clock) {
  if (clock.pauses_size() > kPausesMost) {
    return ClockInvalid("pauses", absl::StrCat("Give at most ", kPausesMost, " pauses."));
  }
  if (CountsBack(clock.rule()) && clock.pauses_size() > 0) {
    return ClockInvalid("pauses", "A delay that counts back knows no pauses.");
  }
  absl::Time last = base::ToTime(clock.start_time());
  for (int i = 0; i < clock.pauses_size(); ++i) {
    const common::v1::Pause& pause = clock.pauses(i);
    const std::string field = absl::StrCat("pauses[", i, "]");
    RETURN_IF_ERROR(CheckTime(pause.start_time(), absl::StrCat(field, ".start_time")));
    RETURN_IF_ERROR(CheckTime(pause.end_time(), absl::StrCat(field, ".end_time")));
    if (!pause.has_start_time() || base::ToTime(pause.start_time()) < last) {
      return ClockInvalid(field, "A pause begins after what came before it.");
    }
    last = base::ToTime(pause.start_time());
    if (!pause.has_end_time() && i + 1 < clock.pauses_size()) {
      return ClockInvalid(field, "Only the last pause can last.");
    }
    if (pause.has_end_time() && base::ToTime(pause.end_time()) < last) {
      return ClockInvalid(field, "A pause ends after its start.");
    }
    if (pause.has_end_time()) last = base::ToTime(pause.end_time());
    RETURN_IF_ERROR(base::ValidateLocalizedText(pause.reason(), kReasonMaxBytes,
                                                absl::StrCat(field, ".reason")));
  }
  return absl::OkStatus();
}

absl::Status CheckExtensions(const Clock& clock) {
  if (clock.extensions_size() > kExtensionsMost) {
    return ClockInvalid("extensions",
                        absl::StrCat("Give at most ", kExtensionsMost, " extensions."));
  }
  for (int i = 0; i < clock.extensions_size(); ++i) {
    const common::v1::Extension& extension = clock.extensions(i);
    const std::string field = absl::StrCat("extensions[", i, "]");
    if (extension.count() < 1 || extension.count() > kCountMost) {
      return ClockInvalid(absl::StrCat(field, ".count"),
                          absl::StrCat("Give 1 to ", kCountMost, "."));
    }
    RETURN_IF_ERROR(base::ValidateLocalizedText(extension.reason(), kReasonMaxBytes,
                                                absl::StrCat(field, ".reason")));
  }
  return absl::OkStatus();
}

absl::Status CheckClock(const Clock& clock) {
  RETURN_IF_ERROR(CheckRule(clock.rule(), "rule"));
  if (!clock.has_start_time()) return ClockInvalid("start_time", "Say when it begins.");
  RETURN_IF_ERROR(CheckTime(clock.start_time(), "start_time"));
  RETURN_IF_ERROR(CheckPauses(clock));
  return CheckExtensions(clock);
}

const base::Phrase& UnitPhrase(common::v1::DeadlineUnit unit) {
  switch (unit) {
    case common::v1::DEADLINE_UNIT_CLEAR_DAYS:
      return sentences::kClearDays;
    case common::v1::DEADLINE_UNIT_WORKING_DAYS:
      return sentences::kWorkingDays;
    case common::v1::DEADLINE_UNIT_MONTHS:
      return sentences::kMonths;
    default:
      return sentences::kCalendarDays;
  }
}

// So many of a unit.
struct Amount {
  int count = 0;
  common::v1::DeadlineUnit unit = common::v1::DEADLINE_UNIT_UNSPECIFIED;

  LocalizedText Words() const { return base::Say(UnitPhrase(unit), {{"count", count}}); }
};

// One walk from the start to the last day, that says what it does.
class Walk {
 public:
  Walk(const DeadlineRule& rule, const Calendar& calendar) : rule_(rule), calendar_(calendar) {}

  Deadline After(const Clock& clock);
  Deadline Before(const Clock& clock);

 private:
  void SayThat(const base::Phrase& phrase, const base::Figures& figures) {
    base::AppendSentence(base::Say(phrase, figures), &said_);
  }
  LocalizedText WhyClosed(absl::CivilDay day) const {
    return calendar_.TitleOf(day).value_or(base::Say(sentences::kWeeklyClosing, {}));
  }

  // The day as which something counts that comes then. Says why it is another one, if it may.
  absl::CivilDay CountsAs(absl::Time received, bool says);
  absl::CivilDay Add(absl::CivilDay day, const Amount& amount) const;
  // What is left of it after `until`, which lies at or after `start`.
  Amount Rest(absl::CivilDay start, const Amount& amount, absl::CivilDay until) const;
  // Where the delay ends after all, the last day being `day`.
  absl::CivilDay Moved(absl::CivilDay day) const;
  Amount Whole(const Clock& clock) const;
  void SayExtensions(const Clock& clock);
  void SayCount(absl::CivilDay start, const Amount& amount);
  // Closed days that a count of open days passes over.
  std::optional<LocalizedText> ClosedBetween(absl::CivilDay first, absl::CivilDay last) const;
  Deadline EndOn(absl::CivilDay counted);
  Deadline StandStill(const common::v1::Pause& pause, const Amount& left);

  const DeadlineRule& rule_;
  const Calendar& calendar_;
  LocalizedText said_;
};

absl::CivilDay Walk::CountsAs(absl::Time received, bool says) {
  const absl::CivilSecond civil = absl::ToCivilSecond(received, base::BrusselsZone());
  const absl::CivilDay day(civil);
  if (rule_.cut_off_minutes() == 0) return day;
  const int minutes = civil.hour() * 60 + civil.minute();
  if (!calendar_.IsOpen(day)) {
    const absl::CivilDay start = calendar_.OpenFrom(day);
    if (says) {
      SayThat(sentences::kReceivedOnClosedDay, {{"from", Figure::Weekday(day)},
                                                {"why", WhyClosed(day)},
                                                {"start", Figure::Weekday(start)}});
    }
    return start;
  }
  if (minutes < rule_.cut_off_minutes()) return day;
  const absl::CivilDay start = calendar_.OpenFrom(day + 1);
  if (says) {
    SayThat(sentences::kReceivedLate, {{"from", Figure::Weekday(day)},
                                       {"time", Figure::TimeOfDay(minutes)},
                                       {"cut_off", Figure::TimeOfDay(rule_.cut_off_minutes())},
                                       {"start", Figure::Weekday(start)}});
  }
  return start;
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

Amount Walk::Whole(const Clock& clock) const {
  int count = rule_.count() + (rule_.far_day_excluded() ? 1 : 0);
  for (const common::v1::Extension& extension : clock.extensions()) count += extension.count();
  return {count, rule_.unit()};
}

void Walk::SayExtensions(const Clock& clock) {
  for (const common::v1::Extension& extension : clock.extensions()) {
    const Amount amount = {extension.count(), rule_.unit()};
    SayThat(sentences::kExtended, {{"amount", amount.Words()}, {"reason", extension.reason()}});
  }
}

std::optional<LocalizedText> Walk::ClosedBetween(absl::CivilDay first, absl::CivilDay last) const {
  int weekly = 0;
  int more = 0;
  std::vector<LocalizedText> parts;
  for (absl::CivilDay day = first; day <= last; ++day) {
    if (calendar_.IsOpen(day)) continue;
    const std::optional<LocalizedText> title = calendar_.TitleOf(day);
    if (!title.has_value()) {
      ++weekly;
    } else if (parts.size() == kTitlesMost) {
      ++more;
    } else {
      parts.push_back(
          base::Say(sentences::kClosedDay, {{"day", Figure::Weekday(day)}, {"title", *title}}));
    }
  }
  if (more > 0) parts.push_back(base::Say(sentences::kMoreClosedDays, {{"count", more}}));
  if (weekly > 0) {
    parts.insert(parts.begin(), base::Say(sentences::kWeeklyClosings, {{"count", weekly}}));
  }
  if (parts.empty()) return std::nullopt;
  return base::Listing(parts);
}

void Walk::SayCount(absl::CivilDay start, const Amount& amount) {
  const bool back = CountsBack(rule_);
  const Amount told = {amount.count - (rule_.far_day_excluded() ? 1 : 0), amount.unit};
  const absl::CivilDay day = Add(start, told);
  base::Figures figures = {{"amount", told.Words()}, {"day", Figure::Weekday(day)}};
  std::optional<LocalizedText> closed;
  if (amount.unit == common::v1::DEADLINE_UNIT_WORKING_DAYS) {
    closed = back ? ClosedBetween(day, start - 1) : ClosedBetween(start + 1, day);
  }
  if (closed.has_value()) {
    figures.emplace("closed", *closed);
    SayThat(back ? sentences::kCountedBackOpen : sentences::kCountedOpen, figures);
  } else {
    SayThat(back ? sentences::kCountedBack : sentences::kCounted, figures);
  }
  if (rule_.far_day_excluded()) {
    SayThat(sentences::kFarDay, {{"day", Figure::Weekday(Add(start, amount))}});
  }
}

Deadline Walk::EndOn(absl::CivilDay counted) {
  const absl::CivilDay due = Moved(counted);
  if (due != counted) {
    SayThat(sentences::kMoved, {{"day", Figure::Weekday(counted)},
                                {"why", WhyClosed(counted)},
                                {"due", Figure::Weekday(due)}});
  }
  SayThat(sentences::kLastDay, {{"due", Figure::Weekday(due)}});
  switch (rule_.silence_effect()) {
    case common::v1::SILENCE_EFFECT_GRANTED:
      SayThat(sentences::kGranted, {});
      break;
    case common::v1::SILENCE_EFFECT_REFUSED:
      SayThat(sentences::kRefused, {});
      break;
    case common::v1::SILENCE_EFFECT_ENFORCEABLE:
      SayThat(sentences::kEnforceable, {});
      break;
    default:
      break;
  }
  if (!rule_.legal_reference().empty()) {
    SayThat(sentences::kReference, {{"reference", Figure::Verbatim(rule_.legal_reference())}});
  }
  Deadline deadline;
  *deadline.mutable_due_date() = base::ToDate(due);
  *deadline.mutable_due_time() = base::ToTimestamp(base::EndOfDayInBrussels(due));
  *deadline.mutable_explanation() = said_;
  return deadline;
}

Deadline Walk::StandStill(const common::v1::Pause& pause, const Amount& left) {
  SayThat(sentences::kStandsStill,
          {{"from", Figure::Weekday(base::BrusselsDay(base::ToTime(pause.start_time())))},
           {"reason", pause.reason()},
           {"left", left.Words()}});
  Deadline deadline;
  deadline.set_days_left(left.count);
  *deadline.mutable_explanation() = said_;
  return deadline;
}

Deadline Walk::After(const Clock& clock) {
  const bool restarts = rule_.resume_rule() == common::v1::RESUME_RULE_RESTART;
  const Amount whole = Whole(clock);
  Amount left = whole;
  absl::CivilDay start = CountsAs(base::ToTime(clock.start_time()), true);
  SayThat(left.count == 0 ? sentences::kStartsAndEnds : sentences::kStarts,
          {{"start", Figure::Weekday(start)}});
  SayExtensions(clock);
  for (const common::v1::Pause& pause : clock.pauses()) {
    const absl::CivilDay from = base::BrusselsDay(base::ToTime(pause.start_time()));
    if (from > Moved(Add(start, left))) {
      SayThat(sentences::kPausedTooLate, {{"from", Figure::Weekday(from)}});
      break;
    }
    const Amount rest = Rest(start, left, from);
    left = restarts ? whole : rest;
    if (!pause.has_end_time()) return StandStill(pause, left);
    const absl::Time to = base::ToTime(pause.end_time());
    SayThat(sentences::kPaused, {{"from", Figure::Weekday(from)},
                                 {"to", Figure::Weekday(base::BrusselsDay(to))},
                                 {"reason", pause.reason()},
                                 {"left", rest.Words()}});
    start = CountsAs(to, true);
    const base::Phrase& goes_on = left.count == 0 ? sentences::kStartsAndEnds
                                  : restarts      ? sentences::kRestarts
                                                  : sentences::kContinues;
    SayThat(goes_on, {{"start", Figure::Weekday(start)}});
  }
  if (left.count > 0) SayCount(start, left);
  return EndOn(Add(start, left));
}

Deadline Walk::Before(const Clock& clock) {
  const Amount whole = Whole(clock);
  const absl::CivilDay start = base::BrusselsDay(base::ToTime(clock.start_time()));
  SayThat(whole.count == 0 ? sentences::kStartsAndEnds : sentences::kCountsBack,
          {{"start", Figure::Weekday(start)}});
  SayExtensions(clock);
  if (whole.count > 0) SayCount(start, whole);
  return EndOn(Add(start, whole));
}

Deadline Find(const Clock& clock, const Calendar& calendar) {
  Walk walk(clock.rule(), calendar);
  return CountsBack(clock.rule()) ? walk.Before(clock) : walk.After(clock);
}

bool StandsStill(const Clock& clock, const Deadline& deadline) {
  return clock.pauses_size() > 0 && !deadline.has_due_date();
}

// When the last thing happened to it.
absl::Time LastEvent(const Clock& clock) {
  if (clock.pauses().empty()) return base::ToTime(clock.start_time());
  const common::v1::Pause& last = *clock.pauses().rbegin();
  return base::ToTime(last.has_end_time() ? last.end_time() : last.start_time());
}

}  // namespace

absl::Status CheckRule(const DeadlineRule& rule, absl::string_view field) {
  RETURN_IF_ERROR(base::ValidateText(rule.legal_reference(), kReferenceMaxBytes,
                                     absl::StrCat(field, ".legal_reference")));
  if (rule.count() < 0 || rule.count() > kCountMost) {
    return RuleInvalid(field, "count", absl::StrCat("Give 0 to ", kCountMost, "."));
  }
  if (!common::v1::DeadlineUnit_IsValid(rule.unit()) ||
      rule.unit() == common::v1::DEADLINE_UNIT_UNSPECIFIED) {
    return RuleInvalid(field, "unit", "Say what is counted.");
  }
  if (!common::v1::DeadlineDirection_IsValid(rule.direction())) {
    return RuleInvalid(field, "direction", "Say whether it is due after or before.");
  }
  if (rule.far_day_excluded() && rule.unit() == common::v1::DEADLINE_UNIT_MONTHS) {
    return RuleInvalid(field, "far_day_excluded", "Months have no whole days to leave out.");
  }
  if (rule.cut_off_minutes() < 0 || rule.cut_off_minutes() >= kMinutesOfDay) {
    return RuleInvalid(field, "cut_off_minutes", "Give a minute of the day, 1 to 1439, or 0.");
  }
  if (!common::v1::ResumeRule_IsValid(rule.resume_rule())) {
    return RuleInvalid(field, "resume_rule", "Say what happens after a pause.");
  }
  if (!common::v1::SilenceEffect_IsValid(rule.silence_effect())) {
    return RuleInvalid(field, "silence_effect", "Say what silence means.");
  }
  if (!CountsBack(rule)) return absl::OkStatus();
  if (rule.cut_off_minutes() != 0) {
    return RuleInvalid(field, "cut_off_minutes", "A delay that counts back knows no cut-off.");
  }
  if (rule.resume_rule() != common::v1::RESUME_RULE_UNSPECIFIED) {
    return RuleInvalid(field, "resume_rule", "A delay that counts back knows no pauses.");
  }
  return absl::OkStatus();
}

absl::StatusOr<Deadline> Compute(const Clock& clock, const Calendar& calendar) {
  RETURN_IF_ERROR(CheckClock(clock));
  return Find(clock, calendar);
}

absl::StatusOr<common::v1::DeadlineSimulation> Simulate(const Clock& clock,
                                                        const Calendar& calendar, absl::Time acts) {
  ASSIGN_OR_RETURN(Deadline deadline, Compute(clock, calendar));
  if (!CountsBack(clock.rule()) && acts < LastEvent(clock)) {
    return ClockInvalid("time", "Give a time after what has happened already.");
  }
  const absl::CivilDay day = base::BrusselsDay(acts);
  base::Figures figures = {{"day", Figure::Weekday(day)}};
  const bool stands_still = StandsStill(clock, deadline);
  if (stands_still) {
    Clock resumed = clock;
    *resumed.mutable_pauses()->rbegin()->mutable_end_time() = base::ToTimestamp(acts);
    deadline = Find(resumed, calendar);
  }
  ASSIGN_OR_RETURN(const absl::CivilDay due, base::ParseDate(deadline.due_date(), "due_date"));
  const auto spare = static_cast<int>(due - day);
  figures.emplace("due", Figure::Weekday(due));
  figures.emplace("spare", base::Say(sentences::kDays, {{"count", spare < 0 ? -spare : spare}}));
  const base::Phrase& phrase = stands_still ? sentences::kIfResumed
                               : spare < 0  ? sentences::kTooLate
                               : spare == 0 ? sentences::kOnLastDay
                                            : sentences::kInTime;
  common::v1::DeadlineSimulation simulation;
  simulation.set_in_time(spare >= 0);
  simulation.set_days_to_spare(spare);
  *simulation.mutable_explanation() = base::Say(phrase, figures);
  *simulation.mutable_deadline() = std::move(deadline);
  return simulation;
}

}  // namespace mandat::deadline
