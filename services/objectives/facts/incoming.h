#ifndef SERVICES_OBJECTIVES_FACTS_INCOMING_H_
#define SERVICES_OBJECTIVES_FACTS_INCOMING_H_

// An event of another service, as it comes from the bus.

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "mandat/common/v1/log.pb.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

struct Incoming {
  // Short name, `socialaid`.
  std::string service;
  std::string type;
  // Name and version of the resource.
  std::string resource;
  int64_t version = 0;
  LogPlace place;
  absl::Time commit_time;
  // What it carries; null for a type of event that no proto here declares: it is passed over.
  std::unique_ptr<google::protobuf::Message> body;
};

// INVALID_ARGUMENT `EVENT_INVALID`, and what ParseJson refuses.
absl::StatusOr<Incoming> ParseIncoming(const common::v1::PublishedEvent& event);

// The fact that it becomes. Its body is there.
storage::v1::StoredFact ToFact(const Incoming& incoming, const Arrival& arrival);

// What a fact carries; BrokenBody where it cannot be read.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> BodyOf(
    const storage::v1::StoredFact& fact);
// DATA_LOSS `STORE_BROKEN`.
absl::Status BrokenBody(const storage::v1::StoredFact& fact);

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_INCOMING_H_
