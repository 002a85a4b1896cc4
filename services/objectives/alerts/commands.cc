#include "services/objectives/alerts/commands.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
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

template <typename T>
struct Type {
  using Resource = T;
};

// Calls `use` with the type of what is called so: one of those that alerts are found in.
template <typename Use>
void WithType(const std::string& name, const Use& use) {
  const auto is_in = [&name](absl::string_view collection) {
    return absl::StartsWith(name, absl::StrCat(collection, "/"));
  };
  if (is_in(kPlans)) return use(Type<v1::Plan>());
  if (is_in(kActions)) return use(Type<v1::Action>());
  if (is_in(kIndicators)) return use(Type<v1::Indicator>());
  if (is_in(kTargets)) return use(Type<v1::Target>());
  if (is_in(kDuties)) return use(Type<v1::Duty>());
}

bool IsAsSeen(const SeenResource& seen, const Snapshot& snapshot) {
  bool same = false;
  WithType(seen.name(), [&](auto type) {
    const auto* now = snapshot.Find<typename decltype(type)::Resource>(seen.name());
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
      reads.Add(RelyOn<typename decltype(type)::Resource>(seen.name()).IfExists());
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
