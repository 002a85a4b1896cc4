#ifndef SERVICES_LIB_DEADLINE_EXPLANATION_H_
#define SERVICES_LIB_DEADLINE_EXPLANATION_H_

// What was reckoned, in words.

#include "mandat/common/v1/deadline.pb.h"
#include "services/lib/deadline/calendar.h"
#include "services/lib/deadline/reckoning.h"

namespace mandat::deadline {

// Every step, what silence means, and the rule's reference, in four languages.
common::v1::LocalizedText Explain(const Reckoning& reckoning, const common::v1::DeadlineRule& rule,
                                  const Calendar& calendar);

}  // namespace mandat::deadline

#endif  // SERVICES_LIB_DEADLINE_EXPLANATION_H_
