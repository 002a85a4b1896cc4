#include "gateway/cli/command.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"

namespace mandat::cli {
namespace {

std::vector<Command> AllCommands() {
  std::vector<Command> all;
  for (std::vector<Command> part :
       {ResourceCommands(), PlanCommands(), DutyCommands(), PlanFileCommands(), DashboardCommands(),
        BatchCommands(), ExportCommands(), LogCommands(), AccessCommands(), SystemCommands()}) {
    std::move(part.begin(), part.end(), std::back_inserter(all));
  }
  return all;
}

bool BeginsWith(const std::vector<std::string>& words, absl::string_view name) {
  const std::vector<std::string> wanted = absl::StrSplit(name, ' ');
  return words.size() >= wanted.size() && std::equal(wanted.begin(), wanted.end(), words.begin());
}

}  // namespace

const std::vector<Command>& Commands() {
  static const auto& commands = *new std::vector<Command>(AllCommands());
  return commands;
}

const Command* FindCommand(const std::vector<std::string>& words) {
  const Command* best = nullptr;
  for (const Command& command : Commands()) {
    if (!BeginsWith(words, command.name)) continue;
    if (best == nullptr || command.name.size() > best->name.size()) best = &command;
  }
  return best;
}

}  // namespace mandat::cli
