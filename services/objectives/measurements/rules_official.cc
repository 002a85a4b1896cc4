#include "services/objectives/measurements/rules_official.h"

#include <algorithm>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/period.h"
#include "services/lib/base/rational.h"
#include "services/objectives/measurements/guards.h"

namespace mandat::objectives::measurements {
namespace {

// Of a value that was checked when it was stored.
PeriodValue Of(const common::v1::Period& period, bool has_value, const common::v1::Rational& value,
               const google::type::Date& date) {
  PeriodValue made;
  made.period = {base::ToDay(period.start_date()), base::ToDay(period.end_date()) + 1};
  if (has_value) {
    if (auto parsed = base::ParseRational(value, ""); parsed.ok()) made.value = *parsed;
  }
  made.known_on = base::ToDay(date);
  return made;
}

}  // namespace

PeriodValue ValueOf(const v1::Measurement& measurement) {
  return Of(measurement.period(), measurement.has_value(), measurement.value(),
            measurement.value_date());
}

PeriodValue AcceptedOf(const v1::Measurement& measurement) {
  const v1::AcceptedValue& accepted = measurement.accepted();
  return Of(measurement.period(), accepted.has_value(), accepted.value(), accepted.value_date());
}

std::vector<PeriodValue> OfficialValues(absl::Span<const v1::Measurement* const> all,
                                        const v1::Measurement& like) {
  std::vector<PeriodValue> values;
  for (const v1::Measurement* measurement : all) {
    if (!measurement->has_accepted() || !SameDimensions(*measurement, like)) continue;
    values.push_back(AcceptedOf(*measurement));
  }
  std::sort(values.begin(), values.end(), [](const PeriodValue& a, const PeriodValue& b) {
    return a.period.start < b.period.start;
  });
  return values;
}

}  // namespace mandat::objectives::measurements
