#include "services/objectives/plans/rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::plans {
namespace {

using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Plan;

v1::CreatePlanRequest Creation(const Plan& plan) {
  v1::CreatePlanRequest request;
  *request.mutable_plan() = plan;
  return request;
}

struct Row {
  std::string text;
  const char* fault;
};

// A text in Dutch of so many bytes.
std::string Text(const std::string& field, int bytes) {
  return absl::StrCat(field, " { nl: '", std::string(bytes, 'x'), "' } ");
}

TEST(CheckCreatePlan, RefusesEachBadFieldWithItsReason) {
  const Row rows[] = {
      {"kind: PLAN_KIND_UNSPECIFIED", "FIELD_REQUIRED plan.kind"},
      {Text("title", 200), ""},
      {Text("title", 201), "TEXT_TOO_LONG plan.title.nl"},
      {"title { nl: 'a\\001' }", "TEXT_INVALID plan.title.nl"},
      {absl::StrCat("authority: '", std::string(200, 'x'), "'"), ""},
      {absl::StrCat("authority: '", std::string(201, 'x'), "'"), "TEXT_TOO_LONG plan.authority"},
      {"period { start_date { month: 13 } }", "DATE_INVALID plan.period.start_date"},
      {"period { start_date { year: 2029 } }", "PERIOD_INVALID plan.period"},
      {"period { start_date { year: 1999 } }", "DATE_OUT_OF_RANGE plan.period.start_date"},
      {"period { end_date { year: 2099 } }", ""},
      {"period { end_date { year: 2100 } }", "DATE_OUT_OF_RANGE plan.period.end_date"},
      {Text("purpose", 2000), ""},
      {Text("purpose", 2001), "TEXT_TOO_LONG plan.purpose.nl"},
      {Text("mission", 2001), "TEXT_TOO_LONG plan.mission.nl"},
      {Text("vision", 2001), "TEXT_TOO_LONG plan.vision.nl"},
      {"values { }", "FIELD_REQUIRED plan.values[0].title"},
      {"values { " + Text("title", 101) + "}", "TEXT_TOO_LONG plan.values[0].title.nl"},
      {"values { " + Text("title", 100) + Text("meaning", 1001) + "}",
       "TEXT_TOO_LONG plan.values[0].meaning.nl"},
      {Times(20, "values { title { fr: 'v' } }"), ""},
      {Times(21, "values { title { fr: 'v' } }"), "TOO_MANY_ITEMS plan.values"},
      {"levers { }", "FIELD_REQUIRED plan.levers[0].title"},
      {"levers { title { fr: 'l' } " + Text("today", 1001) + "}",
       "TEXT_TOO_LONG plan.levers[0].today.nl"},
      {"levers { title { fr: 'l' } " + Text("goal", 1001) + "}",
       "TEXT_TOO_LONG plan.levers[0].goal.nl"},
      {"levers { title { fr: 'l' } " + Text("means", 1001) + "}",
       "TEXT_TOO_LONG plan.levers[0].means.nl"},
      {Times(50, "levers { title { fr: 'l' } }"), ""},
      {Times(51, "levers { title { fr: 'l' } }"), "TOO_MANY_ITEMS plan.levers"},
      {"synergy_fields { }", "FIELD_REQUIRED plan.synergy_fields[0]"},
      {Text("synergy_fields", 201), "TEXT_TOO_LONG plan.synergy_fields[0].nl"},
      {Times(51, "synergy_fields { fr: 's' }"), "TOO_MANY_ITEMS plan.synergy_fields"},
      {"parent: 'plans/above'", ""},
      {"parent: 'centres/above'", "NAME_INVALID plan.parent"},
      {"supervisor: '0428.759.497'", ""},
      {"supervisor: '0428759498'", "ENTERPRISE_NUMBER_INVALID plan.supervisor"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const absl::Status status = CheckCreate(Creation(With(TestPlan(), row.text)));
    EXPECT_EQ(Fault(status), row.fault);
    EXPECT_EQ(absl::IsInvalidArgument(status), *row.fault != '\0');
  }
  Plan unknown = TestPlan();
  unknown.set_kind(static_cast<v1::PlanKind>(99));
  EXPECT_EQ(Fault(CheckCreate(Creation(unknown))), "PLAN_KIND_UNKNOWN plan.kind");
}

TEST(CheckCreatePlan, AsksForWhatIsRequiredInTheOrderOfTheFields) {
  v1::CreatePlanRequest request;
  Plan& plan = *request.mutable_plan();
  EXPECT_EQ(Fault(CheckCreate(request)), "FIELD_REQUIRED plan.kind");
  plan.set_kind(v1::PLAN_KIND_MANDATE);
  EXPECT_EQ(Fault(CheckCreate(request)), "FIELD_REQUIRED plan.title");
  plan.mutable_title()->set_de("Mandat");
  EXPECT_EQ(Fault(CheckCreate(request)), "PERIOD_INVALID plan.period");
  *plan.mutable_period()->mutable_start_date() = TestPlan().period().start_date();
  EXPECT_EQ(Fault(CheckCreate(request)), "PERIOD_INVALID plan.period");
  *plan.mutable_period() = TestPlan().period();
  EXPECT_THAT(CheckCreate(request), IsOk());
  request.set_plan_id("P1");
  EXPECT_EQ(Fault(CheckCreate(request)), "ID_INVALID plan_id");
}

TEST(CreatePlan, IsADraftOfWhoeverMakesIt) {
  const Plan wanted = With(TestPlan(), R"(etag: "3" owner: "0403019261" state: PLAN_STATE_CLOSED
      supervisor: "0428.759.497" adoption { reference: "x" } ancestors: "plans/x")");
  const auto decision = Create(Creation(wanted), "plans/new", kAgency, nullptr);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_THAT(After<Plan>(decision), EqualsProto(With(TestPlan(), "name: 'plans/new'")));
}

TEST(CreatePlan, KnowsWhatItCarriesOutUpToTheTop) {
  const Plan parent = With(TestPlan(), "name: 'plans/b' ancestors: 'plans/a'");
  const auto decision =
      Create(Creation(With(TestPlan(), "parent: 'plans/b'")), "plans/c", kAgency, &parent);
  EXPECT_THAT(After<Plan>(decision).ancestors(), ::testing::ElementsAre("plans/a", "plans/b"));
  const Plan sixth = With(TestPlan(), Times(6, "ancestors: 'plans/x'"));
  EXPECT_THAT(Create(Creation(TestPlan()), "plans/c", kAgency, &sixth), IsOk());
  const Plan eighth = With(TestPlan(), Times(7, "ancestors: 'plans/x'"));
  EXPECT_THAT(Create(Creation(TestPlan()), "plans/c", kAgency, &eighth),
              HasReason("TREE_TOO_DEEP"));
}

v1::UpdatePlanRequest Change(const std::string& text, const std::string& path = "") {
  v1::UpdatePlanRequest request;
  *request.mutable_plan() = With(Parsed<Plan>("name: 'plans/p1'"), text);
  if (!path.empty()) request.mutable_update_mask()->add_paths(path);
  return request;
}

TEST(CheckUpdatePlan, LooksAtWhatTheMaskTakesOver) {
  EXPECT_EQ(Fault(CheckUpdate(v1::UpdatePlanRequest())), "FIELD_REQUIRED plan.name");
  EXPECT_EQ(Fault(CheckUpdate(Change("name: 'objectives/o1'"))), "NAME_INVALID plan.name");
  EXPECT_EQ(Fault(CheckUpdate(Change("", "colour"))), "MASK_INVALID update_mask");
  EXPECT_EQ(Fault(CheckUpdate(Change("parent: 'x'"))), "NAME_INVALID plan.parent");
  EXPECT_THAT(CheckUpdate(Change("parent: 'x'", "title")), IsOk());
}

TEST(UpdatePlan, ChangesADraftAndChecksTheWhole) {
  const auto changed = Update(TestPlan(), Change("title { en: 'Mandate' }", "title.en"), nullptr,
                              {.objectives = true, .plans = true});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->versions()[0].verb, "updated");
  EXPECT_THAT(After<Plan>(changed), EqualsProto(With(TestPlan(), "title { en: 'Mandate' }")));
  EXPECT_EQ(Fault(Update(TestPlan(), Change("", "title"), nullptr, {}).status()),
            "FIELD_REQUIRED plan.title");
  EXPECT_EQ(Fault(Update(TestPlan(), Change("", "period.end_date"), nullptr, {}).status()),
            "PERIOD_INVALID plan.period");
  EXPECT_THAT(Update(TestPlan(), Change("kind: PLAN_KIND_STRATEGIC"), nullptr, {}),
              HasReason("FIELD_IMMUTABLE"));
  EXPECT_THAT(Update(PlanIn(v1::PLAN_STATE_ADOPTED), Change("authority: 'x'"), nullptr, {}),
              HasReason("PLAN_NOT_DRAFT"));
}

TEST(UpdatePlan, MovesALeafOfTheTree) {
  const Plan parent = With(TestPlan(), "name: 'plans/b' ancestors: 'plans/a'");
  const auto moved = Update(TestPlan(), Change("parent: 'plans/b'"), &parent, {});
  EXPECT_THAT(After<Plan>(moved).ancestors(), ::testing::ElementsAre("plans/a", "plans/b"));
  const Plan below = With(TestPlan(), "name: 'plans/c' ancestors: 'plans/p1'");
  EXPECT_THAT(Update(TestPlan(), Change("parent: 'plans/c'"), &below, {.plans = true}),
              HasReason("PLAN_CIRCLE"));
  EXPECT_THAT(Update(TestPlan(), Change("parent: 'plans/b'"), &parent, {.plans = true}),
              HasReason("PLAN_NOT_EMPTY"));
  const Plan deep = With(parent, Times(6, "ancestors: 'plans/x'"));
  EXPECT_THAT(Update(TestPlan(), Change("parent: 'plans/b'"), &deep, {}),
              HasReason("TREE_TOO_DEEP"));
  const auto top = Update(After<Plan>(moved), Change("", "parent"), nullptr, {});
  EXPECT_THAT(After<Plan>(top), EqualsProto(TestPlan()));
}

TEST(UpdatePlan, KeepsTheSupervisorThatItsObjectivesHave) {
  const auto request = Change("supervisor: '0403.019.261'");
  EXPECT_THAT(Update(TestPlan(), request, nullptr, {.objectives = true}),
              HasReason("PLAN_NOT_EMPTY"));
  const auto changed = Update(TestPlan(), request, nullptr, {.plans = true});
  EXPECT_EQ(After<Plan>(changed).supervisor(), "0403019261");
}

TEST(DeletePlan, TakesAnEmptyDraftAway) {
  EXPECT_EQ(Fault(CheckDelete(v1::DeletePlanRequest())), "FIELD_REQUIRED name");
  const auto deleted = Delete(TestPlan(), {});
  ASSERT_THAT(deleted, IsOk());
  EXPECT_EQ(deleted->versions()[0].how, Version::How::kDelete);
  EXPECT_THAT(Delete(TestPlan(), {.objectives = true}), HasReason("PLAN_NOT_EMPTY"));
  EXPECT_THAT(Delete(PlanIn(v1::PLAN_STATE_RUNNING), {}), HasReason("PLAN_NOT_DRAFT"));
}

TEST(AdoptPlan, CitesTheDecision) {
  v1::AdoptPlanRequest request;
  EXPECT_EQ(Fault(CheckAdopt(request, kToday)), "FIELD_REQUIRED name");
  request.set_name("plans/p1");
  EXPECT_EQ(Fault(CheckAdopt(request, kToday)), "FIELD_REQUIRED basis.reference");
  *request.mutable_basis() = TestBasis();
  EXPECT_THAT(CheckAdopt(request, kToday), IsOk());
  const auto adopted = Adopt(TestPlan(), request, {.objectives = true});
  ASSERT_THAT(adopted, IsOk());
  EXPECT_EQ(adopted->versions()[0].verb, "adopted");
  Plan expected = PlanIn(v1::PLAN_STATE_ADOPTED);
  *expected.mutable_adoption() = TestBasis();
  EXPECT_THAT(After<Plan>(adopted), EqualsProto(expected));
  EXPECT_THAT(Adopt(TestPlan(), request, {}), HasReason("PLAN_WITHOUT_OBJECTIVES"));
}

TEST(StartPlan, BeginsOnTheFirstDay) {
  EXPECT_EQ(Fault(CheckStart(v1::StartPlanRequest())), "FIELD_REQUIRED name");
  const auto started = Start(PlanIn(v1::PLAN_STATE_ADOPTED), absl::CivilDay(2024, 1, 1));
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->versions()[0].verb, "started");
  EXPECT_THAT(After<Plan>(started), EqualsProto(PlanIn(v1::PLAN_STATE_RUNNING)));
  EXPECT_THAT(Start(PlanIn(v1::PLAN_STATE_ADOPTED), absl::CivilDay(2023, 12, 31)),
              HasReason("PLAN_NOT_BEGUN"));
}

