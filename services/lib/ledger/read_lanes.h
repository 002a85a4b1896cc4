#ifndef SERVICES_LIB_LEDGER_READ_LANES_H_
#define SERVICES_LIB_LEDGER_READ_LANES_H_

// The reading threads, and the thread that makes consultations durable before their replies leave.

#include <functional>
#include <memory>
#include <vector>

#include "services/lib/access/call.h"
#include "services/lib/ledger/answers.h"
#include "services/lib/ledger/codec.h"
#include "services/lib/ledger/ledger_view.h"
#include "services/lib/ledger/store.h"
#include "services/lib/runtime/bounded_queue.h"
#include "services/lib/runtime/thread.h"

namespace mandat::ledger {

class ReadLanes {
 public:
  using ReadFunction = std::function<absl::Status(View&)>;
  using Done = std::function<void(absl::Status)>;

  // One thread a reader.
  ReadLanes(const Codec& codec, std::vector<std::unique_ptr<Reader>> readers,
            std::unique_ptr<ConsultationWriter> consultations, size_t queue_max, Answers& answers);
  ~ReadLanes();

  // `done` gets RESOURCE_EXHAUSTED `SERVER_BUSY` where too many wait; else it runs on a thread of
  // these lanes or of the answers, which must be closed after these.
  void Push(const access::Call& call, ReadFunction read, Done done);
  void Close();

 private:
  struct Task {
    access::Call call;
    ReadFunction read;
    Done done;
  };
  struct Record {
    std::vector<ConsultationRow> rows;
    absl::Status status;
    Done done;
  };

  void RunReader(Reader& reader);
  void RunRecorder();

  const Codec& codec_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::unique_ptr<ConsultationWriter> consultations_;
  Answers& answers_;
  runtime::BoundedQueue<Task> tasks_;
  runtime::BoundedQueue<Record> records_;
  std::vector<runtime::Thread> threads_;
  runtime::Thread recorder_;
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_READ_LANES_H_
