#include "services/objectives/assessment/findings.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/objectives/assessment/case_for_test.h"

namespace mandat::objectives {
namespace {

// `kind first-day`, one after the other.
std::string Found(v1::Unit unit, bool cumulative, const std::string& values) {
  v1::Indicator indicator;
  indicator.set_unit(unit);
  indicator.set_cumulative(cumulative);
  std::string found;
  for (const v1::Finding& finding : FindingsIn(indicator, Values(values))) {
    const std::string kind = v1::FindingKind_Name(finding.kind()).substr(13);
    absl::StrAppend(&found, found.empty() ? "" : ", ", kind, " ",
                    base::ToIso(base::ToDay(finding.period().start_date())));
  }
  return found;
}

TEST(FindingsIn, ByTable) {
  constexpr auto kCount = v1::UNIT_COUNT;
  constexpr auto kShare = v1::UNIT_SHARE;
  const struct {
    v1::Unit unit;
    bool cumulative;
    const char* values;
    const char* found;
  } rows[] = {
      {kCount, false, "", ""},
      // Median 12, MAD 1.5 of 10 11 13 14: 7.5 to 16.5.
      {kCount, false, "2024-01=10 2024-02=11 2024-03=13 2024-04=14 2024-05=33/2", ""},
      {kCount, false, "2024-01=10 2024-02=11 2024-03=13 2024-04=14 2024-05=17",
       "OUTLIER 2024-05-01"},
      {kCount, false, "2024-01=10 2024-02=11 2024-03=13 2024-04=14 2024-05=15/2", ""},
      {kCount, false, "2024-01=10 2024-02=11 2024-03=13 2024-04=14 2024-05=7",
       "OUTLIER 2024-05-01"},
      // Four values before are the least.
      {kCount, false, "2024-01=10 2024-02=11 2024-03=13 2024-04=900", ""},
      // Median 12, MAD 1 of 10 11 12 13 14: 9 to 15.
      {kCount, false, "2024-01=10 2024-02=11 2024-03=12 2024-04=13 2024-05=14 2024-06=15", ""},
      {kCount, false, "2024-01=10 2024-02=11 2024-03=12 2024-04=13 2024-05=14 2024-06=16",
       "OUTLIER 2024-06-01"},
      // Always the same: a tenth stands for the MAD, 70 to 130.
      {kCount, false, "2024-01=100 2024-02=100 2024-03=100 2024-04=100 2024-05=130", ""},
      {kCount, false, "2024-01=100 2024-02=100 2024-03=100 2024-04=100 2024-05=131",
       "OUTLIER 2024-05-01"},
      {v1::UNIT_CENTS, false, "2024-01=-100 2024-02=-100 2024-03=-100 2024-04=-100 2024-05=-70",
       ""},
      {v1::UNIT_CENTS, false, "2024-01=-100 2024-02=-100 2024-03=-100 2024-04=-100 2024-05=-69",
       "OUTLIER 2024-05-01"},
      // Always zero: no scale.
      {kCount, false, "2024-01=0 2024-02=0 2024-03=0 2024-04=0 2024-05=9", ""},
      // Order does not matter, periods without value do not count, later ones do not look back.
      {kCount, false, "2024-05=17 2024-01=10 2024-04=14 2024-02=11 2024-03=13",
       "OUTLIER 2024-05-01"},
      {kCount, false, "2024-01=10 2024-02=11 2024-03=13 2024-04=none 2024-05=17", ""},
      {kCount, false, "2024-01=17 2024-02=10 2024-03=11 2024-04=13 2024-05=14", ""},
      // Shares.
      {kShare, false, "2024-01=1", ""},
      {kShare, false, "2024-01=101/100", "SHARE_ABOVE_WHOLE 2024-01-01"},
      {kCount, false, "2024-01=101/100", ""},
      {kShare, false, "2024-01=-1/100", "NEGATIVE 2024-01-01"},
      // Below zero.
      {kCount, false, "2024-01=0", ""},
      {kCount, false, "2024-01=-1", "NEGATIVE 2024-01-01"},
      {v1::UNIT_DAYS, false, "2024-01=-1", "NEGATIVE 2024-01-01"},
      {v1::UNIT_CENTS, false, "2024-01=-1", ""},
      {v1::UNIT_TONNES_CO2, false, "2024-01=-1", ""},
      // Cumulative.
      {kCount, true, "2024-01=5 2024-02=5 2024-03=9", ""},
      {kCount, true, "2024-01=5 2024-02=4 2024-03=9", "CUMULATIVE_FALLS 2024-02-01"},
      {kCount, false, "2024-01=5 2024-02=4 2024-03=9", ""},
      // Added 10 11 13 14, then 17; the first of all is no addition.
      {kCount, true, "2023-12=500 2024-01=510 2024-02=521 2024-03=534 2024-04=548 2024-05=565",
       "OUTLIER 2024-05-01"},
      {kCount, true, "2024-01=10 2024-02=21 2024-03=34 2024-04=48 2024-05=165", ""},
      // Two at once.
      {kShare, false, "2024-01=1/2 2024-02=1/2 2024-03=1/2 2024-04=1/2 2024-05=2",
       "SHARE_ABOVE_WHOLE 2024-05-01, OUTLIER 2024-05-01"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Found(row.unit, row.cumulative, row.values), row.found) << row.values;
  }
}

TEST(FindingsIn, SayWhy) {
  v1::Indicator indicator;
  indicator.set_unit(v1::UNIT_SHARE);
  const auto found =
      FindingsIn(indicator, Values("2024-01=1/2 2024-02=1/2 2024-03=1/2 2024-04=1/2 2024-05=2"));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].words().fr(), "Une part de 200 % dépasse le tout.");
  EXPECT_EQ(found[1].words().en(),
            "200% is far from the 4 values before, which lie between 35% and 65% (median plus or "
            "minus three median deviations).");
  indicator.set_unit(v1::UNIT_COUNT);
  indicator.set_cumulative(true);
  EXPECT_EQ(FindingsIn(indicator, Values("2024-01=5 2024-02=4"))[0].words().nl(),
            "Het cumulatieve totaal daalt van 5 naar 4; dat doet het alleen door een correctie.");
}

TEST(FindingsIn, ValuesBeyondExactArithmeticAreNoOutliers) {
  EXPECT_EQ(Found(v1::UNIT_COUNT, false,
                  "2024-01=9223372036854775807/2 2024-02=1/9223372036854775807 2024-03=1/3 "
                  "2024-04=9223372036854775807 2024-05=1"),
            "");
}

}  // namespace
}  // namespace mandat::objectives
