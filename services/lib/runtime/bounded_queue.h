#ifndef SERVICES_LIB_RUNTIME_BOUNDED_QUEUE_H_
#define SERVICES_LIB_RUNTIME_BOUNDED_QUEUE_H_

// A queue between threads that refuses instead of growing, and gives what waits in one go, so that
// batches form by themselves.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::runtime {

// Any number of producers and consumers; first in, first out.
template <class T>
class BoundedQueue {
 public:
  // Holds at most `capacity` items, at least 1.
  explicit BoundedQueue(size_t capacity) : capacity_(capacity) {}
  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  // Takes the item. False when full or closed; it then stays with the caller, who owes somebody an
  // answer. Never waits.
  bool TryPush(T* item) MANDAT_EXCLUDES(mutex_) {
    {
      MutexLock lock(&mutex_);
      if (closed_ || items_.size() >= capacity_) return false;
      items_.push_back(std::move(*item));
      if (waiting_ == 0) return true;  // Nobody to wake: saves the system call on the hot path.
    }
    changed_.NotifyOne();
    return true;
  }

  // Takes all of `items`, waking whoever waits once. False when they do not all fit or the queue is
  // closed; they then stay with the caller. Never waits.
  bool TryPushAll(std::vector<T>* items) MANDAT_EXCLUDES(mutex_) {
    const size_t count = items->size();
    size_t waiting = 0;
    {
      MutexLock lock(&mutex_);
      if (closed_ || count > capacity_ - items_.size()) return false;
      std::move(items->begin(), items->end(), std::back_inserter(items_));
      waiting = waiting_;
    }
    items->clear();
    if (count > 1 && waiting > 1) {
      changed_.NotifyAll();
    } else if (count > 0 && waiting > 0) {
      changed_.NotifyOne();
    }
    return true;
  }

  // Appends one to `max` items to `out`, waiting for the first. False, and nothing appended, once
  // the queue is closed and empty.
  bool PopSome(std::vector<T>* out, size_t max) MANDAT_EXCLUDES(mutex_) {
    return Pop(out, max, std::nullopt);
  }

  // The same, but waits at most `wait` (none when not positive): true with nothing appended means
  // that the time is up.
  bool PopSomeUntil(std::vector<T>* out, size_t max, absl::Duration wait) MANDAT_EXCLUDES(mutex_) {
    return Pop(out, max, SteadyDeadline(wait));
  }

  // Refuses further items and wakes everybody; what is inside can still be taken. May be called
  // more than once.
  void Close() MANDAT_EXCLUDES(mutex_) {
    {
      MutexLock lock(&mutex_);
      closed_ = true;
    }
    changed_.NotifyAll();
  }

  size_t size() const MANDAT_EXCLUDES(mutex_) {
    MutexLock lock(&mutex_);
    return items_.size();
  }

  size_t capacity() const { return capacity_; }

 private:
  bool Pop(std::vector<T>* out, size_t max,
           std::optional<std::chrono::steady_clock::time_point> deadline) MANDAT_EXCLUDES(mutex_) {
    MutexLock lock(&mutex_);
    while (items_.empty() && !closed_) {
      ++waiting_;
      bool in_time = true;
      if (deadline.has_value()) {
        in_time = changed_.WaitUntil(&mutex_, *deadline);
      } else {
        changed_.Wait(&mutex_);
      }
      --waiting_;
      if (!in_time) break;
    }
    if (items_.empty()) return !closed_;
    const size_t count = std::min(max, items_.size());
    const auto end = items_.begin() + static_cast<std::ptrdiff_t>(count);
    std::move(items_.begin(), end, std::back_inserter(*out));
    items_.erase(items_.begin(), end);
    // This thread may have been woken for more items than it takes.
    if (!items_.empty() && waiting_ > 0) changed_.NotifyOne();
    return true;
  }

  const size_t capacity_;
  mutable Mutex mutex_;
  CondVar changed_;
  std::deque<T> items_ MANDAT_GUARDED_BY(mutex_);
  size_t waiting_ MANDAT_GUARDED_BY(mutex_) = 0;
  bool closed_ MANDAT_GUARDED_BY(mutex_) = false;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_BOUNDED_QUEUE_H_
