#ifndef SERVICES_SOCIALAID_ARTICLE60_DEADLINES_H_
#define SERVICES_SOCIALAID_ARTICLE60_DEADLINES_H_

// Until when an office has to answer a request.

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mandat/common/v1/deadline.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"

namespace mandat::socialaid::article60 {

// When the answer to a request that was sent is due: within seven days (portal of social
// security, application ubenefit; working or calendar days are not said there, and calendar days
// are taken). DATE_INVALID where it was sent outside the years 1900 to 2200.
absl::StatusOr<common::v1::Deadline> AnswerDeadline(const v1::Article60Request& sent);

// The same instant alone.
absl::StatusOr<absl::Time> AnswerDueTime(const v1::Article60Request& sent);

// What answering then would mean. CLOCK_INVALID about `field` before the sending.
absl::StatusOr<common::v1::DeadlineSimulation> IfAnswered(const v1::Article60Request& sent,
                                                          absl::Time answered,
                                                          absl::string_view field);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_DEADLINES_H_
