#include "services/lib/ledger/read_lanes.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"

namespace mandat::ledger {
namespace {

// Replies that may wait for one commit of their consultations, and reads taken at once from the
// queue.
constexpr size_t kGroupMax = 256;
constexpr size_t kTakeMax = 16;

absl::Status Busy() {
  return base::Error(absl::StatusCode::kResourceExhausted, "SERVER_BUSY",
                     "Too many reads wait. Back off and repeat.");
}

}  // namespace

ReadLanes::ReadLanes(const Codec& codec, std::vector<std::unique_ptr<Reader>> readers,
                     std::unique_ptr<ConsultationWriter> consultations, size_t queue_max,
                     Answers& answers)
    : codec_(codec),
      readers_(std::move(readers)),
      consultations_(std::move(consultations)),
      answers_(answers),
      tasks_(queue_max),
      records_(queue_max) {
  for (size_t i = 0; i < readers_.size(); ++i) {
    threads_.emplace_back(absl::StrCat("reader ", i), [this, i] { RunReader(*readers_[i]); });
  }
  recorder_ = runtime::Thread("consultations", [this] { RunRecorder(); });
}

ReadLanes::~ReadLanes() { Close(); }

void ReadLanes::Push(const access::Call& call, ReadFunction read, Done done) {
  Task task{call, std::move(read), std::move(done)};
  // A refused item stays with us: its caller is owed an answer.
  if (!tasks_.TryPush(&task)) task.done(Busy());
}

void ReadLanes::Close() {
  tasks_.Close();
  for (runtime::Thread& thread : threads_) thread.Join();
  records_.Close();
  recorder_.Join();
}

void ReadLanes::RunReader(Reader& reader) {
  std::vector<Task> tasks;
  std::vector<Record> records;
  while (tasks_.PopSome(&tasks, kTakeMax)) {
    const bool group = tasks.size() > 1;
    if (group) reader.BeginGroup();
    for (Task& task : tasks) {
      LedgerView view(codec_, reader, task.call);
      absl::Status status = task.read(view);
      std::vector<ConsultationRow> rows = view.TakeConsultations();
      if (rows.empty()) {
        task.done(std::move(status));
      } else {
        records.push_back({std::move(rows), std::move(status), std::move(task.done)});
      }
    }
    if (group) reader.EndGroup();
    tasks.clear();
    if (records_.TryPushAll(&records)) continue;
    for (Record& record : records) record.done(Busy());
    records.clear();
  }
}

void ReadLanes::RunRecorder() {
  std::vector<Record> records;
  while (records_.PopSome(&records, kGroupMax)) {
    std::vector<ConsultationRow> rows;
    for (Record& record : records) {
      std::move(record.rows.begin(), record.rows.end(), std::back_inserter(rows));
    }
    const absl::Status kept = consultations_->Append(rows);
    std::vector<Answers::Answer> answers;
    answers.reserve(records.size());
    for (Record& record : records) {
      // What was not recorded is not shown.
      if (!kept.ok()) record.status = kept;
      answers.emplace_back(
          [done = std::move(record.done), status = std::move(record.status)]() mutable {
            done(std::move(status));
          });
    }
    answers_.Send(std::move(answers));
    records.clear();
  }
}

}  // namespace mandat::ledger
