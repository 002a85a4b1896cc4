#include "services/objectives/measurements/names.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "services/lib/base/period.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::measurements {
namespace {

using v1::Measurement;

Measurement Of(const std::string& indicator, absl::CivilDay first, absl::CivilDay last,
               const std::string& text = "") {
  Measurement measurement = With(Measurement(), text);
  measurement.set_indicator("indicators/" + indicator);
  *measurement.mutable_period() = base::ToPeriod({first, last + 1});
  return measurement;
}

TEST(MeasurementNames, SayOfWhatTheyAreValues) {
  using Day = absl::CivilDay;
  struct Row {
    Day first;
    Day last;
    const char* name;
  };
  const Row rows[] = {
      {Day(2026, 1, 1), Day(2026, 12, 31), "measurements/i1-2026"},
      {Day(2026, 1, 1), Day(2026, 3, 31), "measurements/i1-2026-q1"},
      {Day(2026, 10, 1), Day(2026, 12, 31), "measurements/i1-2026-q4"},
      {Day(2026, 2, 1), Day(2026, 2, 28), "measurements/i1-2026-02"},
      {Day(2024, 2, 1), Day(2024, 2, 29), "measurements/i1-2024-02"},
      {Day(2024, 1, 1), Day(2028, 12, 31), "measurements/i1-20240101-20281231"},
      {Day(2026, 2, 1), Day(2026, 4, 30), "measurements/i1-20260201-20260430"},
      {Day(2026, 2, 2), Day(2027, 2, 1), "measurements/i1-20260202-20270201"},
  };
  for (const Row& row : rows) EXPECT_EQ(NameOf(Of("i1", row.first, row.last)), row.name);
}

TEST(MeasurementNames, OneForEachIndicatorPeriodAndDimensions) {
  const std::string office = "dimensions { key: 'office' value: 'namur' }";
  const std::string sex = "dimensions { key: 'sex' value: 'f' }";
  const absl::CivilDay first(2026, 1, 1);
  const absl::CivilDay last(2026, 3, 31);
  EXPECT_EQ(NameOf(Of("i1", first, last, office + sex)),
            NameOf(Of("i1", first, last, sex + office)));
  EXPECT_EQ(DimensionsText(Of("i1", first, last, sex + office)), "office=namur;sex=f");
  EXPECT_EQ(DimensionsText(Of("i1", first, last)), "");
  std::set<std::string> names;
  const std::string longest(63, 'a');
  for (const std::string& indicator : {std::string("i1"), longest, longest.substr(1) + "b"}) {
    for (const std::string& text : {std::string(), office, sex, office + sex}) {
      for (const absl::CivilDay end : {last, absl::CivilDay(2026, 1, 31)}) {
        const std::string name = NameOf(Of(indicator, first, end, text));
        EXPECT_TRUE(base::IsId(absl::StripPrefix(name, "measurements/"))) << name;
        names.insert(name);
      }
    }
  }
  EXPECT_EQ(names.size(), 3u * 4u * 2u);
}

}  // namespace
}  // namespace mandat::objectives::measurements
