#ifndef SERVICES_LIB_TESTING_FAKE_CLOCK_H_
#define SERVICES_LIB_TESTING_FAKE_CLOCK_H_

// A clock that stands still until the test moves it.

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"
#include "services/lib/runtime/clock.h"

namespace mandat::testing {

// May be read and set from any thread.
class FakeClock final : public runtime::Clock {
 public:
  // Stands at `start`, by default noon UTC on Thursday 12 March 2026.
  explicit FakeClock(absl::Time start = absl::FromUnixSeconds(1773316800)) { SetTime(start); }

  absl::Time Now() const override { return absl::FromUnixMicros(now_us_.load()); }

  // May go back, as the machine's clock may.
  void SetTime(absl::Time now) { now_us_.store(absl::ToUnixMicros(now)); }
  void Advance(absl::Duration by) { now_us_.fetch_add(absl::ToInt64Microseconds(by)); }

 private:
  std::atomic<int64_t> now_us_;
};

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_FAKE_CLOCK_H_
