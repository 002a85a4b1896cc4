#include "services/lib/runtime/thread.h"

#include <pthread.h>
#include <sys/resource.h>

#include <utility>

namespace mandat::runtime {

Thread::Thread(std::string name, std::function<void()> body)
    : thread_([name = std::move(name), body = std::move(body)] {
        pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
        body();
      }) {}

Thread& Thread::operator=(Thread&& other) noexcept {
  Join();
  thread_ = std::move(other.thread_);
  return *this;
}

void Thread::Join() {
  if (thread_.joinable()) thread_.join();
}

void LowerPriority() {
  // A third of the weight of others. On Linux this is of the thread and not of the process.
  constexpr int kNiceness = 5;
  setpriority(PRIO_PROCESS, 0, kNiceness);
}

}  // namespace mandat::runtime
