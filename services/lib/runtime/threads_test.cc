#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <numeric>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/runtime/bounded_queue.h"
#include "services/lib/runtime/clock.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/runtime/pending_operation.h"
#include "services/lib/runtime/stream_places.h"
#include "services/lib/runtime/thread.h"

namespace mandat::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SystemClock, CountsWholeMicrosecondsOfTheWallClock) {
  const auto before = std::chrono::system_clock::now();
  const absl::Time now = SystemClock().Now();
  const auto after = std::chrono::system_clock::now();
  EXPECT_EQ(now, absl::FromUnixMicros(absl::ToUnixMicros(now)));
  EXPECT_GE(now, absl::FromChrono(before) - absl::Microseconds(1));
  EXPECT_LE(now, absl::FromChrono(after));
}

TEST(CondVar, GivesUpAtTheDeadline) {
  Mutex mutex;
  CondVar never;
  const auto deadline = SteadyDeadline(absl::Milliseconds(20));
  MutexLock lock(&mutex);
  while (never.WaitUntil(&mutex, deadline)) {
  }
  EXPECT_GE(std::chrono::steady_clock::now(), deadline);
}

TEST(SteadyDeadline, TakesForeverAsAYear) {
  EXPECT_GT(SteadyDeadline(absl::InfiniteDuration()),
            std::chrono::steady_clock::now() + std::chrono::hours(24 * 364));
}

TEST(Thread, IsJoinedByItsOwner) {
  std::atomic<bool> ran{false};
  {
    Thread thread("a name longer than fifteen", [&ran] { ran = true; });
  }
  EXPECT_TRUE(ran);
}

TEST(Thread, AssigningJoinsTheOldOne) {
  std::atomic<int> ran{0};
  Thread thread("first", [&ran] { ran += 1; });
  thread = Thread("second", [&ran] { ran += 10; });
  EXPECT_GE(ran % 10, 1);
  thread.Join();
  thread.Join();
  EXPECT_EQ(ran, 11);
}

template <class T>
bool Push(BoundedQueue<T>& queue, std::type_identity_t<T> item) {
  return queue.TryPush(&item);
}

TEST(BoundedQueue, GivesWhatWaitsInOrderAndAtMostMax) {
  BoundedQueue<int> queue(10);
  for (int i = 1; i <= 5; ++i) ASSERT_TRUE(Push(queue, i));
  std::vector<int> out;
  ASSERT_TRUE(queue.PopSome(&out, 3));
  EXPECT_THAT(out, ElementsAre(1, 2, 3));
  ASSERT_TRUE(queue.PopSome(&out, 3));
  EXPECT_THAT(out, ElementsAre(1, 2, 3, 4, 5)) << "appends";
  EXPECT_EQ(queue.size(), 0u);
}

TEST(BoundedQueue, RefusesWhenFullAndTakesAgainAfterwards) {
  BoundedQueue<std::unique_ptr<int>> queue(2);
  EXPECT_TRUE(Push(queue, std::make_unique<int>(1)));
  EXPECT_TRUE(Push(queue, std::make_unique<int>(2)));
  auto third = std::make_unique<int>(3);
  EXPECT_FALSE(queue.TryPush(&third));
  ASSERT_NE(third, nullptr) << "what was refused stays with the caller";
  std::vector<std::unique_ptr<int>> out;
  ASSERT_TRUE(queue.PopSome(&out, 1));
  EXPECT_TRUE(Push(queue, std::make_unique<int>(4)));
  EXPECT_EQ(queue.size(), 2u);
}

TEST(BoundedQueue, ClosedGivesTheRestAndThenEnds) {
  BoundedQueue<int> queue(4);
  ASSERT_TRUE(Push(queue, 1));
  queue.Close();
  queue.Close();
  EXPECT_FALSE(Push(queue, 2));
  std::vector<int> out;
  EXPECT_TRUE(queue.PopSome(&out, 9));
  EXPECT_THAT(out, ElementsAre(1));
  EXPECT_FALSE(queue.PopSome(&out, 9));
  EXPECT_FALSE(queue.PopSomeUntil(&out, 9, absl::Seconds(100)));
  EXPECT_THAT(out, ElementsAre(1));
}

TEST(BoundedQueue, TellsAnElapsedWaitFromTheEnd) {
  BoundedQueue<int> queue(4);
  std::vector<int> out;
  EXPECT_TRUE(queue.PopSomeUntil(&out, 1, absl::Milliseconds(5)));
  EXPECT_TRUE(queue.PopSomeUntil(&out, 1, absl::ZeroDuration()));
  EXPECT_TRUE(queue.PopSomeUntil(&out, 1, absl::Seconds(-1)));
  EXPECT_THAT(out, IsEmpty());
  queue.Close();
  EXPECT_FALSE(queue.PopSomeUntil(&out, 1, absl::ZeroDuration()));
}

