#ifndef SERVICES_LIB_TESTING_TEMPORARY_POSTGRES_H_
#define SERVICES_LIB_TESTING_TEMPORARY_POSTGRES_H_

// A PostgreSQL cluster of the test's own, on loopback, gone with the test.

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/lib/testing/child_process.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::testing {

struct PostgresOptions {
  // Off only where a test neither measures nor kills.
  bool fsync = true;
  // Where the cluster lives; kDisk where syncing must cost what it costs.
  TempDir::Medium medium = TempDir::Medium::kMemory;
  // Further lines of postgresql.conf; values as they stand there, quotes included.
  std::map<std::string, std::string> settings;
};

// Started by root it runs as the user `postgres`, because PostgreSQL refuses root. Not thread-safe.
class TemporaryPostgres {
 public:
  // Makes a cluster and starts it. FAILED_PRECONDITION when PostgreSQL is not installed or does not
  // start; the message holds its log.
  static absl::StatusOr<std::unique_ptr<TemporaryPostgres>> Create(PostgresOptions options = {});

  ~TemporaryPostgres();

  // The database `postgres` of the cluster, as libpq takes it; the same after Stop and Start.
  std::string Url() const { return UrlOf("postgres"); }
  // The URL of a new, empty database.
  absl::StatusOr<std::string> NewDatabase();

  // Starts it again on the same port, after Stop or Kill.
  absl::Status Start();
  // Ends sessions and stops in order.
  void Stop();
  // All its processes at once with SIGKILL, as a crash would.
  void Kill();

  // Where the cluster lies.
  std::string DataFolder() const { return folder_.File("data"); }
  int port() const { return port_; }
  // What the server wrote to its log.
  std::string Log() const { return process_ == nullptr ? "" : process_->Output(); }

 private:
  TemporaryPostgres(PostgresOptions options, std::string bin_folder);

  absl::Status InitDb();
  absl::Status WriteSettings();
  std::string UrlOf(const std::string& database) const;

  const PostgresOptions options_;
  const std::string bin_folder_;
  const TempDir folder_;
  int port_ = 0;
  int databases_ = 0;
  std::string password_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_TEMPORARY_POSTGRES_H_
