#ifndef SERVICES_OBJECTIVES_SCHEMA_DASHBOARD_KINDS_H_
#define SERVICES_OBJECTIVES_SCHEMA_DASHBOARD_KINDS_H_

// The kinds of dashboards and of their rows.

#include "services/lib/ledger/kind.h"

namespace mandat::objectives {

struct DashboardKind {
  DashboardKind();

  ledger::Column owner;
  // NULL until it is validated: so long the supervisor is no party of it.
  ledger::Column supervisor;
  ledger::Column plan;
  ledger::Column state;
  ledger::Column start_date;
  ledger::Column end_date;
  ledger::Column assess_date;
  ledger::Column position;
  ledger::Column rows_count;
  ledger::Column digest;
  ledger::Column validate_time;
  ledger::Column present_time;
  ledger::Kind kind;
};

// Not published: who follows dashboards reads their rows. A supervisor is a party of every row from
// the beginning, as rows never change; so whoever reads rows reads their dashboard first.
struct DashboardRowKind {
  DashboardRowKind();

  ledger::Column owner;
  ledger::Column supervisor;
  ledger::Column dashboard;
  ledger::Column content;
  ledger::Column subject;
  ledger::Column status;            // NULL for an objective, and without a target
  ledger::Column reached_permille;  // NULL for an action, and where nobody knows
  ledger::Column official;          // NULL but for the value of an indicator
  ledger::Kind kind;
};

const DashboardKind& Dashboards();
const DashboardRowKind& DashboardRows();

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_SCHEMA_DASHBOARD_KINDS_H_
