#include "services/lib/testing/child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/testing/free_port.h"

namespace mandat::testing {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(5);

struct Identity {
  uid_t uid;
  gid_t gid;
};

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Between fork and exec: only calls that are safe after a fork of a program with threads.
[[noreturn]] void Become(char** command, char** environment, int output, pid_t parent,
                         const Identity* identity, int death_signal) {
  if (identity != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(identity->gid) != 0 || setuid(identity->uid) != 0)) {
    _exit(126);
  }
  // After setuid, which clears it. The parent may have died before.
  prctl(PR_SET_PDEATHSIG, death_signal);
  if (getppid() != parent) _exit(125);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int input = open("/dev/null", O_RDONLY);
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  execve(command[0], command, environment);
  _exit(127);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(ChildOptions options) {
  std::optional<Identity> identity;
  if (options.user.has_value()) {
    const passwd* entry = getpwnam(options.user->c_str());
    if (entry == nullptr) return absl::InternalError(absl::StrCat("no user ", *options.user));
    identity = {entry->pw_uid, entry->pw_gid};
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!absl::StartsWith(*entry, "MANDAT_")) options.environment.push_back(*entry);
  }
  const int output = open(options.output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                          S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
  if (output < 0) {
    return absl::InternalError(absl::StrCat(options.output_file, ": ", strerror(errno)));
  }
  std::vector<char*> command = Pointers(options.command);
  std::vector<char*> environment = Pointers(options.environment);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    Become(command.data(), environment.data(), output, parent,
           identity.has_value() ? &*identity : nullptr, options.death_signal);
  }
  close(output);
  if (pid < 0) return absl::InternalError(absl::StrCat("fork: ", strerror(errno)));
  return std::unique_ptr<ChildProcess>(new ChildProcess(pid, std::move(options.output_file)));
}

ChildProcess::ChildProcess(pid_t pid, std::string output_file)
    : pid_(pid), output_file_(std::move(output_file)) {}

ChildProcess::~ChildProcess() { Stop(); }

bool ChildProcess::Running() { return !Wait(absl::ZeroDuration()).has_value(); }

void ChildProcess::Signal(int signal) {
  // Once it was waited for, its number may belong to somebody else.
  if (Running()) kill(pid_, signal);
}

int ChildProcess::Stop(absl::Duration grace, int signal) {
  Signal(signal);
  if (std::optional<int> code = Wait(grace); code.has_value()) return *code;
  Kill();
  return *exit_code_;
}

void ChildProcess::Kill() {
  Signal(SIGKILL);
  Wait(absl::InfiniteDuration());
}

std::optional<int> ChildProcess::Wait(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (!exit_code_.has_value()) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      break;
    }
    if (absl::Now() >= deadline) break;
    absl::SleepFor(kPoll);
  }
  return exit_code_;
}

template <class Condition>
absl::Status ChildProcess::WaitFor(absl::string_view what, absl::Duration timeout,
                                   Condition condition) {
  const absl::Time deadline = absl::Now() + timeout;
  while (!condition()) {
    if (!Running() && !condition()) {
      return absl::FailedPreconditionError(
          absl::StrCat("ended with ", *exit_code_, " before ", what, ":\n", Output()));
    }
    if (absl::Now() >= deadline) {
      return absl::DeadlineExceededError(absl::StrCat("waited for ", what, ":\n", Output()));
    }
    absl::SleepFor(kPoll);
  }
  return absl::OkStatus();
}

absl::Status ChildProcess::WaitForOutput(absl::string_view text, absl::Duration timeout) {
  return WaitFor(absl::StrCat("the output \"", text, "\""), timeout,
                 [&] { return absl::StrContains(Output(), text); });
}

absl::Status ChildProcess::WaitForPort(int port, absl::Duration timeout) {
  return WaitFor(absl::StrCat("port ", port), timeout, [port] { return PortAnswers(port); });
}

std::string ChildProcess::Output() const {
  std::ifstream file(output_file_);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

}  // namespace mandat::testing
