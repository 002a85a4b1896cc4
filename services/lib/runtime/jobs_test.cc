#include "services/lib/runtime/jobs.h"

#include <atomic>
#include <future>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/runtime/log.h"
#include "services/lib/testing/fake_clock.h"

namespace mandat::runtime {
namespace {

using ::testing::HasSubstr;

// A job that does what `turn` says for the number of the turn, from 1, and whose end can be waited
// for.
class CountedJob {
 public:
  using Turn = std::function<absl::StatusOr<bool>(int turn)>;
  CountedJob(int awaited, Turn turn) : awaited_(awaited), turn_(std::move(turn)) {}

  Job Make(const std::string& name) {
    return {name, [this](absl::Time now) -> absl::StatusOr<bool> {
              now_us_ = absl::ToUnixMicros(now);
              const int turn = ++turns_;
              if (turn == awaited_) reached_.set_value();
              return turn_(turn);
            }};
  }
  bool WasReached() {
    return reached_.get_future().wait_for(std::chrono::seconds(30)) == std::future_status::ready;
  }
  int turns() const { return turns_; }
  absl::Time now() const { return absl::FromUnixMicros(now_us_); }

 private:
  const int awaited_;
  const Turn turn_;
  std::promise<void> reached_;
  std::atomic<int> turns_{0};
  std::atomic<int64_t> now_us_{0};
};

TEST(Jobs, BeginAtOnceAndGoOnUntilNothingIsLeft) {
  const testing::FakeClock clock;
  CountedJob job(3, [](int turn) { return turn < 3; });
  Jobs jobs({job.Make("portions")}, clock, absl::Hours(1));
  ASSERT_TRUE(job.WasReached());
  jobs.Stop();
  EXPECT_EQ(job.turns(), 3);
  EXPECT_EQ(job.now(), clock.Now());
}

TEST(Jobs, LookAgainAfterAWhile) {
  const testing::FakeClock clock;
  CountedJob job(3, [](int) { return false; });
  Jobs jobs({job.Make("idle")}, clock, absl::Milliseconds(1));
  EXPECT_TRUE(job.WasReached());
}

TEST(Jobs, OneThatPeopleWaitForLooksMoreOften) {
  const testing::FakeClock clock;
  CountedJob often(3, [](int) { return false; });
  CountedJob seldom(1, [](int) { return false; });
  Job wanted = often.Make("often");
  wanted.every = absl::Milliseconds(1);
  Jobs jobs({seldom.Make("seldom"), wanted}, clock, absl::Hours(1));
  ASSERT_TRUE(often.WasReached());
  jobs.Stop();
  EXPECT_EQ(seldom.turns(), 1);
}

TEST(Jobs, AFailureIsLoggedAndEndsNothing) {
  const testing::FakeClock clock;
  const CapturedLogForTest log;
  CountedJob failing(
      2, [](int) { return base::Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE", "…"); });
  CountedJob other(2, [](int) { return false; });
  Jobs jobs({failing.Make("failing"), other.Make("other")}, clock, absl::Milliseconds(1));
  EXPECT_TRUE(failing.WasReached());
  EXPECT_TRUE(other.WasReached());
  jobs.Stop();
  ASSERT_FALSE(log.Lines().empty());
  EXPECT_THAT(log.Lines().front(),
              HasSubstr("\"job\":\"failing\",\"reason\":\"STORE_UNAVAILABLE\""));
}

TEST(Jobs, StopWaitsForOnePortionAlone) {
  const testing::FakeClock clock;
  CountedJob endless(1, [](int) { return true; });
  Jobs jobs({endless.Make("endless")}, clock, absl::Hours(1));
  ASSERT_TRUE(endless.WasReached());
  jobs.Stop();
  const int turns = endless.turns();
  jobs.Stop();
  EXPECT_EQ(endless.turns(), turns);
}

TEST(Jobs, NoneNeedNoThread) {
  const testing::FakeClock clock;
  Jobs jobs({}, clock, absl::Hours(1));
  jobs.Stop();
}

}  // namespace
}  // namespace mandat::runtime