TEST(BoundedQueue, CloseWakesEverybodyWhoWaits) {
  BoundedQueue<int> queue(4);
  std::atomic<int> ended{0};
  std::vector<Thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back("waiter", [&] {
      std::vector<int> out;
      if (!queue.PopSome(&out, 1)) ++ended;
    });
  }
  queue.Close();
  threads.clear();
  EXPECT_EQ(ended, 3);
}

// Nothing is lost, doubled or left lying while several threads push and pop at random.
TEST(BoundedQueue, ManyThreadsLoseNothing) {
  constexpr int kProducers = 4;
  constexpr int kItemsEach = 5000;
  BoundedQueue<int> queue(64);
  std::vector<std::vector<int>> taken(3);
  std::vector<Thread> consumers;
  for (size_t c = 0; c < taken.size(); ++c) {
    consumers.emplace_back("consumer", [&queue, &mine = taken[c], c] {
      if (c == 0) {
        while (queue.PopSomeUntil(&mine, 7, absl::Microseconds(50))) {
        }
      } else {
        while (queue.PopSome(&mine, 7)) {
        }
      }
    });
  }
  {
    std::vector<Thread> producers;
    for (int p = 0; p < kProducers; ++p) {
      producers.emplace_back("producer", [&queue, p] {
        for (int i = 0; i < kItemsEach; ++i) {
          while (!Push(queue, p * kItemsEach + i)) std::this_thread::yield();
        }
      });
    }
  }
  queue.Close();
  consumers.clear();
  std::vector<int> all;
  for (const std::vector<int>& part : taken) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());
  std::vector<int> expected(kProducers * kItemsEach);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(all, expected);
}

using Outcome = PendingOperation::Outcome;

TEST(PendingOperation, TellsHowItEndedAlsoBeforeItIsWaitedFor) {
  PendingOperation operation;
  operation.Begin();
  operation.End(true);
  EXPECT_EQ(operation.Wait(), Outcome::kDone);
  operation.Begin();
  EXPECT_EQ(operation.Wait(absl::Milliseconds(1)), Outcome::kTimeUp);
  Thread other("other", [&operation] { operation.End(false); });
  EXPECT_EQ(operation.Wait(), Outcome::kFailed);
}

TEST(PendingOperation, AnInterruptEndsEveryWait) {
  PendingOperation operation;
  operation.Begin();
  Thread other("other", [&operation] { operation.Interrupt(); });
  EXPECT_EQ(operation.Wait(), Outcome::kInterrupted);
  operation.End(true);
  EXPECT_EQ(operation.Wait(), Outcome::kInterrupted);
}

// The one who waits may do away with the operation as soon as it has ended.
TEST(PendingOperation, MayGoWhenItHasEnded) {
  for (int i = 0; i < 200; ++i) {
    auto operation = std::make_unique<PendingOperation>();
    operation->Begin();
    Thread other("other", [one = operation.get()] { one->End(true); });
    ASSERT_EQ(operation->Wait(), Outcome::kDone);
    operation.reset();
  }
}

struct CountingStream final : RunningStream {
  void EndSoon() override { ++ended; }
  std::atomic<int> ended{0};
};

TEST(StreamPlaces, AreFewAndGivenBack) {
  StreamPlaces places;
  std::vector<CountingStream> streams(kStreamsMax + 1);
  for (size_t i = 0; i < kStreamsMax; ++i) EXPECT_TRUE(places.Enter(&streams[i]).ok());
  EXPECT_EQ(base::ReasonOf(places.Enter(&streams[kStreamsMax])), "SERVER_BUSY");
  places.Leave(&streams[3]);
  EXPECT_TRUE(places.Enter(&streams[kStreamsMax]).ok());
}

TEST(StreamPlaces, TellTheStreamsThatRunToEndAndLetNoneIn) {
  StreamPlaces places;
  CountingStream running, gone, late;
  EXPECT_TRUE(places.Enter(&running).ok());
  EXPECT_TRUE(places.Enter(&gone).ok());
  places.Leave(&gone);
  places.EndAll();
  EXPECT_EQ(running.ended, 1);
  EXPECT_EQ(gone.ended, 0);
  EXPECT_EQ(base::ReasonOf(places.Enter(&late)), "SERVER_STOPPING");
}

// Streams come and go while the server ends them: none is told after it has left.
TEST(StreamPlaces, ManyThreadsEnterAndLeaveWhileTheServerEnds) {
  StreamPlaces places;
  std::atomic<bool> stop{false};
  std::vector<Thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back("caller", [&] {
      while (!stop) {
        CountingStream stream;
        if (places.Enter(&stream).ok()) places.Leave(&stream);
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  places.EndAll();
  stop = true;
}

}  // namespace
}  // namespace mandat::runtime
