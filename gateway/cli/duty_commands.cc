// Commands on what days make of plans: duties and alerts.

#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/cli/command.h"
#include "gateway/cli/duty_text.h"
#include "gateway/cli/listing.h"
#include "gateway/cli/objectives_calls.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

// All of a collection, of the plan that the first word names where there is one.
template <typename T>
absl::StatusOr<std::vector<T>> ReadAll(Session& session, const Arguments& arguments,
                                       absl::string_view collection, Json fields) {
  if (!arguments.words().empty()) fields["plan"] = arguments.words()[0];
  ASSIGN_OR_RETURN(const Listing listing, ReadCollection(session, collection, std::move(fields)));
  if (session.options().json) {
    for (const MessagePtr& answer : listing.answers) session.Print(*answer);
  }
  return Typed<T>(listing);
}

// Takes over options that are fields of the request.
void TakeFields(const std::vector<std::pair<std::string, std::string>>& fields,
                Arguments* arguments, Json* request) {
  for (const auto& [option, field] : fields) {
    if (const auto value = arguments->Take(option); value.has_value()) (*request)[field] = *value;
  }
}

absl::Status RunDuties(Session& session, Arguments& arguments) {
  Json fields = Json::object();
  TakeFields({{"state", "state"}, {"from", "dueFrom"}, {"before", "dueBefore"}}, &arguments,
             &fields);
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const std::vector<objectives::v1::Duty> all,
                   ReadAll<objectives::v1::Duty>(session, arguments, "duties", std::move(fields)));
  if (!session.options().json) std::cout << DutiesText(all, session.reading());
  return absl::OkStatus();
}

absl::Status RunAlerts(Session& session, Arguments& arguments) {
  ASSIGN_OR_RETURN(const bool cleared_too, arguments.TakeSwitch("all"));
  Json fields = Json::object();
  if (!cleared_too) fields["state"] = "raised";
  TakeFields({{"kind", "kind"}, {"unit", "unit"}}, &arguments, &fields);
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const std::vector<objectives::v1::Alert> all,
                   ReadAll<objectives::v1::Alert>(session, arguments, "alerts", std::move(fields)));
  if (!session.options().json) std::cout << AlertsText(all, session.reading());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> DutyCommands() {
  return {{"duties",
           "[PLAN]",
           0,
           1,
           "Shows what recurring targets oblige to, by day: due, kept or missed.",
           {{"state=STATE", "due, kept, missed, keptLate or lapsed alone"},
            {"from=DATE", "due on this day or later"},
            {"before=DATE", "due before this day"}},
           false,
           RunDuties},
          {"alerts",
           "[PLAN]",
           0,
           1,
           "Shows what is late, missing or near, how long, and who is told.",
           {{"kind=KIND", "lateStart, staleValue, dutyMissed and so on alone"},
            {"unit=UNIT", "of this unit alone"},
            {"all", "those that were cleared too"}},
           false,
           RunAlerts}};
}

}  // namespace mandat::cli
