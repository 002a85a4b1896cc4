#include "tests/support/scenario.h"

#include "services/lib/base/ssin.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/test_data.h"

namespace mandat::testing {

namespace v1 = socialaid::v1;

absl::Status RegisterParties(RunningSocialAid& service) {
  v1::CreateOfficeRequest office;
  *office.mutable_office() = socialaid::TestOffice();
  office.set_office_id("mons");
  RETURN_IF_ERROR(
      service.Call(Persona::kOfficeManager, &SocialAidStub::CreateOffice, office).status());
  office.mutable_office()->set_code("NA1");
  office.mutable_office()->mutable_display_name()->set_fr("Namur");
  office.set_office_id("namur");
  RETURN_IF_ERROR(
      service.Call(Persona::kOfficeManager, &SocialAidStub::CreateOffice, office).status());
  v1::CreateCentreRequest centre;
  *centre.mutable_centre() = socialaid::TestCentre();
  centre.set_centre_id("c1");
  RETURN_IF_ERROR(
      service.Call(Persona::kOfficeManager, &SocialAidStub::CreateCentre, centre).status());
  centre.mutable_centre()->set_enterprise_number(socialaid::kOtherCentreNumber);
  centre.set_centre_id("c2");
  return service.Call(Persona::kOfficeManager, &SocialAidStub::CreateCentre, centre).status();
}

v1::Person PersonBorn(absl::CivilDay birth, int serial, absl::string_view given_names,
                      absl::string_view family_name) {
  v1::Person person;
  person.set_ssin(base::MakeSsin(birth, serial).value());
  person.set_given_names(std::string(given_names));
  person.set_family_name(std::string(family_name));
  person.mutable_birth_date()->set_year(static_cast<int>(birth.year()));
  person.mutable_birth_date()->set_month(birth.month());
  person.mutable_birth_date()->set_day(birth.day());
  return person;
}

absl::StatusOr<std::string> RegisterPerson(RunningSocialAid& service, Persona persona,
                                           const v1::Person& person) {
  v1::RegisterPersonRequest request;
  *request.mutable_person() = person;
  ASSIGN_OR_RETURN(const auto registered,
                   service.Call(persona, &SocialAidStub::RegisterPerson, request));
  return registered.person();
}

v1::Article60Request DraftFor(const std::string& centre, const std::string& person) {
  v1::Article60Request draft = socialaid::TestDraft();
  draft.clear_name();
  draft.clear_office();
  draft.set_centre(centre);
  draft.set_person(person);
  return draft;
}

absl::StatusOr<v1::Article60Request> CreateDraft(RunningSocialAid& service, Persona persona,
                                                 const v1::Article60Request& draft) {
  v1::CreateArticle60RequestRequest request;
  *request.mutable_article60_request() = draft;
  return service.Call(persona, &SocialAidStub::CreateArticle60Request, request);
}

absl::StatusOr<v1::Article60Request> Send(RunningSocialAid& service, Persona persona,
                                          const std::string& name) {
  v1::SendArticle60RequestRequest request;
  request.set_name(name);
  return service.Call(persona, &SocialAidStub::SendArticle60Request, request);
}

absl::StatusOr<v1::Article60Request> Calculate(RunningSocialAid& service, Persona persona,
                                               const std::string& name) {
  v1::CalculateArticle60RequestRequest request;
  request.set_name(name);
  return service.Call(persona, &SocialAidStub::CalculateArticle60Request, request);
}

absl::StatusOr<v1::Article60Request> Withdraw(RunningSocialAid& service, Persona persona,
                                              const std::string& name, const std::string& reason) {
  v1::WithdrawArticle60RequestRequest request;
  request.set_name(name);
  request.set_reason(reason);
  return service.Call(persona, &SocialAidStub::WithdrawArticle60Request, request);
}

absl::StatusOr<v1::Article60Request> Get(RunningSocialAid& service, Persona persona,
                                         const std::string& name) {
  v1::GetArticle60RequestRequest request;
  request.set_name(name);
  return service.Call(persona, &SocialAidStub::GetArticle60Request, request);
}

absl::StatusOr<v1::ListArticle60RequestRevisionsResponse> Revisions(RunningSocialAid& service,
                                                                    Persona persona,
                                                                    const std::string& name) {
  v1::ListArticle60RequestRevisionsRequest request;
  request.set_name(name);
  request.set_page_size(1000);
  return service.Call(persona, &SocialAidStub::ListArticle60RequestRevisions, request);
}

absl::StatusOr<v1::ListConsultationsResponse> Consultations(RunningSocialAid& service,
                                                            Persona persona,
                                                            const std::string& person) {
  v1::ListConsultationsRequest request;
  request.set_person(person);
  request.set_page_size(1000);
  return service.Call(persona, &SocialAidStub::ListConsultations, request);
}

absl::Status Erase(RunningSocialAid& service, const std::string& person) {
  v1::ProposeErasureRequest proposal;
  proposal.mutable_erasure()->set_person(person);
  proposal.mutable_erasure()->set_reason("asked for by letter");
  ASSIGN_OR_RETURN(const v1::Erasure proposed,
                   service.Call(Persona::kOfficer, &SocialAidStub::ProposeErasure, proposal));
  v1::ErasePersonRequest consent;
  consent.set_name(proposed.name());
  return service.Call(Persona::kSecondOfficer, &SocialAidStub::ErasePerson, consent).status();
}

}  // namespace mandat::testing
