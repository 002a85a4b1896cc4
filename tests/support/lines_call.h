#ifndef TESTS_SUPPORT_LINES_CALL_H_
#define TESTS_SUPPORT_LINES_CALL_H_

// For tests: a caller who gives a service a file of lines in one stream.

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/lib/runtime/thread.h"
#include "tests/support/running_service.h"

namespace mandat::testing {

template <class Request, class Response>
struct LinesCall {
  using Receipt = std::remove_cvref_t<decltype(std::declval<Response>().receipt())>;

  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> call;

  // The receipt of the next line; nothing once there is none.
  std::optional<Receipt> Next() const {
    Response answer;
    if (!call->Read(&answer)) return std::nullopt;
    return answer.receipt();
  }
  absl::Status End() const { return runtime::FromGrpc(call->Finish()); }
};

template <class Receipt>
struct LinesOutcome {
  std::vector<Receipt> receipts;
  absl::Status status;
};

// It ends by itself after two minutes.
template <class Stub, class Request, class Response>
LinesCall<Request, Response> OpenLines(
    RunningService& service, const std::string& token,
    std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> (Stub::*method)(
        grpc::ClientContext*)) {
  LinesCall<Request, Response> lines;
  lines.context = std::make_unique<grpc::ClientContext>();
  lines.context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
  lines.call = service.Converse(token, method, lines.context.get());
  return lines;
}

template <class Request>
Request FirstMessage(const std::string& request_id) {
  Request message;
  message.set_request_id(request_id);
  return message;
}

// Sends lines `from` to `to` of the file of that id, with their numbers, as fast as they are taken.
// Where there is `on_receipt`, it breaks the stream, which is else closed after them.
template <class Request, class Response>
auto SendLines(const LinesCall<Request, Response>& lines, const std::string& request_id, int from,
               int to, const std::function<Request(int line)>& line_of,
               const std::function<void(int line)>& on_receipt = {}) {
  runtime::Thread sender("sender", [&] {
    bool taken = lines.call->Write(FirstMessage<Request>(request_id));
    for (int i = from; i <= to && taken; ++i) {
      Request line = line_of(i);
      line.set_number(i);
      taken = lines.call->Write(line);
    }
    if (!on_receipt) lines.call->WritesDone();
  });
  LinesOutcome<typename LinesCall<Request, Response>::Receipt> outcome;
  while (auto receipt = lines.Next()) {
    outcome.receipts.push_back(*std::move(receipt));
    if (on_receipt) on_receipt(outcome.receipts.back().line());
  }
  sender.Join();
  outcome.status = lines.End();
  return outcome;
}

}  // namespace mandat::testing

#endif  // TESTS_SUPPORT_LINES_CALL_H_
