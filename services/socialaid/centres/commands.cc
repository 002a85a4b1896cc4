#include "services/socialaid/centres/commands.h"

#include <string>

#include "services/lib/base/field_mask.h"
#include "services/socialaid/centres/rules.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid {

using ledger::Change;
using ledger::Context;
using ledger::Decision;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using v1::Centre;
using v1::Office;

namespace {

// The office of reference that an update names; empty where it names none.
std::string WantedOffice(const v1::UpdateCentreRequest& request) {
  const bool taken = base::TakesOver(request.update_mask(), "office");
  return taken ? request.centre().office() : std::string();
}

}  // namespace

absl::Status CreateCentre::Check(const Request& request, const Context&) {
  return centres::CheckCreate(request);
}

Reads CreateCentre::Read(const Request& request, const Context&) {
  return {RelyOn<Office>(request.centre().office())};
}

absl::StatusOr<Decision> CreateCentre::Decide(const Request& request, const Snapshot& snapshot,
                                              const Context& context) {
  return centres::Create(request, ledger::NewName(kCentres, request.centre_id(), context),
                         snapshot.Get<Office>(request.centre().office()));
}

absl::Status UpdateCentre::Check(const Request& request, const Context&) {
  return centres::CheckUpdate(request);
}

Reads UpdateCentre::Read(const Request& request, const Context&) {
  Reads reads = {Change<Centre>(request.centre().name())};
  const std::string office = WantedOffice(request);
  if (!office.empty()) reads.Add(RelyOn<Office>(office));
  return reads;
}

absl::StatusOr<Decision> UpdateCentre::Decide(const Request& request, const Snapshot& snapshot,
                                              const Context&) {
  return centres::Update(snapshot.Get<Centre>(request.centre().name()), request,
                         snapshot.Find<Office>(WantedOffice(request)));
}

absl::Status MergeCentre::Check(const Request& request, const Context&) {
  return centres::CheckMerge(request);
}

Reads MergeCentre::Read(const Request& request, const Context&) {
  return {Change<Centre>(request.name()), Change<Centre>(request.successor())};
}

absl::StatusOr<Decision> MergeCentre::Decide(const Request& request, const Snapshot& snapshot,
                                             const Context&) {
  return centres::Merge(snapshot.Get<Centre>(request.name()),
                        snapshot.Get<Centre>(request.successor()), request);
}

}  // namespace mandat::socialaid
