#include "services/objectives/objectives/rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::objective_tree {
namespace {

using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using v1::Objective;

v1::CreateObjectiveRequest Creation(const Objective& objective) {
  v1::CreateObjectiveRequest request;
  *request.mutable_objective() = objective;
  return request;
}

// A score of a day of 2024.
std::string Score(int month, const std::string& more = "") {
  return absl::StrCat("scores { stake: 1 urgency: 5 return_on_investment: 3 justification: 'why' ",
                      "date { year: 2024 month: ", month, " day: 1 } ", more, " } ");
}

struct Row {
  std::string text;
  const char* fault;
};

TEST(CheckCreateObjective, RefusesEachBadFieldWithItsReason) {
  const Row rows[] = {
      {"plan: 'objectives/o1'", "NAME_INVALID objective.plan"},
      {"parent: 'objectives/above'", ""},
      {"parent: 'plans/p1'", "NAME_INVALID objective.parent"},
      {"level: OBJECTIVE_LEVEL_UNSPECIFIED", "FIELD_REQUIRED objective.level"},
      {absl::StrCat("number: '", std::string(20, 'x'), "'"), ""},
      {absl::StrCat("number: '", std::string(21, 'x'), "'"), "TEXT_TOO_LONG objective.number"},
      {"number: 'a\\001'", "TEXT_INVALID objective.number"},
      {absl::StrCat("title { nl: '", std::string(500, 'x'), "' }"), ""},
      {absl::StrCat("title { nl: '", std::string(501, 'x'), "' }"),
       "TEXT_TOO_LONG objective.title.nl"},
      {absl::StrCat("clause: '", std::string(200, 'x'), "'"), ""},
      {absl::StrCat("clause: '", std::string(201, 'x'), "'"), "TEXT_TOO_LONG objective.clause"},
      {"unit: 'contact-centre'", ""},
      {"unit: 'Contact'", "ID_INVALID objective.unit"},
      {"responsibilities { }", "ROLE_UNKNOWN objective.responsibilities[0].role"},
      {"weight: 1000", ""},
      {"weight: 1001", "WEIGHT_INVALID objective.weight"},
      {"weight: -1", "WEIGHT_INVALID objective.weight"},
      {Score(1), ""},
      {Score(1, "stake: 0"), "SCORE_INVALID objective.scores[0].stake"},
      {Score(1, "stake: 6"), "SCORE_INVALID objective.scores[0].stake"},
      {Score(1, "urgency: 0"), "SCORE_INVALID objective.scores[0].urgency"},
      {Score(1, "return_on_investment: 6"),
       "SCORE_INVALID objective.scores[0].return_on_investment"},
      {Score(1, "justification: ''"), "FIELD_REQUIRED objective.scores[0].justification"},
      {Score(1, absl::StrCat("justification: '", std::string(1001, 'x'), "'")),
       "TEXT_TOO_LONG objective.scores[0].justification"},
      {Score(13), "DATE_INVALID objective.scores[0].date"},
      {Score(1) + Score(1) + Score(2), ""},
      {Score(2) + Score(1), "SCORES_UNORDERED objective.scores[1].date"},
      {Times(50, Score(1)), ""},
      {Times(51, Score(1)), "TOO_MANY_ITEMS objective.scores"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const absl::Status status = CheckCreate(Creation(With(TestObjective(), row.text)));
    EXPECT_EQ(Fault(status), row.fault);
    EXPECT_EQ(absl::IsInvalidArgument(status), *row.fault != '\0');
  }
  Objective unknown = TestObjective();
  unknown.set_level(static_cast<v1::ObjectiveLevel>(99));
  EXPECT_EQ(Fault(CheckCreate(Creation(unknown))), "LEVEL_UNKNOWN objective.level");
}

TEST(CheckCreateObjective, AsksForWhatIsRequiredInTheOrderOfTheFields) {
  v1::CreateObjectiveRequest request;
  Objective& objective = *request.mutable_objective();
  EXPECT_EQ(Fault(CheckCreate(request)), "FIELD_REQUIRED objective.plan");
  objective.set_plan("plans/p1");
  EXPECT_EQ(Fault(CheckCreate(request)), "FIELD_REQUIRED objective.level");
  objective.set_level(v1::OBJECTIVE_LEVEL_PRIORITY);
  EXPECT_EQ(Fault(CheckCreate(request)), "FIELD_REQUIRED objective.number");
  objective.set_number("1");
  EXPECT_EQ(Fault(CheckCreate(request)), "FIELD_REQUIRED objective.title");
  objective.mutable_title()->set_fr("But");
  EXPECT_THAT(CheckCreate(request), IsOk());
  request.set_objective_id("O1");
  EXPECT_EQ(Fault(CheckCreate(request)), "ID_INVALID objective_id");
}

TEST(CreateObjective, HasThePartiesOfItsPlan) {
  const Objective wanted = With(TestObjective(), R"(etag: "3" owner: "0403019261"
      supervisor: "0403019261" ancestors: "objectives/x")");
  const auto decision = Create(Creation(wanted), "objectives/new", TestPlan(), nullptr);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_THAT(After<Objective>(decision),
              EqualsProto(With(TestObjective(), "name: 'objectives/new'")));
  for (const auto state : {v1::PLAN_STATE_ADOPTED, v1::PLAN_STATE_RUNNING}) {
    EXPECT_THAT(Create(Creation(TestObjective()), "objectives/new", PlanIn(state), nullptr),
                IsOk());
  }
  for (const auto state : {v1::PLAN_STATE_EVALUATED, v1::PLAN_STATE_CLOSED}) {
    EXPECT_THAT(Create(Creation(TestObjective()), "objectives/new", PlanIn(state), nullptr),
                HasReason("PLAN_OVER"));
  }
}

TEST(CreateObjective, HangsOnOneOfTheSamePlanAtMostEightLevelsDeep) {
  const auto request = Creation(With(TestObjective(), "parent: 'objectives/b'"));
  const Objective parent = With(TestObjective(), "name: 'objectives/b' ancestors: 'objectives/a'");
  EXPECT_THAT(After<Objective>(Create(request, "objectives/c", TestPlan(), &parent)).ancestors(),
              ElementsAre("objectives/a", "objectives/b"));
  const Objective foreign = With(parent, "plan: 'plans/p2'");
  EXPECT_THAT(Create(request, "objectives/c", TestPlan(), &foreign),
              HasReason("PARENT_OF_ANOTHER_PLAN"));
  const Objective seventh = With(TestObjective(), Times(6, "ancestors: 'objectives/x'"));
  EXPECT_THAT(Create(request, "objectives/c", TestPlan(), &seventh), IsOk());
  const Objective eighth = With(TestObjective(), Times(7, "ancestors: 'objectives/x'"));
  EXPECT_THAT(Create(request, "objectives/c", TestPlan(), &eighth), HasReason("TREE_TOO_DEEP"));
}

v1::UpdateObjectiveRequest Change(const std::string& text, const std::string& path = "") {
  v1::UpdateObjectiveRequest request;
  *request.mutable_objective() = With(Parsed<Objective>("name: 'objectives/o1'"), text);
  if (!path.empty()) request.mutable_update_mask()->add_paths(path);
  return request;
}

TEST(UpdateObjective, ChangesWhatTheMaskSaysAndChecksTheWhole) {
  EXPECT_EQ(Fault(CheckUpdate(v1::UpdateObjectiveRequest())), "FIELD_REQUIRED objective.name");
  EXPECT_EQ(Fault(CheckUpdate(Change("", "colour"))), "MASK_INVALID update_mask");
  EXPECT_EQ(Fault(CheckUpdate(Change("weight: -1"))), "WEIGHT_INVALID objective.weight");
  EXPECT_THAT(CheckUpdate(Change("weight: -1", "title")), IsOk());
  const auto changed =
      Update(TestObjective(), Change("weight: 7"), PlanIn(v1::PLAN_STATE_RUNNING), nullptr, {});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->versions()[0].verb, "updated");
  EXPECT_THAT(After<Objective>(changed), EqualsProto(With(TestObjective(), "weight: 7")));
  EXPECT_EQ(Fault(Update(TestObjective(), Change("", "number"), TestPlan(), nullptr, {}).status()),
            "FIELD_REQUIRED objective.number");
  EXPECT_THAT(Update(TestObjective(), Change("plan: 'plans/p2'"), TestPlan(), nullptr, {}),
              HasReason("FIELD_IMMUTABLE"));
  EXPECT_THAT(
      Update(TestObjective(), Change("weight: 7"), PlanIn(v1::PLAN_STATE_CLOSED), nullptr, {}),
      HasReason("PLAN_OVER"));
}

TEST(UpdateObjective, MovesALeafOfTheTree) {
  const auto request = Change("parent: 'objectives/b'");
  const Objective parent = With(TestObjective(), "name: 'objectives/b' ancestors: 'objectives/a'");
  const auto moved = Update(TestObjective(), request, TestPlan(), &parent, {});
  EXPECT_THAT(After<Objective>(moved).ancestors(), ElementsAre("objectives/a", "objectives/b"));
  EXPECT_THAT(Update(TestObjective(), request, TestPlan(), &parent, {.objectives = true}),
              HasReason("OBJECTIVE_NOT_EMPTY"));
  // What measures it or serves it moves with it.
  EXPECT_THAT(
      Update(TestObjective(), request, TestPlan(), &parent, {.indicators = true, .actions = true}),
      IsOk());
  const Objective below = With(parent, "ancestors: 'objectives/o1'");
  EXPECT_THAT(Update(TestObjective(), request, TestPlan(), &below, {.objectives = true}),
              HasReason("OBJECTIVE_CIRCLE"));
  const Objective itself = TestObjective();
  EXPECT_THAT(Update(itself, Change("parent: 'objectives/o1'"), TestPlan(), &itself, {}),
              HasReason("OBJECTIVE_CIRCLE"));
  const Objective foreign = With(parent, "plan: 'plans/p2'");
  EXPECT_THAT(Update(TestObjective(), request, TestPlan(), &foreign, {}),
              HasReason("PARENT_OF_ANOTHER_PLAN"));
  const Objective deep = With(parent, Times(6, "ancestors: 'objectives/x'"));
  EXPECT_THAT(Update(TestObjective(), request, TestPlan(), &deep, {}), HasReason("TREE_TOO_DEEP"));
  // Sent back as it is, nothing moves.
  EXPECT_THAT(Update(After<Objective>(moved), request, TestPlan(), &parent, {.objectives = true}),
              IsOk());
  const auto top = Update(After<Objective>(moved), Change("", "parent"), TestPlan(), nullptr, {});
  EXPECT_THAT(After<Objective>(top), EqualsProto(TestObjective()));
}

TEST(DeleteObjective, TakesAwayWhatNothingHangsOn) {
  EXPECT_EQ(Fault(CheckDelete(v1::DeleteObjectiveRequest())), "FIELD_REQUIRED name");
  const auto deleted = Delete(TestObjective(), TestPlan(), {});
  ASSERT_THAT(deleted, IsOk());
  EXPECT_EQ(deleted->versions()[0].how, Version::How::kDelete);
  for (const Below below :
       {Below{.objectives = true}, Below{.indicators = true}, Below{.actions = true}}) {
    EXPECT_THAT(Delete(TestObjective(), TestPlan(), below), HasReason("OBJECTIVE_NOT_EMPTY"));
  }
  EXPECT_THAT(Delete(TestObjective(), PlanIn(v1::PLAN_STATE_EVALUATED), {}),
              HasReason("PLAN_OVER"));
}

TEST(ListObjectives, NamesAreOfTheirCollections) {
  v1::ListObjectivesRequest request;
  EXPECT_THAT(CheckList(request), IsOk());
  request.set_parent("plans/p1");
  EXPECT_EQ(Fault(CheckList(request)), "NAME_INVALID parent");
  request.set_plan("objectives/o1");
  EXPECT_EQ(Fault(CheckList(request)), "NAME_INVALID plan");
}

}  // namespace
}  // namespace mandat::objectives::objective_tree
