#ifndef SERVICES_LIB_EVENTS_SMALL_SERVICE_FOR_TEST_H_
#define SERVICES_LIB_EVENTS_SMALL_SERVICE_FOR_TEST_H_

// For tests: a service with a published kind (offices) and one whose versions stay in the log
// (centres), on a real ledger; and what tests of relay and consumers ask of a broker.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mandat/common/v1/log.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/events/streams.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/testing/fake_clock.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::events {

const ledger::Kind& OfficeKind();
const ledger::Kind& CentreKind();
const ledger::Catalog& SmallCatalog();

// What a consumer does with an event of offices/x: notes its version in the display name of
// centres/x, so that a test sees which versions were applied, how often and in which order.
struct NoteVersion {
  using Request = common::v1::PublishedEvent;
  // Set by tests: what happens to an event instead. Null = nothing.
  static std::function<absl::Status(const Request&)> fault;

  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

class SmallService {
 public:
  SmallService();
  ~SmallService();

  // Makes or changes `count` times the office of this id; versions follow each other.
  void PutOffice(const std::string& id, int count = 1);
  void PutCentre(const std::string& id);
  // Versions that NoteVersion noted, in order: "1 2 3". Empty where there are none.
  std::string NotedVersions(const std::string& id);
  std::vector<ledger::DeadLetterRow> DeadLetters();
  std::unique_ptr<ledger::Reader> NewReader();
  // Another process on the same database.
  std::unique_ptr<ledger::Store> OpenStoreAgain();
  // As a second process would have it, on a store that was opened again.
  std::unique_ptr<ledger::Ledger> OpenLedgerOn(ledger::Store& store);

  ledger::Store& store() { return *store_; }
  ledger::Ledger& ledger() { return *ledger_; }
  testing::FakeClock& clock() { return clock_; }
  const privacy::KeyRing& keys() const { return *keys_; }
  // The events as the relay publishes them.
  std::vector<Publication> Publications();

 private:
  void Run(const ledger::Command& command, const google::protobuf::Message& request);

  testing::TempDir folder_;
  testing::FakeClock clock_;
  std::optional<privacy::KeyRing> keys_;
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<ledger::Ledger> ledger_;
};

// The declaration of deploy/nats/streams/socialaid.json, with another duplicate window.
StreamDeclaration SmallStream(absl::Duration duplicate_window = absl::Minutes(2));
ConsumerDeclaration SmallConsumer(const std::string& name,
                                  absl::Duration ack_wait = absl::Seconds(1));

// Everything in the stream, in its order; what is no event of ours is left out.
std::vector<CloudEvent> EventsInStream(const BrokerOptions& broker);
// `resource@version` of each, without repeats, in order of first appearance.
std::vector<std::string> FirstSeen(const std::vector<CloudEvent>& events);

// Polls until the condition holds; false after 30 s.
bool Eventually(const std::function<bool()>& condition);

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_SMALL_SERVICE_FOR_TEST_H_
