#include "services/lib/testing/temporary_nats.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/testing/free_port.h"

namespace mandat::testing {
namespace {

std::string FindProgram() {
  for (const char* path :
       {"/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"}) {
    if (std::filesystem::exists(path)) return path;
  }
  return "";
}

}  // namespace

absl::StatusOr<std::unique_ptr<TemporaryNats>> TemporaryNats::Create(NatsOptions options) {
  std::string program = FindProgram();
  if (program.empty()) return absl::FailedPreconditionError("nats-server is not installed");
  std::unique_ptr<TemporaryNats> made(new TemporaryNats(std::move(options), std::move(program)));
  absl::Status started;
  for (int attempt = 0; attempt < 5; ++attempt) {  // Somebody may take the port in between.
    made->port_ = FreePort();
    RETURN_IF_ERROR(made->WriteConfiguration());
    started = made->Start();
    if (started.ok()) return made;
  }
  return started;
}

TemporaryNats::TemporaryNats(NatsOptions options, std::string program)
    : options_(std::move(options)), program_(std::move(program)), folder_(options_.medium) {}

TemporaryNats::~TemporaryNats() { Stop(); }

std::string TemporaryNats::Url() const { return absl::StrCat("nats://127.0.0.1:", port_); }

absl::Status TemporaryNats::WriteConfiguration() {
  std::ofstream file(folder_.File("nats.conf"));
  // By itself it promises streams no more than three quarters of what is free just now.
  file << "listen: \"127.0.0.1:" << port_ << "\"\njetstream { store_dir: \""
       << folder_.File("store") << "\", max_file_store: 64GB }\n"
       << options_.configuration << "\n";
  file.close();
  if (!file) return absl::InternalError("cannot write nats.conf");
  return absl::OkStatus();
}

absl::Status TemporaryNats::Start() {
  ChildOptions options;
  options.command = {program_, "--config", folder_.File("nats.conf")};
  options.output_file = folder_.File("nats.log");
  ASSIGN_OR_RETURN(process_, ChildProcess::Start(std::move(options)));
  // It listens only once its streams are restored.
  absl::Status ready = process_->WaitForPort(port_, absl::Seconds(30));
  if (!ready.ok()) return absl::FailedPreconditionError(ready.message());
  return absl::OkStatus();
}

void TemporaryNats::Stop() {
  if (process_ != nullptr) process_->Stop();
}

void TemporaryNats::Kill() {
  if (process_ != nullptr) process_->Kill();
}

absl::Status TemporaryNats::WipeStore() {
  if (process_ != nullptr && process_->Running()) {
    return absl::FailedPreconditionError("stop the server before wiping its store");
  }
  std::error_code error;
  std::filesystem::remove_all(folder_.File("store"), error);
  return error ? absl::InternalError(error.message()) : absl::OkStatus();
}

}  // namespace mandat::testing
