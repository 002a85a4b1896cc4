#include "services/lib/ledger/backup.h"

#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/sqlite_store.h"
#include "services/lib/ledger/store.h"

extern char** environ;

namespace mandat::ledger {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kSqlite = "sqlite:";
constexpr char kMainFile[] = "ledger.db";
constexpr char kConsultationFile[] = "ledger-consultations.db";
constexpr char kDumpFile[] = "postgres.dump";

// Copies one file as of one moment. VACUUM INTO reads in one transaction and leaves no trace of
// what was erased.
absl::Status CopySqlite(const std::string& from, const std::string& to) {
  ASSIGN_OR_RETURN(const auto connection, SqliteConnection::Open(from));
  ASSIGN_OR_RETURN(SqliteQuery query, connection->Query("VACUUM INTO ?"));
  return query.Text(to).Run();
}

// Runs a PostgreSQL tool. The connection goes by environment: a URL in the arguments would show its
// password to everybody.
absl::Status RunTool(const std::string& url, const std::vector<std::string>& arguments,
                     absl::string_view reason) {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!absl::StartsWith(*entry, "PG")) environment.emplace_back(*entry);
  }
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
  if (options == nullptr) {
    return base::Error(absl::StatusCode::kInvalidArgument, "STORE_URL_INVALID",
                       "The PostgreSQL URL cannot be read.");
  }
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr && option->envvar != nullptr) {
      environment.push_back(absl::StrCat(option->envvar, "=", option->val));
    }
  }
  const auto pointers = [](const std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
    all.push_back(nullptr);
    return all;
  };
  pid_t child = 0;
  int state = 0;
  const int spawned = posix_spawnp(&child, arguments[0].c_str(), nullptr, nullptr,
                                   pointers(arguments).data(), pointers(environment).data());
  if (spawned != 0 || waitpid(child, &state, 0) != child || !WIFEXITED(state) ||
      WEXITSTATUS(state) != 0) {
    return base::Error(absl::StatusCode::kUnavailable, reason,
                       absl::StrCat(arguments[0], " did not succeed; what it said is above."));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status BackUp(const std::string& store_url, const std::string& folder) {
  if (fs::exists(folder)) {
    return base::Error(absl::StatusCode::kAlreadyExists, "BACKUP_EXISTS",
                       absl::StrCat(folder, " exists. Name a folder that does not."),
                       {{"folder", folder}});
  }
  std::error_code made;
  fs::create_directories(folder, made);
  fs::permissions(folder, fs::perms::owner_all, made);
  if (made) return base::Error(absl::StatusCode::kUnavailable, "BACKUP_FAILED", made.message());
  if (absl::StartsWith(store_url, kSqlite)) {
    const std::string path = store_url.substr(kSqlite.size());
    RETURN_IF_ERROR(CopySqlite(path, folder + "/" + kMainFile));
    return CopySqlite(ConsultationPath(path), folder + "/" + kConsultationFile);
  }
  return RunTool(
      store_url,
      {"pg_dump", "--format=custom", "--no-owner", absl::StrCat("--file=", folder, "/", kDumpFile)},
      "BACKUP_FAILED");
}

absl::Status Restore(const std::string& store_url, const std::string& folder) {
  const bool sqlite = absl::StartsWith(store_url, kSqlite);
  if (!fs::exists(folder + "/" + (sqlite ? kMainFile : kDumpFile))) {
    return base::Error(absl::StatusCode::kNotFound, "BACKUP_NOT_FOUND",
                       absl::StrCat(folder, " holds no backup of this kind of store."),
                       {{"folder", folder}});
  }
  if (sqlite) {
    const std::string path = store_url.substr(kSqlite.size());
    for (const std::string& file : {path, ConsultationPath(path)}) {
      if (!fs::exists(file)) continue;
      return base::Error(absl::StatusCode::kAlreadyExists, "STORE_EXISTS",
                         absl::StrCat(file, " exists. Move it away first."), {{"path", file}});
    }
    std::error_code copied;
    fs::copy_file(folder + "/" + kConsultationFile, ConsultationPath(path), copied);
    if (!copied) fs::copy_file(folder + "/" + kMainFile, path, copied);
    if (copied)
      return base::Error(absl::StatusCode::kUnavailable, "RESTORE_FAILED", copied.message());
  } else {
    RETURN_IF_ERROR(RunTool(store_url,
                            {"pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
                             "--dbname=", absl::StrCat(folder, "/", kDumpFile)},
                            "RESTORE_FAILED"));
  }
  StoreOptions options;
  options.url = store_url;
  static const Catalog& none = *new Catalog({});
  options.catalog = &none;
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(options));
  RETURN_IF_ERROR(store->BeginEpoch(NewEpoch()));
  ASSIGN_OR_RETURN(const std::unique_ptr<Writer> writer, store->OpenWriter());
  RETURN_IF_ERROR(writer->Begin({}, std::nullopt).status());
  WriteSet rewind;
  rewind.relay_cursor = 0;
  return writer->Commit(rewind).status();
}

}  // namespace mandat::ledger
