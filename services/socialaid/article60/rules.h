#ifndef SERVICES_SOCIALAID_ARTICLE60_RULES_H_
#define SERVICES_SOCIALAID_ARTICLE60_RULES_H_

// Rules of article 60 requests. Errors as the comment of the method says, in its order.

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/ledger/decision.h"
#include "services/socialaid/law/parameters.h"

namespace mandat::socialaid::article60 {

// `office` is the one that the request names, else the centre's office of reference.
absl::StatusOr<ledger::Decision> Create(const v1::CreateArticle60RequestRequest& request,
                                        absl::string_view name, const v1::Centre& centre,
                                        const v1::Person& person, const v1::Office& office,
                                        absl::Time now);

// `office` is the one that the request names; null where it names none: then the office stays.
absl::StatusOr<ledger::Decision> Update(const v1::Article60Request& before,
                                        const v1::UpdateArticle60RequestRequest& request,
                                        const v1::Office* office);

// Here and below `person` is null once it was erased, and `open` are the open requests for the same
// person, whosever they are.
absl::StatusOr<ledger::Decision> Send(const v1::Article60Request& before,
                                      const v1::SendArticle60RequestRequest& request,
                                      const v1::Person* person,
                                      const std::vector<const v1::Article60Request*>& open,
                                      absl::Time now);

absl::StatusOr<ledger::Decision> Return(const v1::Article60Request& before,
                                        const v1::ReturnArticle60RequestRequest& request,
                                        absl::Time now);

absl::StatusOr<ledger::Decision> Resend(const v1::Article60Request& before,
                                        const v1::ResendArticle60RequestRequest& request,
                                        const v1::Person* person, absl::Time now);

// `who` forwards: the owner to a centre, the agency to an office; the other is null.
absl::StatusOr<ledger::Decision> Forward(const v1::Article60Request& before,
                                         const v1::ForwardArticle60RequestRequest& request,
                                         common::v1::Party who, const v1::Centre* to_centre,
                                         const v1::Office* to_office,
                                         const std::vector<const v1::Article60Request*>& open,
                                         absl::Time now);

// `law` is what is known of it; `manager` says that the caller may override the calculation.
absl::StatusOr<ledger::Decision> Calculate(const v1::Article60Request& before,
                                           const v1::Person* person, const law::Parameters& law,
                                           const v1::CalculateArticle60RequestRequest& request,
                                           bool manager, absl::Time now);

// Makes a draft of this name.
absl::StatusOr<ledger::Decision> Modify(const v1::Article60Request& before,
                                        const v1::ModifyArticle60RequestRequest& request,
                                        absl::string_view name, const v1::Person* person);

absl::StatusOr<ledger::Decision> Withdraw(const v1::Article60Request& before,
                                          const v1::WithdrawArticle60RequestRequest& request);

absl::StatusOr<ledger::Decision> Delete(const v1::Article60Request& before);

// Gives the request, in whatever state, to the organisation with this enterprise number. Who filed
// it stays written in `centre`.
absl::StatusOr<ledger::Decision> TakeOver(const v1::Article60Request& before,
                                          absl::string_view owner);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_RULES_H_
