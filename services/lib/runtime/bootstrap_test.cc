#include "services/lib/runtime/bootstrap.h"

#include <unistd.h>

#include "gtest/gtest.h"
#include "services/lib/runtime/log.h"
#include "services/lib/runtime/test_service.h"

namespace mandat::runtime {
namespace {

TEST(EndSignals, WaitForTermAndInt) {
  CapturedLogForTest log;
  EndSignals signals;
  for (const int number : {SIGTERM, SIGINT}) {
    kill(getpid(), number);
    EXPECT_THAT(signals.WaitForEnd(), testing::IsOk());
  }
}

TEST(EndSignals, TheFirstFailureEndsTheProgramToo) {
  EndSignals signals;
  Thread part("part", [&signals] {
    signals.Fail(absl::OkStatus());
    signals.Fail(absl::UnavailableError("first"));
    signals.Fail(absl::InternalError("second"));
  });
  EXPECT_EQ(signals.WaitForEnd(), absl::UnavailableError("first"));
}

TEST(EndSignals, SignalsThatComeLateDoNotKill) {
  {
    CapturedLogForTest log;
    EndSignals signals;
    kill(getpid(), SIGTERM);
    EXPECT_THAT(signals.WaitForEnd(), testing::IsOk());
    kill(getpid(), SIGTERM);
  }
  SUCCEED() << "still here";
}

TEST_F(ServerTest, RunsUntilToldAndSaysHowItEnded) {
  CapturedLogForTest log;
  EndSignals signals;
  Start();
  kill(getpid(), SIGTERM);
  EXPECT_EQ(RunUntilSignalled(&signals, server_.get(), absl::ZeroDuration(), absl::Seconds(1)),
            kStoppedOnRequest);
  EXPECT_EQ(ListEvents(As(common::v1::ROLE_OPERATOR).get()).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  TestLogService other;
  options_.services = {&other};
  Start();
  signals.Fail(absl::UnavailableError("the relay is gone"));
  EXPECT_EQ(RunUntilSignalled(&signals, server_.get(), absl::ZeroDuration(), absl::Seconds(1)),
            kFailedWhileRunning);
}

}  // namespace
}  // namespace mandat::runtime
