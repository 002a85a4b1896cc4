#include "services/objectives/assessment/budgets.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/money.h"
#include "services/lib/testing/messages.h"
#include "services/lib/testing/seed.h"

namespace mandat::objectives {
namespace {

using mandat::testing::Parsed;
using ::testing::ElementsAre;
using v1::Action;
using v1::Objective;

// "2026 ordinary 12.34" of each.
std::vector<std::string> Text(const std::vector<v1::BudgetLine>& lines) {
  std::vector<std::string> text;
  for (const v1::BudgetLine& line : lines) {
    const int64_t cents = base::ParseMoney(line.amount(), "")->cents;
    text.push_back(absl::StrCat(line.year(), " ", line.type(), " ", cents));
  }
  return text;
}

std::vector<Objective> Tree() {
  return {Parsed<Objective>("name: 'objectives/top'"),
          Parsed<Objective>("name: 'objectives/a' ancestors: 'objectives/top'"),
          Parsed<Objective>("name: 'objectives/aa' ancestors: 'objectives/top' "
                            "ancestors: 'objectives/a'"),
          Parsed<Objective>("name: 'objectives/b' ancestors: 'objectives/top'")};
}

std::string Line(int year, const std::string& type, int64_t units) {
  return absl::StrCat("budget { type: '", type, "' year: ", year,
                      " amount { currency_code: 'EUR' units: ", units, " } }");
}

TEST(BudgetsOfTree, AreDividedByTheSharesAndAddedUpTheTree) {
  const auto budgets = BudgetsOfTree(
      Tree(),
      std::vector<Action>{
          Parsed<Action>("serves { objective: 'objectives/aa' budget_share_permille: 250 } "
                         "serves { objective: 'objectives/b' budget_share_permille: 750 } " +
                         Line(2026, "ordinary", 10) + Line(2025, "subsidy", 2)),
          Parsed<Action>("serves { objective: 'objectives/a' budget_share_permille: 1000 } " +
                         Line(2026, "ordinary", 1)),
          Parsed<Action>("state: ACTION_STATE_ABANDONED "
                         "serves { objective: 'objectives/a' budget_share_permille: 1000 } " +
                         Line(2026, "ordinary", 1000))});
  EXPECT_THAT(Text(budgets.at("objectives/aa")),
              ElementsAre("2025 subsidy 50", "2026 ordinary 250"));
  EXPECT_THAT(Text(budgets.at("objectives/a")),
              ElementsAre("2025 subsidy 50", "2026 ordinary 350"));
  EXPECT_THAT(Text(budgets.at("objectives/b")),
              ElementsAre("2025 subsidy 150", "2026 ordinary 750"));
  EXPECT_THAT(Text(budgets.at("objectives/top")),
              ElementsAre("2025 subsidy 200", "2026 ordinary 1100"));
}

// However a line is divided, no cent is lost and none is made.
TEST(BudgetsOfTree, PartsAreAlwaysTheWhole) {
  std::mt19937 random(testing::SeedOr(3));
  for (int round = 0; round < 2000; ++round) {
    std::vector<Objective> objectives;
    Action action;
    int left = 1000;
    for (int i = 0; left > 0; ++i) {
      objectives.push_back(Parsed<Objective>(
          absl::StrCat("name: 'objectives/o", i, "' ancestors: 'objectives/top'")));
      v1::ServedObjective* served = action.add_serves();
      served->set_objective(objectives.back().name());
      const int share = i == 19 ? left : std::min(left, static_cast<int>(random() % 400));
      served->set_budget_share_permille(share);
      left -= share;
    }
    objectives.push_back(Parsed<Objective>("name: 'objectives/top'"));
    v1::BudgetLine* line = action.add_budget();
    const int64_t cents = static_cast<int64_t>(random() % 100'000);
    *line->mutable_amount() = base::ToMoney({cents});
    const auto budgets = BudgetsOfTree(objectives, {&action, 1});
    EXPECT_THAT(Text(budgets.at("objectives/top")), ElementsAre(absl::StrCat("0  ", cents)));
  }
}

}  // namespace
}  // namespace mandat::objectives
