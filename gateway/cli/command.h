#ifndef GATEWAY_CLI_COMMAND_H_
#define GATEWAY_CLI_COMMAND_H_

// The commands of the program, as a table: what help shows, what completion offers and what runs.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/cli/arguments.h"
#include "gateway/cli/session.h"

namespace mandat::cli {

struct OptionHelp {
  // `as-of=WHEN`, `all`.
  std::string option;
  std::string meaning;
};

struct Command {
  // One or two words: `get`, `token init`.
  std::string name;
  // What follows the name: `COLLECTION`.
  std::string words;
  // How many words follow it.
  size_t words_min = 0;
  size_t words_max = 0;
  // One sentence.
  std::string summary;
  std::vector<OptionHelp> options;
  // Other options are fields of the request.
  bool takes_fields = false;
  absl::Status (*run)(Session& session, Arguments& arguments);
  // How it is used, where a sentence does not say it: whole lines, in the help of the command
  // alone.
  std::string use = {};
};

// Commands on resources: get, list, create, update, act, history, diff, call.
std::vector<Command> ResourceCommands();
// Commands on plans: tree, assess, measure, figures, facts.
std::vector<Command> PlanCommands();
// Commands on whole plans: export-plan, import-plan.
std::vector<Command> PlanFileCommands();
// Commands on what days make of plans: duties, alerts.
std::vector<Command> DutyCommands();
// Commands on dashboards: dashboard freeze, show and compare.
std::vector<Command> DashboardCommands();
// Commands on many resources at once: file.
std::vector<Command> BatchCommands();
// Commands on numbers and files for spreadsheets: statistics, export.
std::vector<Command> ExportCommands();
// Commands on the log: watch, verify, replay, dead-letters.
std::vector<Command> LogCommands();
// Commands on keys, tokens and personas.
std::vector<Command> AccessCommands();
// Commands on whole systems: sample load, backup, restore.
std::vector<Command> SystemCommands();

// All of them, in the order of the help.
const std::vector<Command>& Commands();

// The command that the words begin with, the longest name first; null where there is none.
const Command* FindCommand(const std::vector<std::string>& words);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_COMMAND_H_
