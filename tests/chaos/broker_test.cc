// The broker stops, dies or forgets everything. The log is the truth: commands go on, and every
// event arrives afterwards.

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/chaos/load.h"
#include "tests/chaos/proof.h"
#include "tests/chaos/started.h"
#include "tests/support/eventually.h"

namespace mandat::chaos {
namespace {

using testing::Engine;
using testing::Eventually;
using testing::IsOk;

constexpr int kBetween = 40;

class Broker : public Started {
 protected:
  void SetUp() override { Start(Engine::kSqlite); }

  // Events are on their way to the subscriber.
  void AwaitEffects(size_t count) {
    const size_t goal = collector_->effects() + count;
    ASSERT_TRUE(Eventually([&] { return collector_->effects() >= goal; }));
  }
};

TEST_F(Broker, StoppedForAWhileDelaysEventsAndNothingElse) {
  Load load(*service_);
  AwaitEffects(10);
  service_->broker().Stop();
  const absl::Time until = absl::Now() + (IsLong() ? absl::Seconds(30) : absl::Seconds(3));
  const int64_t failed_before = load.failed();
  while (absl::Now() < until) load.AwaitMore(kBetween);
  EXPECT_EQ(load.failed(), failed_before) << "commands do not need the broker";
  ASSERT_THAT(service_->broker().Start(), IsOk());
  AwaitEffects(10);
  ExpectRecovered(*service_, load, *collector_);
}

TEST_F(Broker, KilledWithPublicationsUnderWayLosesNone) {
  Load load(*service_);
  for (int i = 0; i < Kills(); ++i) {
    AwaitEffects(5);
    service_->broker().Kill();
    load.AwaitMore(kBetween);
    ASSERT_THAT(service_->broker().Start(), IsOk());
  }
  AwaitEffects(5);
  ExpectRecovered(*service_, load, *collector_);
}

TEST_F(Broker, ThatForgotEverythingIsToldEverythingAgain) {
  Load load(*service_);
  AwaitEffects(50);
  service_->broker().Stop();
  ASSERT_THAT(service_->broker().WipeStore(), IsOk());
  load.AwaitMore(kBetween);
  ASSERT_THAT(service_->broker().Start(), IsOk());
  AwaitEffects(10);
  ExpectRecovered(*service_, load, *collector_);
}

}  // namespace
}  // namespace mandat::chaos
