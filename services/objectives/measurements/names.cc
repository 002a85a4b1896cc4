#include "services/objectives/measurements/names.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/digest.h"
#include "services/lib/base/period.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/names.h"

namespace mandat::objectives::measurements {
namespace {

constexpr size_t kIdMost = 63;
constexpr size_t kDigestDigits = 8;
constexpr int kQuarterMonths = 3;
constexpr int kYearMonths = 12;

std::string Digits(absl::CivilDay day) {
  return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day());
}

// The months of a span that begins and ends with one; 0 of any other.
int WholeMonths(const base::Period& period) {
  const absl::CivilMonth first(period.start);
  const absl::CivilMonth after(period.end);
  const bool whole = absl::CivilDay(first) == period.start && absl::CivilDay(after) == period.end;
  return whole ? static_cast<int>(after - first) : 0;
}

std::string KeyOf(const base::Period& period) {
  const int months = WholeMonths(period);
  const int year = static_cast<int>(period.start.year());
  const int month = period.start.month();
  if (months == 1) return absl::StrFormat("%04d-%02d", year, month);
  if (months == kQuarterMonths && month % kQuarterMonths == 1) {
    return absl::StrFormat("%04d-q%d", year, month / kQuarterMonths + 1);
  }
  if (months == kYearMonths && month == 1) return absl::StrFormat("%04d", year);
  return absl::StrCat(Digits(period.start), "-", Digits(period.end - 1));
}

}  // namespace

std::string NameOf(const v1::Measurement& measurement) {
  const base::Period period = {base::ToDay(measurement.period().start_date()),
                               base::ToDay(measurement.period().end_date()) + 1};
  const std::string key = KeyOf(period);
  const std::string dimensions = DimensionsText(measurement);
  std::string indicator = base::IdIn(measurement.indicator());
  std::string end = absl::StrCat("-", key);
  if (!dimensions.empty() || indicator.size() + end.size() > kIdMost) {
    const std::string digest =
        base::Sha256Hex(absl::StrCat(measurement.indicator(), "|", key, "|", dimensions));
    absl::StrAppend(&end, "-", digest.substr(0, kDigestDigits));
  }
  indicator.resize(std::min(indicator.size(), kIdMost - end.size()));
  return base::MakeName(kMeasurements, indicator + end);
}

std::string DimensionsText(const v1::Measurement& measurement) {
  v1::Measurement sorted;
  *sorted.mutable_dimensions() = measurement.dimensions();
  SortDimensions(&sorted);
  return absl::StrJoin(sorted.dimensions(), ";",
                       [](std::string* out, const v1::DimensionValue& dimension) {
                         absl::StrAppend(out, dimension.key(), "=", dimension.value());
                       });
}

void SortDimensions(v1::Measurement* measurement) {
  std::sort(measurement->mutable_dimensions()->begin(), measurement->mutable_dimensions()->end(),
            [](const auto& a, const auto& b) { return a.key() < b.key(); });
}

}  // namespace mandat::objectives::measurements
