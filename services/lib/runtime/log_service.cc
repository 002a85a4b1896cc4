#include "services/lib/runtime/log_service.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/log_queries.h"
#include "services/lib/ledger/verify.h"

namespace mandat::runtime {
namespace {

// A bar moves a few times a second; more messages would only slow the check down.
constexpr absl::Duration kProgressPause = absl::Milliseconds(200);
// Each holds a call open.
constexpr size_t kReplaysMax = 64;

// Runs a query of the log on a reading thread and answers with what it fills.
template <typename Response, typename Query>
void Answer(ledger::Ledger& ledger, const access::Call& call, Responder<Response> respond,
            Query query) {
  struct State {
    Responder<Response> respond;
    Response response;
  };
  auto state = std::make_shared<State>(State{std::move(respond), {}});
  ledger.Read(
      call,
      [state, query](ledger::View& view) -> absl::Status {
        ASSIGN_OR_RETURN(state->response, query(view.reader()));
        return absl::OkStatus();
      },
      [state](absl::Status status) {
        if (!status.ok()) return state->respond(std::move(status));
        state->respond(std::move(state->response));
      });
}

}  // namespace

LogService::LogService(LogServiceOptions options)
    : options_(std::move(options)),
      replays_(kReplaysMax),
      replaying_("replays", [this] { RunReplays(); }) {}

LogService::~LogService() {
  replays_.Close();
  replaying_.Join();
}

void LogService::List(const access::Call& call, const common::v1::ListEventsRequest& request,
                      Responder<common::v1::ListEventsResponse> respond) {
  const std::string caller = absl::StrCat(call.actor->organisation, "/", call.actor->subject);
  if (absl::Status allowed = rate_.Check(caller, call.now); !allowed.ok())
    return respond(std::move(allowed));
  Answer(*options_.ledger, call, std::move(respond), [this, request](ledger::Reader& reader) {
    return events::ListEvents(reader, *options_.catalog, options_.service, request);
  });
}

absl::Status LogService::Verify(StreamWriter<common::v1::VerifyLogProgress>& out) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ledger::Reader> reader, options_.store->OpenReader());
  absl::Time next = absl::InfinitePast();
  const auto progress = [&out, &next](const ledger::VerifyProgress& step) {
    if (absl::Now() < next) return;
    next = absl::Now() + kProgressPause;
    common::v1::VerifyLogProgress message;
    message.set_stage(step.stage);
    message.set_checked(step.checked);
    message.set_total(step.total);
    out.Write(message);
  };
  ASSIGN_OR_RETURN(const std::vector<std::string> findings,
                   ledger::Verify(*options_.catalog, *options_.keys, *reader, progress));
  common::v1::VerifyLogProgress last;
  last.set_done(true);
  for (const std::string& finding : findings) last.add_findings(finding);
  out.Write(last);
  return absl::OkStatus();
}

void LogService::ListLetters(const access::Call& call,
                             const common::v1::ListDeadLettersRequest& request,
                             Responder<common::v1::ListDeadLettersResponse> respond) {
  Answer(*options_.ledger, call, std::move(respond), [this, request](ledger::Reader& reader) {
    return events::ListDeadLetters(reader, *options_.keys, request);
  });
}

void LogService::Replay(const common::v1::ReplayDeadLetterRequest& request,
                        Responder<common::v1::DeadLetter> respond) {
  const absl::StatusOr<std::string> id = base::ParseName(request.name(), "deadLetters", "name");
  if (!id.ok()) return respond(id.status());
  if (options_.replay == nullptr) {
    return respond(base::Error(absl::StatusCode::kNotFound, "DEAD_LETTER_NOT_FOUND",
                               "This service consumes no events."));
  }
  Letter letter{*id, std::move(respond)};
  if (replays_.TryPush(&letter)) return;
  letter.respond(base::Error(absl::StatusCode::kResourceExhausted, "SERVER_BUSY",
                             "Too many dead letters are being replayed. Back off and repeat."));
}

void LogService::RunReplays() {
  std::vector<Letter> letters;
  while (replays_.PopSome(&letters, 1)) {
    const absl::StatusOr<ledger::DeadLetterRow> letter = options_.replay(letters.front().id);
    if (letter.ok()) {
      letters.front().respond(events::ToDeadLetter(*letter));
    } else {
      letters.front().respond(letter.status());
    }
    letters.clear();
  }
}

absl::StatusOr<common::v1::RepublishResponse> LogService::PublishAgain(
    const common::v1::RepublishRequest& request) {
  common::v1::RepublishResponse response;
  ASSIGN_OR_RETURN(const int64_t positions, options_.relay->Republish(request.after_position()));
  response.set_positions(positions);
  return response;
}

}  // namespace mandat::runtime
