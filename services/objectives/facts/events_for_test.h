#ifndef SERVICES_OBJECTIVES_FACTS_EVENTS_FOR_TEST_H_
#define SERVICES_OBJECTIVES_FACTS_EVENTS_FOR_TEST_H_

// For tests: events of article 60 requests, as socialaid publishes them.

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "mandat/common/v1/log.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"
#include "services/lib/testing/matchers.h"

namespace mandat::objectives::facts {

inline constexpr char kSent[] = "be.mandat.socialaid.v1.article60Request.notify.sent";
inline constexpr char kCalculated[] = "be.mandat.socialaid.v1.article60Request.notify.calculated";

// What the tests know of an event.
struct Event {
  std::string verb;
  int64_t position = 0;
  int64_t previous = 0;
  std::string id;
  int64_t version = 0;
  absl::Time time;
  bool in_time = false;
  std::string centre;
};

// As socialaid publishes it.
inline common::v1::PublishedEvent Publish(const Event& event, const std::string& epoch) {
  static const ledger::Kind& kind = *[] {
    auto* made = new ledger::Kind();
    made->collection = "article60Requests";
    made->table = "article60_request";
    made->event = "article60Request";
    made->prototype = &socialaid::v1::Article60Request::default_instance();
    return made;
  }();
  socialaid::v1::Article60Request request;
  request.set_name("article60Requests/" + event.id);
  request.set_centre("centres/" + event.centre);
  *request.mutable_send_time() = base::ToTimestamp(event.time);
  *request.mutable_due_time() = base::ToTimestamp(event.time);
  if (event.verb == "calculated") {
    *request.mutable_answer_time() =
        base::ToTimestamp(event.time + absl::Hours(event.in_time ? 0 : 1));
  }
  ledger::Event logged;
  logged.position = event.position;
  logged.collection = kind.collection;
  logged.id = event.id;
  logged.version = event.version;
  logged.verb = event.verb;
  logged.commit_time = event.time;
  logged.organisation = "0206737484";
  logged.public_body = request.SerializeAsString();
  const auto publication =
      events::MakePublication(logged, kind, {"socialaid", epoch}, event.previous);
  EXPECT_THAT(publication, testing::IsOk());
  common::v1::PublishedEvent published;
  published.set_cloud_event(publication->payload);
  return published;
}

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_EVENTS_FOR_TEST_H_
