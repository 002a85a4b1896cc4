#include "tests/load/echo_process.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "tests/load/echo_server.h"

namespace mandat::load {
namespace {

constexpr char kPort[] = "port ";
// Tags and lengths around the text of the reply, where that has 128 to 16,383 bytes.
constexpr int64_t kEnvelopeBytes = 6;

}  // namespace

absl::StatusOr<std::unique_ptr<EchoProcess>> EchoProcess::Start(const Ground& ground,
                                                                const std::string& way,
                                                                int64_t reply_bytes) {
  std::unique_ptr<EchoProcess> echo(new EchoProcess());
  testing::ChildOptions child;
  child.command = {Ground::Program("mandat_figures"), kServeEcho, way,
                   absl::StrCat(reply_bytes - kEnvelopeBytes)};
  child.output_file = ground.File(absl::StrCat("echo-", way, "-", reply_bytes, ".log"));
  unlink(child.output_file.c_str());
  ASSIGN_OR_RETURN(echo->process_, testing::ChildProcess::Start(child));
  RETURN_IF_ERROR(echo->process_->WaitForOutput("\n"));
  const std::string output = echo->process_->Output();
  echo->address_ = absl::StrCat("127.0.0.1:", std::atoi(output.c_str() + sizeof(kPort) - 1));
  return echo;
}

void ServeEcho(const std::string& way, int64_t reply_bytes) {
  EchoOptions options;
  options.reply_bytes = static_cast<size_t>(reply_bytes);
  const auto server = way == "queue" ? MakeCompletionQueueEcho(options) : MakeCallbackEcho(options);
  std::cout << kPort << server->port() << std::endl;
  for (;;) pause();
}

}  // namespace mandat::load
