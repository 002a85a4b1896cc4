// mandat: Mandat from a terminal.

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/cli/arguments.h"
#include "gateway/cli/command.h"
#include "gateway/cli/exit_code.h"
#include "gateway/cli/help.h"
#include "gateway/cli/method_index.h"
#include "gateway/cli/session.h"
#include "gateway/cli/settings.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

absl::Status Help(Arguments& arguments) {
  arguments.DropWords(1);
  if (arguments.words().empty()) {
    std::cout << GeneralHelp();
    return absl::OkStatus();
  }
  const Command* command = FindCommand(arguments.words());
  if (command == nullptr) return WrongUse("There is no such command; see 'mandat help'.");
  std::cout << HelpOf(*command);
  return absl::OkStatus();
}

absl::Status Completion(const Arguments& arguments) {
  if (arguments.words().size() != 2 || arguments.words()[1] != "bash") {
    return WrongUse("There is completion for bash: mandat completion bash.");
  }
  std::cout << BashCompletion(MethodIndex::OfLinkedServices());
  return absl::OkStatus();
}

absl::Status RunCommand(Arguments& arguments) {
  const Command* command = FindCommand(arguments.words());
  if (command == nullptr) {
    return WrongUse(
        absl::StrCat("There is no command '", arguments.words()[0], "'; see 'mandat help'."));
  }
  arguments.DropWords(
      static_cast<size_t>(std::count(command->name.begin(), command->name.end(), ' ') + 1));
  const size_t words = arguments.words().size();
  if (words < command->words_min || words > command->words_max) {
    return WrongUse(absl::StrCat("Use: mandat ", command->name, " ", command->words,
                                 "; see 'mandat help ", command->name, "'."));
  }
  ASSIGN_OR_RETURN(CommonOptions options, TakeCommonOptions(&arguments));
  std::vector<std::string> environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    environment.emplace_back(*variable);
  }
  ASSIGN_OR_RETURN(Settings settings, Settings::Load(environment));
  Session session(std::move(settings), std::move(options));
  return command->run(session, arguments);
}

absl::Status Run(Arguments arguments) {
  ASSIGN_OR_RETURN(const bool help, arguments.TakeSwitch("help"));
  if (arguments.words().empty()) {
    std::cout << GeneralHelp();
    return help ? absl::OkStatus() : WrongUse("Name a command.");
  }
  if (help || arguments.words()[0] == "help") {
    if (!help) return Help(arguments);
    const Command* command = FindCommand(arguments.words());
    std::cout << (command == nullptr ? GeneralHelp() : HelpOf(*command));
    return absl::OkStatus();
  }
  if (arguments.words()[0] == "completion") return Completion(arguments);
  return RunCommand(arguments);
}

}  // namespace
}  // namespace mandat::cli

int main(int argc, char** argv) {
  // `mandat list … | head` ends quietly.
  std::signal(SIGPIPE, SIG_DFL);
  const std::vector<std::string> words(argv + 1, argv + argc);
  const absl::Status status = mandat::cli::Run(mandat::cli::Arguments::Parse(words));
  if (!status.ok()) std::cerr << mandat::cli::ErrorLine(status) << "\n";
  return mandat::cli::ExitCodeOf(status);
}
