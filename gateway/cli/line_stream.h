#ifndef GATEWAY_CLI_LINE_STREAM_H_
#define GATEWAY_CLI_LINE_STREAM_H_

// Sends the lines of a file through one stream, hands over a receipt for each in their order, and
// begins again where the stream breaks. A line that is not sent is told of when it is read.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/cli/client.h"
#include "gateway/cli/method_index.h"
#include "gateway/cli/request_file.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace mandat::cli {

// A method that takes a file as a stream: a `request_id` first, then lines with their `number`.
struct FileMethod {
  const Method* method = nullptr;
  const google::protobuf::FieldDescriptor* request_id = nullptr;
  const google::protobuf::FieldDescriptor* line = nullptr;
  const google::protobuf::FieldDescriptor* number = nullptr;
  // Of the answer.
  const google::protobuf::FieldDescriptor* receipt = nullptr;
};

// INTERNAL where the method has other fields.
absl::StatusOr<FileMethod> FileMethodOf(const Method& method);

// Lines sent that have no receipt yet: several times what a server has under way, so that it never
// waits, and all that is in memory of a file.
inline constexpr size_t kLinesWaitingMost = 256;

// What became of a line: the server's receipt, or why it was not sent.
struct LineOutcome {
  int64_t place = 0;
  const google::protobuf::Message* receipt = nullptr;
  absl::Status refused;
};

class LineStream {
 public:
  // Makes a client with a token that is good now: called for each try.
  using MakeClient = std::function<absl::StatusOr<std::unique_ptr<Client>>()>;
  using OnOutcome = std::function<absl::Status(const LineOutcome&)>;

  // The file outlives this. Under the same request id, a UUID, nothing of it is done twice.
  LineStream(FileMethod method, RequestFile* file, const std::string& request_id, CallRules rules,
             MakeClient make_client, OnOutcome on_outcome);

  // Sends all lines. Where the server is away, busy or silent, or the token expires, begins again
  // with the first line that has no receipt, under the same ids: nothing is done twice. Gives up
  // when `tries_max` tries after one another brought no receipt, with the error of the last. Errors
  // of `on_outcome`.
  absl::Status Run();

 private:
  // A line without receipt.
  struct Waiting {
    int64_t place = 0;
    MessagePtr request;
  };

  absl::Status TryOnce();
  // As Client::NextMessage says.
  std::optional<const google::protobuf::Message*> NextMessage();
  // Reads on in the file, past what is refused, until a line waits. False at the end.
  bool ReadOn();
  void Take(const google::protobuf::Message& answer);
  void Tell(const LineOutcome& outcome);

  const FileMethod method_;
  RequestFile& file_;
  const CallRules rules_;
  const MakeClient make_client_;
  const OnOutcome on_outcome_;
  const MessagePtr start_;

  // In their order.
  std::deque<Waiting> waiting_;
  bool started_ = false;
  // Of `waiting_`, those that this try has passed.
  size_t passed_ = 0;
  int64_t receipts_ = 0;
  absl::Status failed_;
};

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_LINE_STREAM_H_
