#ifndef SERVICES_LIB_RUNTIME_THREAD_H_
#define SERVICES_LIB_RUNTIME_THREAD_H_

// A thread with a name that cannot outlive its owner.

#include <functional>
#include <string>
#include <thread>

namespace mandat::runtime {

// Joins when destroyed or assigned to, so whoever owns it must first tell the body to end.
class Thread {
 public:
  // No thread; Join() returns at once.
  Thread() = default;
  // The operating system shows the first 15 characters of the name.
  Thread(std::string name, std::function<void()> body);
  ~Thread() { Join(); }

  Thread(Thread&&) = default;
  Thread& operator=(Thread&& other) noexcept;

  // Waits for the body to return. May be called more than once.
  void Join();

 private:
  std::thread thread_;
};

// From here on the calling thread, and those that it starts, get less time than others where there
// is not enough for all.
void LowerPriority();

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_THREAD_H_