TEST(AmendPlan, LengthensThePlanAndKeepsWhatWas) {
  v1::AmendPlanRequest request;
  EXPECT_EQ(Fault(CheckAmend(request, kToday)), "FIELD_REQUIRED name");
  request.set_name("plans/p1");
  EXPECT_EQ(Fault(CheckAmend(request, kToday)), "FIELD_REQUIRED amendment.basis.reference");
  *request.mutable_amendment()->mutable_basis() = TestBasis();
  EXPECT_EQ(Fault(CheckAmend(request, kToday)), "FIELD_REQUIRED amendment.summary");
  request.mutable_amendment()->mutable_summary()->set_fr(std::string(1001, 'x'));
  EXPECT_EQ(Fault(CheckAmend(request, kToday)), "TEXT_TOO_LONG amendment.summary.fr");
  request.mutable_amendment()->mutable_summary()->set_fr("avenant");
  EXPECT_THAT(CheckAmend(request, kToday), IsOk());
  request.mutable_amendment()->mutable_end_date()->set_year(2100);
  EXPECT_EQ(Fault(CheckAmend(request, kToday)), "DATE_INVALID amendment.end_date");
  request = With(request, "amendment { end_date { month: 1 day: 1 } }");
  EXPECT_EQ(Fault(CheckAmend(request, kToday)), "DATE_OUT_OF_RANGE amendment.end_date");
  request.mutable_amendment()->mutable_end_date()->set_year(2029);
  EXPECT_THAT(CheckAmend(request, kToday), IsOk());

  const auto amended = Amend(PlanIn(v1::PLAN_STATE_RUNNING), request);
  ASSERT_THAT(amended, IsOk());
  EXPECT_EQ(amended->versions()[0].verb, "amended");
  const Plan& after = After<Plan>(amended);
  EXPECT_EQ(after.period().end_date().year(), 2029);
  EXPECT_THAT(after.amendments(0).end_date_before(), EqualsProto(TestPlan().period().end_date()));
  // A second one must lengthen it further.
  EXPECT_THAT(Amend(after, request), HasReason("PERIOD_INVALID"));
  request.mutable_amendment()->clear_end_date();
  const auto again = Amend(after, request);
  EXPECT_EQ(After<Plan>(again).amendments_size(), 2);
  EXPECT_EQ(After<Plan>(again).period().end_date().year(), 2029);
}

