#ifndef SERVICES_OBJECTIVES_QUERIES_OF_PLAN_H_
#define SERVICES_OBJECTIVES_QUERIES_OF_PLAN_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::objectives {

// The targets of a plan that count, by indicator. Rights are not looked at: whoever asks for the
// plan has them.
absl::StatusOr<std::map<std::string, v1::Target>> CountingTargetsOf(const std::string& plan,
                                                                    ledger::View& view);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_QUERIES_OF_PLAN_H_
