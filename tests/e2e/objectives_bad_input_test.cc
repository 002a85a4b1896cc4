// Bad input to objectives: each kind gets one documented reason and changes nothing.

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/service.grpc.pb.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"
#include "tests/support/refusals.h"
#include "tests/support/running_service.h"

namespace mandat::objectives {
namespace {

using absl::StatusCode;
using mandat::testing::ExpectRefusals;
using mandat::testing::IsOk;
using mandat::testing::Persona;
using mandat::testing::RunningService;
using Stub = v1::ObjectivesService::Stub;

// One service for all, with a small plan in draft, an adopted one and one that was judged.
class ObjectivesBadInput : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    mandat::testing::RunningOptions options;
    options.service = "objectives";
    auto started = RunningService::Start(std::move(options));
    ASSERT_THAT(started, IsOk());
    service_ = started->release();
    for (const char* id : {"draft", "adopted", "judged"}) Make(id);
    for (const char* id : {"adopted", "judged"}) {
      ASSERT_THAT(Ask(Persona::kDirector, &Stub::AdoptPlan, Name(id) + kDecision)(), IsOk());
      ASSERT_THAT(Ask(Persona::kDirector, &Stub::StartPlan, Name(id))(), IsOk());
    }
    ASSERT_THAT(Ask(Persona::kDirector, &Stub::EvaluatePlan,
                    Name("judged") +
                        "evaluation { mark: EVALUATION_MARK_FAVOURABLE grounds { fr: "
                        "'oui' } " +
                        kDecision + "}")(),
                IsOk());
  }
  static void TearDownTestSuite() {
    delete service_;
    service_ = nullptr;
  }

  static constexpr char kDecision[] =
      "basis { reference: 'decisions/d1' date { year: 2024 month: 1 day: 31 } } ";

  static std::string Name(const std::string& id) { return absl::StrCat("name: 'plans/", id, "' "); }

  // Calls with a request that is written as text.
  template <class Request, class Response>
  static std::function<absl::Status()> Ask(Persona persona,
                                           grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                        const Request&, Response*),
                                           const std::string& text) {
    return [=] { return service_->Call(persona, method, Parsed<Request>(text)).status(); };
  }
  // Creations of what is in order, with the fields of `text` merged into it.
  static std::function<absl::Status()> Plan(const std::string& text, const std::string& id = "") {
    v1::CreatePlanRequest request;
    request.set_plan_id(id);
    *request.mutable_plan() = With(TestPlan(), text);
    return [=] { return service_->Call(Persona::kDirector, &Stub::CreatePlan, request).status(); };
  }
  static std::function<absl::Status()> Objective(const std::string& text,
                                                 const std::string& id = "") {
    v1::CreateObjectiveRequest request;
    request.set_objective_id(id);
    *request.mutable_objective() = With(With(TestObjective(), "plan: 'plans/draft'"), text);
    return [=] {
      return service_->Call(Persona::kDirector, &Stub::CreateObjective, request).status();
    };
  }
  static std::function<absl::Status()> Action(const std::string& text) {
    v1::CreateActionRequest request;
    *request.mutable_action() = With(TestAction(), "plan: 'plans/draft'");
    request.mutable_action()->mutable_serves(0)->set_objective("objectives/draft");
    *request.mutable_action() = With(request.action(), text);
    return
        [=] { return service_->Call(Persona::kDirector, &Stub::CreateAction, request).status(); };
  }
  static std::function<absl::Status()> Indicator(const std::string& text,
                                                 const std::string& id = "") {
    v1::CreateIndicatorRequest request;
    request.set_indicator_id(id);
    *request.mutable_indicator() =
        With(With(TestIndicator(), "objective: 'objectives/draft' number: '9'"), text);
    return [=] {
      return service_->Call(Persona::kDirector, &Stub::CreateIndicator, request).status();
    };
  }
  static std::function<absl::Status()> Target(const std::string& text, const std::string& id = "") {
    v1::SetTargetRequest request;
    request.set_target_id(id);
    *request.mutable_target() = With(With(TestTarget(), "indicator: 'indicators/draft'"), text);
    return [=] { return service_->Call(Persona::kDirector, &Stub::SetTarget, request).status(); };
  }

  static void Make(const std::string& id) {
    ASSERT_THAT(Plan("", id)(), IsOk());
    ASSERT_THAT(Objective(absl::StrCat("plan: 'plans/", id, "'"), id)(), IsOk());
    ASSERT_THAT(Indicator(absl::StrCat("objective: 'objectives/", id, "' number: '1'"), id)(),
                IsOk());
  }

  static inline RunningService* service_ = nullptr;
};

