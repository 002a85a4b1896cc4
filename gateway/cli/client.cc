#include "gateway/cli/client.h"

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/runtime/grpc_status.h"

namespace mandat::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Whether the call can be repeated, having been given a `request_id` where the method takes one.
bool MakeRepeatable(const Method& method, Message* request) {
  const FieldDescriptor* id = request->GetDescriptor()->FindFieldByName("request_id");
  if (id == nullptr) return !method.changes;
  if (request->GetReflection()->GetString(*request, id).empty()) {
    request->GetReflection()->SetString(request, id, base::MakeUuidV4(base::RandomBytes<16>()));
  }
  return true;
}

absl::StatusOr<grpc::ByteBuffer> Serialize(const Message& request) {
  grpc::ByteBuffer buffer;
  bool own_buffer = false;
  RETURN_IF_ERROR(runtime::FromGrpc(
      grpc::GenericSerialize<grpc::ProtoBufferWriter, Message>(request, &buffer, &own_buffer)));
  return buffer;
}

// The operations of one call, one after the other.
class Steps {
 public:
  grpc::CompletionQueue* queue() { return &queue_; }

  // Waits for the operation that was begun with kTag.
  bool Done() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  static constexpr void* kTag = nullptr;

 private:
  grpc::CompletionQueue queue_;
};

}  // namespace

MessagePtr NewMessage(const google::protobuf::Descriptor& type) {
  return MessagePtr(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

Client::Client(std::shared_ptr<grpc::Channel> channel, std::string token, CallRules rules)
    : stub_(std::move(channel)), token_(std::move(token)), rules_(rules) {}

absl::StatusOr<MessagePtr> Client::Call(const Method& method, Message* request) {
  const bool repeatable = MakeRepeatable(method, request);
  absl::Duration pause = rules_.pause;
  for (int tries = 1;; ++tries, pause *= 2) {
    MessagePtr answer = NewMessage(*method.descriptor->output_type());
    const absl::Status status =
        TryOnce(method, *request, absl::Now() + rules_.deadline,
                [&answer](const Message& message) { answer->CopyFrom(message); });
    if (status.ok()) return answer;
    if (!absl::IsUnavailable(status) || !repeatable || tries >= rules_.tries_max) return status;
    absl::SleepFor(pause);
  }
}

absl::Status Client::Stream(const Method& method, const Message& request,
                            const OnMessage& on_message) {
  return TryOnce(method, request, absl::InfiniteFuture(), on_message);
}

absl::Status Client::TryOnce(const Method& method, const Message& request, absl::Time deadline,
                             const OnMessage& on_message) {
  ASSIGN_OR_RETURN(const grpc::ByteBuffer buffer, Serialize(request));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  if (!token_.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token_));

  Steps steps;
  const std::string path =
      absl::StrCat("/", method.descriptor->service()->full_name(), "/", method.descriptor->name());
  const auto call = stub_.PrepareCall(&context, path, steps.queue());
  call->StartCall(Steps::kTag);
  if (steps.Done()) {
    call->WriteLast(buffer, grpc::WriteOptions(), Steps::kTag);
    // Where the server has ended the call already, its status says why.
    steps.Done();
    for (grpc::ByteBuffer part; call->Read(&part, Steps::kTag), steps.Done();) {
      const MessagePtr message = NewMessage(*method.descriptor->output_type());
      RETURN_IF_ERROR(runtime::FromGrpc(
          grpc::GenericDeserialize<grpc::ProtoBufferReader, Message>(&part, message.get())));
      on_message(*message);
    }
  }
  grpc::Status status;
  call->Finish(&status, Steps::kTag);
  steps.Done();
  return runtime::FromGrpc(status);
}

}  // namespace mandat::cli
