#ifndef SERVICES_LIB_LEDGER_LEDGER_FIXTURE_FOR_TEST_H_
#define SERVICES_LIB_LEDGER_LEDGER_FIXTURE_FOR_TEST_H_

// A ledger on a database of either engine; whatever a test does to it, it must agree with itself
// afterwards.

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/uuid.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/ledger_kinds_for_test.h"
#include "services/lib/ledger/verify.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/testing/fake_clock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"
#include "services/lib/testing/temporary_postgres.h"

namespace mandat::ledger {

using testing::HasReason;
using testing::IsOk;
using testing::StatusIs;

// --- The fixture: a database of each engine, a ledger on it.

enum class Engine { kSqlite, kPostgres };

inline testing::TemporaryPostgres& Postgres() {
  static auto& server = *testing::TemporaryPostgres::Create().value().release();
  return server;
}

class LedgerTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    keys_.emplace(
        privacy::KeyRing::Create(folder_.File("keys"), absl::CivilDay(2026, 1, 1)).value());
    url_ = GetParam() == Engine::kSqlite ? "sqlite:" + folder_.File("ledger.db")
                                         : Postgres().NewDatabase().value();
    store_ = Open(url_);
    ASSERT_THAT(store_->Migrate(Migrations()), IsOk());
    OpenLedgerAgain();
  }
  void TearDown() override {
    if (ledger_ != nullptr) ledger_->Close();
    // Whatever a test did, the database agrees with itself afterwards.
    CheckSound();
  }

  void CheckSound() {
    auto reader = store_->OpenReader();
    ASSERT_THAT(reader, IsOk());
    const auto findings = Verify(Kinds(), *keys_, **reader, [](const VerifyProgress&) {});
    ASSERT_THAT(findings, IsOk());
    EXPECT_THAT(*findings, ::testing::IsEmpty());
  }

  static std::unique_ptr<Store> Open(const std::string& url) {
    StoreOptions options;
    options.url = url;
    options.catalog = &Kinds();
    return OpenStore(options).value();
  }
  void OpenLedgerAgain() {
    if (ledger_ != nullptr) ledger_->Close();
    ledger_ = OpenLedger(Options(store_.get())).value();
  }
  LedgerOptions Options(Store* store) {
    LedgerOptions options;
    options.catalog = &Kinds();
    options.store = store;
    options.keys = &*keys_;
    options.clock = &clock_;
    return options;
  }

  static access::Call CallOf(const std::string& organisation, const std::string& method,
                             absl::Time now, common::v1::Party party = common::v1::PARTY_OWNER) {
    access::Actor actor;
    actor.organisation = organisation;
    actor.subject = "agent of " + organisation;
    actor.roles = {common::v1::ROLE_WELFARE_CENTRE_AGENT};
    actor.purpose = "a test";
    access::Call call;
    call.actor = std::make_shared<access::Actor>(actor);
    call.role = common::v1::ROLE_WELFARE_CENTRE_AGENT;
    call.parties.Add(party);
    call.method = method;
    call.now = now;
    return call;
  }

  template <typename C>
  static const Command& The() {
    static const Command& command = *new Command(CommandOf<C>());
    return command;
  }

  // Starts a command and answers its future.
  template <typename C>
  std::future<absl::StatusOr<Ledger::Committed>> Start(
      Ledger& ledger, const typename C::Request& request,
      const std::string& organisation = "0403019261") {
    auto promise = std::make_shared<std::promise<absl::StatusOr<Ledger::Committed>>>();
    auto kept = std::make_shared<typename C::Request>(request);
    ledger.Submit(The<C>(), CallOf(organisation, typeid(C).name(), clock_.Now()), *kept,
                  [promise, kept](absl::StatusOr<Ledger::Committed> committed) {
                    promise->set_value(std::move(committed));
                  });
    return promise->get_future();
  }
  template <typename C, typename R = Office>
  absl::StatusOr<R> Run(const typename C::Request& request,
                        const std::string& organisation = "0403019261") {
    auto committed = Start<C>(*ledger_, request, organisation).get();
    if (!committed.ok()) return committed.status();
    return static_cast<const R&>(**committed);
  }

  absl::Status Read(std::function<absl::Status(View&)> read,
                    const std::string& organisation = "0403019261",
                    common::v1::Party party = common::v1::PARTY_OWNER) {
    std::promise<absl::Status> done;
    ledger_->Read(CallOf(organisation, "test/Read", clock_.Now(), party), std::move(read),
                  [&done](absl::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  }

  static CreateOffice::Request NewOffice(const std::string& id, const std::string& code) {
    CreateOffice::Request request;
    request.set_office_id(id);
    request.mutable_office()->set_code(code);
    return request;
  }
  static RenameOffice::Request Rename(const std::string& id, const std::string& etag = "") {
    RenameOffice::Request request;
    request.mutable_office()->set_name("offices/" + id);
    request.mutable_office()->set_etag(etag);
    return request;
  }
  std::string Register(const std::string& ssin) {
    RegisterPerson::Request request;
    request.mutable_person()->set_ssin(ssin);
    request.mutable_person()->set_family_name("Secretname");
    return (Run<RegisterPerson, Person>(request))->name();
  }
  absl::StatusOr<Article60Request> File(const std::string& person,
                                        const std::string& organisation = "0403019261") {
    OpenFile::Request request;
    request.mutable_article60_request()->set_person(person);
    return Run<OpenFile, Article60Request>(request, organisation);
  }
  static SendFile::Request Send(const std::string& name) {
    SendFile::Request request;
    request.set_name(name);
    return request;
  }
  std::vector<Event> Log() { return store_->OpenReader().value()->EventsAfter(0, 100000).value(); }
  static std::string NewUuid() { return base::MakeUuidV4(base::RandomBytes<16>()); }

  testing::TempDir folder_;
  testing::FakeClock clock_;
  std::optional<privacy::KeyRing> keys_;
  std::string url_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_LEDGER_FIXTURE_FOR_TEST_H_
