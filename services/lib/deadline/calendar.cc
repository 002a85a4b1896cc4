#include "services/lib/deadline/calendar.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/period.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/deadline/holidays.h"

namespace mandat::deadline {
namespace {

constexpr int64_t kClosedDaysMost = 3660;
constexpr size_t kTitleMaxBytes = 200;

absl::Status Invalid(absl::string_view field, absl::string_view message) {
  return base::InvalidField("CALENDAR_INVALID", field, message);
}

// From Monday on, as google.type.DayOfWeek counts from 1.
size_t IndexOf(google::type::DayOfWeek weekday) { return static_cast<size_t>(weekday) - 1; }
size_t IndexOf(absl::CivilDay day) { return static_cast<size_t>(absl::GetWeekday(day)); }

absl::StatusOr<base::Period> ParseClosing(const common::v1::Closing& closing,
                                          absl::string_view field) {
  const std::string period_field = absl::StrCat(field, ".period");
  ASSIGN_OR_RETURN(const base::Period period, base::ParsePeriod(closing.period(), period_field));
  if (period.open()) return Invalid(period_field, "Give the last day of the closing.");
  RETURN_IF_ERROR(
      base::ValidateLocalizedText(closing.title(), kTitleMaxBytes, absl::StrCat(field, ".title")));
  return period;
}

}  // namespace

absl::StatusOr<Calendar> Calendar::Make(const common::v1::WorkingCalendar& data,
                                        absl::string_view field) {
  Calendar calendar;
  calendar.country_ = data.country();
  calendar.alsace_moselle_ = data.alsace_moselle();
  if (data.country() != common::v1::COUNTRY_BELGIUM &&
      data.country() != common::v1::COUNTRY_FRANCE) {
    return Invalid(absl::StrCat(field, ".country"), "Say whose legal holidays are closed.");
  }
  if (data.alsace_moselle() && data.country() != common::v1::COUNTRY_FRANCE) {
    return Invalid(absl::StrCat(field, ".alsace_moselle"), "Alsace and Moselle lie in France.");
  }
  for (const int weekday : data.closed_weekdays()) {
    if (!google::type::DayOfWeek_IsValid(weekday) || weekday == 0) {
      return Invalid(absl::StrCat(field, ".closed_weekdays"), "Give days from Monday to Sunday.");
    }
    calendar.closed_weekdays_[IndexOf(static_cast<google::type::DayOfWeek>(weekday))] = true;
  }
  if (data.closed_weekdays().empty()) {
    calendar.closed_weekdays_[IndexOf(google::type::SATURDAY)] = true;
    calendar.closed_weekdays_[IndexOf(google::type::SUNDAY)] = true;
  }
  if (std::all_of(calendar.closed_weekdays_.begin(), calendar.closed_weekdays_.end(),
                  [](bool closed) { return closed; })) {
    return Invalid(absl::StrCat(field, ".closed_weekdays"), "Leave a day of the week open.");
  }
  int64_t days = 0;
  for (int i = 0; i < data.closings_size(); ++i) {
    const common::v1::Closing& closing = data.closings(i);
    ASSIGN_OR_RETURN(const base::Period period,
                     ParseClosing(closing, absl::StrCat(field, ".closings[", i, "]")));
    days += base::CountDays(period);
    if (days > kClosedDaysMost) {
      return Invalid(absl::StrCat(field, ".closings"),
                     absl::StrCat("Close at most ", kClosedDaysMost, " days in all."));
    }
    for (absl::CivilDay day = period.start; day < period.end; ++day) {
      calendar.closings_.emplace(day, closing.title());
    }
  }
  return calendar;
}

bool Calendar::IsOpen(absl::CivilDay day) const {
  return !closed_weekdays_[IndexOf(day)] && closings_.count(day) == 0 &&
         HolidayOn(country_, alsace_moselle_, day) == nullptr;
}

std::optional<common::v1::LocalizedText> Calendar::TitleOf(absl::CivilDay day) const {
  if (const base::Phrase* holiday = HolidayOn(country_, alsace_moselle_, day)) {
    return base::Say(*holiday, {});
  }
  const auto found = closings_.find(day);
  if (found == closings_.end()) return std::nullopt;
  return found->second;
}

absl::CivilDay Calendar::OpenFrom(absl::CivilDay day) const {
  while (!IsOpen(day)) ++day;
  return day;
}

absl::CivilDay Calendar::OpenUntil(absl::CivilDay day) const {
  while (!IsOpen(day)) --day;
  return day;
}

}  // namespace mandat::deadline
