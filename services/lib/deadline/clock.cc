#include "services/lib/deadline/clock.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/text.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/deadline/explanation.h"
#include "services/lib/deadline/reckoning.h"
#include "services/lib/deadline/sentences.h"

namespace mandat::deadline {
namespace {

using base::Figure;
using common::v1::Clock;
using common::v1::Deadline;
using common::v1::DeadlineRule;

constexpr int kCountMost = 3660;
constexpr int kMinutesOfDay = 24 * 60;
constexpr int kPausesMost = 100;
constexpr int kExtensionsMost = 10;
constexpr size_t kReferenceMaxBytes = 200;
constexpr size_t kReasonMaxBytes = 500;

absl::Status RuleInvalid(absl::string_view field, absl::string_view name,
                         absl::string_view message) {
  return base::InvalidField("DEADLINE_RULE_INVALID", absl::StrCat(field, ".", name), message);
}

absl::Status ClockInvalid(absl::string_view field, absl::string_view message) {
  return base::InvalidField("CLOCK_INVALID", field, message);
}

// Within the years that the calendar of base knows.
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

Deadline ToDeadline(const Reckoning& reckoning, const DeadlineRule& rule,
                    const Calendar& calendar) {
  Deadline deadline;
  if (reckoning.due.has_value()) {
    *deadline.mutable_due_date() = base::ToDate(*reckoning.due);
    *deadline.mutable_due_time() = base::ToTimestamp(base::EndOfDayInBrussels(*reckoning.due));
  }
  deadline.set_days_left(reckoning.left);
  *deadline.mutable_explanation() = Explain(reckoning, rule, calendar);
  return deadline;
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
  return ToDeadline(Reckon(clock, calendar), clock.rule(), calendar);
}

absl::StatusOr<std::optional<absl::CivilDay>> DueDay(const Clock& clock, const Calendar& calendar) {
  RETURN_IF_ERROR(CheckClock(clock));
  return Reckon(clock, calendar).due;
}

absl::StatusOr<common::v1::DeadlineSimulation> Simulate(const Clock& clock,
                                                        const Calendar& calendar, absl::Time acts,
                                                        absl::string_view field) {
  RETURN_IF_ERROR(CheckClock(clock));
  if (!CountsBack(clock.rule()) && acts < LastEvent(clock)) {
    return ClockInvalid(field, "Give a time after what has happened already.");
  }
  Clock then = clock;
  Reckoning reckoning = Reckon(then, calendar);
  const bool stands_still = !reckoning.due.has_value();
  if (stands_still) {
    *then.mutable_pauses()->rbegin()->mutable_end_time() = base::ToTimestamp(acts);
    reckoning = Reckon(then, calendar);
  }
  const absl::CivilDay due = *reckoning.due;
  const absl::CivilDay day = base::BrusselsDay(acts);
  const auto spare = static_cast<int>(due - day);
  const base::Phrase& phrase = stands_still ? sentences::kIfResumed
                               : spare < 0  ? sentences::kTooLate
                               : spare == 0 ? sentences::kOnLastDay
                                            : sentences::kInTime;
  common::v1::DeadlineSimulation simulation;
  simulation.set_in_time(spare >= 0);
  simulation.set_days_to_spare(spare);
  *simulation.mutable_explanation() =
      base::Say(phrase, {{"day", Figure::Weekday(day)},
                         {"due", Figure::Weekday(due)},
                         {"spare", base::Say(sentences::kDays, {{"count", std::abs(spare)}})}});
  if (stands_still) *simulation.mutable_deadline() = ToDeadline(reckoning, then.rule(), calendar);
  return simulation;
}

}  // namespace mandat::deadline
