#ifndef TESTS_CHAOS_LOAD_H_
#define TESTS_CHAOS_LOAD_H_

// Callers who do not give up: each command is repeated with the same request_id until it is
// acknowledged. And one who gives up at once, whose commands may be done or not, but not half.

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/runtime/thread.h"
#include "tests/support/running_social_aid.h"

namespace mandat::chaos {

// What callers were told. Taken together, it is what the log must say.
struct Acknowledged {
  // Verbs of the versions of each request, from the first on.
  std::map<std::string, std::vector<std::string>> requests;
  // Offices of the caller who gives up.
  std::set<std::string> offices;
  // The same, with those of which nobody knows.
  std::set<std::string> offices_asked_for;
};

class Load {
 public:
  // The parties of scenario.h are registered. Starts at once. `tag` tells this load's people and
  // offices from those of others: 0 to 9.
  explicit Load(testing::RunningSocialAid& service, int tag = 0);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Commands acknowledged so far.
  int64_t acknowledged() const { return acknowledged_.load(); }
  // Calls that failed and were repeated or given up.
  int64_t failed() const { return failed_.load(); }
  // Waits until so many more are acknowledged; a failure of the test where they are not in time.
  void AwaitMore(int64_t commands, absl::Duration timeout = absl::Seconds(60));

  Acknowledged SoFar() const;
  // Lets everybody finish what they began, and ends.
  Acknowledged Stop();

  // Answers that no caller may get, whatever breaks: own faults of the service, refusals.
  std::vector<std::string> Faults() const;

 private:
  enum class Ending { kDraft, kSent, kCalculated, kWithdrawn, kDeleted };

  void RunPersistent(int writer);
  void RunImpatient();
  // One request through its life. False where the load ends.
  bool LiveThrough(const std::string& person, Ending ending);

  // Repeats until it is acknowledged; nothing where the answer was none that a caller may get.
  template <class Method, class Request>
  auto Persist(testing::Persona persona, Method method, Request request);
  socialaid::v1::CreateOfficeRequest AskForOffice(int number);
  void Note(const std::string& request, const char* verb);
  void NoteOffice(const std::string& office);
  void Blame(const std::string& fault);

  testing::RunningSocialAid& service_;
  const int tag_;
  std::atomic<bool> stopping_{false};
  std::atomic<int64_t> acknowledged_{0};
  std::atomic<int64_t> failed_{0};
  mutable runtime::Mutex mutex_;
  Acknowledged told_ MANDAT_GUARDED_BY(mutex_);
  std::vector<std::string> faults_ MANDAT_GUARDED_BY(mutex_);
  std::vector<runtime::Thread> writers_;
};

}  // namespace mandat::chaos

#endif  // TESTS_CHAOS_LOAD_H_
