#ifndef SERVICES_OBJECTIVES_DASHBOARDS_PICTURE_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_PICTURE_H_

#include "absl/status/statusor.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "services/lib/ledger/view.h"
#include "services/objectives/dashboards/rules.h"

namespace mandat::objectives::dashboards {

// Reads the picture that a request wants, within the caller's rights and all of one moment, which
// `position` and `sources` name. `request` is checked. `NOT_FOUND` (`PLAN_NOT_FOUND`),
// FAILED_PRECONDITION (`DASHBOARD_EMPTY`, `DASHBOARD_TOO_LARGE`), UNAVAILABLE
// (`FIGURES_CATCHING_UP`: a figure would not be all yet), OUT_OF_RANGE (`RATIONAL_OVERFLOW`).
absl::StatusOr<Frozen> TakePicture(const v1::FreezeDashboardRequest& request, ledger::View& view);

}  // namespace mandat::objectives::dashboards

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_PICTURE_H_
