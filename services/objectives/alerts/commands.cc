#include "services/objectives/alerts/commands.h"

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/alerts/rules.h"
#include "services/objectives/alerts/states.h"
#include "services/objectives/names.h"

namespace mandat::objectives {

using ledger::Change;
using ledger::Context;
using ledger::Decision;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using storage::v1::SeenResource;
using v1::Alert;

namespace {

// Calls `use` with the type of what is called so: one of those that alerts are found in.
template <typename Use>
void WithType(const std::string& name, const Use& use) {
  const absl::string_view collection = base::CollectionIn(name);
  if (collection == kPlans) return use(std::type_identity<v1::Plan>());
  if (collection == kActions) return use(std::type_identity<v1::Action>());
  if (collection == kIndicators) return use(std::type_identity<v1::Indicator>());
  if (collection == kTargets) return use(std::type_identity<v1::Target>());
  if (collection == kDuties) return use(std::type_identity<v1::Duty>());
}

bool IsAsSeen(const SeenResource& seen, const Snapshot& snapshot) {
  bool same = false;
  WithType(seen.name(), [&](auto type) {
    const auto* now = snapshot.Find<typename decltype(type)::type>(seen.name());
    same = now != nullptr && now->etag() == seen.etag();
  });
  return same;
}

}  // namespace

absl::Status AcknowledgeAlert::Check(const Request& request, const Context&) {
  return alerts::CheckAcknowledge(request);
}

Reads AcknowledgeAlert::Read(const Request& request, const Context&) {
  return {Change<Alert>(request.name())};
}

absl::StatusOr<Decision> AcknowledgeAlert::Decide(const Request& request, const Snapshot& snapshot,
                                                  const Context& context) {
  return alerts::Acknowledge(snapshot.Get<Alert>(request.name()), request, context.pseudonym,
                             context.now);
}

Reads SettleAlert::Read(const Request& request, const Context&) {
  Reads reads = {Change<Alert>(request.name()).IfExists()};
  for (const SeenResource& seen : request.seen()) {
    WithType(seen.name(), [&](auto type) {
      reads.Add(RelyOn<typename decltype(type)::type>(seen.name()).IfExists());
    });
  }
  return reads;
}

absl::StatusOr<Decision> SettleAlert::Decide(const Request& request, const Snapshot& snapshot,
                                             const Context& context) {
  const auto* before = snapshot.Find<Alert>(request.name());
  const bool as_seen =
      std::all_of(request.seen().begin(), request.seen().end(),
                  [&](const SeenResource& seen) { return IsAsSeen(seen, snapshot); });
  std::optional<alerts::Change> change;
  if (as_seen) {
    change =
        alerts::ChangeOf(before, request.has_wanted() ? &request.wanted() : nullptr, context.now);
  }
  if (!change.has_value())
    return Decision::Unchanged(before == nullptr ? request.wanted() : *before);
  const absl::string_view verb = alerts::EventOf(change->verb);
  return before == nullptr ? Decision::Create(std::move(change->after), verb)
                           : Decision::Of(std::move(change->after), verb);
}

}  // namespace mandat::objectives
