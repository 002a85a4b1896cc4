// Commands on plans of objectives.

#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/cli/command.h"
#include "gateway/cli/listing.h"
#include "gateway/cli/plan_text.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

// All of a collection that belong to the plan.
template <typename T>
absl::Status ReadAll(Session& session, absl::string_view collection, const std::string& plan,
                     std::vector<T>* all) {
  const Method* method = session.index().Find(MethodKind::kList, collection);
  if (method == nullptr) return WrongUse(absl::StrCat("Nobody can list '", collection, "'."));
  ASSIGN_OR_RETURN(const Listing listing,
                   ReadPages(session, *method, {{"plan", plan}, {"pageSize", 1000}}, /*all=*/true));
  for (const google::protobuf::Message* item : listing.items) {
    all->push_back(static_cast<const T&>(*item));
  }
  return absl::OkStatus();
}

absl::Status RunTree(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  RETURN_IF_ERROR(arguments.NothingLeft());
  const Method* method = session.index().Find(MethodKind::kGet, CollectionOf(name));
  if (CollectionOf(name) != "plans" || method == nullptr) {
    return WrongUse(absl::StrCat("'", name, "' is no plan; see 'mandat list plans'."));
  }
  ASSIGN_OR_RETURN(const MessagePtr plan, session.Call(*method, {{"name", name}}));
  PlanParts parts;
  parts.plan.CopyFrom(*plan);
  RETURN_IF_ERROR(ReadAll(session, "objectives", name, &parts.objectives));
  RETURN_IF_ERROR(ReadAll(session, "indicators", name, &parts.indicators));
  RETURN_IF_ERROR(ReadAll(session, "targets", name, &parts.targets));
  std::cout << PlanTree(parts, session.reading());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> PlanCommands() {
  return {{"tree",
           "PLAN",
           1,
           1,
           "Shows a plan: its objectives as a tree, what measures them, and the targets.",
           {},
           false,
           RunTree}};
}

}  // namespace mandat::cli
