#include "services/socialaid/legal_parameters/commands.h"

#include "services/lib/access/actor.h"
#include "services/lib/base/resource_name.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/legal_parameters/rules.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid {

using ledger::Change;
using ledger::Context;
using ledger::Decision;
using ledger::Guard;
using ledger::NamedRead;
using ledger::Reads;
using ledger::Snapshot;
using storage::v1::PublishedLaw;
using v1::LegalParameter;

namespace {

legal_parameters::Steward StewardOf(const Context& context) {
  return {context.actor->organisation, context.pseudonym};
}

// Absent until the values that the program is built with are stored.
NamedRead GuardLaw() { return Guard<PublishedLaw>(kArticle60Law).IfExists(); }

}  // namespace

absl::Status ProposeLegalParameter::Check(const Request& request, const Context&) {
  return legal_parameters::CheckPropose(request);
}

Reads ProposeLegalParameter::Read(const Request&, const Context&) { return {}; }

absl::StatusOr<Decision> ProposeLegalParameter::Decide(const Request& request, const Snapshot&,
                                                       const Context& context) {
  return legal_parameters::Propose(request, base::MakeName(kLegalParameters, context.new_id),
                                   StewardOf(context));
}

absl::Status PublishLegalParameter::Check(const Request& request, const Context&) {
  return legal_parameters::CheckPublish(request);
}

Reads PublishLegalParameter::Read(const Request& request, const Context&) {
  return {Change<LegalParameter>(request.name()), GuardLaw()};
}

absl::StatusOr<Decision> PublishLegalParameter::Decide(const Request& request,
                                                       const Snapshot& snapshot,
                                                       const Context& context) {
  return legal_parameters::Publish(snapshot.Get<LegalParameter>(request.name()),
                                   snapshot.Find<PublishedLaw>(kArticle60Law), StewardOf(context),
                                   context.now);
}

absl::Status RejectLegalParameter::Check(const Request& request, const Context&) {
  return legal_parameters::CheckReject(request);
}

Reads RejectLegalParameter::Read(const Request& request, const Context&) {
  return {Change<LegalParameter>(request.name())};
}

absl::StatusOr<Decision> RejectLegalParameter::Decide(const Request& request,
                                                      const Snapshot& snapshot,
                                                      const Context& context) {
  return legal_parameters::Reject(snapshot.Get<LegalParameter>(request.name()), request,
                                  StewardOf(context), context.now);
}

absl::Status WithdrawLegalParameter::Check(const Request& request, const Context&) {
  return legal_parameters::CheckWithdraw(request);
}

Reads WithdrawLegalParameter::Read(const Request& request, const Context&) {
  return {Change<LegalParameter>(request.name())};
}

absl::StatusOr<Decision> WithdrawLegalParameter::Decide(const Request& request,
                                                        const Snapshot& snapshot,
                                                        const Context& context) {
  return legal_parameters::Withdraw(snapshot.Get<LegalParameter>(request.name()),
                                    StewardOf(context), context.now);
}

absl::Status InstallLegalParameters::Check(const Request&, const Context&) {
  return absl::OkStatus();
}

Reads InstallLegalParameters::Read(const Request&, const Context&) { return {GuardLaw()}; }

absl::StatusOr<Decision> InstallLegalParameters::Decide(const Request&, const Snapshot& snapshot,
                                                        const Context& context) {
  return legal_parameters::Install(snapshot.Find<PublishedLaw>(kArticle60Law),
                                   law::DefaultParameters(), context.now);
}

}  // namespace mandat::socialaid
