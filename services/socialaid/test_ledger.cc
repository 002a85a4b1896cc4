#include "services/socialaid/test_ledger.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/verify.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/centres/commands.h"
#include "services/socialaid/offices/commands.h"
#include "services/socialaid/persons/commands.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/schema/migrations.h"

namespace mandat::socialaid {

using mandat::testing::IsOk;

constexpr char kService[] = "mandat.socialaid.v1.SocialAidService";
constexpr char kLawService[] = "mandat.socialaid.v1.LegalParameterService";

void TestLedger::SetUp() {
  keys_.emplace(privacy::KeyRing::Create(folder_.File("keys"), absl::CivilDay(2024, 1, 1)).value());
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  rules_.emplace(access::MethodRules::Of(
                     {pool->FindServiceByName(kService), pool->FindServiceByName(kLawService)})
                     .value());
  ledger::StoreOptions stored;
  stored.url = "sqlite:" + folder_.File("socialaid.db");
  stored.catalog = &Kinds();
  store_ = ledger::OpenStore(stored).value();
  ASSERT_THAT(store_->Migrate(ledger::SocialAidMigrations()), IsOk());
  ledger::LedgerOptions options;
  options.catalog = &Kinds();
  options.store = store_.get();
  options.keys = &*keys_;
  options.clock = &clock_;
  ledger_ = ledger::OpenLedger(options).value();

  for (const auto& [id, code] : {std::pair("mons", "MO1"), std::pair("namur", "NA1")}) {
    v1::CreateOfficeRequest request;
    request.set_office_id(id);
    *request.mutable_office() = TestOffice();
    request.mutable_office()->set_code(code);
    ASSERT_THAT(Run<CreateOffice>("CreateOffice", manager_, request), IsOk());
  }
  for (const auto& [id, number] :
       {std::pair("c1", kCentreNumber), std::pair("c2", kOtherCentreNumber)}) {
    v1::CreateCentreRequest request;
    request.set_centre_id(id);
    *request.mutable_centre() = TestCentre();
    request.mutable_centre()->set_enterprise_number(number);
    ASSERT_THAT(Run<CreateCentre>("CreateCentre", manager_, request), IsOk());
  }
}

void TestLedger::TearDown() {
  ledger_->Close();
  auto reader = store_->OpenReader();
  ASSERT_THAT(reader, IsOk());
  const auto findings =
      ledger::Verify(Kinds(), *keys_, **reader, [](const ledger::VerifyProgress&) {});
  ASSERT_THAT(findings, IsOk());
  EXPECT_THAT(*findings, ::testing::IsEmpty());
}

access::Actor TestLedger::Agent(common::v1::Role role, const std::string& organisation,
                                const std::string& unit, const std::string& subject) {
  access::Actor actor;
  actor.roles = {role};
  actor.organisation = organisation;
  actor.unit = unit;
  actor.subject = subject;
  actor.purpose = "a test";
  return actor;
}

absl::Status TestLedger::Admit(const char* method, const access::Actor& actor, access::Call* call) {
  auto found = rules_->Find(absl::StrCat(kService, "/", method));
  if (!found.ok()) found = rules_->Find(absl::StrCat(kLawService, "/", method));
  ASSIGN_OR_RETURN(const access::MethodAccess* access, found);
  RETURN_IF_ERROR(access::CheckMethod(*access, actor));
  call->actor = std::make_shared<access::Actor>(actor);
  call->role = access::ActingRole(*access, actor);
  call->parties = access::PartiesOf(*access, actor);
  call->method = access->method;
  call->now = clock_.Now();
  return absl::OkStatus();
}

absl::StatusOr<std::string> TestLedger::Register(const access::Actor& actor,
                                                 const std::string& ssin) {
  v1::RegisterPersonRequest request;
  *request.mutable_person() = TestPerson();
  request.mutable_person()->set_ssin(ssin);
  ASSIGN_OR_RETURN(const auto response, Run<RegisterPerson>("RegisterPerson", actor, request));
  return response.person();
}

absl::StatusOr<v1::Article60Request> TestLedger::Draft(const access::Actor& actor,
                                                       const std::string& centre,
                                                       const std::string& person) {
  v1::CreateArticle60RequestRequest request;
  *request.mutable_article60_request() = TestDraft();
  request.mutable_article60_request()->set_centre(centre);
  request.mutable_article60_request()->set_person(person);
  request.mutable_article60_request()->clear_office();
  return Run<CreateArticle60Request>("CreateArticle60Request", actor, request);
}

absl::StatusOr<v1::Article60Request> TestLedger::Send(const access::Actor& actor,
                                                      const std::string& name) {
  v1::SendArticle60RequestRequest request;
  request.set_name(name);
  return Run<SendArticle60Request>("SendArticle60Request", actor, request);
}

absl::StatusOr<v1::Article60Request> TestLedger::Get(const access::Actor& actor,
                                                     const std::string& name) {
  v1::GetArticle60RequestRequest request;
  request.set_name(name);
  return Ask("GetArticle60Request", actor, GetArticle60Request, request);
}

std::vector<ledger::Event> TestLedger::Log() {
  return store_->OpenReader().value()->EventsAfter(0, 1000).value();
}

}  // namespace mandat::socialaid
