#include "services/lib/runtime/bootstrap.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "services/lib/runtime/log.h"

namespace mandat::runtime {
namespace {

sigset_t Ends() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  return ends;
}

int MadeOrDie(int fd) {
  if (fd < 0) {
    std::perror("signals");
    std::abort();
  }
  return fd;
}

int MakeSignalFd() {
  const sigset_t ends = Ends();
  return MadeOrDie(signalfd(-1, &ends, SFD_CLOEXEC));
}

// Whether the word was there; takes it out.
bool Take(const char* word, std::vector<std::string>* words) {
  const auto found = std::find(words->begin(), words->end(), word);
  if (found == words->end()) return false;
  words->erase(found);
  return true;
}

}  // namespace

Startup LoadConfiguration(ConfigSchema* schema, const ConfigSources& sources,
                          const std::string& usage) {
  ConfigSources values = sources;
  if (Take("--help", &values.arguments)) {
    std::fputs(usage.c_str(), stdout);
    return {kStoppedOnRequest, {}};
  }
  if (Take("--config-reference", &values.arguments)) {
    std::fputs(schema->Reference().c_str(), stdout);
    return {kStoppedOnRequest, {}};
  }
  const bool print = Take("--print-config", &values.arguments);
  absl::StatusOr<std::vector<std::string>> words = schema->Load(values);
  if (!words.ok()) {
    std::fprintf(stderr, "%s: the configuration is not valid:\n%s\n", schema->program().c_str(),
                 std::string(words.status().message()).c_str());
    return {kBadConfiguration, {}};
  }
  if (print) {
    std::fputs(schema->Print().c_str(), stdout);
    return {kStoppedOnRequest, {}};
  }
  return {std::nullopt, *std::move(words)};
}

EndSignals::EndSignals()
    : signal_fd_(MakeSignalFd()), fail_fd_(MadeOrDie(eventfd(0, EFD_CLOEXEC))) {
  const sigset_t ends = Ends();
  pthread_sigmask(SIG_BLOCK, &ends, &before_);
  signal(SIGPIPE, SIG_IGN);
}

EndSignals::~EndSignals() {
  // A second SIGTERM while the program was ending would otherwise kill it in its last moment.
  const sigset_t ends = Ends();
  const timespec at_once = {};
  while (sigtimedwait(&ends, nullptr, &at_once) > 0) {
  }
  close(signal_fd_);
  close(fail_fd_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

absl::Status EndSignals::WaitForEnd() {
  pollfd waiting[] = {{signal_fd_, POLLIN, 0}, {fail_fd_, POLLIN, 0}};
  while (poll(waiting, 2, -1) < 0 && errno == EINTR) {
  }
  if ((waiting[1].revents & POLLIN) != 0) {
    MutexLock lock(&mutex_);
    return failure_;
  }
  signalfd_siginfo info = {};
  if (read(signal_fd_, &info, sizeof(info)) == sizeof(info)) {
    LogInfo("stopping", {{"signal", info.ssi_signo}});
  }
  return absl::OkStatus();
}

void EndSignals::Fail(absl::Status status) {
  MutexLock lock(&mutex_);
  if (!failure_.ok() || status.ok()) return;
  failure_ = std::move(status);
  eventfd_write(fail_fd_, 1);
}

int RunUntilSignalled(EndSignals* signals, Server* server, absl::Duration drain,
                      absl::Duration grace) {
  LogInfo("serving", {{"port", server->port()}});
  const absl::Status end = signals->WaitForEnd();
  if (!end.ok()) LogError("cannot go on", {{"error", end.ToString()}});
  server->Stop(drain, grace);
  LogInfo("stopped");
  return end.ok() ? kStoppedOnRequest : kFailedWhileRunning;
}

}  // namespace mandat::runtime