TEST_F(ObjectivesBadInput, WhatIsWrongWithTheRequestAlone) {
  const auto invalid = StatusCode::kInvalidArgument;
  const std::string x(2001, 'x');
  ExpectRefusals(
      *service_,
      {
          {"a kind", Plan("kind: PLAN_KIND_UNSPECIFIED"), invalid, "FIELD_REQUIRED"},
          {"a title", Plan(absl::StrCat("title { fr: '", x.substr(0, 201), "' }")), invalid,
           "TEXT_TOO_LONG"},
          {"control characters", Plan("authority: 'a\\001'"), invalid, "TEXT_INVALID"},
          {"a year", Plan("period { start_date { year: 1999 } }"), invalid, "DATE_OUT_OF_RANGE"},
          {"a period", Plan("period { end_date { year: 2023 } }"), invalid, "PERIOD_INVALID"},
          {"a supervisor", Plan("supervisor: '0428759498'"), invalid, "ENTERPRISE_NUMBER_INVALID"},
          {"values", Plan(Times(21, "values { title { fr: 'v' } }")), invalid, "TOO_MANY_ITEMS"},
          {"a parent", Plan("parent: 'objectives/draft'"), invalid, "NAME_INVALID"},
          {"an id", Plan("", "P"), invalid, "ID_INVALID"},
          {"a decision to come",
           Ask(Persona::kDirector, &Stub::AdoptPlan,
               Name("draft") + "basis { reference: 'd' date { year: 2098 month: 1 day: 1 } }"),
           invalid, "DATE_INVALID"},
          {"a mask",
           Ask(Persona::kDirector, &Stub::UpdatePlan,
               "plan { name: 'plans/draft' } update_mask { paths: 'colour' }"),
           invalid, "MASK_INVALID"},
          {"an etag",
           Ask(Persona::kDirector, &Stub::UpdatePlan, "plan { name: 'plans/draft' etag: 'x' }"),
           invalid, "ETAG_INVALID"},
          {"a field that stays",
           Ask(Persona::kDirector, &Stub::UpdatePlan,
               "plan { name: 'plans/draft' kind: PLAN_KIND_STRATEGIC }"),
           invalid, "FIELD_IMMUTABLE"},
          {"a weight", Objective("weight: 1001"), invalid, "WEIGHT_INVALID"},
          {"a score", Objective("scores { stake: 6 }"), invalid, "SCORE_INVALID"},
          {"a quality", Objective("responsibilities { }"), invalid, "ROLE_UNKNOWN"},
          {"half a share", Action("serves { objective: 'objectives/o2' budget_share_permille: 1 }"),
           invalid, "SHARES_INCOMPLETE"},
          {"a share", Action("serves { objective: 'objectives/o2' budget_share_permille: -1 }"),
           invalid, "SHARE_INVALID"},
          {"an objective twice", Action("serves { objective: 'objectives/draft' }"), invalid,
           "OBJECTIVE_REPEATED"},
          {"a state without a date", Action("state: ACTION_STATE_DONE"), invalid,
           "STATE_WITHOUT_DATE"},
          {"a budget", Action("budget { type: 't' year: 1999 }"), invalid, "BUDGET_INVALID"},
          {"a health", Action("health { }"), invalid, "HEALTH_UNKNOWN"},
          {"half a baseline", Indicator("baseline { numerator: 1 denominator: 1 }"), invalid,
           "BASELINE_INCOMPLETE"},
          {"a fraction", Indicator("baseline { numerator: 1 }"), invalid, "RATIONAL_INVALID"},
          {"a threshold", Indicator("on_track_permille: 1001"), invalid, "THRESHOLD_INVALID"},
          {"no formula", Indicator("source: VALUE_SOURCE_COMPUTED"), invalid, "FORMULA_EMPTY"},
          {"a formula too many", Indicator("formulas { formula { tally { } } }"), invalid,
           "FORMULA_UNEXPECTED"},
          {"a rate", Target("reduce { rate_permille: 1001 }"), invalid, "RATE_INVALID"},
          {"a rhythm", Target("every { day_of_month: 32 }"), invalid, "RHYTHM_INVALID"},
          {"a weight of a ranking",
           Ask(Persona::kDirector, &Stub::RankObjectives, "plan: 'plans/draft' stake_weight: 101"),
           invalid, "WEIGHT_INVALID"},
          {"a page", Ask(Persona::kDirector, &Stub::ListPlans, "page_size: -1"), invalid,
           "PAGE_SIZE_INVALID"},
          {"a page token", Ask(Persona::kDirector, &Stub::ListTargets, "page_token: 'x'"), invalid,
           "PAGE_TOKEN_INVALID"},
      });
}

