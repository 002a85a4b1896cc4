#include "services/socialaid/exports/commands.h"

#include "mandat/common/v1/role.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/base/resource_name.h"
#include "services/socialaid/exports/rules.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid {

using ledger::Change;
using ledger::Context;
using ledger::Decision;
using ledger::Reads;
using ledger::Snapshot;
using v1::Article60Export;

namespace {

// Somebody who is several makes it for what reaches furthest, as statistics are counted.
exports::Maker MakerOf(const access::Actor& actor) {
  const bool manages_centre = actor.Has(common::v1::ROLE_WELFARE_CENTRE_MANAGER);
  if (manages_centre || actor.Has(common::v1::ROLE_WELFARE_CENTRE_AGENT)) {
    return {.owner = actor.organisation, .reads_statistics = manages_centre};
  }
  exports::Maker maker = {.agency = actor.organisation, .reads_statistics = true};
  if (actor.Has(common::v1::ROLE_UNEMPLOYMENT_OFFICE_MANAGER)) return maker;
  maker.needs_office = true;
  if (!actor.unit.empty()) maker.office = base::MakeName(kOffices, actor.unit);
  return maker;
}

}  // namespace

absl::Status CreateArticle60Export::Check(const Request& request, const Context& context) {
  return exports::CheckCreate(request, MakerOf(*context.actor));
}

Reads CreateArticle60Export::Read(const Request&, const Context&) { return {}; }

absl::StatusOr<Decision> CreateArticle60Export::Decide(const Request& request, const Snapshot&,
                                                       const Context& context) {
  return exports::Create(request, MakerOf(*context.actor),
                         base::MakeName(kArticle60Exports, context.new_id), context.now);
}

absl::Status DeleteArticle60Export::Check(const Request& request, const Context&) {
  return exports::CheckDelete(request);
}

Reads DeleteArticle60Export::Read(const Request& request, const Context&) {
  return {Change<Article60Export>(request.name())};
}

absl::StatusOr<Decision> DeleteArticle60Export::Decide(const Request& request,
                                                       const Snapshot& snapshot, const Context&) {
  return Decision::Delete(snapshot.Get<Article60Export>(request.name()));
}

}  // namespace mandat::socialaid
