#ifndef SERVICES_LIB_TESTING_CHILD_PROCESS_H_
#define SERVICES_LIB_TESTING_CHILD_PROCESS_H_

// Programs that a test starts, and that never outlive it.

#include <signal.h>
#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace mandat::testing {

struct ChildOptions {
  // Absolute path of the program, then its arguments.
  std::vector<std::string> command;
  // `NAME=value`, added to the test's own environment less what begins with MANDAT_: settings of
  // the person who runs the test are not those of the programs that it starts.
  std::vector<std::string> environment;
  // Where standard output and standard error go; appended to.
  std::string output_file;
  // Another user to run as; only root can.
  std::optional<std::string> user;
  // What the child gets when the test dies.
  int death_signal = SIGKILL;
};

// Not thread-safe. The child dies with the thread that started it, so start it from the test's own
// thread.
class ChildProcess {
 public:
  // INTERNAL when it could not be started; a program that cannot be executed ends with code 127
  // instead.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(ChildOptions options);

  // Stops it, if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool Running();

  // Sends a signal to the child alone.
  void Signal(int signal);
  // SIGTERM (or `signal`), and SIGKILL after `grace`. Returns how it ended, as Wait does.
  int Stop(absl::Duration grace = absl::Seconds(10), int signal = SIGTERM);
  // SIGKILL, and waits until it is gone.
  void Kill();
  // Exit code, or 128 + number of the signal that ended it; nothing if it still runs after
  // `timeout`.
  std::optional<int> Wait(absl::Duration timeout);

  // Waits until the output holds `text`. FAILED_PRECONDITION if the child ends first,
  // DEADLINE_EXCEEDED if time does; both show the output.
  absl::Status WaitForOutput(absl::string_view text, absl::Duration timeout = absl::Seconds(20));
  // Waits until somebody accepts connections on this port of 127.0.0.1. Errors as above.
  absl::Status WaitForPort(int port, absl::Duration timeout = absl::Seconds(20));

  // Everything it wrote so far.
  std::string Output() const;

 private:
  ChildProcess(pid_t pid, std::string output_file);

  template <class Condition>
  absl::Status WaitFor(absl::string_view what, absl::Duration timeout, Condition condition);

  const pid_t pid_;
  const std::string output_file_;
  std::optional<int> exit_code_;
};

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_CHILD_PROCESS_H_
