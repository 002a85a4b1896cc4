#ifndef SERVICES_LIB_RUNTIME_LINES_STREAM_H_
#define SERVICES_LIB_RUNTIME_LINES_STREAM_H_

// A file in a stream: lines come in, receipts go out in their order, and a few lines are under way
// between the two. What is done with one line is the service's part; the rest is here. Messages of
// such a method are
//
//   Request   { oneof { string request_id; Line line; } int32 number; }
//   Response  { Receipt receipt; }
//   Receipt   { int32 line; …; mandat.common.v1.LineError error; }
//
// The first request names the file by its `request_id`, each other is a line of it. What a line
// does is a command whose request id follows from that of the file and the number of the line: the
// same file given again does nothing twice.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "mandat/common/v1/line.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/runtime/message_stream.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/runtime/thread.h"

namespace mandat::runtime {

// Lines of one file or batch that have no receipt yet: enough to fill the ledger's batches, and a
// long one does not crowd out other callers.
inline constexpr int kLinesUnderWayMost = 64;

// How long a line waits where the service is too busy for it.
inline constexpr absl::Duration kBusyPatience = absl::Seconds(30);

// What became of a line.
template <class Receipt>
struct LineOutcome {
  // What was done of it; `error` says `status`.
  Receipt receipt;
  // OK where all of it was done.
  absl::Status status;
};

// What a receipt says of an error.
common::v1::LineError LineErrorOf(const absl::Status& status);

// The outcome of the line of that number, of which `done` says what was done.
template <class Receipt>
LineOutcome<Receipt> OutcomeOf(int number, Receipt done, absl::Status status = absl::OkStatus()) {
  done.set_line(number);
  if (!status.ok()) *done.mutable_error() = LineErrorOf(status);
  return {std::move(done), std::move(status)};
}

// Whether the service had no room for the line: it is begun again in a while.
bool IsBusy(const absl::Status& status);

// Whether the line is dealt with. What is wrong with the service or the call is no word on a line:
// the caller shall send the line again.
bool IsVerdict(const absl::Status& status);

// Of the first message: INVALID_ARGUMENT `FIELD_REQUIRED`, `REQUEST_ID_INVALID`.
absl::Status CheckFileId(const std::string& request_id);

// The number of a line; `given` is what it says and `last` that of the line before, 0 where there
// is none. INVALID_ARGUMENT `REQUEST_ID_GIVEN_TWICE`, `FIELD_REQUIRED` of `line`,
// `LINE_NUMBER_INVALID` (metadata `last`).
absl::StatusOr<int> NumberOfLine(bool has_request_id, bool has_line, int given, int last);

// What a service does with the lines of a method.
template <class Request, class Response>
struct LineWork {
  using Line = std::remove_cvref_t<decltype(std::declval<Request>().line())>;
  using Receipt = std::remove_cvref_t<decltype(std::declval<Response>().receipt())>;
  using Done = std::function<void(LineOutcome<Receipt>)>;

  // Begins a line, under an id that follows from `ids` and the number. `done` is called once, at
  // once or later, on any thread; until then the line lives. A line that ends with IsBusy() left
  // nothing behind and may be begun again. From two threads at a time.
  std::function<void(const access::Call& call, const Line& line, const base::UuidBytes& ids,
                     int number, Done done)>
      begin;
  // What the line changes: a line is begun when those before it that change the same are dealt
  // with, so that the last one counts. Empty = nothing that another line changes; no function = no
  // line does.
  std::function<std::string(const Line& line)> subject;
  absl::Duration patience = kBusyPatience;
};

template <class Request, class Response>
class LinesStream {
 public:
  using Work = LineWork<Request, Response>;
  using Stream = MessageStream<Request, Response>;

  LinesStream(Stream& stream, Work work) : stream_(stream), work_(std::move(work)) {}

  // Takes all lines; returns what the stream ends with: what reading ended with, unless a line
  // before was worse. What is no verdict on a line ends it there (metadata `line`). Waits for all
  // that it has begun, also where the caller has left. Once.
  absl::Status Run() {
    absl::Status read;
    {
      const Thread writer("receipts", [this] { WriteReceipts(); });
      read = ReadLines();
      NoteEndOfLines();
    }
    const MutexLock lock(&mutex_);
    while (under_way_ > 0) changed_.Wait(&mutex_);
    return fault_.ok() ? read : fault_;
  }

 private:
  using Outcome = LineOutcome<typename Work::Receipt>;

  // A line without receipt.
  struct Line {
    Received<Request> received;
    int number = 0;
    std::string subject;
    bool known = false;  // what became of it
    Outcome outcome;
  };

  absl::Status ReadLines() {
    Received<Request> start;
    ASSIGN_OR_RETURN(bool more, stream_.Read(&start));
    if (!more && !stream_.Wanted()) return absl::OkStatus();
    RETURN_IF_ERROR(CheckFileId(start.message.request_id()));
    ids_ = *base::ParseUuid(start.message.request_id());
    for (int last = 0; WaitForRoom();) {
      auto line = std::make_shared<Line>();
      ASSIGN_OR_RETURN(more, stream_.Read(&line->received));
      if (!more) break;
      const Request& message = line->received.message;
      ASSIGN_OR_RETURN(
          last, NumberOfLine(message.has_request_id(), message.has_line(), message.number(), last));
      line->number = last;
      if (work_.subject) line->subject = work_.subject(message.line());
      if (!WaitForItsTurn(*line)) break;
      Begin(line);
    }
    return absl::OkStatus();
  }

