#ifndef TESTS_SUPPORT_PERSONAS_H_
#define TESTS_SUPPORT_PERSONAS_H_

// Who calls in tests: one actor for each part in the story.

#include "services/lib/access/actor.h"

namespace mandat::testing {

enum class Persona {
  kCentreAgent,       // of kCentreNumber
  kOtherCentreAgent,  // of kOtherCentreNumber
  kOfficeAgent,       // of the unit `mons` of kAgencyNumber
  kOtherOfficeAgent,  // of the unit `namur`
  kOfficeManager,     // of the agency, no unit
  kCentreManager,     // of kCentreNumber
  kOtherCentreManager,
  kOfficer,  // protects data
  kSecondOfficer,
  kSteward,  // of the law, at the agency
  kSecondSteward,
  kOperator,
  kMandateHolder,  // as the following of kAgencyNumber
  kDirector,
  kSecretary,
  kBoardMember,
  kServiceHead,  // of the unit `contact`
  kMinister,     // whose office supervises the agency
  kAuditor,      // of neither
};

// Without an expiry. The purpose is stated; the subject is the same every time.
access::Actor ActorOf(Persona persona);

}  // namespace mandat::testing

#endif  // TESTS_SUPPORT_PERSONAS_H_