TEST(EvaluatePlan, JudgesARunningPlan) {
  v1::EvaluatePlanRequest request;
  EXPECT_EQ(Fault(CheckEvaluate(request, kToday)), "FIELD_REQUIRED name");
  request.set_name("plans/p1");
  EXPECT_EQ(Fault(CheckEvaluate(request, kToday)), "FIELD_REQUIRED evaluation.mark");
  request.mutable_evaluation()->set_mark(static_cast<v1::EvaluationMark>(9));
  EXPECT_EQ(Fault(CheckEvaluate(request, kToday)), "MARK_UNKNOWN evaluation.mark");
  request.mutable_evaluation()->set_mark(v1::EVALUATION_MARK_RESERVED);
  EXPECT_EQ(Fault(CheckEvaluate(request, kToday)), "FIELD_REQUIRED evaluation.grounds");
  request.mutable_evaluation()->mutable_grounds()->set_fr(std::string(2001, 'x'));
  EXPECT_EQ(Fault(CheckEvaluate(request, kToday)), "TEXT_TOO_LONG evaluation.grounds.fr");
  request.mutable_evaluation()->mutable_grounds()->set_fr("en retard");
  EXPECT_EQ(Fault(CheckEvaluate(request, kToday)), "FIELD_REQUIRED evaluation.basis.reference");
  *request.mutable_evaluation()->mutable_basis() = TestBasis();
  EXPECT_THAT(CheckEvaluate(request, kToday), IsOk());
  const auto judged = Evaluate(PlanIn(v1::PLAN_STATE_RUNNING), request);
  ASSERT_THAT(judged, IsOk());
  EXPECT_EQ(judged->versions()[0].verb, "evaluated");
  EXPECT_EQ(After<Plan>(judged).state(), v1::PLAN_STATE_EVALUATED);
  EXPECT_THAT(After<Plan>(judged).evaluation(), EqualsProto(request.evaluation()));
}

