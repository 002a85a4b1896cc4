#ifndef SERVICES_LIB_RUNTIME_SERVER_H_
#define SERVICES_LIB_RUNTIME_SERVER_H_

// The gRPC server of a program: limits, TLS, health, reflection and an orderly end.

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/access/rules.h"
#include "services/lib/runtime/call_gate.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/runtime/served.h"
#include "services/lib/runtime/thread.h"

namespace mandat::runtime {

// PEM files. All empty: no TLS, for loopback.
struct TlsFiles {
  std::string certificate;
  std::string private_key;
  // Authorities of clients. Where given, a client without a certificate of theirs is refused.
  std::string client_authorities;
};

struct ServerOptions {
  // Port 0 chooses one.
  std::string address = "127.0.0.1:0";
  TlsFiles tls;
  // What the transport refuses without a reason of ours: several times what the gate refuses with
  // one.
  int receive_bytes_max = 4 * 1024 * 1024;
  int concurrent_streams_max = 1000;  // of one connection
  // All headers of a call; a token alone may have 8 KiB.
  int metadata_bytes_max = 16 * 1024;
  // Connections older than this are closed in an orderly way, so that clients spread over new
  // replicas.
  absl::Duration connection_age_max = absl::InfiniteDuration();
  // Tells anybody what the server offers: for development only.
  bool reflection = false;

  // They and what the gate needs must outlive the server.
  std::vector<ServedService*> services;
  GateOptions gate;
  // Whether the program can do its work now: the store answers and its schema is at head. Asked
  // about four times a second on a thread of its own; the answer is what grpc.health.v1 says for ""
  // and every service.
  std::function<bool()> ready;
};

class Server {
 public:
  // Starts serving, not ready before `ready` said so. FAILED_PRECONDITION `METHOD_WITHOUT_ACCESS`,
  // `METHOD_ACCESS_INVALID`, `METHOD_NOT_SERVED`; INVALID_ARGUMENT `TLS_FILE_UNREADABLE`,
  // `TLS_FILES_INCOMPLETE`; UNAVAILABLE `ADDRESS_UNAVAILABLE`.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options);

  // Stop with no patience for whoever still calls, unless Stop was called.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return port_; }

  // Says NOT_SERVING, waits `drain` until nobody sends new calls here, then refuses new calls, ends
  // streams that callers go on filling (see bidi_stream.h), and waits at most `grace` for what is
  // in flight before it cancels it. Returns when the last one is answered: handlers must answer
  // what is cancelled too. A second call does nothing.
  void Stop(absl::Duration drain, absl::Duration grace);

 private:
  explicit Server(const ServerOptions& options);

  absl::Status BindServices();
  absl::Status Listen();
  void WatchReadiness();

  const ServerOptions options_;
  const CallGate gate_;
  access::MethodRules rules_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;

  Mutex mutex_;
  CondVar stopped_;
  bool stopping_ MANDAT_GUARDED_BY(mutex_) = false;
  Thread readiness_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_SERVER_H_
