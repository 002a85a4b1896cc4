#include "services/lib/events/small_service_for_test.h"

#include <chrono>
#include <future>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::events {
namespace {

using socialaid::v1::Centre;
using socialaid::v1::Office;

constexpr char kAgency[] = "0403019261";

const ledger::Column& OfficeAgency() {
  static const auto& column = *new ledger::Column(
      ledger::TextColumn<Office>("agency", [](const Office& office) { return office.agency(); }));
  return column;
}

struct PutOfficeCommand {
  using Request = socialaid::v1::UpdateOfficeRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context&) {
    return {ledger::Change<Office>(request.office().name()).IfExists()};
  }
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context&) {
    const auto* before = snapshot.Find<Office>(request.office().name());
    if (before == nullptr) return ledger::Decision::Create(request.office());
    Office after = *before;
    after.mutable_display_name()->set_fr(absl::StrCat(after.display_name().fr(), "x"));
    return ledger::Decision::Of(after, "renamed");
  }
};

struct PutCentreCommand {
  using Request = socialaid::v1::UpdateCentreRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context&) {
    return {ledger::Change<Centre>(request.centre().name()).IfExists()};
  }
  static absl::StatusOr<ledger::Decision> Decide(const Request& request, const ledger::Snapshot&,
                                                 const ledger::Context&) {
    return ledger::Decision::Create(request.centre());
  }
};

std::string CentreOf(const common::v1::PublishedEvent& event) {
  return absl::StrCat("centres/", absl::StripPrefix(event.revision().resource(), "offices/"));
}

}  // namespace

const ledger::Kind& OfficeKind() {
  static const ledger::Kind& kind = *[] {
    auto* made = new ledger::Kind();
    made->collection = "offices";
    made->table = "office";
    made->event = "office";
    made->prototype = &Office::default_instance();
    made->columns = {&OfficeAgency()};
    made->owner = &OfficeAgency();
    return made;
  }();
  return kind;
}

const ledger::Kind& CentreKind() {
  static const ledger::Kind& kind = *[] {
    auto* made = new ledger::Kind();
    made->collection = "centres";
    made->table = "centre";
    made->event = "centre";
    made->prototype = &Centre::default_instance();
    made->published = false;
    return made;
  }();
  return kind;
}

const ledger::Catalog& SmallCatalog() {
  static const auto& catalog = *new ledger::Catalog({&OfficeKind(), &CentreKind()});
  return catalog;
}

std::function<absl::Status(const common::v1::PublishedEvent&)> NoteVersion::fault;

absl::Status NoteVersion::Check(const Request& request, const ledger::Context&) {
  return fault ? fault(request) : absl::OkStatus();
}

ledger::Reads NoteVersion::Read(const Request& request, const ledger::Context&) {
  return {ledger::Change<Centre>(CentreOf(request)).IfExists()};
}

absl::StatusOr<ledger::Decision> NoteVersion::Decide(const Request& request,
                                                     const ledger::Snapshot& snapshot,
                                                     const ledger::Context&) {
  const auto* before = snapshot.Find<Centre>(CentreOf(request));
  Centre after = before == nullptr ? Centre() : *before;
  after.set_name(CentreOf(request));
  std::string* noted = after.mutable_display_name()->mutable_fr();
  absl::StrAppend(noted, noted->empty() ? "" : " ", request.revision().version());
  if (before == nullptr) return ledger::Decision::Create(after);
  return ledger::Decision::Of(after, "noted");
}

