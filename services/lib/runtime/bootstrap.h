#ifndef SERVICES_LIB_RUNTIME_BOOTSTRAP_H_
#define SERVICES_LIB_RUNTIME_BOOTSTRAP_H_

// The first and the last lines of every main().

#include <signal.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/lib/runtime/config.h"
#include "services/lib/runtime/server.h"

namespace mandat::runtime {

enum ExitCode {
  kStoppedOnRequest = 0,
  kFailedWhileRunning = 1,
  kBadConfiguration = 2,
  kSchemaNotAtHead = 3,
};

// How a program begins.
struct Startup {
  // Set: the program ends here, with this code.
  std::optional<int> exit_code;
  // What it shall do: the arguments that are no flags, `serve`.
  std::vector<std::string> words;
};

// Loads the configuration; faults go to standard error. `--print-config` prints what was loaded,
// `--config-reference` the table of all settings, `--help` the usage, all to standard output.
Startup LoadConfiguration(ConfigSchema* schema, const ConfigSources& sources,
                          const std::string& usage);

// Keeps SIGTERM and SIGINT for WaitForEnd, and ignores SIGPIPE. Make it before the first thread:
// threads that exist already would take the signals.
class EndSignals {
 public:
  EndSignals();
  // Gives the thread its signals back, less those that came meanwhile.
  ~EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

  // Waits for a signal (OK) or for Fail (its status).
  absl::Status WaitForEnd();

  // Ends the program because a part of it cannot go on: a listener of the log, a relay, a consumer.
  // From any thread; the first status counts.
  void Fail(absl::Status status);

 private:
  const int signal_fd_;
  const int fail_fd_;
  sigset_t before_;
  Mutex mutex_;
  absl::Status failure_ MANDAT_GUARDED_BY(mutex_);
};

// Serves until the end comes, then stops the server. The exit code.
int RunUntilSignalled(EndSignals* signals, Server* server, absl::Duration drain,
                      absl::Duration grace);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_BOOTSTRAP_H_
