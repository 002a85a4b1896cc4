#ifndef SERVICES_LIB_RUNTIME_CLOCK_H_
#define SERVICES_LIB_RUNTIME_CLOCK_H_

// Where the time comes from: the edge reads a clock once per call and passes the time on; rules
// never see a clock.

#include "absl/time/time.h"

namespace mandat::runtime {

class Clock {
 public:
  virtual ~Clock() = default;

  // The wall clock, in whole microseconds. Not monotonic: the machine's clock may be set back.
  virtual absl::Time Now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_CLOCK_H_
