#include "gateway/cli/table.h"

#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

namespace v1 = mandat::socialaid::v1;

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOkAndHolds;
using ::mandat::testing::Parsed;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;

v1::Article60Request Request() {
  return Parsed<v1::Article60Request>(R"pb(
    name: "article60Requests/r1"
    etag: "7"
    update_time { seconds: 1780000000 }
    state: ARTICLE60_STATE_CALCULATED
    planned_start { year: 2024 month: 3 day: 1 }
    send_time { seconds: 1770000000 }
    working_time { weekly_hours_hundredths: 1900 }
    career {
      period { start_date { year: 2023 month: 1 day: 2 } }
      kind: DAY_KIND_WORK
    }
    contract_events {
      period {
        start_date { year: 2024 month: 6 day: 3 }
        end_date { year: 2024 month: 7 day: 2 }
      }
      kind: DAY_KIND_SICKNESS_INDEMNIFIED
    }
    contract_events {
      period {
        start_date { year: 2024 month: 8 day: 1 }
        end_date { year: 2024 month: 8 day: 2 }
      }
      kind: DAY_KIND_STRIKE
    }
    answer {
      days: 468
      end_date { year: 2025 month: 8 day: 31 }
    }
  )pb");
}

v1::Centre Centre(const std::string& id, const std::string& fr) {
  v1::Centre centre;
  centre.set_name("centres/" + id);
  centre.mutable_display_name()->set_fr(fr);
  return centre;
}

TEST(Table, AlignsByCharactersAndEndsLinesWithoutSpaces) {
  EXPECT_EQ(Table({"name", "town", "n"}, {{"a", "Liège", "1"}, {"long", "", ""}}, 0),
            "name  town   n\n"
            "a     Liège  1\n"
            "long\n");
}

TEST(Table, LeavesOutTheLastColumnsWhereTheScreenEnds) {
  const std::vector<std::vector<std::string>> rows = {{"1234", "56", "7"}};
  EXPECT_EQ(Table({"a", "b", "c"}, rows, 11), "a     b   c\n1234  56  7\n");
  EXPECT_EQ(Table({"a", "b", "c"}, rows, 10), "a     b\n1234  56\n");
  EXPECT_EQ(Table({"a", "b", "c"}, rows, 2), "a\n1234\n");
}

TEST(Bar, IsAsLongAsThePartBesideTheWhole) {
  EXPECT_EQ(Bar(1, 10), "███");
  EXPECT_EQ(Bar(1, 31), "");
  EXPECT_EQ(Bar(10, 10), "██████████████████████████████");
  EXPECT_EQ(Bar(11, 10), Bar(10, 10));
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(Bar(kMost, kMost), Bar(10, 10));
  for (const auto& [part, whole] : {std::pair(-1, 10), {0, 10}, {1, 0}, {-1, -1}}) {
    EXPECT_EQ(Bar(part, whole), "") << part << " of " << whole;
  }
}

TEST(UsualColumns, AreTheFieldsThatFitInACell) {
  EXPECT_THAT(
      UsualColumns(*v1::Article60Request::descriptor()),
      AllOf(Contains("name"), Contains("state"), Contains("plannedStart"), Not(Contains("etag")),
            Not(Contains("updateTime")), Not(Contains("answer")), Not(Contains("career"))));
}

TEST(Cell, WritesEveryKindOfValueForPeople) {
  const v1::Article60Request request = Request();
  const Reading reading;
  EXPECT_THAT(Cell(request, "state", reading), IsOkAndHolds("calculated"));
  EXPECT_THAT(Cell(request, "plannedStart", reading), IsOkAndHolds("2024-03-01"));
  EXPECT_THAT(Cell(request, "planned_start", reading), IsOkAndHolds("2024-03-01"));
  // Winter time in Brussels.
  EXPECT_THAT(Cell(request, "sendTime", reading), IsOkAndHolds("2026-02-02 03:40:00"));
  EXPECT_THAT(Cell(request, "answer.days", reading), IsOkAndHolds("468"));
  EXPECT_THAT(Cell(request, "dueTime", reading), IsOkAndHolds(""));
  EXPECT_THAT(Cell(request, "answer.calculation.daysExact", reading), IsOkAndHolds(""));
}

TEST(Cell, WhatIsInsideOfSomethingAbsentIsEmpty) {
  EXPECT_THAT(Cell(v1::Article60Request(), "answer.days", Reading()), IsOkAndHolds(""));
  EXPECT_THAT(Cell(v1::Article60Request(), "answer.colour", Reading()), HasReason("WRONG_USE"));
}

TEST(Cell, ShowsMapsInOrder) {
  v1::TraceStep step;
  (*step.mutable_arguments())["days"] = "312";
  (*step.mutable_arguments())["age"] = "36";
  EXPECT_THAT(Cell(step, "arguments", Reading()), IsOkAndHolds("age=36, days=312"));
}

TEST(Cell, RefusesWhatIsNoCell) {
  for (const char* path : {"colour", "career", "career.kind", "state.x", "answer", ""}) {
    EXPECT_THAT(Cell(Request(), path, Reading()), HasReason("WRONG_USE")) << path;
  }
}

TEST(Cell, ShowsNothingThatDisturbsATerminal) {
  EXPECT_THAT(Cell(Centre("c", "A\x1b[2J\nB"), "displayName", Reading()), IsOkAndHolds("A?[2J B"));
}

TEST(Cell, PicksTheReadersLanguage) {
  v1::Centre centre = Centre("ixelles", "Ixelles");
  centre.mutable_display_name()->set_nl("Elsene");
  EXPECT_THAT(Cell(centre, "displayName", {"nl", 0}), IsOkAndHolds("Elsene"));
  EXPECT_THAT(Cell(centre, "displayName", {"de", 0}), IsOkAndHolds("Ixelles"));
}

TEST(TableOf, LeavesOutColumnsThatAreEmptyInEveryRow) {
  v1::Centre one = Centre("liege", "Liège"), two = Centre("mons", "Mons");
  two.set_language("fr");
  EXPECT_THAT(TableOf({&one, &two}, UsualColumns(*v1::Centre::descriptor()), EmptyColumns::kDrop,
                      Reading()),
              IsOkAndHolds("name           displayName  language\n"
                           "centres/liege  Liège\n"
                           "centres/mons   Mons         fr\n"));
}

TEST(TableOf, ShowsTheColumnsThatWereChosenEvenIfEmpty) {
  const v1::Centre centre = Centre("mons", "Mons");
  EXPECT_THAT(TableOf({&centre}, {"language", "name"}, EmptyColumns::kKeep, Reading()),
              IsOkAndHolds("language  name\n          centres/mons\n"));
}

TEST(Sheet, ShowsEveryFieldThatIsSetWithItsInside) {
  EXPECT_EQ(Sheet(Request(), Reading()),
            "name                     article60Requests/r1\n"
            "etag                     7\n"
            "updateTime               2026-05-28 22:26:40\n"
            "state                    calculated\n"
            "plannedStart             2024-03-01\n"
            "workingTime\n"
            "  weeklyHoursHundredths  1900\n"
            "career 1\n"
            "  period                 2023-01-02 to …\n"
            "  kind                   work\n"
            "contractEvents\n"
            "  period                    kind\n"
            "  2024-06-03 to 2024-07-02  sicknessIndemnified\n"
            "  2024-08-01 to 2024-08-02  strike\n"
            "sendTime                 2026-02-02 03:40:00\n"
            "answer\n"
            "  days                   468\n"
            "  endDate                2025-08-31\n");
}

}  // namespace
}  // namespace mandat::cli
