#ifndef SERVICES_SOCIALAID_PERSONS_RULES_H_
#define SERVICES_SOCIALAID_PERSONS_RULES_H_

// Rules of persons.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::socialaid::persons {

// INVALID_ARGUMENT as the comment of the method says, in the order of the fields. `today` in
// Brussels.
absl::Status CheckRegister(const v1::RegisterPersonRequest& request, absl::CivilDay today);
absl::Status CheckQuery(const v1::QueryPersonsRequest& request, absl::CivilDay today);

// The eleven digits of a number that was checked.
std::string DigitsOf(absl::string_view ssin, absl::CivilDay today);

// Gets or creates. `known` are those who have the number: one or none.
absl::StatusOr<ledger::Decision> Register(const v1::RegisterPersonRequest& request,
                                          const std::vector<const v1::Person*>& known,
                                          absl::string_view name, absl::CivilDay today);

// True where the person was forgotten: the name stays, so that it is never given again.
bool IsErased(const v1::Person& person);

// `PERSON_NOT_FOUND`, as for a name that was never given.
absl::Status NotFound(absl::string_view name);

// The shell that an erasure leaves.
v1::Person Erased(const v1::Person& person);

}  // namespace mandat::socialaid::persons

#endif  // SERVICES_SOCIALAID_PERSONS_RULES_H_
