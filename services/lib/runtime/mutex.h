#ifndef SERVICES_LIB_RUNTIME_MUTEX_H_
#define SERVICES_LIB_RUNTIME_MUTEX_H_

// Locks whose use the compiler checks (clang -Wthread-safety) and that ThreadSanitizer understands,
// which it does not with absl::Mutex out of a library that was built without it.

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

#if defined(__clang__)
#define MANDAT_THREAD_ANNOTATION_(x) __attribute__((x))
#else
#define MANDAT_THREAD_ANNOTATION_(x)
#endif

// On a member: only touched while the mutex is held.
#define MANDAT_GUARDED_BY(mutex) MANDAT_THREAD_ANNOTATION_(guarded_by(mutex))
// On a pointer member: what it points to is only touched while the mutex is held.
#define MANDAT_PT_GUARDED_BY(mutex) MANDAT_THREAD_ANNOTATION_(pt_guarded_by(mutex))
// On a function: the caller holds the mutex.
#define MANDAT_REQUIRES(...) MANDAT_THREAD_ANNOTATION_(requires_capability(__VA_ARGS__))
// On a function: the caller does not hold the mutex.
#define MANDAT_EXCLUDES(...) MANDAT_THREAD_ANNOTATION_(locks_excluded(__VA_ARGS__))
#define MANDAT_ACQUIRE(...) MANDAT_THREAD_ANNOTATION_(acquire_capability(__VA_ARGS__))
#define MANDAT_RELEASE(...) MANDAT_THREAD_ANNOTATION_(release_capability(__VA_ARGS__))
#define MANDAT_CAPABILITY(name) MANDAT_THREAD_ANNOTATION_(capability(name))
#define MANDAT_SCOPED_CAPABILITY MANDAT_THREAD_ANNOTATION_(scoped_lockable)

namespace mandat::runtime {

// Not recursive.
class MANDAT_CAPABILITY("mutex") Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() MANDAT_ACQUIRE() { mutex_.lock(); }
  void Unlock() MANDAT_RELEASE() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

// Holds the mutex from construction to destruction.
class MANDAT_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex* mutex) MANDAT_ACQUIRE(mutex) : mutex_(*mutex) { mutex_.Lock(); }
  ~MutexLock() MANDAT_RELEASE() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits may end for no reason: always wait in a loop over the condition.
class CondVar {
 public:
  CondVar() = default;
  CondVar(const CondVar&) = delete;
  CondVar& operator=(const CondVar&) = delete;

  void Wait(Mutex* mutex) MANDAT_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex->mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }

  // False when `deadline` passed. On the steady clock, so that setting the machine's clock does not
  // matter.
  bool WaitUntil(Mutex* mutex, std::chrono::steady_clock::time_point deadline)
      MANDAT_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex->mutex_, std::adopt_lock);
    const bool in_time = condition_.wait_until(lock, deadline) == std::cv_status::no_timeout;
    lock.release();
    return in_time;
  }

  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

// The moment `wait` from now on the steady clock; waits of more than a year are taken as a year.
inline std::chrono::steady_clock::time_point SteadyDeadline(absl::Duration wait) {
  constexpr absl::Duration kLongest = absl::Hours(24 * 365);
  return std::chrono::steady_clock::now() +
         absl::ToChronoMicroseconds(wait < kLongest ? wait : kLongest);
}

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_MUTEX_H_
