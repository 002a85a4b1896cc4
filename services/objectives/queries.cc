#include "services/objectives/queries.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/base/request_checks.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/list_request.h"
#include "services/objectives/actions/rules.h"
#include "services/objectives/indicators/rules.h"
#include "services/objectives/measurements/rules.h"
#include "services/objectives/names.h"
#include "services/objectives/objectives/rules.h"
#include "services/objectives/objectives/rules_ranking.h"
#include "services/objectives/plans/rules.h"
#include "services/objectives/queries_of_plan.h"
#include "services/objectives/restatements/rules.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/targets/rules.h"

namespace mandat::objectives {
namespace {

using base::CheckName;
using ledger::Column;
using ledger::Fill;
using ledger::ListQuery;
using ledger::PageOf;
using ledger::Value;
using ledger::View;
using v1::Action;
using v1::Indicator;
using v1::Measurement;
using v1::Objective;
using v1::Plan;
using v1::Restatement;
using v1::Target;

// Only what refers to this resource, where one is named.
void OnlyOf(const Column& column, const std::string& name, ListQuery* query) {
  if (!name.empty()) query->where.emplace_back(&column, Value(base::IdIn(name)));
}

// Only what has in this column what `like` has there.
void OnlyLike(const Column& column, const google::protobuf::Message& like, ListQuery* query) {
  query->where.emplace_back(&column, column.read(like));
}

}  // namespace

absl::Status GetPlan(const v1::GetPlanRequest& request, View& view, Plan* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kPlans, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListPlans(const v1::ListPlansRequest& request, View& view,
                       v1::ListPlansResponse* response) {
  RETURN_IF_ERROR(plans::CheckList(request));
  ListQuery query = PageOf(request);
  Plan like;
  like.set_kind(request.kind());
  like.set_state(request.state());
  if (request.kind() != v1::PLAN_KIND_UNSPECIFIED) OnlyLike(Plans().kind_of_plan, like, &query);
  if (request.state() != v1::PLAN_STATE_UNSPECIFIED) OnlyLike(Plans().state, like, &query);
  ASSIGN_OR_RETURN(auto page, view.List<Plan>(query));
  Fill(std::move(page), response->mutable_plans(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status GetObjective(const v1::GetObjectiveRequest& request, View& view, Objective* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kObjectives, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListObjectives(const v1::ListObjectivesRequest& request, View& view,
                            v1::ListObjectivesResponse* response) {
  RETURN_IF_ERROR(objective_tree::CheckList(request));
  ListQuery query = PageOf(request);
  OnlyOf(Objectives().plan, request.plan(), &query);
  OnlyOf(Objectives().parent, request.parent(), &query);
  ASSIGN_OR_RETURN(auto page, view.List<Objective>(query));
  Fill(std::move(page), response->mutable_objectives(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status RankObjectives(const v1::RankObjectivesRequest& request, View& view,
                            v1::RankObjectivesResponse* response) {
  RETURN_IF_ERROR(objective_tree::CheckRank(request));
  Plan plan;
  RETURN_IF_ERROR(view.Get(request.plan(), &plan));
  ASSIGN_OR_RETURN(const std::vector<Objective> objectives,
                   AllOfPlan<Objective>(Objectives().plan, plan.name(), view));
  *response = objective_tree::Rank(request, objectives);
  return absl::OkStatus();
}

absl::Status GetAction(const v1::GetActionRequest& request, View& view, Action* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kActions, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListActions(const v1::ListActionsRequest& request, View& view,
                         v1::ListActionsResponse* response) {
  RETURN_IF_ERROR(actions::CheckList(request));
  ListQuery query = PageOf(request);
  OnlyOf(Actions().plan, request.plan(), &query);
  Action like;
  like.set_state(request.state());
  if (request.state() != v1::ACTION_STATE_UNSPECIFIED) OnlyLike(Actions().state, like, &query);
  ASSIGN_OR_RETURN(auto page, view.List<Action>(query));
  Fill(std::move(page), response->mutable_actions(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status GetIndicator(const v1::GetIndicatorRequest& request, View& view, Indicator* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kIndicators, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListIndicators(const v1::ListIndicatorsRequest& request, View& view,
                            v1::ListIndicatorsResponse* response) {
  RETURN_IF_ERROR(indicators::CheckList(request));
  ListQuery query = PageOf(request);
  OnlyOf(Indicators().plan, request.plan(), &query);
  OnlyOf(Indicators().objective, request.objective(), &query);
  ASSIGN_OR_RETURN(auto page, view.List<Indicator>(query));
  Fill(std::move(page), response->mutable_indicators(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status GetTarget(const v1::GetTargetRequest& request, View& view, Target* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kTargets, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListTargets(const v1::ListTargetsRequest& request, View& view,
                         v1::ListTargetsResponse* response) {
  RETURN_IF_ERROR(targets::CheckList(request));
  ListQuery query = PageOf(request);
  OnlyOf(Targets().plan, request.plan(), &query);
  OnlyOf(Targets().indicator, request.indicator(), &query);
  if (!request.replaced_too()) query.where.emplace_back(&Targets().counts, Value(int64_t{1}));
  ASSIGN_OR_RETURN(auto page, view.List<Target>(query));
  Fill(std::move(page), response->mutable_targets(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status GetMeasurement(const v1::GetMeasurementRequest& request, View& view,
                            Measurement* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kMeasurements, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListMeasurements(const v1::ListMeasurementsRequest& request, View& view,
                              v1::ListMeasurementsResponse* response) {
  RETURN_IF_ERROR(measurements::CheckList(request));
  ListQuery query = PageOf(request);
  OnlyOf(Measurements().plan, request.plan(), &query);
  OnlyOf(Measurements().indicator, request.indicator(), &query);
  Measurement like;
  like.set_state(request.state());
  if (request.state() != v1::MEASUREMENT_STATE_UNSPECIFIED) {
    OnlyLike(Measurements().state, like, &query);
  }
  if (request.with_findings()) {
    query.where.emplace_back(&Measurements().has_findings, Value(int64_t{1}));
  }
  ASSIGN_OR_RETURN(auto page, view.List<Measurement>(query));
  Fill(std::move(page), response->mutable_measurements(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status GetRestatement(const v1::GetRestatementRequest& request, View& view,
                            Restatement* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kRestatements, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListRestatements(const v1::ListRestatementsRequest& request, View& view,
                              v1::ListRestatementsResponse* response) {
  RETURN_IF_ERROR(restatements::CheckList(request));
  ListQuery query = PageOf(request);
  OnlyOf(Restatements().plan, request.plan(), &query);
  OnlyOf(Restatements().measurement, request.measurement(), &query);
  Restatement like;
  like.set_state(request.state());
  if (request.state() != v1::RESTATEMENT_STATE_UNSPECIFIED) {
    OnlyLike(Restatements().state, like, &query);
  }
  ASSIGN_OR_RETURN(auto page, view.List<Restatement>(query));
  Fill(std::move(page), response->mutable_restatements(), response->mutable_next_page_token());
  return absl::OkStatus();
}

}  // namespace mandat::objectives
