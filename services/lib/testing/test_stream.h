#ifndef SERVICES_LIB_TESTING_TEST_STREAM_H_
#define SERVICES_LIB_TESTING_TEST_STREAM_H_

// For tests: a stream in both directions without a transport, the caller's side in the test's
// hands.

#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/access/call.h"
#include "services/lib/runtime/message_stream.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::testing {

template <class Request, class Response>
class TestStream final : public runtime::MessageStream<Request, Response> {
 public:
  explicit TestStream(access::Call call = {}) : call_(std::move(call)) {}

  // --- The caller. ---

  void Send(Request message, absl::Status size = absl::OkStatus()) {
    const runtime::MutexLock lock(&mutex_);
    messages_.push_back({std::move(message), call_, std::move(size)});
    changed_.NotifyAll();
  }
  // Of the messages to come.
  void SetDeadline(absl::Time deadline) { call_.deadline = deadline; }
  // No more is sent; reading ends with this.
  void EndWith(absl::StatusOr<bool> end) {
    const runtime::MutexLock lock(&mutex_);
    end_ = std::move(end);
    changed_.NotifyAll();
  }
  void Leave() {
    const runtime::MutexLock lock(&mutex_);
    wanted_ = false;
    changed_.NotifyAll();
  }
  // Takes no answers until told again.
  void TakeAnswers(bool take) {
    const runtime::MutexLock lock(&mutex_);
    taking_ = take;
    changed_.NotifyAll();
  }
  void WaitForAnswers(size_t count) {
    const runtime::MutexLock lock(&mutex_);
    while (answers_.size() < count) changed_.Wait(&mutex_);
  }
  std::vector<Response> answers() {
    const runtime::MutexLock lock(&mutex_);
    return answers_;
  }
  // Of the messages sent, those that nobody has read.
  size_t unread() {
    const runtime::MutexLock lock(&mutex_);
    return messages_.size();
  }

  // --- The service. ---

  absl::StatusOr<bool> Read(runtime::Received<Request>* received) override {
    const runtime::MutexLock lock(&mutex_);
    while (messages_.empty() && !end_.has_value() && !stopped_ && wanted_) changed_.Wait(&mutex_);
    if (stopped_ || !wanted_) return false;
    if (messages_.empty()) return *end_;
    *received = std::move(messages_.front());
    messages_.pop_front();
    changed_.NotifyAll();
    return true;
  }
  void StopReading() override {
    const runtime::MutexLock lock(&mutex_);
    stopped_ = true;
    changed_.NotifyAll();
  }
  bool Write(const Response& answer) override {
    const runtime::MutexLock lock(&mutex_);
    while (!taking_ && wanted_) changed_.Wait(&mutex_);
    if (!wanted_) return false;
    answers_.push_back(answer);
    changed_.NotifyAll();
    return true;
  }
  bool Wanted() const override {
    const runtime::MutexLock lock(&mutex_);
    return wanted_;
  }

 private:
  access::Call call_;  // the caller's thread
  mutable runtime::Mutex mutex_;
  runtime::CondVar changed_;
  std::deque<runtime::Received<Request>> messages_ MANDAT_GUARDED_BY(mutex_);
  std::optional<absl::StatusOr<bool>> end_ MANDAT_GUARDED_BY(mutex_);
  std::vector<Response> answers_ MANDAT_GUARDED_BY(mutex_);
  bool wanted_ MANDAT_GUARDED_BY(mutex_) = true;
  bool taking_ MANDAT_GUARDED_BY(mutex_) = true;
  bool stopped_ MANDAT_GUARDED_BY(mutex_) = false;
};

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_TEST_STREAM_H_
