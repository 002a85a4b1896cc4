#include "services/socialaid/offices/commands.h"

#include <string>

#include "services/lib/access/actor.h"
#include "services/socialaid/names.h"
#include "services/socialaid/offices/rules.h"

namespace mandat::socialaid {

using ledger::Change;
using ledger::Context;
using ledger::Decision;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using v1::Office;

absl::Status CreateOffice::Check(const Request& request, const Context&) {
  return offices::CheckCreate(request);
}

Reads CreateOffice::Read(const Request&, const Context&) { return {}; }

absl::StatusOr<Decision> CreateOffice::Decide(const Request& request, const Snapshot&,
                                              const Context& context) {
  return offices::Create(request, ledger::NewName(kOffices, request.office_id(), context),
                         context.actor->organisation);
}

absl::Status UpdateOffice::Check(const Request& request, const Context&) {
  return offices::CheckUpdate(request);
}

Reads UpdateOffice::Read(const Request& request, const Context&) {
  return {Change<Office>(request.office().name())};
}

absl::StatusOr<Decision> UpdateOffice::Decide(const Request& request, const Snapshot& snapshot,
                                              const Context&) {
  return offices::Update(snapshot.Get<Office>(request.office().name()), request);
}

absl::Status MergeOffice::Check(const Request& request, const Context&) {
  return offices::CheckMerge(request);
}

Reads MergeOffice::Read(const Request& request, const Context&) {
  return {Change<Office>(request.name()), RelyOn<Office>(request.successor()).Checked()};
}

absl::StatusOr<Decision> MergeOffice::Decide(const Request& request, const Snapshot& snapshot,
                                             const Context&) {
  return offices::Merge(snapshot.Get<Office>(request.name()),
                        snapshot.Get<Office>(request.successor()));
}

}  // namespace mandat::socialaid
