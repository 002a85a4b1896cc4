#ifndef SERVICES_OBJECTIVES_FACTS_QUERIES_H_
#define SERVICES_OBJECTIVES_FACTS_QUERIES_H_

// What is answered about figures.

#include "absl/status/status.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::objectives {

absl::Status ListFigures(const v1::ListFiguresRequest& request, ledger::View& view,
                         v1::ListFiguresResponse* response);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_FACTS_QUERIES_H_
