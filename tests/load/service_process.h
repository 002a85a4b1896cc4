#ifndef TESTS_LOAD_SERVICE_PROCESS_H_
#define TESTS_LOAD_SERVICE_PROCESS_H_

// The released mandat-socialaid with its default settings, in a process of its own.

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/testing/child_process.h"
#include "tests/load/ground.h"

namespace mandat::load {

class ServiceProcess {
 public:
  // Starts it on a migrated database and waits until it says SERVING.
  static absl::StatusOr<std::unique_ptr<ServiceProcess>> Start(const Ground& ground,
                                                               const std::string& store_url,
                                                               const std::string& nats_url);

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
  ServiceProcess() = default;

  std::string address_;
  absl::Time started_;
  absl::Duration took_to_serve_;
  std::unique_ptr<testing::ChildProcess> process_;
};

}  // namespace mandat::load

#endif  // TESTS_LOAD_SERVICE_PROCESS_H_
