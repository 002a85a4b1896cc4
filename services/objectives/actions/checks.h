#ifndef SERVICES_OBJECTIVES_ACTIONS_CHECKS_H_
#define SERVICES_OBJECTIVES_ACTIONS_CHECKS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "mandat/objectives/v1/action.pb.h"
#include "services/lib/base/request_checks.h"

namespace mandat::objectives::actions {

// An action by itself, in the order of its fields. Fields are named as in a request,
// `action.title`.
absl::Status CheckAction(const v1::Action& action, base::Fields fields);

// What all lines cost together. They are checked: the sum fits.
int64_t BudgetCents(const google::protobuf::RepeatedPtrField<v1::BudgetLine>& budget);

}  // namespace mandat::objectives::actions

#endif  // SERVICES_OBJECTIVES_ACTIONS_CHECKS_H_
