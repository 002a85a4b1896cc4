#include "services/socialaid/law/spell.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/period.h"
#include "services/lib/base/status_macros.h"

namespace mandat::socialaid::law {
namespace {

using base::InvalidField;

constexpr int kLongestMonths = 50 * 12;

// Where a spell stands in the request; written out only for an error.
struct Path {
  absl::string_view list;
  int index;

  std::string To(absl::string_view field) const {
    return absl::StrCat(list, "[", index, "].", field);
  }
};

// base::ParseDate for the many dates that are right, in a fraction of its time; absent for those
// that it has to judge.
std::optional<Day> ReadDate(const google::type::Date& date) {
  const auto within = [](int32_t value, int64_t low, int64_t high) {
    return low <= value && value <= high;
  };
  if (!within(date.year(), base::kFirstDay.year(), base::kLastDay.year()) ||
      !within(date.month(), 1, 12) || !within(date.day(), 1, 31)) {
    return std::nullopt;
  }
  const Month month = date.year() * 12 + date.month() - 1;
  const Day day = FirstDayOfMonth(month) + date.day() - 1;
  if (day >= FirstDayOfMonth(month + 1)) return std::nullopt;
  return day;
}

absl::StatusOr<DaySpan> ReadDays(const common::v1::Period& period, const Path& path) {
  const std::optional<Day> first = ReadDate(period.start_date());
  const std::optional<Day> last = ReadDate(period.end_date());
  if (!first || !last || *last < *first) {
    RETURN_IF_ERROR(base::ParsePeriod(period, path.To("period")).status());
    return InvalidField("SPELL_OPEN", path.To("period"), "Give the last day.");
  }
  const DaySpan span{*first, *last};
  // Few spells are so long that the calendar must be asked.
  if (span.last - span.first > kLongestMonths * 28 &&
      span.last >= AddMonths(span.first, kLongestMonths)) {
    return InvalidField("SPELL_TOO_LONG", path.To("period"), "Give a spell of at most 50 years.");
  }
  return span;
}

absl::Status CheckKind(v1::DayKind kind, const Path& path) {
  if (v1::DayKind_IsValid(kind) && kind != v1::DAY_KIND_UNSPECIFIED) return absl::OkStatus();
  return InvalidField("DAY_KIND_INVALID", path.To("kind"), "Say what kind of days they were.");
}

}  // namespace

absl::Status CheckWorkingTime(const v1::WorkingTime& time, absl::string_view field) {
  const auto within = [](int32_t value, int32_t low, int32_t high) {
    return low <= value && value <= high;
  };
  if (!within(time.reference_hours_hundredths(), 100, 6000)) {
    return InvalidField("WORKING_TIME_INVALID", absl::StrCat(field, ".reference_hours_hundredths"),
                        "Give 1 to 60 hours a week.");
  }
  if (!within(time.weekly_hours_hundredths(), 1, time.reference_hours_hundredths())) {
    return InvalidField("WORKING_TIME_INVALID", absl::StrCat(field, ".weekly_hours_hundredths"),
                        "Give hours above zero, not above those of the full-timer of reference.");
  }
  if (!within(time.weekly_days_hundredths(), 1, 700)) {
    return InvalidField("WORKING_TIME_INVALID", absl::StrCat(field, ".weekly_days_hundredths"),
                        "Give days a week above zero, at most seven.");
  }
  return absl::OkStatus();
}

absl::StatusOr<Spell> ReadSpell(const v1::CareerSpell& spell, absl::string_view list, int index) {
  const Path path{list, index};
  ASSIGN_OR_RETURN(const DaySpan days, ReadDays(spell.period(), path));
  RETURN_IF_ERROR(CheckKind(spell.kind(), path));
  const v1::WorkingTime& time = spell.working_time();
  if (spell.has_working_time() && !CheckWorkingTime(time, "").ok()) {
    return CheckWorkingTime(time, path.To("working_time"));
  }
  const bool part_time = time.weekly_hours_hundredths() < time.reference_hours_hundredths();
  if (spell.days_hundredths() < 0 || (part_time && spell.has_days_hundredths())) {
    return InvalidField("SPELL_DAYS_INVALID", path.To("days_hundredths"),
                        "Days are for full-time spells and not negative; give hours instead.");
  }
  if (spell.hours_hundredths() < 0 || (!part_time && spell.has_hours_hundredths())) {
    return InvalidField("SPELL_HOURS_INVALID", path.To("hours_hundredths"),
                        "Hours are for part-time spells and not negative; give days instead.");
  }
  Spell read{days, spell.kind(), !part_time && !spell.has_days_hundredths()};
  if (read.uninterrupted) return read;
  if (!part_time) {
    read.amount = spell.days_hundredths();
    read.a_week = spell.has_working_time() ? time.weekly_days_hundredths() : 600;
  } else if (spell.has_hours_hundredths()) {
    read.amount = spell.hours_hundredths();
    read.a_week = time.reference_hours_hundredths();
  } else {
    // The weekly hours throughout: a week has six Monday to Saturday days.
    read.amount = int64_t{MondaysToSaturdays(days)} * time.weekly_hours_hundredths();
    read.a_week = int64_t{6} * time.reference_hours_hundredths();
  }
  return read;
}

absl::StatusOr<Spell> ReadEvent(const v1::ContractEvent& event, absl::string_view list, int index) {
  const Path path{list, index};
  ASSIGN_OR_RETURN(const DaySpan days, ReadDays(event.period(), path));
  RETURN_IF_ERROR(CheckKind(event.kind(), path));
  if (event.kind() == v1::DAY_KIND_WORK) {
    return InvalidField("DAY_KIND_INVALID", path.To("kind"), "Work is no event.");
  }
  return Spell{days, event.kind(), true};
}

}  // namespace mandat::socialaid::law
