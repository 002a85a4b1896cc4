#include "gateway/cli/line_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

MessagePtr StartOf(const FileMethod& method, const std::string& request_id) {
  MessagePtr start = NewMessage(*method.method->descriptor->input_type());
  start->GetReflection()->SetString(start.get(), method.request_id, request_id);
  return start;
}

// Whether another try may get further.
bool IsPassing(const absl::Status& status) {
  const std::string reason = base::ReasonOf(status);
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         reason == "TOKEN_EXPIRED" || reason == "SERVER_BUSY";
}

}  // namespace

absl::StatusOr<FileMethod> FileMethodOf(const Method& method) {
  const google::protobuf::Descriptor& request = *method.descriptor->input_type();
  const FileMethod found{&method, request.FindFieldByName("request_id"), LineOf(request),
                         request.FindFieldByName("number"),
                         LineOf(*method.descriptor->output_type())};
  if (found.request_id != nullptr && found.line != nullptr && found.number != nullptr &&
      found.receipt != nullptr) {
    return found;
  }
  return absl::InternalError(absl::StrCat(method.descriptor->full_name(), " takes no file"));
}

LineStream::LineStream(FileMethod method, RequestFile* file, const std::string& request_id,
                       CallRules rules, MakeClient make_client, OnOutcome on_outcome)
    : method_(method),
      file_(*file),
      rules_(rules),
      make_client_(std::move(make_client)),
      on_outcome_(std::move(on_outcome)),
      start_(StartOf(method, request_id)) {}

absl::Status LineStream::Run() {
  absl::Duration pause = rules_.pause;
  for (int tries = 1;; ++tries, pause *= 2) {
    const int64_t before = receipts_;
    const absl::Status status = TryOnce();
    if (!failed_.ok()) return failed_;
    if (status.ok() || !IsPassing(status)) return status;
    if (receipts_ > before) {
      tries = 0;  // this one does not count
      pause = rules_.pause;
    }
    if (tries >= rules_.tries_max) return status;
    absl::SleepFor(pause);
  }
}

absl::Status LineStream::TryOnce() {
  started_ = false;
  passed_ = 0;
  ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, make_client_());
  RETURN_IF_ERROR(client->Converse(
      *method_.method, [this] { return NextMessage(); },
      [this](const Message& answer) { Take(answer); }));
  if (waiting_.empty()) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat("the server ended without a receipt for line ", waiting_.front().place));
}

std::optional<const Message*> LineStream::NextMessage() {
  if (!std::exchange(started_, true)) return start_.get();
  if (passed_ == kLinesWaitingMost) return std::nullopt;
  if (!failed_.ok() || (passed_ == waiting_.size() && !ReadOn())) return nullptr;
  return waiting_[passed_++].request.get();
}

bool LineStream::ReadOn() {
  while (std::optional<FileLine> line = file_.Next()) {
    if (line->message == nullptr) {
      Tell({line->place, nullptr, line->status});
      continue;
    }
    MessagePtr request = NewMessage(*method_.method->descriptor->input_type());
    const google::protobuf::Reflection& values = *request->GetReflection();
    values.SetAllocatedMessage(request.get(), line->message.release(), method_.line);
    values.SetInt32(request.get(), method_.number, static_cast<int32_t>(line->place));
    waiting_.push_back({line->place, std::move(request)});
    return true;
  }
  return false;
}

void LineStream::Take(const Message& answer) {
  if (passed_ == 0) return;  // A receipt for nothing that was sent.
  ++receipts_;
  --passed_;
  const int64_t place = waiting_.front().place;
  waiting_.pop_front();
  Tell({place, &answer.GetReflection()->GetMessage(answer, method_.receipt), absl::OkStatus()});
}

void LineStream::Tell(const LineOutcome& outcome) {
  if (failed_.ok()) failed_ = on_outcome_(outcome);
}

}  // namespace mandat::cli
