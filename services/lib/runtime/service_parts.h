#ifndef SERVICES_LIB_RUNTIME_SERVICE_PARTS_H_
#define SERVICES_LIB_RUNTIME_SERVICE_PARTS_H_

// What a service is made of, once its ledger runs: what it answers, what it does uncalled, and
// whose events it follows.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/consumer.h"
#include "services/lib/ledger/command.h"
#include "services/lib/runtime/jobs.h"
#include "services/lib/runtime/served.h"

namespace mandat::runtime {

// A consumer of all events of another service. The durable consumer on the broker is declared in
// `<this service>.<job>_<that service>.json`, and acts as `system:<this service>/<job>`.
struct Follower {
  // Short name of the service that is followed: one of ServiceProgram::follows.
  std::string service;
  std::string job;
  events::Delivery delivery = events::Delivery::kEveryVersion;
  // Its request is a common::v1::PublishedEvent. Outlives the ledger.
  const ledger::Command* command = nullptr;
  // As in events::ConsumerOptions.
  std::function<absl::StatusOr<int64_t>(const std::string& source)> known;
  std::function<void(const events::Head&)> on_head;
};

// Made on a running ledger, which outlives it; outlives the server, the jobs and the consumers.
class ServiceParts {
 public:
  virtual ~ServiceParts() = default;

  // Each for as long as this lives.
  virtual std::vector<ServedService*> services() = 0;
  virtual std::vector<Job> jobs() { return {}; }
  virtual std::vector<Follower> followers() { return {}; }
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_SERVICE_PARTS_H_
