#ifndef SERVICES_SOCIALAID_ARTICLE60_DEADLINES_H_
#define SERVICES_SOCIALAID_ARTICLE60_DEADLINES_H_

// Until when an office has to answer a request, and until when it may be forwarded.

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mandat/common/v1/deadline.pb.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"

namespace mandat::socialaid::article60 {

// When the answer to a request that was sent is due: within seven days (portal of social
// security, application ubenefit; working or calendar days are not said there, and calendar days
// are taken). While the centre has it back the delay stands still; what was left is counted from
// the day on which it is sent again. DATE_INVALID where it was sent outside the years 1900 to 2200.
absl::StatusOr<common::v1::Deadline> AnswerDeadline(const v1::Article60Request& sent);

// The same instant alone; absent while the centre has it back.
absl::StatusOr<std::optional<absl::Time>> AnswerDueTime(const v1::Article60Request& sent);

// What acting then would mean: answering, or sending again. CLOCK_INVALID about `field` before what
// has happened already.
absl::StatusOr<common::v1::DeadlineSimulation> IfAnswered(const v1::Article60Request& sent,
                                                          absl::Time answered,
                                                          absl::string_view field);

// When the delay stopped or began to run again, which a clock that goes back does not undo.
void PauseAnswer(absl::Time now, v1::Article60Request* request);
void ResumeAnswer(absl::Time now, v1::Article60Request* request);

// Until when this party may forward it: five days after it got it (a centre that is not competent
// forwards within five days, facts of the domain, 3.3; offices are held to the same; calendar days
// are taken).
absl::StatusOr<common::v1::Deadline> ForwardDeadline(const v1::Article60Request& sent,
                                                     common::v1::Party who);

// The same instant alone.
absl::StatusOr<absl::Time> ForwardDueTime(const v1::Article60Request& sent, common::v1::Party who);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_DEADLINES_H_
