#include "services/socialaid/article60/file.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/lib/base/error.h"
#include "services/lib/base/request_id.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/runtime/thread.h"
#include "services/socialaid/article60/filing.h"
#include "services/socialaid/checks.h"

namespace mandat::socialaid {
namespace {

using runtime::MutexLock;
using Message = v1::FileArticle60RequestsRequest;
using Stream = runtime::MessageStream<Message, v1::FileArticle60RequestsResponse>;
using Received = runtime::Received<Message>;

// A line for which the service is too busy is tried again after pauses that double.
constexpr absl::Duration kFirstPause = absl::Milliseconds(10);
constexpr absl::Duration kLongestPause = absl::Seconds(1);

bool IsBusy(const absl::Status& status) { return base::ReasonOf(status) == "SERVER_BUSY"; }

// Whether the line is dealt with. What is wrong with the service or the call is no word on a line:
// the caller shall send the line again.
bool IsVerdict(const absl::Status& status) {
  if (status.ok()) return true;
  const bool of_the_call =
      IsBusy(status) || absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
  return !of_the_call && !base::ReasonOf(status).empty();
}

absl::Status CheckStart(const Message& message) {
  if (message.request_id().empty()) return Required("request_id");
  return base::CheckRequestId(message.request_id());
}

// The number of the line; `last` is that of the line before, 0 where there is none.
absl::StatusOr<int> NumberOf(const Message& message, int last) {
  if (message.has_request_id()) {
    return base::InvalidField("REQUEST_ID_GIVEN_TWICE", "request_id",
                              "Send it in the first message alone.");
  }
  if (!message.has_line()) return Required("line");
  const bool next = message.number() == 0 && last < std::numeric_limits<int>::max();
  const int number = next ? last + 1 : message.number();
  if (number > last) return number;
  return base::WithMetadata(
      base::InvalidField("LINE_NUMBER_INVALID", "number",
                         absl::StrCat("Send a number greater than ", last, ", or none.")),
      "last", absl::StrCat(last));
}

class File {
 public:
  File(ledger::Ledger& ledger, Stream& stream, absl::Duration patience)
      : ledger_(ledger), stream_(stream), patience_(patience) {}

  // What reading ended with, unless a line before was worse.
  absl::Status Run() {
    absl::Status read;
    {
      const runtime::Thread writer("receipts", [this] { WriteReceipts(); });
      read = ReadLines();
      NoteEndOfLines();
    }
    const MutexLock lock(&mutex_);
    while (being_filed_ > 0) changed_.Wait(&mutex_);
    return fault_.ok() ? read : fault_;
  }

 private:
  // A line without receipt.
  struct Line {
    Received received;
    int number = 0;
    bool known = false;  // what became of it
    FiledLine filed;
  };

  absl::Status ReadLines() {
    Received start;
    ASSIGN_OR_RETURN(bool more, stream_.Read(&start));
    if (!more) return stream_.Wanted() ? Required("request_id") : absl::OkStatus();
    RETURN_IF_ERROR(CheckStart(start.message));
    ids_ = *base::ParseUuid(start.message.request_id());
    for (int last = 0; WaitForRoom();) {
      auto line = std::make_shared<Line>();
      ASSIGN_OR_RETURN(more, stream_.Read(&line->received));
      if (!more) break;
      ASSIGN_OR_RETURN(last, NumberOf(line->received.message, last));
      line->number = last;
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

  void Begin(const std::shared_ptr<Line>& line) {
    {
      const MutexLock lock(&mutex_);
      lines_.push_back(line);
      ++being_filed_;
    }
    if (line->received.size.ok()) return FileOne(line);
    FiledLine refused;
    refused.receipt.set_line(line->number);
    *refused.receipt.mutable_error() = LineErrorOf(line->received.size);
    Note(*line, std::move(refused));
  }

  void FileOne(const std::shared_ptr<Line>& line) {
    const Received& received = line->received;
    FileLine(ledger_, received.call, received.message.line(), ids_, line->number,
             [this, line](FiledLine filed) { Note(*line, std::move(filed)); });
  }

  void Note(Line& line, FiledLine filed) {
    // Woken under the lock: where it was the last line, this object goes.
    const MutexLock lock(&mutex_);
    line.filed = std::move(filed);
    line.known = true;
    --being_filed_;
    changed_.NotifyAll();
  }

  void WriteReceipts() {
    v1::FileArticle60RequestsResponse response;
    absl::Duration pause = kFirstPause;
    absl::Duration waited;
    while (const std::shared_ptr<Line> line = WaitForFirst()) {
      if (IsBusy(line->filed.status) && waited < patience_ && stream_.Wanted()) {
        TryAgainAfter(pause);
        waited += pause;
        pause = std::min(2 * pause, kLongestPause);
        continue;
      }
      pause = kFirstPause;
      waited = absl::ZeroDuration();
      if (!IsVerdict(line->filed.status)) {
        const MutexLock lock(&mutex_);
        fault_ = base::WithMetadata(line->filed.status, "line", absl::StrCat(line->number));
        break;
      }
      *response.mutable_receipt() = std::move(line->filed.receipt);
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
      const auto deadline = runtime::SteadyDeadline(pause);
      while (changed_.WaitUntil(&mutex_, deadline)) {
      }
      for (const std::shared_ptr<Line>& line : lines_) {
        if (!line->known || !IsBusy(line->filed.status)) continue;
        line->known = false;
        ++being_filed_;
        again.push_back(line);
      }
    }
    for (const std::shared_ptr<Line>& line : again) FileOne(line);
  }

  ledger::Ledger& ledger_;
  Stream& stream_;
  const absl::Duration patience_;
  base::UuidBytes ids_{};

  runtime::Mutex mutex_;
  runtime::CondVar changed_;
  // Those without receipt, in their order.
  std::deque<std::shared_ptr<Line>> lines_ MANDAT_GUARDED_BY(mutex_);
  // With the ledger.
  int being_filed_ MANDAT_GUARDED_BY(mutex_) = 0;
  bool all_read_ MANDAT_GUARDED_BY(mutex_) = false;
  bool ended_ MANDAT_GUARDED_BY(mutex_) = false;
  absl::Status fault_ MANDAT_GUARDED_BY(mutex_);
};

}  // namespace

absl::Status FileArticle60Requests(ledger::Ledger& ledger, Stream& stream,
                                   absl::Duration patience) {
  return File(ledger, stream, patience).Run();
}

}  // namespace mandat::socialaid
