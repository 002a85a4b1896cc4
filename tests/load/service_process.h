#ifndef TESTS_LOAD_SERVICE_PROCESS_H_
#define TESTS_LOAD_SERVICE_PROCESS_H_

// The released program of a service with its default settings, in a process of its own.

#include <sys/types.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/testing/child_process.h"
#include "tests/load/ground.h"

namespace mandat::load {

struct ServiceOptions {
  // Migrated.
  std::string store_url;
  std::string nats_url;
  // The program without `mandat-`.
  std::string service = "socialaid";
};

class ServiceProcess {
 public:
  // Starts it and waits until it says SERVING. Those it follows are trusted to its broker.
  static absl::StatusOr<std::unique_ptr<ServiceProcess>> Start(const Ground& ground,
                                                               const ServiceOptions& options);
  // Social aid.
  static absl::StatusOr<std::unique_ptr<ServiceProcess>> Start(const Ground& ground,
                                                               const std::string& store_url,
                                                               const std::string& nats_url) {
    return Start(ground, {store_url, nats_url});
  }

  // `127.0.0.1:port` of its gRPC server.
  const std::string& address() const { return address_; }
  // From exec to SERVING.
  absl::Duration took_to_serve() const { return took_to_serve_; }
  absl::Time started() const { return started_; }
  // Resident memory.
  double ResidentMib() const;
  // In order; INTERNAL where it did not end well.
  absl::Status Stop();

 private:
  explicit ServiceProcess(std::string program) : program_(std::move(program)) {}

  const std::string program_;
  std::string address_;
  absl::Time started_;
  absl::Duration took_to_serve_;
  std::unique_ptr<testing::ChildProcess> process_;
};

}  // namespace mandat::load

#endif  // TESTS_LOAD_SERVICE_PROCESS_H_
