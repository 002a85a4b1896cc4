#ifndef SERVICES_SOCIALAID_ERASURES_RULES_H_
#define SERVICES_SOCIALAID_ERASURES_RULES_H_

// Rules of erasures: one officer proposes, another carries out.

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/ledger/decision.h"
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid::erasures {

// Who acts: the organisation, and the pseudonym of the person.
struct Officer {
  absl::string_view organisation;
  absl::string_view pseudonym;
};

// INVALID_ARGUMENT as the comment of the method says, in the order of the fields.
absl::Status CheckPropose(const v1::ProposeErasureRequest& request);
absl::Status CheckErase(const v1::ErasePersonRequest& request);

// `proposed` are the erasures of this person that wait for a second officer.
absl::StatusOr<ledger::Decision> Propose(const v1::ProposeErasureRequest& request,
                                         const v1::Person& person,
                                         const std::vector<const v1::Erasure*>& proposed,
                                         absl::string_view name, const Officer& officer);

// Whatever there is of a person.
struct Traces {
  // Null once the erasure was carried out.
  const v1::Person* person = nullptr;
  std::vector<const storage::v1::ReplacedNumber*> numbers = {};
  std::vector<const v1::Article60Request*> requests = {};
};

// Everything that names the person is emptied, the key destroyed; states, dates and counts stay.
absl::StatusOr<ledger::Decision> Erase(const v1::Erasure& before, const Traces& traces,
                                       const Officer& officer);

}  // namespace mandat::socialaid::erasures

#endif  // SERVICES_SOCIALAID_ERASURES_RULES_H_
