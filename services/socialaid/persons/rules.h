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
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid::persons {

// INVALID_ARGUMENT as the comment of the method says, in the order of the fields. `today` in
// Brussels.
absl::Status CheckRegister(const v1::RegisterPersonRequest& request, absl::CivilDay today);
absl::Status CheckQuery(const v1::QueryPersonsRequest& request, absl::CivilDay today);

// The eleven digits of a number that was checked.
std::string DigitsOf(absl::string_view ssin, absl::CivilDay today);

// The eleven digits of every number of a person that was checked, none twice: first the one that
// they have, then those that they had.
std::vector<std::string> NumbersOf(const v1::Person& person, absl::CivilDay today);

// Who is known by a number of a request: at most one of the two.
struct Known {
  const v1::Person* has = nullptr;
  const storage::v1::ReplacedNumber* had = nullptr;
};

// Gets or creates, with a resource for each number that was replaced. The answer is the person, or
// a number that they had.
absl::StatusOr<ledger::Decision> Register(const v1::RegisterPersonRequest& request,
                                          const Known& known, absl::string_view name,
                                          absl::CivilDay today);

// True where the person was forgotten: the name stays, so that it is never given again.
bool IsErased(const v1::Person& person);

// `PERSON_NOT_FOUND`, as for a name that was never given.
absl::Status NotFound(absl::string_view name);

// The shell that an erasure leaves.
v1::Person Erased(const v1::Person& person);

}  // namespace mandat::socialaid::persons

#endif  // SERVICES_SOCIALAID_PERSONS_RULES_H_
