#ifndef SERVICES_OBJECTIVES_CLOCK_ORDERS_H_
#define SERVICES_OBJECTIVES_CLOCK_ORDERS_H_

// What is to be done about a plan, by a look at it.

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/lib/ledger/command.h"
#include "services/objectives/clock/look.h"

namespace mandat::objectives::clock {

// A command to be sent. It decides anew on what it finds then.
struct Order {
  // Outlives every ledger.
  const ledger::Command* command = nullptr;
  std::unique_ptr<const google::protobuf::Message> request;
};

struct Orders {
  // At most kOrders: a plan that was asleep for years wakes in portions.
  std::vector<Order> all;
  // Whether there is more to do once these are done.
  bool look_again = false;
};
inline constexpr size_t kOrders = 200;

// First the duties that are not there; else what becomes of those that are open; else what becomes
// of alerts, which are of duties as they are by then. None where everything is as it shall be at
// `now`. Errors of AlertsOf.
absl::StatusOr<Orders> OrdersFor(const Look& look, absl::Time now);

}  // namespace mandat::objectives::clock

#endif  // SERVICES_OBJECTIVES_CLOCK_ORDERS_H_
