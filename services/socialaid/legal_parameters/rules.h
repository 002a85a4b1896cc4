#ifndef SERVICES_SOCIALAID_LEGAL_PARAMETERS_RULES_H_
#define SERVICES_SOCIALAID_LEGAL_PARAMETERS_RULES_H_

// Rules of legal parameters: one steward proposes, another publishes. Errors as the comments of the
// methods say, in their order.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "mandat/socialaid/v1/legal_parameter.pb.h"
#include "services/lib/ledger/decision.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid::legal_parameters {

// Who acts: the organisation, and the pseudonym of the person.
struct Steward {
  absl::string_view organisation;
  absl::string_view pseudonym;
};

// INVALID_ARGUMENT of the request alone.
absl::Status CheckPropose(const v1::ProposeLegalParameterRequest& request);
absl::Status CheckPublish(const v1::PublishLegalParameterRequest& request);
absl::Status CheckReject(const v1::RejectLegalParameterRequest& request);
absl::Status CheckWithdraw(const v1::WithdrawLegalParameterRequest& request);
absl::Status CheckList(const v1::ListLegalParametersRequest& request);

absl::StatusOr<ledger::Decision> Propose(const v1::ProposeLegalParameterRequest& request,
                                         absl::string_view name, const Steward& steward);

// `law` is null as long as nothing is stored.
absl::StatusOr<ledger::Decision> Publish(const v1::LegalParameter& before,
                                         const storage::v1::PublishedLaw* law,
                                         const Steward& steward, absl::Time now);

absl::StatusOr<ledger::Decision> Reject(const v1::LegalParameter& before,
                                        const v1::RejectLegalParameterRequest& request,
                                        const Steward& steward, absl::Time now);

absl::StatusOr<ledger::Decision> Withdraw(const v1::LegalParameter& before, const Steward& steward,
                                          absl::Time now);

// Publishes what the law does not hold yet of the values that the program is built with, and that
// are known by now. A value that a steward published stays, and so does one that supersedes it. The
// law stays as it is where nothing is missing. `law` is null as long as nothing is stored.
ledger::Decision Install(const storage::v1::PublishedLaw* law,
                         absl::Span<const law::Parameter> built_in, absl::Time now);

// The id of a value that the program is built with: key, first day in force and day of publication.
// `admission-from-2026-03-days-20260301-20250729`; a key that is too long is cut and ends in a
// digest of the whole.
std::string BuiltInId(const law::Parameter& row);

// Of published values those that hold for a claim day, as known on a day, by key: of several the
// one in force later, then the one known later.
std::vector<v1::LegalParameter> Holding(std::vector<v1::LegalParameter> published,
                                        absl::CivilDay in_force_at, absl::CivilDay known_at);

}  // namespace mandat::socialaid::legal_parameters

#endif  // SERVICES_SOCIALAID_LEGAL_PARAMETERS_RULES_H_
