#include "services/lib/testing/temporary_postgres.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/testing/free_port.h"

namespace mandat::testing {
namespace {

constexpr char kUser[] = "mandat";
constexpr absl::Duration kStartTimeout = absl::Seconds(60);

// The newest PostgreSQL of this machine, where Debian puts it; empty if there is none.
std::string FindBinFolder() {
  std::string found;
  int newest = 0;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
    int version = 0;
    const std::string bin = entry.path().string() + "/bin";
    if (absl::SimpleAtoi(entry.path().filename().string(), &version) && version > newest &&
        std::filesystem::exists(bin + "/initdb")) {
      newest = version;
      found = bin;
    }
  }
  return found;
}

std::optional<std::string> UserToRunAs() {
  if (geteuid() == 0) return "postgres";
  return std::nullopt;
}

// The direct children of a process, from /proc.
std::vector<pid_t> ChildrenOf(pid_t pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/task/", pid, "/children"));
  std::vector<pid_t> children;
  for (pid_t child = 0; file >> child;) children.push_back(child);
  return children;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TemporaryPostgres>> TemporaryPostgres::Create(
    PostgresOptions options) {
  std::string bin_folder = FindBinFolder();
  if (bin_folder.empty()) return absl::FailedPreconditionError("PostgreSQL is not installed");
  std::unique_ptr<TemporaryPostgres> made(
      new TemporaryPostgres(std::move(options), std::move(bin_folder)));
  RETURN_IF_ERROR(made->InitDb());
  absl::Status started;
  for (int attempt = 0; attempt < 5; ++attempt) {  // Somebody may take the port in between.
    made->port_ = FreePort();
    RETURN_IF_ERROR(made->WriteSettings());
    started = made->Start();
    if (started.ok()) return made;
  }
  return started;
}

TemporaryPostgres::TemporaryPostgres(PostgresOptions options, std::string bin_folder)
    : options_(std::move(options)), bin_folder_(std::move(bin_folder)), folder_(options_.medium) {
  std::random_device random;
  for (int i = 0; i < 4; ++i) absl::StrAppend(&password_, absl::Hex(random(), absl::kZeroPad8));
}

TemporaryPostgres::~TemporaryPostgres() { Stop(); }

absl::Status TemporaryPostgres::InitDb() {
  std::ofstream(folder_.File("password")) << password_;
  if (UserToRunAs().has_value()) {
    const passwd* entry = getpwnam(UserToRunAs()->c_str());
    if (entry == nullptr) return absl::FailedPreconditionError("there is no user postgres");
    for (const std::string& path : {folder_.path(), folder_.File("password")}) {
      if (chown(path.c_str(), entry->pw_uid, entry->pw_gid) != 0) {
        return absl::InternalError(absl::StrCat("cannot give away ", path));
      }
    }
  }
  ChildOptions initdb;
  initdb.command = {bin_folder_ + "/initdb",
                    "--pgdata=" + folder_.File("data"),
                    absl::StrCat("--username=", kUser),
                    "--pwfile=" + folder_.File("password"),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"};
  initdb.output_file = folder_.File("initdb.log");
  initdb.user = UserToRunAs();
  ASSIGN_OR_RETURN(std::unique_ptr<ChildProcess> child, ChildProcess::Start(std::move(initdb)));
  if (child->Wait(kStartTimeout) != 0) {
    return absl::FailedPreconditionError(absl::StrCat("initdb failed:\n", child->Output()));
  }
  return absl::OkStatus();
}

absl::Status TemporaryPostgres::WriteSettings() {
  // Later lines win, so that an option can replace a setting of ours.
  std::ofstream file(folder_.File("data/postgresql.conf"), std::ios::app);
  file << "\nlisten_addresses = '127.0.0.1'\nport = " << port_
       << "\nunix_socket_directories = ''\nfsync = " << (options_.fsync ? "on" : "off")
       << "\nlog_line_prefix = '%m [%p] '\n";
  for (const auto& [name, value] : options_.settings) file << name << " = " << value << "\n";
  file.close();
  if (!file) return absl::InternalError("cannot write postgresql.conf");
  return absl::OkStatus();
}

absl::Status TemporaryPostgres::Start() {
  ChildOptions options;
  options.command = {bin_folder_ + "/postgres", "-D", folder_.File("data")};
  options.output_file = folder_.File("postgres.log");
  options.user = UserToRunAs();
  options.death_signal = SIGQUIT;  // Takes its own processes and shared memory with it.
  const absl::Time deadline = absl::Now() + kStartTimeout;
  const std::string url = Url();
  ASSIGN_OR_RETURN(process_, ChildProcess::Start(std::move(options)));
  while (PQping(url.c_str()) != PQPING_OK) {
    if (!process_->Running() || absl::Now() >= deadline) {
      return absl::FailedPreconditionError(
          absl::StrCat("PostgreSQL does not start:\n", process_->Output()));
    }
    absl::SleepFor(absl::Milliseconds(10));
  }
  return absl::OkStatus();
}

void TemporaryPostgres::Stop() {
  // SIGINT is PostgreSQL's "fast" shutdown; SIGTERM would wait for the clients.
  if (process_ != nullptr) process_->Stop(absl::Seconds(20), SIGINT);
}

void TemporaryPostgres::Kill() {
  if (process_ == nullptr || !process_->Running()) return;
  process_->Signal(SIGSTOP);  // So that no child is born between the list and the kill.
  const std::vector<pid_t> children = ChildrenOf(process_->pid());
  for (pid_t child : children) kill(child, SIGKILL);
  process_->Kill();
  // They are nobody's children of ours now: wait until the last is gone, or the next start finds
  // the data in use.
  for (pid_t child : children) {
    while (kill(child, 0) == 0) absl::SleepFor(absl::Milliseconds(1));
  }
}

absl::StatusOr<std::string> TemporaryPostgres::NewDatabase() {
  const std::string name = absl::StrCat("test_", ++databases_);
  PGconn* connection = PQconnectdb(Url().c_str());
  PGresult* result = PQexec(connection, absl::StrCat("CREATE DATABASE ", name).c_str());
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  const std::string message = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (!done) return absl::UnavailableError(message);
  return UrlOf(name);
}

std::string TemporaryPostgres::UrlOf(const std::string& database) const {
  return absl::StrCat("postgresql://", kUser, ":", password_, "@127.0.0.1:", port_, "/", database);
}

}  // namespace mandat::testing
