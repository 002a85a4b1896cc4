#ifndef SERVICES_SOCIALAID_LAW_ASSIMILATION_H_
#define SERVICES_SOCIALAID_LAW_ASSIMILATION_H_

// Which days count as work, and which prolong the reference period, under each rule set.

#include "absl/strings/string_view.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/socialaid/law/parameters.h"

namespace mandat::socialaid::law {

enum class Treatment : uint8_t {
  kNone,           // neither
  kCounts,         // worked, or assimilated to work
  kCountsLimited,  // assimilated up to a number of days a calendar year (Key::kUnpaidAbsenceDays)
  kProlongs,       // moves the start of the reference period back by its calendar days
};

struct KindRule {
  v1::DayKind kind;
  Treatment before_2026_03;
  Treatment from_2026_03;
  absl::string_view reference_before_2026_03;
  absl::string_view reference_from_2026_03;
};

// The row of a kind; `kind` is one of the enum's named values but UNSPECIFIED.
const KindRule& RuleOf(v1::DayKind kind);

// What the rule set of `law` makes of a day. Where Key::kProlongedBefore is off, nothing prolongs
// under the old rule.
Treatment TreatmentOf(v1::DayKind kind, const Law& law);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_ASSIMILATION_H_
