#ifndef SERVICES_LIB_LEDGER_ANSWERS_H_
#define SERVICES_LIB_LEDGER_ANSWERS_H_

// The thread that answers. A reply costs tens of microseconds of transport; on the thread that
// commits they would be the next commit's.

#include <cstddef>
#include <functional>
#include <vector>

#include "services/lib/runtime/bounded_queue.h"
#include "services/lib/runtime/thread.h"

namespace mandat::ledger {

class Answers {
 public:
  using Answer = std::function<void()>;

  Answers();
  ~Answers() { Close(); }

  // Runs each once, in order: soon on the thread of this, or at once on the caller's where too many
  // wait or this is closed.
  void Send(std::vector<Answer> answers);
  // Returns when all have been sent. May be called more than once.
  void Close();

 private:
  void Run();

  runtime::BoundedQueue<Answer> queue_;
  runtime::Thread thread_;
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_ANSWERS_H_
