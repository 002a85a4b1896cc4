#ifndef SERVICES_LIB_LEDGER_LEDGER_H_
#define SERVICES_LIB_LEDGER_LEDGER_H_

// The one write path, and the reads. Every change of a service is a command submitted here; every
// read of a resource goes through here too, so that access and consultations cannot be forgotten.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/command.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"
#include "services/lib/ledger/view.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/runtime/clock.h"

namespace mandat::ledger {

// One commit of commands.
struct CommitFigures {
  // Those decided in it, refused ones and repeats included.
  int commands = 0;
  // From the first byte of what is written to the commit that is durable.
  absl::Duration took;
};

struct LedgerOptions {
  const Catalog* catalog = nullptr;
  Store* store = nullptr;
  const privacy::KeyRing* keys = nullptr;
  const runtime::Clock* clock = nullptr;
  // Commands taken into one commit, 1 to 1000. More than 64 gains nothing that was measured.
  int batch_max = 64;
  // Commands that may wait; one more is RESOURCE_EXHAUSTED `SERVER_BUSY`.
  int queue_max = 4096;
  // Reading threads, each with a connection.
  int readers = 2;
  // How long the second lane waits for a row held by another process.
  absl::Duration held_row_wait = absl::Seconds(5);
  // Called after every commit of commands, on a writing thread and perhaps on two at once: count,
  // and wait for nobody. May be empty.
  std::function<void(const CommitFigures&)> measure;
};

// The effect of an event on this service: who consumes what. Recorded in the commit of the effect.
struct Effect {
  AppliedKey key;
  int64_t version = 0;
  // True: every version counts once. False: only versions above the highest one applied count.
  bool every_version = true;
  // Set when a dead letter is applied after all: the letter as it shall be kept. Its effect is
  // owed, whatever is recorded.
  std::optional<DeadLetterRow> settles;
};

class Ledger {
 public:
  // The answer of a command: the resource after it (or as it is), never null; for a deletion the
  // resource as it was.
  using Committed = std::shared_ptr<const google::protobuf::Message>;
  using Done = std::function<void(absl::StatusOr<Committed>)>;

  virtual ~Ledger() = default;

  // Runs a command (which outlives the ledger): checks, waits for its batch, decides, commits,
  // answers on a thread of the ledger's. `request` must live until then. Errors: those of the
  // command, in the order of the architecture; RESOURCE_EXHAUSTED `SERVER_BUSY`; UNAVAILABLE
  // `STORE_UNAVAILABLE`, `OUTCOME_UNKNOWN`; DEADLINE_EXCEEDED `DEADLINE_EXCEEDED` before the batch.
  virtual void Submit(const Command& command, const access::Call& call,
                      const google::protobuf::Message& request, Done done) = 0;
  // The same as the effect of an event. An event that was applied already answers ALREADY_EXISTS
  // `EVENT_APPLIED`.
  virtual void Apply(const Command& command, const Effect& effect, const access::Call& call,
                     const google::protobuf::Message& event, Done done) = 0;
  // Keeps an event that could not be applied; it counts as applied. Replaces the letter of the same
  // id.
  virtual absl::Status KeepDeadLetter(const DeadLetterRow& letter, const Effect& effect) = 0;

  // Runs a read on a reading thread; every personal resource that the view hands out is recorded
  // durably as a consultation before `done` is called.
  virtual void Read(const access::Call& call, std::function<absl::Status(View&)> read,
                    std::function<void(absl::Status)> done) = 0;

  // Commands that wait for a batch; not after Close().
  virtual int64_t queue_depth() const = 0;
  // Position of the last commit of this process or known to it.
  virtual int64_t head() const = 0;
  // Called after every commit that appended events, with the last position, on the writing thread:
  // only wake somebody.
  virtual void OnCommit(std::function<void(int64_t)> listener) = 0;
  // Notes how far the relay is; written with the next batch or within 100 ms.
  virtual void MoveRelayCursor(int64_t position) = 0;
  // Waits until a noted cursor is durable.
  virtual absl::Status FlushRelayCursor() = 0;

  // Stops taking commands, finishes what was taken, joins all threads.
  virtual void Close() = 0;
};

absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const LedgerOptions& options);

// A handler for the transport: `MANDAT_UNARY(SendArticle60Request,
// Handler<SendArticle60Request>(ledger))`.
template <typename C>
auto Handler(Ledger& ledger) {
  using Response = typename C::Response;
  return [&ledger](const access::Call& call, const typename C::Request& request, auto respond) {
    static const Command& command = *new Command(CommandOf<C>());
    auto shared = std::make_shared<decltype(respond)>(std::move(respond));
    ledger.Submit(command, call, request, [shared](absl::StatusOr<Ledger::Committed> committed) {
      if (!committed.ok()) return (*shared)(std::move(committed).status());
      if constexpr (std::is_same_v<Response, google::protobuf::Empty>) {
        (*shared)(google::protobuf::Empty());
      } else if constexpr (requires { C::Reply(**committed); }) {
        (*shared)(C::Reply(**committed));
      } else {
        (*shared)(static_cast<const Response&>(**committed));
      }
    });
  };
}

// A handler for a read: `read` fills the response from the view.
template <typename Request, typename Response, typename ReadFn>
auto ReadHandler(Ledger& ledger, ReadFn read) {
  return [&ledger, read](const access::Call& call, const Request& request, auto respond) {
    struct State {
      decltype(respond) answer;
      Response response;
    };
    auto state = std::make_shared<State>(State{std::move(respond), {}});
    ledger.Read(
        call, [state, read, &request](View& view) { return read(request, view, &state->response); },
        [state](absl::Status status) {
          if (!status.ok()) return state->answer(std::move(status));
          state->answer(std::move(state->response));
        });
  };
}

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_LEDGER_H_
