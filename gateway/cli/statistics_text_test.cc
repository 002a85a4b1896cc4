#include "gateway/cli/statistics_text.h"

#include "gmock/gmock.h"
#include "mandat/socialaid/v1/article60_statistics.pb.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

TEST(StatisticsText, IsATableWithBarsForEachTable) {
  const auto statistics = testing::Parsed<socialaid::v1::Article60Statistics>(R"(year: 2026
      total { count { count: 10294 } count_before { count: 8606 } growth_hundredths: 1961 }
      by_state { key: "sent" display_name { fr: "Envoyé" en: "Sent" } count { count: 50 }
                 count_before { count: 100 } growth_hundredths: -5000 }
      by_state { key: "returned" count { hidden: true } count_before { count: 0 } }
      by_state { key: "calculated" count { count: 100 } count_before { hidden: true } }
      on_time_permille: 827)");
  EXPECT_EQ(StatisticsText(statistics, {.language = "fr"}),
            "Total\n"
            "  count  before  growth\n"
            "  10294  8606    +19.61 %  ██████████████████████████████\n"
            "\n"
            "By state\n"
            "            count  before  growth\n"
            "Envoyé      50     100     -50.00 %  ███████████████\n"
            "returned    …      0\n"
            "calculated  100    …                 ██████████████████████████████\n"
            "\n"
            "On time: 82.7 %, the year before …\n");
}

}  // namespace
}  // namespace mandat::cli
