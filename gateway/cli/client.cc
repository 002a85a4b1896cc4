#include "gateway/cli/client.h"

#include <grpcpp/completion_queue.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <optional>
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

std::string PathOf(const Method& method) {
  return absl::StrCat("/", method.descriptor->service()->full_name(), "/",
                      method.descriptor->name());
}

absl::StatusOr<MessagePtr> AnswerOf(const Method& method, grpc::ByteBuffer* part) {
  MessagePtr message = NewMessage(*method.descriptor->output_type());
  RETURN_IF_ERROR(runtime::FromGrpc(
      grpc::GenericDeserialize<grpc::ProtoBufferReader, Message>(part, message.get())));
  return message;
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

// One call in which messages go both ways at once.
class Conversation {
 public:
  Conversation(grpc::GenericStub& stub, grpc::ClientContext* context, const Method& method,
               const Client::NextMessage& next, const Client::OnMessage& on_message)
      : context_(*context),
        method_(method),
        next_(next),
        on_message_(on_message),
        call_(stub.PrepareCall(context, PathOf(method), &queue_)) {}

  absl::Status Run(absl::Duration silence_max) {
    call_->StartCall(TagOf(Step::kStart));
    steps_ = 1;
    while (steps_ > 0) {
      void* tag = nullptr;
      bool ok = false;
      const auto deadline = absl::ToChronoTime(absl::Now() + silence_max);
      if (queue_.AsyncNext(&tag, &ok, deadline) == grpc::CompletionQueue::TIMEOUT) {
        Break(absl::DeadlineExceededError("The server is silent."));
        continue;  // What is under way ends now.
      }
      --steps_;
      After(static_cast<Step>(reinterpret_cast<uintptr_t>(tag)), ok);
    }
    if (!broken_.ok()) return broken_;
    return runtime::FromGrpc(status_);
  }

 private:
  enum class Step : uintptr_t { kStart = 1, kWrite, kWritesDone, kRead, kFinish };
  static void* TagOf(Step step) { return reinterpret_cast<void*>(step); }

  void After(Step step, bool ok) {
    switch (step) {
      case Step::kStart:
        Read();
        if (ok) Write();
        return;
      case Step::kWrite:
        // Where the server has ended the call already, its status says why.
        if (ok) Write();
        return;
      case Step::kRead:
        if (!ok) return Finish();
        Take();
        return Read();
      case Step::kWritesDone:
      case Step::kFinish:
        return;
    }
  }

  void Read() {
    call_->Read(&part_, TagOf(Step::kRead));
    ++steps_;
  }

  void Write() {
    const std::optional<const Message*> message = broken_.ok() ? next_() : nullptr;
    waits_for_answer_ = !message.has_value();
    if (waits_for_answer_) return;
    ++steps_;
    if (*message == nullptr) return call_->WritesDone(TagOf(Step::kWritesDone));
    absl::StatusOr<grpc::ByteBuffer> buffer = Serialize(**message);
    if (!buffer.ok()) Break(buffer.status());
    call_->Write(buffer.ok() ? *buffer : grpc::ByteBuffer(), TagOf(Step::kWrite));
  }

  void Take() {
    const absl::StatusOr<MessagePtr> answer = AnswerOf(method_, &part_);
    if (!answer.ok()) return Break(answer.status());
    on_message_(**answer);
    if (waits_for_answer_) Write();
  }

  void Finish() {
    call_->Finish(&status_, TagOf(Step::kFinish));
    ++steps_;
  }

  void Break(absl::Status why) {
    if (broken_.ok()) broken_ = std::move(why);
    context_.TryCancel();
  }

  grpc::ClientContext& context_;
  const Method& method_;
  const Client::NextMessage& next_;
  const Client::OnMessage& on_message_;
  grpc::CompletionQueue queue_;
  const std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  grpc::ByteBuffer part_;
  grpc::Status status_;
  // Under way.
  int steps_ = 0;
  bool waits_for_answer_ = false;
  absl::Status broken_;
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

absl::Status Client::Converse(const Method& method, const NextMessage& next,
                              const OnMessage& on_message) {
  grpc::ClientContext context;
  Identify(&context);
  return Conversation(stub_, &context, method, next, on_message).Run(rules_.deadline);
}

void Client::Identify(grpc::ClientContext* context) const {
  if (!token_.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", token_));
}

absl::Status Client::TryOnce(const Method& method, const Message& request, absl::Time deadline,
                             const OnMessage& on_message) {
  ASSIGN_OR_RETURN(const grpc::ByteBuffer buffer, Serialize(request));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  Identify(&context);

  Steps steps;
  const auto call = stub_.PrepareCall(&context, PathOf(method), steps.queue());
  call->StartCall(Steps::kTag);
  if (steps.Done()) {
    call->WriteLast(buffer, grpc::WriteOptions(), Steps::kTag);
    // Where the server has ended the call already, its status says why.
    steps.Done();
    for (grpc::ByteBuffer part; call->Read(&part, Steps::kTag), steps.Done();) {
      ASSIGN_OR_RETURN(const MessagePtr message, AnswerOf(method, &part));
      on_message(*message);
    }
  }
  grpc::Status status;
  call->Finish(&status, Steps::kTag);
  steps.Done();
  return runtime::FromGrpc(status);
}

}  // namespace mandat::cli