TEST(ClosePlan, EndsAPlanThatWasJudged) {
  EXPECT_EQ(Fault(CheckClose(v1::ClosePlanRequest())), "FIELD_REQUIRED name");
  const auto closed = Close(PlanIn(v1::PLAN_STATE_EVALUATED));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->versions()[0].verb, "closed");
  EXPECT_EQ(After<Plan>(closed).state(), v1::PLAN_STATE_CLOSED);
  EXPECT_THAT(Close(PlanIn(v1::PLAN_STATE_RUNNING)), HasReason("PLAN_NOT_EVALUATED"));
}

TEST(ListPlans, KnowsKindsAndStates) {
  v1::ListPlansRequest request;
  EXPECT_THAT(CheckList(request), IsOk());
  request.set_kind(static_cast<v1::PlanKind>(99));
  EXPECT_EQ(Fault(CheckList(request)), "PLAN_KIND_UNKNOWN kind");
  request.clear_kind();
  request.set_state(static_cast<v1::PlanState>(99));
  EXPECT_EQ(Fault(CheckList(request)), "STATE_UNKNOWN state");
}

TEST(PlanOver, StopsWhatBelongsToIt) {
  EXPECT_THAT(CheckOpen(PlanIn(v1::PLAN_STATE_RUNNING)), IsOk());
  const absl::Status over = CheckOpen(PlanIn(v1::PLAN_STATE_EVALUATED));
  EXPECT_THAT(over, HasReason("PLAN_OVER"));
  EXPECT_EQ(base::MetadataOf(over)["state"], "EVALUATED");
}

}  // namespace
}  // namespace mandat::objectives::plans
