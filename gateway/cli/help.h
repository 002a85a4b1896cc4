#ifndef GATEWAY_CLI_HELP_H_
#define GATEWAY_CLI_HELP_H_

// What the program says about itself, from the table of commands and from what the services have.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/cli/command.h"
#include "gateway/cli/method_index.h"

namespace mandat::cli {

// All commands, the common options, the environment, the exit codes.
std::string GeneralHelp();

// One command.
std::string HelpOf(const Command& command);

// A script for bash: `source <(mandat completion bash)`. Completes commands, options, collections
// and verbs.
std::string BashCompletion(const MethodIndex& index);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_HELP_H_
