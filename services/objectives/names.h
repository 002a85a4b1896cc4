#ifndef SERVICES_OBJECTIVES_NAMES_H_
#define SERVICES_OBJECTIVES_NAMES_H_

// The collections of the service.

namespace mandat::objectives {

inline constexpr char kPlans[] = "plans";
inline constexpr char kObjectives[] = "objectives";
inline constexpr char kActions[] = "actions";
inline constexpr char kIndicators[] = "indicators";
inline constexpr char kTargets[] = "targets";
inline constexpr char kDashboards[] = "dashboards";
inline constexpr char kDashboardRows[] = "dashboardRows";
inline constexpr char kDuties[] = "duties";
inline constexpr char kAlerts[] = "alerts";
inline constexpr char kMeasurements[] = "measurements";
inline constexpr char kRestatements[] = "restatements";

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_NAMES_H_
