#include "services/socialaid/test_ledger.h"

#include <utility>

#include "services/lib/base/status_macros.h"
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

TestLedger::TestLedger()
    : ServiceLedger(
          {"mandat.socialaid.v1.SocialAidService", "mandat.socialaid.v1.LegalParameterService"},
          Kinds(), ledger::SocialAidMigrations(), TestNow()) {}

void TestLedger::SetUp() {
  ServiceLedger::SetUp();
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

}  // namespace mandat::socialaid