TEST_F(ObjectivesBadInput, WhatTheStateForbids) {
  const auto precondition = StatusCode::kFailedPrecondition;
  ExpectRefusals(
      *service_,
      {
          {"start of a draft", Ask(Persona::kDirector, &Stub::StartPlan, Name("draft")),
           precondition, "PLAN_NOT_ADOPTED"},
          {"change of what is adopted",
           Ask(Persona::kDirector, &Stub::UpdatePlan,
               "plan { name: 'plans/adopted' authority: 'x' }"),
           precondition, "PLAN_NOT_DRAFT"},
          {"end of what runs", Ask(Persona::kDirector, &Stub::ClosePlan, Name("adopted")),
           precondition, "PLAN_NOT_EVALUATED"},
          {"a plan with objectives", Ask(Persona::kDirector, &Stub::DeletePlan, Name("draft")),
           precondition, "PLAN_NOT_EMPTY"},
          {"an amendment that shortens",
           Ask(Persona::kDirector, &Stub::AmendPlan,
               absl::StrCat(Name("adopted"), "amendment { summary { fr: 's' } ", kDecision,
                            "end_date { year: 2028 month: 12 day: 31 } }")),
           StatusCode::kInvalidArgument, "PERIOD_INVALID"},
          {"an objective of a judged plan", Objective("plan: 'plans/judged' number: '2'"),
           precondition, "PLAN_OVER"},
          {"a parent of another plan", Objective("number: '2' parent: 'objectives/adopted'"),
           precondition, "PARENT_OF_ANOTHER_PLAN"},
          {"an objective itself as its parent",
           Ask(Persona::kDirector, &Stub::UpdateObjective,
               "objective { name: 'objectives/draft' parent: 'objectives/draft' }"),
           precondition, "OBJECTIVE_CIRCLE"},
          {"an objective that is measured",
           Ask(Persona::kDirector, &Stub::DeleteObjective, "name: 'objectives/draft'"),
           precondition, "OBJECTIVE_NOT_EMPTY"},
          {"an objective of another plan", Action("plan: 'plans/adopted'"), precondition,
           "OBJECTIVE_OF_ANOTHER_PLAN"},
          {"a target without a decision", Target("indicator: 'indicators/adopted'"), precondition,
           "TARGET_WITHOUT_DECISION"},
          {"a multiple of nothing",
           Target("multiply { factor { numerator: 2 denominator: 1 } "
                  "by { year: 2026 month: 1 day: 1 } }"),
           precondition, "BASELINE_MISSING"},
          {"a formula of what is entered",
           Ask(Persona::kDirector, &Stub::ReviseFormula,
               "name: 'indicators/draft' formula { reason: 'r' formula { tally { events { "
               "type: 'be.mandat.socialaid.v1.article60Request.notify.sent' } } } "
               "valid_from { year: 2025 month: 1 day: 1 } }"),
           precondition, "INDICATOR_NOT_COMPUTED"},
          {"a number that is taken", Objective(""), StatusCode::kAlreadyExists, "NUMBER_TAKEN"},
          {"an id that is taken", Plan("", "draft"), StatusCode::kAlreadyExists, "PLAN_EXISTS"},
          {"a plan that is not there", Ask(Persona::kDirector, &Stub::GetPlan, Name("none")),
           StatusCode::kNotFound, "PLAN_NOT_FOUND"},
          {"a stale etag",
           Ask(Persona::kDirector, &Stub::UpdatePlan,
               "plan { name: 'plans/draft' etag: '7' authority: 'x' }"),
           StatusCode::kAborted, "ETAG_MISMATCH"},
          {"a role", Ask(Persona::kBoardMember, &Stub::StartPlan, Name("draft")),
           StatusCode::kPermissionDenied, "ROLE_REQUIRED"},
      });
}

}  // namespace
}  // namespace mandat::objectives
