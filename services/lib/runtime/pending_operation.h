#ifndef SERVICES_LIB_RUNTIME_PENDING_OPERATION_H_
#define SERVICES_LIB_RUNTIME_PENDING_OPERATION_H_

// An operation that one thread begins and waits for, and another ends.

#include "absl/time/time.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::runtime {

// One operation at a time, as often as wanted.
class PendingOperation {
 public:
  enum class Outcome {
    kDone,
    kFailed,
    kInterrupted,  // it may still be under way
    kTimeUp,       // it is still under way
  };

  PendingOperation() = default;
  PendingOperation(const PendingOperation&) = delete;
  PendingOperation& operator=(const PendingOperation&) = delete;

  // Before the operation is started, so that its end finds it.
  void Begin() MANDAT_EXCLUDES(mutex_) {
    const MutexLock lock(&mutex_);
    under_way_ = true;
  }

  void End(bool ok) MANDAT_EXCLUDES(mutex_) {
    // Woken under the lock: whoever waited may do away with this object.
    const MutexLock lock(&mutex_);
    under_way_ = false;
    ok_ = ok;
    changed_.NotifyAll();
  }

  // From now on nobody waits, whatever is done or not.
  void Interrupt() MANDAT_EXCLUDES(mutex_) {
    const MutexLock lock(&mutex_);
    interrupted_ = true;
    changed_.NotifyAll();
  }

  // Waits at most `patience` for the end of the operation. May be called again after kTimeUp.
  Outcome Wait(absl::Duration patience = absl::InfiniteDuration()) MANDAT_EXCLUDES(mutex_) {
    const auto deadline = SteadyDeadline(patience);
    const MutexLock lock(&mutex_);
    bool in_time = true;
    while (under_way_ && !interrupted_ && in_time) in_time = changed_.WaitUntil(&mutex_, deadline);
    if (interrupted_) return Outcome::kInterrupted;
    if (under_way_) return Outcome::kTimeUp;
    return ok_ ? Outcome::kDone : Outcome::kFailed;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool under_way_ MANDAT_GUARDED_BY(mutex_) = false;
  bool ok_ MANDAT_GUARDED_BY(mutex_) = false;
  bool interrupted_ MANDAT_GUARDED_BY(mutex_) = false;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_PENDING_OPERATION_H_
