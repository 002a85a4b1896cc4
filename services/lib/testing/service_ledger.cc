#include "services/lib/testing/service_ledger.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/verify.h"
#include "services/lib/testing/matchers.h"

namespace mandat::testing {

ServiceLedger::ServiceLedger(std::vector<std::string> services, const ledger::Catalog& catalog,
                             const std::vector<ledger::Migration>& migrations, absl::Time now)
    : services_(std::move(services)), catalog_(catalog), migrations_(migrations), clock_(now) {}

void ServiceLedger::SetUp() {
  keys_.emplace(privacy::KeyRing::Create(folder_.File("keys"), absl::CivilDay(2024, 1, 1)).value());
  std::vector<const google::protobuf::ServiceDescriptor*> descriptors;
  for (const std::string& service : services_) {
    descriptors.push_back(
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service));
  }
  rules_.emplace(access::MethodRules::Of(descriptors).value());
  ledger::StoreOptions stored;
  stored.url = "sqlite:" + folder_.File("service.db");
  stored.catalog = &catalog_;
  store_ = ledger::OpenStore(stored).value();
  ASSERT_THAT(store_->Migrate(migrations_), IsOk());
  ledger::LedgerOptions options;
  options.catalog = &catalog_;
  options.store = store_.get();
  options.keys = &*keys_;
  options.clock = &clock_;
  ledger_ = ledger::OpenLedger(options).value();
}

void ServiceLedger::TearDown() {
  ledger_->Close();
  auto reader = store_->OpenReader();
  ASSERT_THAT(reader, IsOk());
  const auto findings =
      ledger::Verify(catalog_, *keys_, **reader, [](const ledger::VerifyProgress&) {});
  ASSERT_THAT(findings, IsOk());
  EXPECT_THAT(*findings, ::testing::IsEmpty());
}

access::Actor ServiceLedger::Agent(common::v1::Role role, const std::string& organisation,
                                   const std::string& unit, const std::string& subject) {
  access::Actor actor;
  actor.roles = {role};
  actor.organisation = organisation;
  actor.unit = unit;
  actor.subject = subject;
  actor.purpose = "a test";
  return actor;
}

absl::Status ServiceLedger::Admit(const char* method, const access::Actor& actor,
                                  access::Call* call) {
  absl::StatusOr<const access::MethodAccess*> found = absl::NotFoundError("no service");
  for (const std::string& service : services_) {
    found = rules_->Find(absl::StrCat(service, "/", method));
    if (found.ok()) break;
  }
  ASSIGN_OR_RETURN(const access::MethodAccess* access, found);
  RETURN_IF_ERROR(access::CheckMethod(*access, actor));
  call->actor = std::make_shared<access::Actor>(actor);
  call->role = access::ActingRole(*access, actor);
  call->parties = access::PartiesOf(*access, actor);
  call->method = access->method;
  call->now = clock_.Now();
  return absl::OkStatus();
}

std::vector<ledger::Event> ServiceLedger::Log() {
  return store_->OpenReader().value()->EventsAfter(0, 1000).value();
}

std::vector<std::string> ServiceLedger::LogLines() {
  std::vector<std::string> lines;
  for (const ledger::Event& event : Log()) {
    lines.push_back(
        absl::StrCat(event.collection, "/", event.id, "@", event.version, " ", event.verb));
  }
  return lines;
}

}  // namespace mandat::testing
