#ifndef SERVICES_OBJECTIVES_QUERIES_H_
#define SERVICES_OBJECTIVES_QUERIES_H_

// What the service answers to reads. Each checks its request in the order of the fields and fills
// its response from the view, which shows a caller what it is a party of.

#include "absl/status/status.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/restatement.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::objectives {

absl::Status GetPlan(const v1::GetPlanRequest& request, ledger::View& view, v1::Plan* response);
absl::Status ListPlans(const v1::ListPlansRequest& request, ledger::View& view,
                       v1::ListPlansResponse* response);

absl::Status GetObjective(const v1::GetObjectiveRequest& request, ledger::View& view,
                          v1::Objective* response);
absl::Status ListObjectives(const v1::ListObjectivesRequest& request, ledger::View& view,
                            v1::ListObjectivesResponse* response);
absl::Status RankObjectives(const v1::RankObjectivesRequest& request, ledger::View& view,
                            v1::RankObjectivesResponse* response);

absl::Status GetAction(const v1::GetActionRequest& request, ledger::View& view,
                       v1::Action* response);
absl::Status ListActions(const v1::ListActionsRequest& request, ledger::View& view,
                         v1::ListActionsResponse* response);

absl::Status GetIndicator(const v1::GetIndicatorRequest& request, ledger::View& view,
                          v1::Indicator* response);
absl::Status ListIndicators(const v1::ListIndicatorsRequest& request, ledger::View& view,
                            v1::ListIndicatorsResponse* response);

absl::Status GetTarget(const v1::GetTargetRequest& request, ledger::View& view,
                       v1::Target* response);
absl::Status ListTargets(const v1::ListTargetsRequest& request, ledger::View& view,
                         v1::ListTargetsResponse* response);

absl::Status GetMeasurement(const v1::GetMeasurementRequest& request, ledger::View& view,
                            v1::Measurement* response);
absl::Status ListMeasurements(const v1::ListMeasurementsRequest& request, ledger::View& view,
                              v1::ListMeasurementsResponse* response);

absl::Status GetRestatement(const v1::GetRestatementRequest& request, ledger::View& view,
                            v1::Restatement* response);
absl::Status ListRestatements(const v1::ListRestatementsRequest& request, ledger::View& view,
                              v1::ListRestatementsResponse* response);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_QUERIES_H_
