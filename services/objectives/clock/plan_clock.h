#ifndef SERVICES_OBJECTIVES_CLOCK_PLAN_CLOCK_H_
#define SERVICES_OBJECTIVES_CLOCK_PLAN_CLOCK_H_

// What time does to plans without being called for: duties come, are missed and lapse, alerts are
// raised, climb and are cleared.
//
// Every second it asks for the end of the log and for facts: a few reads, whatever there is. It
// looks at a plan where an event of it came, or a day began; where it has computed values, also
// when a fact came that some formula counts (fact_watch.h) or an indicator changed, whichever plan
// those are of; at the start at every plan that runs or has something open. A look reads the plan
// with all that belongs to it, one query a kind and three an indicator, and holds one reading
// thread for that long. What it finds is done in commands that decide anew, so that a look that is
// overtaken, repeated or cut off does nothing twice and nothing wrong.

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"
#include "services/lib/runtime/jobs.h"
#include "services/objectives/clock/fact_watch.h"
#include "services/objectives/clock/orders.h"

namespace mandat::objectives::clock {

// One thread uses it.
class PlanClock {
 public:
  // Both outlive it.
  PlanClock(ledger::Ledger& ledger, ledger::Store& store) : ledger_(ledger), store_(store) {}

  runtime::Job job();

  // Notices what changed and looks at one plan; true where others wait.
  absl::StatusOr<bool> Turn(absl::Time now);

 private:
  absl::Status Notice(absl::Time now);
  absl::Status NoticeAll(const access::Call& call);
  absl::Status NoticeEvents(int64_t head);
  void Await(const std::string& plan);
  void Await(const std::set<std::string>& plans);

  // True where something was done after which it is to be looked at again.
  absl::StatusOr<bool> LookAtPlan(const std::string& plan, absl::Time now);
  // All in few commits.
  absl::Status Send(const std::vector<Order>& orders, const access::Call& call);

  ledger::Ledger& ledger_;
  ledger::Store& store_;
  std::unique_ptr<ledger::Reader> reader_;

  // Plans to look at, each once, in order.
  std::deque<std::string> waiting_;
  // What was noticed so far; nothing before the first turn.
  bool has_begun_ = false;
  absl::CivilDay day_;
  int64_t head_ = 0;
  FactWatch facts_;
  // Plans with values that facts move.
  std::set<std::string> computed_;
};

}  // namespace mandat::objectives::clock

#endif  // SERVICES_OBJECTIVES_CLOCK_PLAN_CLOCK_H_
