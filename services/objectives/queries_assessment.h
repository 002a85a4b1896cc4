#ifndef SERVICES_OBJECTIVES_QUERIES_ASSESSMENT_H_
#define SERVICES_OBJECTIVES_QUERIES_ASSESSMENT_H_

// How indicators and plans do, as of a day.

#include "absl/status/status.h"
#include "mandat/objectives/v1/assessment.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::objectives {

absl::Status AssessIndicator(const v1::AssessIndicatorRequest& request, ledger::View& view,
                             v1::IndicatorAssessment* response);
absl::Status AssessPlan(const v1::AssessPlanRequest& request, ledger::View& view,
                        v1::AssessPlanResponse* response);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_QUERIES_ASSESSMENT_H_
