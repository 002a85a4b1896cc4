#include "services/objectives/assessment/calibration.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"

namespace mandat::objectives {
namespace {

// Planned to end on 30 June 2024; ended on `end` of that year ("7 1"), or was given up ("").
v1::Action Finished(const std::string& end, const std::vector<std::string>& notes) {
  std::string text = "planned_period { end_date { year: 2024 month: 6 day: 30 } } ";
  if (end.empty()) {
    absl::StrAppend(&text, "state: ACTION_STATE_ABANDONED ");
  } else {
    absl::StrAppend(&text,
                    "state: ACTION_STATE_DONE effective_period { end_date { year: 2024 month: ",
                    end.substr(0, 1), " day: ", end.substr(2), " } } ");
  }
  for (const std::string& note : notes) absl::StrAppend(&text, "health { ", note, " } ");
  return testing::Parsed<v1::Action>(text);
}

std::string Note(int month, int day, int confidence) {
  return absl::StrCat("confidence: ", confidence, " date { year: 2024 month: ", month,
                      " day: ", day, " }");
}

// `said held`, then ` confidence:held/said` each.
std::string Told(const std::vector<v1::Action>& actions) {
  const auto calibration = CalibrationOf(actions);
  std::string told = absl::StrCat(calibration.said_permille(), " ", calibration.held_permille());
  for (const auto& outcome : calibration.outcomes()) {
    absl::StrAppend(&told, " ", outcome.confidence(), ":", outcome.held_count(), "/",
                    outcome.said_count());
  }
  return told;
}

TEST(CalibrationOf, ComparesConfidenceWithResults) {
  EXPECT_EQ(Told({}), "0 0");
  EXPECT_EQ(Told({Finished("6 30", {Note(3, 1, 8)})}), "800 1000 8:1/1");
  EXPECT_EQ(Told({Finished("7 1", {Note(3, 1, 8)})}), "800 0 8:0/1");
  EXPECT_EQ(Told({Finished("", {Note(3, 1, 8)})}), "800 0 8:0/1");
  EXPECT_EQ(Told({Finished("6 1", {Note(3, 1, 9)}), Finished("7 9", {Note(3, 1, 9)}),
                  Finished("6 1", {Note(3, 1, 4)})}),
            "733 666 4:1/1 9:1/2");
}

TEST(CalibrationOf, TakesTheLastForecastOfEachAction) {
  EXPECT_EQ(Told({Finished("6 30", {Note(3, 1, 8), Note(4, 1, 5)})}), "500 1000 5:1/1");
  EXPECT_EQ(Told({Finished("6 30", {Note(4, 1, 5), Note(4, 1, 6)})}), "600 1000 6:1/1");
  // A note without confidence says nothing about it.
  EXPECT_EQ(Told({Finished("6 30", {Note(3, 1, 0), "date { year: 2024 month: 4 day: 1 }"})}),
            "0 1000 0:1/1");
  // What is said on the planned end or later, or once it is done, is no forecast.
  EXPECT_EQ(Told({Finished("7 5", {Note(6, 29, 8), Note(6, 30, 1)})}), "800 0 8:0/1");
  EXPECT_EQ(Told({Finished("5 5", {Note(5, 4, 8), Note(5, 5, 10)})}), "800 1000 8:1/1");
  EXPECT_EQ(Told({Finished("5 5", {Note(5, 5, 10)})}), "0 0");
}

TEST(CalibrationOf, LeavesOutWhatIsNotOverOrHadNoDate) {
  auto running = Finished("6 30", {Note(3, 1, 8)});
  for (const auto state :
       {v1::ACTION_STATE_PLANNED, v1::ACTION_STATE_RUNNING, v1::ACTION_STATE_SUSPENDED}) {
    running.set_state(state);
    EXPECT_EQ(Told({running}), "0 0");
  }
  auto undated = Finished("6 30", {Note(3, 1, 8)});
  undated.clear_planned_period();
  EXPECT_EQ(Told({undated}), "0 0");
}

TEST(CalibrationOf, JudgesFromFiveActionsOn) {
  const auto verdict = [](int count, int confidence, int held) {
    std::vector<v1::Action> actions;
    for (int i = 0; i < count; ++i) {
      actions.push_back(Finished(i < held ? "6 1" : "7 1", {Note(3, 1, confidence)}));
    }
    const std::string words = CalibrationOf(actions).words().en();
    return words.substr(words.find("time. ") + 6);
  };
  EXPECT_EQ(verdict(4, 10, 0), "That is too few to judge.");
  EXPECT_EQ(verdict(5, 10, 0), "Those responsible are too sure.");
  EXPECT_EQ(verdict(10, 8, 7), "Those responsible are too sure.");
  EXPECT_EQ(verdict(10, 8, 8), "The confidence agrees with the results.");
  EXPECT_EQ(verdict(10, 8, 9), "Those responsible are not sure enough.");
  EXPECT_EQ(verdict(5, 0, 5), "Those responsible are not sure enough.");
}

TEST(CalibrationOf, SaysItsFigures) {
  EXPECT_EQ(
      CalibrationOf({{Finished("6 30", {Note(3, 1, 8)})}}).words().fr(),
      "1 action terminée : confiance moyenne 80 %, 100 % à temps. C'est trop peu pour juger.");
  EXPECT_EQ(CalibrationOf({}).words().en(), "That is too few to judge.");
}

}  // namespace
}  // namespace mandat::objectives