  void NoteEndOfLines() {
    const MutexLock lock(&mutex_);
    all_read_ = true;
    changed_.NotifyAll();
  }

  // False once no more receipts are written.
  bool WaitForRoom() {
    const MutexLock lock(&mutex_);
    while (lines_.size() >= size_t{kLinesUnderWayMost} && !ended_) changed_.Wait(&mutex_);
    return !ended_;
  }

  // False once no more receipts are written.
  bool WaitForItsTurn(const Line& next) {
    const MutexLock lock(&mutex_);
    while (!ended_ && IsOpen(next.subject)) changed_.Wait(&mutex_);
    return !ended_;
  }

  // Whether a line without verdict changes the same.
  bool IsOpen(const std::string& subject) const MANDAT_REQUIRES(mutex_) {
    if (subject.empty()) return false;
    return std::any_of(lines_.begin(), lines_.end(), [&subject](const auto& line) {
      return line->subject == subject && !(line->known && IsVerdict(line->outcome.status));
    });
  }

  void Begin(const std::shared_ptr<Line>& line) {
    {
      const MutexLock lock(&mutex_);
      lines_.push_back(line);
      ++under_way_;
    }
    if (line->received.size.ok()) return BeginWork(line);
    Note(*line, OutcomeOf(line->number, typename Work::Receipt(), line->received.size));
  }

  void BeginWork(const std::shared_ptr<Line>& line) {
    const Received<Request>& received = line->received;
    work_.begin(received.call, received.message.line(), ids_, line->number,
                [this, line](Outcome outcome) { Note(*line, std::move(outcome)); });
  }

  void Note(Line& line, Outcome outcome) {
    // Woken under the lock: where it was the last line, this object goes.
    const MutexLock lock(&mutex_);
    line.outcome = std::move(outcome);
    line.known = true;
    --under_way_;
    changed_.NotifyAll();
  }

  void WriteReceipts() {
    Response response;
    absl::Duration pause = kFirstPause;
    absl::Duration waited;
    while (const std::shared_ptr<Line> line = WaitForFirst()) {
      if (IsBusy(line->outcome.status) && waited < work_.patience && stream_.Wanted()) {
        TryAgainAfter(pause);
        waited += pause;
        pause = std::min(2 * pause, kLongestPause);
        continue;
      }
      pause = kFirstPause;
      waited = absl::ZeroDuration();
      if (!IsVerdict(line->outcome.status)) {
        const MutexLock lock(&mutex_);
        fault_ = base::WithMetadata(line->outcome.status, "line", absl::StrCat(line->number));
        break;
      }
      *response.mutable_receipt() = std::move(line->outcome.receipt);
      if (!stream_.Write(response)) break;
      const MutexLock lock(&mutex_);
      lines_.pop_front();
      changed_.NotifyAll();
    }
    stream_.StopReading();
    const MutexLock lock(&mutex_);
    ended_ = true;
    changed_.NotifyAll();
  }

  // The first line without receipt, once it is known what became of it; null where there is none
  // and none will come.
  std::shared_ptr<Line> WaitForFirst() {
    const MutexLock lock(&mutex_);
    while (lines_.empty() ? !all_read_ : !lines_.front()->known) changed_.Wait(&mutex_);
    return lines_.empty() ? nullptr : lines_.front();
  }

  // Every line for which there was no room, in their order.
  void TryAgainAfter(absl::Duration pause) {
    std::vector<std::shared_ptr<Line>> again;
    {
      const MutexLock lock(&mutex_);
      const auto deadline = SteadyDeadline(pause);
      while (changed_.WaitUntil(&mutex_, deadline)) {
      }
      for (const std::shared_ptr<Line>& line : lines_) {
        if (!line->known || !IsBusy(line->outcome.status)) continue;
        line->known = false;
        ++under_way_;
        again.push_back(line);
      }
    }
    for (const std::shared_ptr<Line>& line : again) BeginWork(line);
  }

  // A line for which the service is too busy is tried again after pauses that double.
  static constexpr absl::Duration kFirstPause = absl::Milliseconds(10);
  static constexpr absl::Duration kLongestPause = absl::Seconds(1);

  Stream& stream_;
  const Work work_;
  base::UuidBytes ids_{};

  Mutex mutex_;
  CondVar changed_;
  // Those without receipt, in their order.
  std::deque<std::shared_ptr<Line>> lines_ MANDAT_GUARDED_BY(mutex_);
  // Begun and not known.
  int under_way_ MANDAT_GUARDED_BY(mutex_) = 0;
  bool all_read_ MANDAT_GUARDED_BY(mutex_) = false;
  bool ended_ MANDAT_GUARDED_BY(mutex_) = false;
  absl::Status fault_ MANDAT_GUARDED_BY(mutex_);
};

// Takes the lines of a stream as LinesStream::Run() says.
template <class Request, class Response>
absl::Status TakeLines(MessageStream<Request, Response>& stream, LineWork<Request, Response> work) {
  return LinesStream<Request, Response>(stream, std::move(work)).Run();
}

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_LINES_STREAM_H_
