#include "tests/load/databases.h"

#include <unistd.h>

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/store.h"
#include "tests/load/postgres_admin.h"

namespace mandat::load {
namespace {

namespace fs = std::filesystem;

class LoadedSqlite final : public LoadedEngine {
 public:
  LoadedSqlite(std::vector<Draft> drafts, fs::path original, fs::path copy)
      : LoadedEngine(std::move(drafts)), original_(std::move(original)), copy_(std::move(copy)) {}

 protected:
  absl::StatusOr<std::string> Copy() override {
    std::error_code error;
    fs::remove_all(copy_, error);
    fs::copy(original_, copy_, error);
    if (error) return absl::InternalError(error.message());
    // What the copy left unwritten shall not be written during the slice.
    sync();
    return absl::StrCat("sqlite:", (copy_ / "socialaid.db").string());
  }

 private:
  const fs::path original_;
  const fs::path copy_;
};

std::string UrlOf(const testing::TemporaryPostgres& server, const std::string& database) {
  return absl::StrCat(absl::StripSuffix(server.Url(), "postgres"), database);
}

}  // namespace

absl::StatusOr<std::string> LoadedEngine::Renew() {
  ASSIGN_OR_RETURN(std::string url, Copy());
  ASSIGN_OR_RETURN(const auto store, OpenStore(url));
  RETURN_IF_ERROR(store->BeginEpoch(ledger::NewEpoch()));
  return url;
}

std::string SqliteFile(const std::string& url) {
  return std::string(absl::StripPrefix(url, "sqlite:"));
}

absl::StatusOr<std::unique_ptr<LoadedEngine>> LoadSqlite(const Ground& ground) {
  const fs::path original = ground.File("sqlite-loaded");
  fs::create_directories(original);
  const std::string url = absl::StrCat("sqlite:", (original / "socialaid.db").string());
  ASSIGN_OR_RETURN(std::vector<Draft> drafts, LoadDataSet(ground, url, ground.options().rows));
  return std::make_unique<LoadedSqlite>(std::move(drafts), original, ground.File("sqlite-copy"));
}

absl::StatusOr<std::unique_ptr<LoadedPostgres>> LoadedPostgres::Load(const Ground& ground) {
  testing::PostgresOptions options;
  options.medium = testing::TempDir::Medium::kDisk;
  options.settings = {{"synchronous_commit", "on"}, {"full_page_writes", "on"}};
  ASSIGN_OR_RETURN(auto server, testing::TemporaryPostgres::Create(options));
  RETURN_IF_ERROR(RunSql(server->Url(), {"CREATE DATABASE loaded"}).status());
  const std::string url = UrlOf(*server, "loaded");
  ASSIGN_OR_RETURN(std::vector<Draft> drafts, LoadDataSet(ground, url, ground.options().rows));
  RETURN_IF_ERROR(RunSql(url, {"VACUUM (FREEZE, ANALYZE)"}).status());
  return std::unique_ptr<LoadedPostgres>(new LoadedPostgres(std::move(drafts), std::move(server)));
}

absl::StatusOr<std::string> LoadedPostgres::CopyOf(const std::string& original,
                                                   const std::string& copy) {
  RETURN_IF_ERROR(
      RunSql(server_->Url(),
             {absl::StrCat("DROP DATABASE IF EXISTS ", copy, " WITH (FORCE)"),
              absl::StrCat("CREATE DATABASE ", copy, " TEMPLATE ", original, " STRATEGY file_copy"),
              "CHECKPOINT"})
          .status());
  sync();
  return UrlOf(*server_, copy);
}

absl::StatusOr<std::string> LoadedPostgres::Copy() { return CopyOf("loaded", "copy"); }

absl::StatusOr<std::string> LoadedPostgres::RenewNumbered() {
  if (!std::exchange(numbered_, true)) {
    ASSIGN_OR_RETURN(const std::string url, CopyOf("loaded", "numbered"));
    RETURN_IF_ERROR(
        RunSql(url, {"ALTER TABLE event DISABLE TRIGGER ALL",
                     "CREATE TABLE number AS SELECT id, lpad((row_number() OVER (ORDER BY "
                     "id))::text, 36, '0') AS new FROM article60_request",
                     "UPDATE event e SET id = n.new FROM number n WHERE n.id = e.id",
                     "UPDATE article60_request r SET id = n.new FROM number n WHERE n.id = r.id",
                     "DROP TABLE number", "ALTER TABLE event ENABLE TRIGGER ALL",
                     "VACUUM (FULL, FREEZE, ANALYZE)"})
            .status());
  }
  return CopyOf("numbered", "copy");
}

}  // namespace mandat::load
