#ifndef SERVICES_OBJECTIVES_CHECKS_H_
#define SERVICES_OBJECTIVES_CHECKS_H_

// What the aggregates of this service check alike in a request alone.

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/request_checks.h"

namespace mandat::objectives {

// `FIELD_REQUIRED`, `TEXT_TOO_LONG`, `TEXT_INVALID`, `DATE_INVALID` (also after `today`),
// `DATE_OUT_OF_RANGE`.
absl::Status CheckCitation(const v1::Citation& citation, absl::string_view field,
                           absl::CivilDay today);

// `TOO_MANY_ITEMS`, `ROLE_UNKNOWN`, `FIELD_REQUIRED`, `TEXT_TOO_LONG`, `TEXT_INVALID`,
// `PERIOD_INVALID`, `DATE_INVALID`, `RESPONSIBILITIES_OVERLAP` (metadata `role`).
absl::Status CheckResponsibilities(
    const google::protobuf::RepeatedPtrField<v1::Responsibility>& responsibilities,
    absl::string_view field);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_CHECKS_H_
