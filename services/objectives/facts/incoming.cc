#include "services/objectives/facts/incoming.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/json/parse.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/formulas/event_types.h"

namespace mandat::objectives::facts {

using formulas::EventType;
using formulas::EventTypes;
using google::protobuf::Message;

absl::StatusOr<Incoming> ParseIncoming(const common::v1::PublishedEvent& event) {
  ASSIGN_OR_RETURN(events::CloudEvent parsed, events::ParseCloudEvent(event.cloud_event()));
  Incoming incoming;
  incoming.service = std::string(ShortService(parsed.service));
  if (incoming.service.empty()) {
    return base::Error(absl::StatusCode::kInvalidArgument, "EVENT_INVALID",
                       "The event is not of a service of Mandat.", {{"attribute", "service"}});
  }
  incoming.place = {std::move(parsed.source), parsed.position, parsed.previous,
                    absl::ToUnixMicros(parsed.time)};
  incoming.commit_time = parsed.time;
  incoming.resource = std::move(parsed.resource);
  incoming.version = parsed.version;
  if (const EventType* type = EventTypes::Published().Find(parsed.type); type != nullptr) {
    incoming.body.reset(type->prototype->New());
    json::ParseOptions options;
    // A newer publisher may say more than is known here.
    options.unknown = json::ParseOptions::Unknown::kIgnore;
    RETURN_IF_ERROR(json::ParseJson(parsed.data, incoming.body.get(), options));
  }
  incoming.type = std::move(parsed.type);
  return incoming;
}

storage::v1::StoredFact ToFact(const Incoming& incoming, const Arrival& arrival) {
  storage::v1::StoredFact fact;
  fact.set_name(FactName(arrival.log, arrival.number));
  fact.set_log(arrival.log);
  fact.set_type(incoming.type);
  fact.set_resource(incoming.resource);
  fact.set_version(incoming.version);
  fact.set_position(incoming.place.position);
  fact.set_commit_micros(incoming.place.micros);
  fact.set_body(incoming.body->SerializeAsString());
  return fact;
}

absl::StatusOr<std::unique_ptr<Message>> BodyOf(const storage::v1::StoredFact& fact) {
  const EventType* type = EventTypes::Published().Find(fact.type());
  if (type != nullptr) {
    std::unique_ptr<Message> body(type->prototype->New());
    if (body->ParseFromString(fact.body())) return body;
  }
  return BrokenBody(fact);
}

absl::Status BrokenBody(const storage::v1::StoredFact& fact) {
  return base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN",
                     absl::StrCat(fact.name(), ": the body cannot be read"));
}

}  // namespace mandat::objectives::facts
