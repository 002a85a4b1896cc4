#ifndef TESTS_LOAD_DATABASES_H_
#define TESTS_LOAD_DATABASES_H_

// Loaded databases, and fresh copies of them: every slice begins on the same rows.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/lib/testing/temporary_postgres.h"
#include "tests/load/data_set.h"
#include "tests/load/ground.h"

namespace mandat::load {

// One engine with the loaded rows.
class LoadedEngine {
 public:
  virtual ~LoadedEngine() = default;

  const std::vector<Draft>& drafts() const { return drafts_; }

  // Replaces the working copy by a fresh one of the loaded rows; answers its URL. Its log begins an
  // epoch of its own, so that a broker takes its events for new ones.
  absl::StatusOr<std::string> Renew();

 protected:
  explicit LoadedEngine(std::vector<Draft> drafts) : drafts_(std::move(drafts)) {}
  // Copies, syncs, answers the URL.
  virtual absl::StatusOr<std::string> Copy() = 0;

 private:
  const std::vector<Draft> drafts_;
};

// The file of `sqlite:FILE`.
std::string SqliteFile(const std::string& url);

absl::StatusOr<std::unique_ptr<LoadedEngine>> LoadSqlite(const Ground& ground);

// PostgreSQL with its default settings, on the disk.
class LoadedPostgres : public LoadedEngine {
 public:
  static absl::StatusOr<std::unique_ptr<LoadedPostgres>> Load(const Ground& ground);

  // The same for pgbench, which must be able to compute the ids of the drafts: lpad(n, 36, '0') for
  // n = 1 to the number of drafts, in the order of their own ids and as long as these.
  absl::StatusOr<std::string> RenewNumbered();

 protected:
  absl::StatusOr<std::string> Copy() override;

 private:
  LoadedPostgres(std::vector<Draft> drafts, std::unique_ptr<testing::TemporaryPostgres> server)
      : LoadedEngine(std::move(drafts)), server_(std::move(server)) {}
  absl::StatusOr<std::string> CopyOf(const std::string& original, const std::string& copy);

  const std::unique_ptr<testing::TemporaryPostgres> server_;
  bool numbered_ = false;
};

}  // namespace mandat::load

#endif  // TESTS_LOAD_DATABASES_H_
