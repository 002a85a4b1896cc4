#ifndef SERVICES_LIB_DEADLINE_CALENDAR_H_
#define SERVICES_LIB_DEADLINE_CALENDAR_H_

// On which days an office works.

#include <array>
#include <map>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/common/v1/deadline.pb.h"
#include "mandat/common/v1/types.pb.h"

namespace mandat::deadline {

// Immutable.
class Calendar {
 public:
  // INVALID_ARGUMENT about `field` and what is below it: `CALENDAR_INVALID` (no country; Alsace and
  // Moselle outside France; no weekday left open; a closing that has no end; closings of more than
  // 3,660 days in all), or what ParsePeriod and ValidateLocalizedText say of a closing.
  static absl::StatusOr<Calendar> Make(const common::v1::WorkingCalendar& data,
                                       absl::string_view field);

  bool IsOpen(absl::CivilDay day) const;
  // The legal holiday or closing that falls on the day; absent where there is none, be it a weekend
  // or not.
  std::optional<common::v1::LocalizedText> TitleOf(absl::CivilDay day) const;

  // The nearest open day from here on, or back; the day itself where it is open.
  absl::CivilDay OpenFrom(absl::CivilDay day) const;
  absl::CivilDay OpenUntil(absl::CivilDay day) const;

 private:
  Calendar() = default;

  common::v1::Country country_ = common::v1::COUNTRY_UNSPECIFIED;
  bool alsace_moselle_ = false;
  // By absl::Weekday.
  std::array<bool, 7> closed_weekdays_ = {};
  std::map<absl::CivilDay, common::v1::LocalizedText> closings_;
};

}  // namespace mandat::deadline

#endif  // SERVICES_LIB_DEADLINE_CALENDAR_H_