SmallService::SmallService() {
  keys_.emplace(privacy::KeyRing::Create(folder_.File("keys"), absl::CivilDay(2026, 1, 1)).value());
  store_ = OpenStoreAgain();
  const std::vector<ledger::Migration> migrations = {{"0001_create_small.sql", R"(
CREATE TABLE office (id TEXT COLLATE "C" NOT NULL PRIMARY KEY, version BIGINT NOT NULL, agency TEXT,
                     body BYTEA NOT NULL);
CREATE TABLE centre (id TEXT COLLATE "C" NOT NULL PRIMARY KEY, version BIGINT NOT NULL,
                     body BYTEA NOT NULL);)"}};
  const absl::Status migrated = store_->Migrate(migrations);
  EXPECT_TRUE(migrated.ok()) << migrated;
  ledger_ = OpenLedgerOn(*store_);
}

SmallService::~SmallService() { ledger_->Close(); }

std::unique_ptr<ledger::Store> SmallService::OpenStoreAgain() {
  ledger::StoreOptions options;
  options.url = "sqlite:" + folder_.File("ledger.db");
  options.catalog = &SmallCatalog();
  return ledger::OpenStore(options).value();
}

std::unique_ptr<ledger::Ledger> SmallService::OpenLedgerOn(ledger::Store& store) {
  ledger::LedgerOptions options;
  options.catalog = &SmallCatalog();
  options.store = &store;
  options.keys = &*keys_;
  options.clock = &clock_;
  return ledger::OpenLedger(options).value();
}

std::unique_ptr<ledger::Reader> SmallService::NewReader() { return store_->OpenReader().value(); }

void SmallService::Run(const ledger::Command& command, const google::protobuf::Message& request) {
  access::Call call;
  auto actor = std::make_shared<access::Actor>();
  actor->organisation = kAgency;
  actor->subject = "somebody";
  call.actor = std::move(actor);
  call.parties.Add(common::v1::PARTY_ANY);
  call.method = "small/Put";
  call.now = clock_.Now();
  std::promise<absl::Status> done;
  ledger_->Submit(command, call, request,
                  [&done](absl::StatusOr<ledger::Ledger::Committed> result) {
                    done.set_value(result.status());
                  });
  const absl::Status status = done.get_future().get();
  EXPECT_TRUE(status.ok()) << status;
}

void SmallService::PutOffice(const std::string& id, int count) {
  static const auto& command = *new ledger::Command(ledger::CommandOf<PutOfficeCommand>());
  socialaid::v1::UpdateOfficeRequest request;
  request.mutable_office()->set_name("offices/" + id);
  request.mutable_office()->set_agency(kAgency);
  for (int i = 0; i < count; ++i) Run(command, request);
}

void SmallService::PutCentre(const std::string& id) {
  static const auto& command = *new ledger::Command(ledger::CommandOf<PutCentreCommand>());
  socialaid::v1::UpdateCentreRequest request;
  request.mutable_centre()->set_name("centres/" + id);
  Run(command, request);
}

std::string SmallService::NotedVersions(const std::string& id) {
  const auto row = NewReader()->Get(CentreKind(), id);
  if (!row.ok() || !row->has_value()) return "";
  Centre centre;
  EXPECT_TRUE(centre.ParseFromString((*row)->body));
  return centre.display_name().fr();
}

std::vector<ledger::DeadLetterRow> SmallService::DeadLetters() {
  return NewReader()->DeadLetters("", 1000).value();
}

std::vector<Publication> SmallService::Publications() {
  const auto reader = NewReader();
  const Origin origin = {"socialaid", reader->Epoch().value()};
  std::vector<Publication> publications;
  int64_t previous = 0;
  const std::vector<ledger::Event> log = reader->EventsAfter(0, 100000).value();
  for (const ledger::Event& event : log) {
    if (!event.published) continue;
    publications.push_back(MakePublication(event, OfficeKind(), origin, previous).value());
    previous = event.position;
  }
  return publications;
}

StreamDeclaration SmallStream(absl::Duration duplicate_window) {
  StreamDeclaration stream =
      LoadStream(MANDAT_SOURCE_DIR "/deploy/nats/streams/socialaid.json").value();
  stream.config = absl::StrReplaceAll(
      stream.config,
      {{"\"duplicate_window\":120000000000",
        absl::StrCat("\"duplicate_window\":", absl::ToInt64Nanoseconds(duplicate_window))}});
  return stream;
}

ConsumerDeclaration SmallConsumer(const std::string& name, absl::Duration ack_wait) {
  return ParseConsumer(absl::StrCat(R"({"stream_name": "MANDAT_SOCIALAID", "durable_name": ")",
                                    name,
                                    R"(", "filter_subject": "mandat.socialaid.v1.office.*.*",
      "ack_policy": "explicit", "ack_wait": ")",
                                    absl::FormatDuration(ack_wait),
                                    R"(", "max_deliver": -1, "max_ack_pending": 512})"))
      .value();
}

std::vector<CloudEvent> EventsInStream(const BrokerOptions& broker) {
  std::vector<CloudEvent> events;
  const auto connection = NatsConnection::Connect(broker);
  if (!connection.ok()) return events;
  const auto state = GetStreamState(**connection, "MANDAT_SOCIALAID");
  if (!state.ok()) return events;
  for (int64_t i = state->first_sequence; i <= state->last_sequence; ++i) {
    natsMsg* raw = nullptr;
    if (js_GetMsg(&raw, (*connection)->jet_stream(), "MANDAT_SOCIALAID", static_cast<uint64_t>(i),
                  nullptr, nullptr) != NATS_OK) {
      continue;
    }
    const MessagePtr message(raw);
    if (auto event = ParseCloudEvent(PayloadOf(raw)); event.ok())
      events.push_back(*std::move(event));
  }
  return events;
}

std::vector<std::string> FirstSeen(const std::vector<CloudEvent>& events) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const CloudEvent& event : events) {
    std::string name = absl::StrCat(event.resource, "@", event.version);
    if (seen.insert(name).second) names.push_back(std::move(name));
  }
  return names;
}

bool Eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

}  // namespace mandat::events
