#ifndef SERVICES_LIB_RUNTIME_LOG_SERVICE_H_
#define SERVICES_LIB_RUNTIME_LOG_SERVICE_H_

// mandat.common.v1.LogService, which every service offers beside its own.

#include <functional>
#include <string>

#include "mandat/common/v1/log.grpc.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/events/relay.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/runtime/bounded_queue.h"
#include "services/lib/runtime/rate_limit.h"
#include "services/lib/runtime/responder.h"
#include "services/lib/runtime/served.h"
#include "services/lib/runtime/server_stream.h"
#include "services/lib/runtime/thread.h"
#include "services/lib/runtime/unary.h"

namespace mandat::runtime {

// Everything pointed to outlives the service.
struct LogServiceOptions {
  // Short name: `socialaid`.
  std::string service;
  ledger::Store* store = nullptr;
  ledger::Ledger* ledger = nullptr;
  const ledger::Catalog* catalog = nullptr;
  const privacy::KeyRing* keys = nullptr;
  events::Relay* relay = nullptr;
  // Applies a dead letter again, by its id; blocks. Empty where the service consumes nothing.
  std::function<absl::StatusOr<ledger::DeadLetterRow>(const std::string& id)> replay;
};

class LogService final : public Served<common::v1::LogService> {
 public:
  explicit LogService(LogServiceOptions options);
  // Answers the replays that were taken; the server, which waits for those answers, ends first.
  ~LogService() override;

  MANDAT_UNARY(ListEvents,
               [this](const access::Call& call, const common::v1::ListEventsRequest& request,
                      auto respond) { List(call, request, std::move(respond)); })
  MANDAT_SERVER_STREAM(VerifyLog, [this](const access::Call&, const common::v1::VerifyLogRequest&,
                                         StreamWriter<common::v1::VerifyLogProgress>& out) {
    return Verify(out);
  })
  MANDAT_UNARY(ListDeadLetters,
               [this](const access::Call& call, const common::v1::ListDeadLettersRequest& request,
                      auto respond) { ListLetters(call, request, std::move(respond)); })
  MANDAT_UNARY(ReplayDeadLetter,
               [this](const access::Call&, const common::v1::ReplayDeadLetterRequest& request,
                      auto respond) { Replay(request, std::move(respond)); })
  MANDAT_UNARY(Republish, [this](const access::Call&, const common::v1::RepublishRequest& request,
                                 auto respond) { respond(PublishAgain(request)); })

 private:
  // A replay that was asked for.
  struct Letter {
    std::string id;
    Responder<common::v1::DeadLetter> respond;
  };

  void List(const access::Call& call, const common::v1::ListEventsRequest& request,
            Responder<common::v1::ListEventsResponse> respond);
  absl::Status Verify(StreamWriter<common::v1::VerifyLogProgress>& out);
  void ListLetters(const access::Call& call, const common::v1::ListDeadLettersRequest& request,
                   Responder<common::v1::ListDeadLettersResponse> respond);
  // RESOURCE_EXHAUSTED `SERVER_BUSY` where too many replays wait.
  void Replay(const common::v1::ReplayDeadLetterRequest& request,
              Responder<common::v1::DeadLetter> respond);
  absl::StatusOr<common::v1::RepublishResponse> PublishAgain(
      const common::v1::RepublishRequest& request);
  void RunReplays();

  const LogServiceOptions options_;
  // What one caller may ask of the log.
  RateLimit rate_{20, absl::Seconds(1)};
  // Replays are rare and wait for their effect, so one after the other is enough.
  BoundedQueue<Letter> replays_;
  Thread replaying_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_LOG_SERVICE_H_
