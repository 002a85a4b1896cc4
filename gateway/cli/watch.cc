#include "gateway/cli/watch.h"

#include <nats/nats.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

// How long one wait for a message lasts, in milliseconds; then the connection is looked at.
constexpr int64_t kWaitMs = 1000;

// The broker takes a filter only if the stream's own subjects cover it, and they have a fixed
// number of tokens: `>` becomes as many `*` as are missing.
std::string FilterOf(absl::string_view subject) {
  if (!absl::ConsumeSuffix(&subject, ">")) return std::string(subject);
  const std::string all = events::EventSubjects("any");
  const auto given = std::count(subject.begin(), subject.end(), '.');
  const auto wanted = std::count(all.begin(), all.end(), '.');
  std::string filter = absl::StrCat(subject, "*");
  for (auto dots = given; dots < wanted; ++dots) absl::StrAppend(&filter, ".*");
  return filter;
}

// An ordered consumer: the library makes it anew where it lost its place.
absl::StatusOr<events::SubscriptionPtr> Subscribe(events::NatsConnection& connection,
                                                  const WatchRules& rules) {
  jsSubOptions options;
  jsSubOptions_Init(&options);
  options.Ordered = true;
  options.Config.DeliverPolicy = rules.from_position.has_value() ? js_DeliverAll : js_DeliverNew;
  natsSubscription* made = nullptr;
  const natsStatus status = js_SubscribeSync(
      &made, connection.jet_stream(), FilterOf(rules.subject).c_str(), nullptr, &options, nullptr);
  if (status == NATS_ERR || status == NATS_NOT_FOUND) {
    return base::Error(absl::StatusCode::kInvalidArgument, "SUBJECT_INVALID",
                       absl::StrCat("No stream of the broker has the subject ", rules.subject, "."),
                       {{"subject", rules.subject}});
  }
  RETURN_IF_ERROR(events::BrokerStatus(status, absl::StrCat("subscribing to ", rules.subject)));
  return events::SubscriptionPtr(made);
}

}  // namespace

absl::Status Watch(const WatchRules& rules,
                   const std::function<bool(const events::CloudEvent& event,
                                            absl::string_view payload)>& on_event) {
  ASSIGN_OR_RETURN(const auto connection, events::NatsConnection::Connect(rules.broker));
  ASSIGN_OR_RETURN(const auto subscription, Subscribe(*connection, rules));
  for (;;) {
    natsMsg* next = nullptr;
    const natsStatus status = natsSubscription_NextMsg(&next, subscription.get(), kWaitMs);
    if (status == NATS_TIMEOUT) continue;
    RETURN_IF_ERROR(events::BrokerStatus(status, "waiting for events"));
    const events::MessagePtr message(next);
    const absl::string_view payload = events::PayloadOf(next);
    ASSIGN_OR_RETURN(const events::CloudEvent event, events::ParseCloudEvent(payload));
    if (event.position < rules.from_position.value_or(0)) continue;
    if (!on_event(event, payload)) return absl::OkStatus();
  }
}

std::string EventLine(const events::CloudEvent& event) {
  const std::string time =
      absl::FormatTime("%Y-%m-%d %H:%M:%E3S", event.time, base::BrusselsZone());
  return absl::StrFormat("%s  %6d  %s  %s@%d  %s %s", time, event.position, event.type,
                         event.resource, event.version, event.actor_organisation, event.actor_role);
}

}  // namespace mandat::cli
