#include "services/lib/runtime/clock.h"

#include "absl/time/clock.h"

namespace mandat::runtime {

absl::Time SystemClock::Now() const {
  return absl::FromUnixMicros(absl::GetCurrentTimeNanos() / 1000);
}

}  // namespace mandat::runtime
