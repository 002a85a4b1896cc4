#ifndef GATEWAY_CLI_CLIENT_H_
#define GATEWAY_CLI_CLIENT_H_

// Calls of any method of any service, with messages that the descriptors make.

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/cli/method_index.h"
#include "google/protobuf/message.h"

namespace mandat::cli {

using MessagePtr = std::unique_ptr<google::protobuf::Message>;

// An empty message of a type that is linked in.
MessagePtr NewMessage(const google::protobuf::Descriptor& type);

struct CallRules {
  // For each try.
  absl::Duration deadline = absl::Seconds(10);
  // Tries in all, where the server is away.
  int tries_max = 3;
  // Before the second try; doubles.
  absl::Duration pause = absl::Milliseconds(200);
};

class Client {
 public:
  using OnMessage = std::function<void(const google::protobuf::Message&)>;
  // What to say next, which is read at once; null when all is said; absent where the next answer is
  // to be waited for. Called as fast as the server takes messages.
  using NextMessage = std::function<std::optional<const google::protobuf::Message*>()>;

  // `token` may be empty: the server then answers TOKEN_MISSING.
  Client(std::shared_ptr<grpc::Channel> channel, std::string token, CallRules rules);

  // Calls a method that answers once. A `request_id` that is not set is made and is the same at
  // every try. Where the server cannot be reached, tries again if the method changes nothing or has
  // a `request_id`. Errors are the server's, with reason and metadata; UNAVAILABLE and
  // DEADLINE_EXCEEDED without reason are the transport's.
  absl::StatusOr<MessagePtr> Call(const Method& method, google::protobuf::Message* request);

  // Calls a method that answers with a stream, once; without a deadline.
  absl::Status Stream(const Method& method, const google::protobuf::Message& request,
                      const OnMessage& on_message);

  // Calls a method in which both sides stream, once. Answers are handed over as they come.
  // DEADLINE_EXCEEDED without reason where the server neither takes nor says anything for the
  // deadline of the rules.
  absl::Status Converse(const Method& method, const NextMessage& next, const OnMessage& on_message);

 private:
  absl::Status TryOnce(const Method& method, const google::protobuf::Message& request,
                       absl::Time deadline, const OnMessage& on_message);
  void Identify(grpc::ClientContext* context) const;

  grpc::GenericStub stub_;
  const std::string token_;
  const CallRules rules_;
};

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_CLIENT_H_
