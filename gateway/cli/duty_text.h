#ifndef GATEWAY_CLI_DUTY_TEXT_H_
#define GATEWAY_CLI_DUTY_TEXT_H_

// Duties and alerts as people read them, in their language.

#include <string>
#include <vector>

#include "gateway/cli/table.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "mandat/objectives/v1/duty.pb.h"

namespace mandat::cli {

// A line each: the last day, where it stands and since when, the unit, what is to be done, the
// name.
std::string DutiesText(const std::vector<objectives::v1::Duty>& duties, const Reading& reading);

// A line each: what it is, the day from which it counts, how far up its ladder and who is told, the
// unit, the name; below it what is the matter, and what whoever took note of it says.
std::string AlertsText(const std::vector<objectives::v1::Alert>& alerts, const Reading& reading);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_DUTY_TEXT_H_
