#ifndef SERVICES_OBJECTIVES_DUTIES_QUERIES_H_
#define SERVICES_OBJECTIVES_DUTIES_QUERIES_H_

// What is answered to reads of duties. Each checks its request in the order of the fields and fills
// its response from the view, which shows a caller what it is a party of.

#include "absl/status/status.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::objectives {

absl::Status GetDuty(const v1::GetDutyRequest& request, ledger::View& view, v1::Duty* response);
absl::Status ListDuties(const v1::ListDutiesRequest& request, ledger::View& view,
                        v1::ListDutiesResponse* response);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_DUTIES_QUERIES_H_
