#ifndef SERVICES_LIB_EVENTS_STEADY_NOW_H_
#define SERVICES_LIB_EVENTS_STEADY_NOW_H_

// Waits and deadlines that do not care when the machine's clock is set.

#include <chrono>

#include "absl/time/time.h"

namespace mandat::events {

// An instant of the steady clock, for comparing with others of its kind; says nothing of the date.
inline absl::Time SteadyNow() {
  return absl::UnixEpoch() + absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_STEADY_NOW_H_
