#ifndef SERVICES_SOCIALAID_LAW_SPELL_H_
#define SERVICES_SOCIALAID_LAW_SPELL_H_

// The spells of a request, checked, in the form in which they are counted.

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/socialaid/law/days.h"

namespace mandat::socialaid::law {

struct Spell {
  DaySpan days;
  v1::DayKind kind = v1::DAY_KIND_UNSPECIFIED;
  // Full-time on every working day: counted by the calendar; `amount` is not used.
  bool uninterrupted = false;
  // Otherwise the weeks of full-time work that it amounts to, `amount` / `a_week`: days / Q, hours
  // / S.
  int64_t amount = 0;
  int64_t a_week = 1;
};

// The spell at `list`[`index`]. Errors about a field of it: PERIOD_INVALID, DATE_INVALID,
// SPELL_OPEN (it has no end), SPELL_TOO_LONG (over 50 years), DAY_KIND_INVALID,
// WORKING_TIME_INVALID, SPELL_DAYS_INVALID (negative, or days on a part-time spell),
// SPELL_HOURS_INVALID (negative, or hours on a full-time spell).
absl::StatusOr<Spell> ReadSpell(const v1::CareerSpell& spell, absl::string_view list, int index);

// An event during the contract, with the same errors; work is no event (DAY_KIND_INVALID).
absl::StatusOr<Spell> ReadEvent(const v1::ContractEvent& event, absl::string_view list, int index);

// WORKING_TIME_INVALID unless all three are within the ranges of the message.
absl::Status CheckWorkingTime(const v1::WorkingTime& time, absl::string_view field);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_SPELL_H_
