#include "services/objectives/assessment/health.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"
#include "services/objectives/assessment/case_for_test.h"

namespace mandat::objectives {
namespace {

// Planned from 1 March to 30 June 2024.
constexpr char kPlanned[] = R"pb(
  planned_period {
    start_date { year: 2024 month: 3 day: 1 }
    end_date { year: 2024 month: 6 day: 30 }
  })pb";

// `COMPUTED late-start late-end`, with `!` where the people say something else.
std::string Told(const v1::ActionHealth& health) {
  return absl::StrCat(v1::Health_Name(health.computed()).substr(7), " ", health.late_start_days(),
                      " ", health.late_end_days(), health.differs() ? " !" : "");
}

std::string HealthAt(const std::string& action, const std::string& today) {
  return Told(HealthOf(testing::Parsed<v1::Action>(action), Day(today)));
}

TEST(HealthOf, ByStateAndDates) {
  const struct {
    std::string action;
    const char* today;
    const char* told;
  } rows[] = {
      {absl::StrCat(kPlanned, "state: ACTION_STATE_PLANNED"), "2024-02-01", "GOOD 0 0"},
      {absl::StrCat(kPlanned, "state: ACTION_STATE_PLANNED"), "2024-03-01", "GOOD 0 0"},
      {absl::StrCat(kPlanned, "state: ACTION_STATE_PLANNED"), "2024-03-02", "AT_RISK 1 0"},
      {absl::StrCat(kPlanned, "state: ACTION_STATE_PLANNED"), "2024-07-01", "AT_RISK 122 1"},
      {absl::StrCat(kPlanned,
                    "state: ACTION_STATE_RUNNING effective_period { start_date { year: "
                    "2024 month: 3 day: 1 } }"),
       "2024-06-30", "GOOD 0 0"},
      {absl::StrCat(kPlanned,
                    "state: ACTION_STATE_RUNNING effective_period { start_date { year: "
                    "2024 month: 2 day: 1 } }"),
       "2024-06-30", "GOOD 0 0"},
      {absl::StrCat(kPlanned,
                    "state: ACTION_STATE_RUNNING effective_period { start_date { year: "
                    "2024 month: 3 day: 1 } }"),
       "2024-07-01", "AT_RISK 0 1"},
      {absl::StrCat(kPlanned,
                    "state: ACTION_STATE_RUNNING effective_period { start_date { year: "
                    "2024 month: 3 day: 11 } }"),
       "2024-05-01", "AT_RISK 10 0"},
      {absl::StrCat(kPlanned, "state: ACTION_STATE_RUNNING"), "2024-05-01", "GOOD 0 0"},
      {absl::StrCat(kPlanned, "state: ACTION_STATE_SUSPENDED"), "2024-05-01", "PAUSED 0 0"},
      {absl::StrCat(kPlanned, "state: ACTION_STATE_SUSPENDED"), "2024-07-02", "PAUSED 0 2"},
      {absl::StrCat(kPlanned,
                    "state: ACTION_STATE_DONE effective_period { start_date { year: 2024 "
                    "month: 3 day: 2 } end_date { year: 2024 month: 7 day: 3 } }"),
       "2025-01-01", "UNSPECIFIED 1 3"},
      {absl::StrCat(kPlanned,
                    "state: ACTION_STATE_DONE effective_period { start_date { year: 2024 "
                    "month: 3 day: 1 } end_date { year: 2024 month: 6 day: 30 } }"),
       "2025-01-01", "UNSPECIFIED 0 0"},
      {absl::StrCat(kPlanned, "state: ACTION_STATE_ABANDONED"), "2025-01-01", "UNSPECIFIED 0 0"},
      {"state: ACTION_STATE_PLANNED", "2025-01-01", "UNSPECIFIED 0 0"},
      {"state: ACTION_STATE_RUNNING planned_period { start_date { year: 2024 month: 3 day: 1 } }",
       "2025-01-01", "GOOD 0 0"},
  };
  for (const auto& row : rows) EXPECT_EQ(HealthAt(row.action, row.today), row.told) << row.action;
}

TEST(HealthOf, DiffersFromWhatThePeopleSay) {
  const char planned[] = "state: ACTION_STATE_PLANNED health { health: HEALTH_";
  const struct {
    const char* stated;
    const char* in_time;
    const char* late;
    const char* suspended;
  } rows[] = {
      {"GOOD", "GOOD 0 0", "AT_RISK 1 0 !", "PAUSED 0 0 !"},
      {"AT_RISK", "GOOD 0 0 !", "AT_RISK 1 0", "PAUSED 0 0 !"},
      {"BLOCKED", "GOOD 0 0 !", "AT_RISK 1 0", "PAUSED 0 0 !"},
      {"PAUSED", "GOOD 0 0 !", "AT_RISK 1 0 !", "PAUSED 0 0"},
      {"UNSPECIFIED", "GOOD 0 0", "AT_RISK 1 0", "PAUSED 0 0"},
  };
  for (const auto& row : rows) {
    const std::string action = absl::StrCat(kPlanned, planned, row.stated, " }");
    EXPECT_EQ(HealthAt(action, "2024-03-01"), row.in_time) << row.stated;
    EXPECT_EQ(HealthAt(action, "2024-03-02"), row.late) << row.stated;
    EXPECT_EQ(
        HealthAt(absl::StrCat(kPlanned, "state: ACTION_STATE_SUSPENDED health { health: HEALTH_",
                              row.stated, " }"),
                 "2024-03-02"),
        row.suspended)
        << row.stated;
  }
  // The last note counts; what is over has no health to differ from.
  EXPECT_EQ(HealthAt(absl::StrCat(kPlanned, planned, "BLOCKED } health { health: HEALTH_GOOD }"),
                     "2024-03-01"),
            "GOOD 0 0");
  EXPECT_EQ(HealthAt("state: ACTION_STATE_DONE health { health: HEALTH_BLOCKED }", "2024-03-01"),
            "UNSPECIFIED 0 0");
}

TEST(HealthOf, SaysWhy) {
  const auto words = [](const std::string& action, const char* today) {
    return HealthOf(testing::Parsed<v1::Action>(action), Day(today)).words();
  };
  EXPECT_EQ(
      words(absl::StrCat(kPlanned, "state: ACTION_STATE_PLANNED health { health: HEALTH_GOOD }"),
            "2024-07-02")
          .fr(),
      "L'action devait commencer le 1er mars 2024 et n'a pas commencé : 123 jours de retard. "
      "Elle devait se terminer le 30 juin 2024 et n'est pas terminée : 2 jours de retard. Les "
      "dates disent « à risque », les personnes disent « bonne santé » : à éclaircir.");
  EXPECT_EQ(words(absl::StrCat(kPlanned, "state: ACTION_STATE_PLANNED"), "2024-03-01").en(),
            "No planned date is exceeded.");
  EXPECT_EQ(
      words(absl::StrCat(kPlanned,
                         "state: ACTION_STATE_DONE effective_period { start_date { year: "
                         "2024 month: 3 day: 2 } end_date { year: 2024 month: 7 day: 1 } }"),
            "2025-01-01")
          .en(),
      "The action, planned from 1 March 2024 on, began 1 day later. It ended 1 day after 30 June "
      "2024, the planned day.");
}

}  // namespace
}  // namespace mandat::objectives
