#ifndef SERVICES_LIB_TESTING_TEMPORARY_NATS_H_
#define SERVICES_LIB_TESTING_TEMPORARY_NATS_H_

// A NATS server with JetStream of the test's own, on loopback, gone with the test.

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/lib/testing/child_process.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::testing {

struct NatsOptions {
  // Where the streams live.
  TempDir::Medium medium = TempDir::Medium::kMemory;
  // Further lines of the server's configuration file: accounts, permissions, limits.
  std::string configuration;
};

// Not thread-safe.
class TemporaryNats {
 public:
  // FAILED_PRECONDITION when nats-server is not installed or does not start; the message holds its
  // log.
  static absl::StatusOr<std::unique_ptr<TemporaryNats>> Create(NatsOptions options = {});

  ~TemporaryNats();

  // `nats://127.0.0.1:<port>`; the same after Stop and Start.
  std::string Url() const;

  // Starts it again on the same port, after Stop or Kill.
  absl::Status Start();
  // In order: what it accepted is on its disk.
  void Stop();
  // With SIGKILL, as a crash would.
  void Kill();
  // Forgets all streams and consumers, as a lost disk would. Only while it does not run.
  absl::Status WipeStore();

  // Where the streams lie.
  std::string StoreFolder() const { return folder_.File("store"); }
  int port() const { return port_; }
  // What the server wrote to its log.
  std::string Log() const { return process_ == nullptr ? "" : process_->Output(); }

 private:
  TemporaryNats(NatsOptions options, std::string program);

  absl::Status WriteConfiguration();

  const NatsOptions options_;
  const std::string program_;
  const TempDir folder_;
  int port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_TEMPORARY_NATS_H_
