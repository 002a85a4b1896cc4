#include "tests/support/personas.h"

#include "services/objectives/test_data.h"
#include "services/socialaid/test_data.h"

namespace mandat::testing {
namespace {

access::Actor Make(const char* subject, const char* organisation, common::v1::Role role,
                   const char* unit = "") {
  access::Actor actor;
  actor.subject = subject;
  actor.organisation = organisation;
  actor.unit = unit;
  actor.roles = {role};
  actor.purpose = "article 60 file";
  return actor;
}

}  // namespace

access::Actor ActorOf(Persona persona) {
  using socialaid::kAgencyNumber;
  using socialaid::kCentreNumber;
  using socialaid::kOtherCentreNumber;
  switch (persona) {
    case Persona::kCentreAgent:
      return Make("agent", kCentreNumber, common::v1::ROLE_WELFARE_CENTRE_AGENT);
    case Persona::kOtherCentreAgent:
      return Make("other agent", kOtherCentreNumber, common::v1::ROLE_WELFARE_CENTRE_AGENT);
    case Persona::kOfficeAgent:
      return Make("clerk", kAgencyNumber, common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT, "mons");
    case Persona::kOtherOfficeAgent:
      return Make("other clerk", kAgencyNumber, common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT,
                  "namur");
    case Persona::kOfficeManager:
      return Make("manager", kAgencyNumber, common::v1::ROLE_UNEMPLOYMENT_OFFICE_MANAGER);
    case Persona::kCentreManager:
      return Make("head", kCentreNumber, common::v1::ROLE_WELFARE_CENTRE_MANAGER);
    case Persona::kOtherCentreManager:
      return Make("other head", kOtherCentreNumber, common::v1::ROLE_WELFARE_CENTRE_MANAGER);
    case Persona::kOfficer:
      return Make("officer", kCentreNumber, common::v1::ROLE_DATA_PROTECTION_OFFICER);
    case Persona::kSecondOfficer:
      return Make("second officer", kCentreNumber, common::v1::ROLE_DATA_PROTECTION_OFFICER);
    case Persona::kSteward:
      return Make("steward", kAgencyNumber, common::v1::ROLE_LAW_STEWARD);
    case Persona::kSecondSteward:
      return Make("second steward", kAgencyNumber, common::v1::ROLE_LAW_STEWARD);
    case Persona::kOperator:
      return Make("operator", kAgencyNumber, common::v1::ROLE_OPERATOR);
    case Persona::kMandateHolder:
      return Make("mandate holder", kAgencyNumber, common::v1::ROLE_MANDATE_HOLDER);
    case Persona::kDirector:
      return Make("director", kAgencyNumber, common::v1::ROLE_DIRECTOR);
    case Persona::kSecretary:
      return Make("secretary", kAgencyNumber, common::v1::ROLE_COMMITTEE_SECRETARY);
    case Persona::kBoardMember:
      return Make("board member", kAgencyNumber, common::v1::ROLE_BOARD_MEMBER);
    case Persona::kServiceHead:
      return Make("head", kAgencyNumber, common::v1::ROLE_SERVICE_HEAD, "contact");
    case Persona::kMinister:
      return Make("adviser", objectives::kMinistry, common::v1::ROLE_MINISTER_OFFICE);
    case Persona::kAuditor:
      return Make("auditor", kCentreNumber, common::v1::ROLE_AUDITOR);
  }
  return {};
}

}  // namespace mandat::testing
