#ifndef SERVICES_OBJECTIVES_FORMULAS_PERIODS_H_
#define SERVICES_OBJECTIVES_FORMULAS_PERIODS_H_

// The periods for which an indicator has figures.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/common/v1/types.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/period.h"

namespace mandat::objectives::formulas {

// All periods of one frequency: the calendar's months, quarters or years, before and after the plan
// as well; or the one that is the term of the plan. Days are those of Brussels (BrusselsDay).
class Periods {
 public:
  // `frequency` is one of those that indicators have; `term` is the period of the plan, both ends
  // given.
  Periods(v1::Frequency frequency, const base::Period& term);

  // The period that `day` is of; none where it lies outside the term.
  std::optional<base::Period> Of(absl::CivilDay day) const;

  // `2026-03`, `2026-q1`, `2026`, `term`: of one frequency they sort as the periods do. `period` is
  // one of these.
  std::string KeyOf(const base::Period& period) const;

  // The one that ends on the eve of `period`, and the same one a year before; a term has none.
  std::optional<base::Period> Before(const base::Period& period) const;
  std::optional<base::Period> YearBefore(const base::Period& period) const;

  // Those that begin on a day of `span`, oldest first: at most `most`.
  std::vector<base::Period> BeginningIn(const base::Period& span, size_t most) const;

  // The period that `period` names. `PERIOD_INVALID` (about `field`) where it is not exactly one of
  // these, and what ParsePeriod refuses.
  absl::StatusOr<base::Period> Parse(const common::v1::Period& period,
                                     absl::string_view field) const;

 private:
  bool is_term() const { return months_ == 0; }
  base::Period From(absl::CivilMonth first) const;

  // How many months a period has; 0 = the term.
  int months_;
  base::Period term_;
};

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_PERIODS_H_
