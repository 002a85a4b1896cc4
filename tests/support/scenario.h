#ifndef TESTS_SUPPORT_SCENARIO_H_
#define TESTS_SUPPORT_SCENARIO_H_

// What most tests of the whole begin with, one call of the service each. Errors are those of the
// service.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "tests/support/running_social_aid.h"

namespace mandat::testing {

using SocialAidStub = socialaid::v1::SocialAidService::Stub;
using LegalParameterStub = socialaid::v1::LegalParameterService::Stub;

inline constexpr char kCentre[] = "centres/c1";
inline constexpr char kOtherCentre[] = "centres/c2";
inline constexpr char kOffice[] = "offices/mons";
inline constexpr char kOtherOffice[] = "offices/namur";

// The offices `mons` and `namur` of one agency; the centres `c1` and `c2`, whose agents are
// kCentreAgent and kOtherCentreAgent and whose office of reference is `mons`.
absl::Status RegisterParties(RunningSocialAid& service);

// Somebody born on this day, whose number has this serial number (1 to 998).
socialaid::v1::Person PersonBorn(absl::CivilDay birth, int serial, absl::string_view given_names,
                                 absl::string_view family_name);

// Its name.
absl::StatusOr<std::string> RegisterPerson(RunningSocialAid& service, Persona persona,
                                           const socialaid::v1::Person& person);

// Complete but for what only the service sets: full-time from 1 March 2024, no career.
socialaid::v1::Article60Request DraftFor(const std::string& centre, const std::string& person);

absl::StatusOr<socialaid::v1::Article60Request> CreateDraft(
    RunningSocialAid& service, Persona persona, const socialaid::v1::Article60Request& draft);
absl::StatusOr<socialaid::v1::Article60Request> Send(RunningSocialAid& service, Persona persona,
                                                     const std::string& name);
absl::StatusOr<socialaid::v1::Article60Request> Calculate(RunningSocialAid& service,
                                                          Persona persona, const std::string& name);
absl::StatusOr<socialaid::v1::Article60Request> Withdraw(RunningSocialAid& service, Persona persona,
                                                         const std::string& name,
                                                         const std::string& reason);
absl::StatusOr<socialaid::v1::Article60Request> Get(RunningSocialAid& service, Persona persona,
                                                    const std::string& name);
// Newest first, at most 1000.
absl::StatusOr<socialaid::v1::ListArticle60RequestRevisionsResponse> Revisions(
    RunningSocialAid& service, Persona persona, const std::string& name);
// Newest first, at most 1000.
absl::StatusOr<socialaid::v1::ListConsultationsResponse> Consultations(RunningSocialAid& service,
                                                                       Persona persona,
                                                                       const std::string& person);

// One officer proposes, another carries out.
absl::Status Erase(RunningSocialAid& service, const std::string& person);

}  // namespace mandat::testing

#endif  // TESTS_SUPPORT_SCENARIO_H_
