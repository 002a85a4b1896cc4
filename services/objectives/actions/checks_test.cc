#include "services/objectives/actions/checks.h"

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::actions {
namespace {

using base::Fields;
using mandat::testing::IsOk;
using v1::Action;

std::string Served(const std::string& id, int budget, int contribution) {
  return absl::StrCat("serves { objective: 'objectives/", id, "' budget_share_permille: ", budget,
                      " contribution_share_permille: ", contribution, " } ");
}

std::string Line(int year, const std::string& amount, const std::string& type = "ordinary") {
  return absl::StrCat("budget { type: '", type, "' year: ", year, " amount { currency_code: 'EUR' ",
                      amount, " } } ");
}

std::string Note(int month, const std::string& more = "") {
  return absl::StrCat("health { health: HEALTH_GOOD words: 'w' date { year: 2024 month: ", month,
                      " day: 1 } ", more, " } ");
}

struct Row {
  std::string text;
  const char* fault;
};

const std::string kStarted = "effective_period { start_date { year: 2024 month: 1 day: 1 } } ";

TEST(CheckAction, RefusesEachBadFieldWithItsReason) {
  const Row rows[] = {
      {"plan: 'actions/a1'", "NAME_INVALID action.plan"},
      {"serves { }", "FIELD_REQUIRED action.serves[1].objective"},
      {"serves { objective: 'plans/p1' }", "NAME_INVALID action.serves[1].objective"},
      {Served("o1", 0, 0), "OBJECTIVE_REPEATED action.serves[1].objective"},
      {Served("o2", -1, 0), "SHARE_INVALID action.serves[1].budget_share_permille"},
      {Served("o2", 0, 1001), "SHARE_INVALID action.serves[1].contribution_share_permille"},
      {Served("o2", 0, 0), ""},
      {Served("o2", 1, 0), "SHARES_INCOMPLETE action.serves.budget_share_permille"},
      {Served("o2", 0, 1), "SHARES_INCOMPLETE action.serves.contribution_share_permille"},
      {absl::StrCat("title { nl: '", std::string(501, 'x'), "' }"),
       "TEXT_TOO_LONG action.title.nl"},
      {"title { nl: 'a\\001' }", "TEXT_INVALID action.title.nl"},
      {"unit: 'Contact'", "ID_INVALID action.unit"},
      {"responsibilities { }", "ROLE_UNKNOWN action.responsibilities[0].role"},
      {absl::StrCat("done_so_far { nl: '", std::string(2001, 'x'), "' }"),
       "TEXT_TOO_LONG action.done_so_far.nl"},
      {absl::StrCat("remaining { nl: '", std::string(2001, 'x'), "' }"),
       "TEXT_TOO_LONG action.remaining.nl"},
      {Times(20, "contributors: 'c'"), ""},
      {Times(21, "contributors: 'c'"), "TOO_MANY_ITEMS action.contributors"},
      {"contributors: ''", "FIELD_REQUIRED action.contributors[0]"},
      {absl::StrCat("contributors: '", std::string(201, 'x'), "'"),
       "TEXT_TOO_LONG action.contributors[0]"},
      {"planned_period { }", "PERIOD_INVALID action.planned_period"},
      {"planned_period { start_date { year: 2024 month: 1 } }",
       "DATE_INVALID action.planned_period.start_date"},
      {"effective_period { }", "PERIOD_INVALID action.effective_period"},
      {Line(2024, "units: 1"), ""},
      {Line(2024, "units: 1", ""), "FIELD_REQUIRED action.budget[0].type"},
      {Line(2024, "units: 1", std::string(101, 'x')), "TEXT_TOO_LONG action.budget[0].type"},
      {Line(1999, "units: 1"), "BUDGET_INVALID action.budget[0].year"},
      {Line(2100, "units: 1"), "BUDGET_INVALID action.budget[0].year"},
      {Line(2024, "nanos: 1"), "BUDGET_INVALID action.budget[0].amount"},
      {Line(2024, "units: -1"), "BUDGET_INVALID action.budget[0].amount"},
      {Line(2024, "currency_code: 'USD'"), "BUDGET_INVALID action.budget[0].amount"},
      {Line(2024, "") + Line(2024, "", "other") + Line(2025, ""), ""},
      {Line(2024, "units: 92233720368547758") + Line(2025, "units: 92233720368547758"),
       "BUDGET_INVALID action.budget[1].amount"},
      {Line(2024, "") + Line(2024, ""), "BUDGET_REPEATED action.budget[1]"},
      {Note(1) + Note(1) + Note(2), ""},
      {Note(1, "health: HEALTH_UNSPECIFIED"), "HEALTH_UNKNOWN action.health[0].health"},
      {Note(1, "words: ''"), "FIELD_REQUIRED action.health[0].words"},
      {Note(1, "confidence: 10"), ""},
      {Note(1, "confidence: 11"), "CONFIDENCE_INVALID action.health[0].confidence"},
      {Note(1, "confidence: -1"), "CONFIDENCE_INVALID action.health[0].confidence"},
      {Note(13), "DATE_INVALID action.health[0].date"},
      {Note(2) + Note(1), "HEALTH_UNORDERED action.health[1].date"},
      {Times(201, Note(1)), "TOO_MANY_ITEMS action.health"},
      {"state: ACTION_STATE_RUNNING", "STATE_WITHOUT_DATE action.effective_period.start_date"},
      {"state: ACTION_STATE_SUSPENDED", "STATE_WITHOUT_DATE action.effective_period.start_date"},
      {"state: ACTION_STATE_DONE", "STATE_WITHOUT_DATE action.effective_period.start_date"},
      {kStarted + "state: ACTION_STATE_RUNNING", ""},
      {kStarted + "state: ACTION_STATE_DONE",
       "STATE_WITHOUT_DATE action.effective_period.end_date"},
      {kStarted + "state: ACTION_STATE_DONE "
                  "effective_period { end_date { year: 2024 month: 1 day: 1 } }",
       ""},
      {"state: ACTION_STATE_ABANDONED", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const absl::Status status = CheckAction(With(TestAction(), row.text), Fields::kAll);
    EXPECT_EQ(Fault(status), row.fault);
    EXPECT_EQ(absl::IsInvalidArgument(status), *row.fault != '\0');
  }
  Action unknown = TestAction();
  unknown.set_state(static_cast<v1::ActionState>(99));
  EXPECT_EQ(Fault(CheckAction(unknown, Fields::kAll)), "STATE_UNKNOWN action.state");
}

TEST(CheckAction, AsksForWhatIsRequiredInTheOrderOfTheFields) {
  Action action;
  EXPECT_EQ(Fault(CheckAction(action, Fields::kAll)), "FIELD_REQUIRED action.plan");
  action.set_plan("plans/p1");
  EXPECT_EQ(Fault(CheckAction(action, Fields::kAll)), "FIELD_REQUIRED action.serves");
  *action.mutable_serves() = TestAction().serves();
  EXPECT_EQ(Fault(CheckAction(action, Fields::kAll)), "FIELD_REQUIRED action.title");
  *action.mutable_title() = TestAction().title();
  EXPECT_THAT(CheckAction(action, Fields::kAll), IsOk());
  EXPECT_THAT(CheckAction(Action(), Fields::kSet), IsOk());
}

TEST(CheckAction, ServesAtMostTwentyObjectives) {
  Action action = TestAction();
  for (int i = 2; i <= 20; ++i) {
    action = With(action, Served(absl::StrCat("o", i), 0, 0));
  }
  EXPECT_THAT(CheckAction(action, Fields::kAll), IsOk());
  EXPECT_EQ(Fault(CheckAction(With(action, Served("o21", 0, 0)), Fields::kAll)),
            "TOO_MANY_ITEMS action.serves");
}

// However an action is divided, all of it is: any other sum is refused and named.
TEST(CheckAction, SharesSumToExactlyAThousand) {
  std::mt19937 random(mandat::testing::SeedOr(20240201));
  const auto roll = [&random](int most) {
    return std::uniform_int_distribution<int>(0, most)(random);
  };
  for (int round = 0; round < 300; ++round) {
    Action action = TestAction();
    action.clear_serves();
    int budget = 1000;
    int contribution = 1000;
    const int count = 1 + roll(19);
    for (int i = 1; i <= count; ++i) {
      const int budget_share = i == count ? budget : roll(budget);
      const int contribution_share = i == count ? contribution : roll(contribution);
      action = With(action, Served(absl::StrCat("o", i), budget_share, contribution_share));
      budget -= budget_share;
      contribution -= contribution_share;
    }
    EXPECT_THAT(CheckAction(action, Fields::kAll), IsOk());
    v1::ServedObjective* one = action.mutable_serves(roll(count - 1));
    const bool more =
        one->budget_share_permille() == 0 || (one->budget_share_permille() < 1000 && roll(1) == 0);
    one->set_budget_share_permille(one->budget_share_permille() + (more ? 1 : -1));
    const absl::Status refused = CheckAction(action, Fields::kAll);
    EXPECT_EQ(base::ReasonOf(refused), "SHARES_INCOMPLETE");
    EXPECT_EQ(base::MetadataOf(refused)["sum"], more ? "1001" : "999");
  }
}

}  // namespace
}  // namespace mandat::objectives::actions
