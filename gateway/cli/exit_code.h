#ifndef GATEWAY_CLI_EXIT_CODE_H_
#define GATEWAY_CLI_EXIT_CODE_H_

// How the program ends.

#include <string>

#include "absl/status/status.h"

namespace mandat::cli {

enum ExitCode {
  kDone = 0,
  // The server, or this machine, refused; the reason says why.
  kRefused = 1,
  kWrongUse = 2,
  // No answer: what was asked may be repeated.
  kUnreachable = 3,
};

ExitCode ExitCodeOf(const absl::Status& status);

// "REASON: message". For errors without a reason the name of the code stands in its place.
std::string ErrorLine(const absl::Status& status);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_EXIT_CODE_H_
