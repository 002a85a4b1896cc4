#ifndef TESTS_SUPPORT_RUNNING_SERVICE_H_
#define TESTS_SUPPORT_RUNNING_SERVICE_H_

// The released program of a service with a broker, a database of either engine, keys and callers
// of its own, or beside another one. Nothing of it outlives the test.

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>
#include <grpcpp/support/sync_stream.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mandat/common/v1/log.grpc.pb.h"
#include "services/lib/access/signer.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/testing/child_process.h"
#include "services/lib/testing/temp_dir.h"
#include "services/lib/testing/temporary_nats.h"
#include "services/lib/testing/temporary_postgres.h"
#include "tests/support/personas.h"

namespace mandat::testing {

enum class Engine { kSqlite, kPostgres };

// `Sqlite`, `Postgres`: for names of tests.
std::string NameOf(Engine engine);

class RunningService;

struct RunningOptions {
  // Short name: that of the program without `mandat-`, and of its stream.
  std::string service = "socialaid";
  Engine engine = Engine::kSqlite;
  // Another service, which outlives this one: its broker, PostgreSQL, keys and callers are used.
  RunningService* beside = nullptr;
  // A service whose events it follows: the one beside. Asked where it listens when this one starts.
  RunningService* follows = nullptr;
  // Folder with the declarations of its consumers; empty = those that are deployed.
  std::string consumers;
  // Where the SQLite file lies; empty = a folder that is gone with the test.
  std::string sqlite_folder;
  // Of the cluster, where the engine is PostgreSQL and there is none beside.
  PostgresOptions postgres;
  // How many processes serve the same database; more than one needs PostgreSQL. Calls go to them in
  // turn, also to one that is dead.
  int replicas = 1;
  bool debug_log = false;
  // How often the service looks for what it does uncalled.
  absl::Duration jobs_every = absl::Minutes(1);
  // `NAME=value`, for the service alone.
  std::vector<std::string> environment;
};

class RunningService {
 public:
  // Starts everything on an empty, migrated database; every replica answers.
  static absl::StatusOr<std::unique_ptr<RunningService>> Start(RunningOptions options = {});
  // Where the test failed, prints the end of its log and how far its events are: nothing else tells
  // afterwards what happened.
  ~RunningService();

  // --- Calls. From any thread, also while the service is being restarted. ---

  // Errors have the reason that the service gave; those of the transport have none.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> CallWithToken(const std::string& token,
                                         grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                                         const Request& request,
                                         absl::Duration timeout = absl::Seconds(20)) {
    grpc::ClientContext context;
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(timeout));
    Stub stub(CurrentChannel());
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return runtime::FromGrpc(status);
    return response;
  }

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(Persona persona,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request,
                                absl::Duration timeout = absl::Seconds(20)) {
    return CallWithToken(Token(persona), method, request, timeout);
  }

  // Everything that a method streams until it ends.
  template <class Stub, class Request, class Response>
  absl::StatusOr<std::vector<Response>> Collect(
      Persona persona,
      std::unique_ptr<grpc::ClientReader<Response>> (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&),
      const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + Token(persona));
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    Stub stub(CurrentChannel());
    const auto reader = (stub.*method)(&context, request);
    std::vector<Response> all;
    for (Response one; reader->Read(&one);) all.push_back(one);
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return runtime::FromGrpc(status);
    return all;
  }

  // Begins a call in which both sides stream; the context, which must outlive it, gets the token.
  template <class Stub, class Request, class Response>
  std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> Converse(
      const std::string& token,
      std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> (Stub::*method)(
          grpc::ClientContext*),
      grpc::ClientContext* context) {
    context->AddMetadata("authorization", "Bearer " + token);
    Stub stub(CurrentChannel());
    return (stub.*method)(context);
  }

  // A token that began half an hour ago and lasts another.
  std::string Token(Persona persona) const { return Token(ActorOf(persona)); }
  std::string Token(access::Actor actor) const;
  // From its issue to its expiry.
  std::string Token(access::Actor actor, absl::Time issued, absl::Time expires) const;

  // All published events of the log, in order, as the log service lists them. Dies with the test
  // where it cannot.
  std::vector<common::v1::PublishedEvent> Events();
  // Last position of the log.
  int64_t HeadPosition();

  // --- The service as a process. From the test's own thread. ---

  // After StopService or KillService; on another port.
  absl::Status StartService(int replica = 0);
  // In order; its exit code.
  int StopService(int replica = 0);
  // With SIGKILL.
  void KillService(int replica = 0);
  // Runs a subcommand to its end: what it printed. FAILED_PRECONDITION with that where it fails.
  absl::StatusOr<std::string> RunSubcommand(const std::vector<std::string>& words);

  // An empty database without tables, of the same engine. The service uses it from its next start.
  absl::Status UseAnotherDatabase();

  // What the service and its subcommands wrote to their logs, from the first start on.
  std::string LogText() const;
  // What the first replica answers to `GET /metrics`.
  absl::StatusOr<std::string> MetricsText() const;

  const RunningOptions& options() const { return options_; }
  // Where the first replica listens, host:port.
  const std::string& address() const { return replicas_[0].address; }
  const std::string& store_url() const { return store_url_; }
  // The folder with the SQLite files.
  std::string SqliteFolder() const;
  TemporaryNats& broker() { return *broker_; }
  TemporaryPostgres& postgres() { return *postgres_; }
  // The path of `name` in the folder of this run.
  std::string File(const std::string& name) const { return folder_.File(name); }

 private:
  struct Replica {
    std::unique_ptr<ChildProcess> process;
    int metrics_port = 0;
    std::string address;
  };

  RunningService(RunningOptions options, std::shared_ptr<const access::TokenSigner> signer);

  // That of the replica whose turn it is.
  std::shared_ptr<grpc::Channel> CurrentChannel();
  // Keys, broker and cluster: those of the service beside, else new ones.
  absl::Status PrepareGround();
  absl::StatusOr<std::unique_ptr<ChildProcess>> Launch(const std::vector<std::string>& words,
                                                       const std::vector<std::string>& settings);

  const RunningOptions options_;
  const TempDir folder_;
  const std::shared_ptr<const access::TokenSigner> signer_;
  std::string keys_folder_;
  std::shared_ptr<TemporaryNats> broker_;
  std::shared_ptr<TemporaryPostgres> postgres_;
  std::string store_url_;
  int databases_ = 0;
  std::vector<std::string> logs_;
  std::vector<Replica> replicas_;

  runtime::Mutex mutex_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_ MANDAT_GUARDED_BY(mutex_);
  size_t turn_ MANDAT_GUARDED_BY(mutex_) = 0;
};

}  // namespace mandat::testing

#endif  // TESTS_SUPPORT_RUNNING_SERVICE_H_
