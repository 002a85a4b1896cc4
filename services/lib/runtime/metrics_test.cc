#include "services/lib/runtime/metrics.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/runtime/thread.h"
#include "services/lib/testing/matchers.h"

namespace mandat::runtime {
namespace {

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

std::string HttpGet(int port, const std::string& path) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
    const std::string request =
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    EXPECT_EQ(write(fd, request.data(), request.size()), static_cast<ssize_t>(request.size()));
    char buffer[4096];
    for (ssize_t count; (count = read(fd, buffer, sizeof(buffer))) > 0;) {
      answer.append(buffer, static_cast<size_t>(count));
    }
  }
  close(fd);
  return answer;
}

TEST(Metrics, CountsAndReadsGaugesWhenAsked) {
  Metrics metrics;
  prometheus::Counter& counter =
      metrics.AddCounter("dead_letters_total", "Letters.", {{"consumer", "persons"}});
  counter.Increment();
  counter.Increment(2);
  double depth = 5;
  const GaugeRegistration gauge =
      metrics.AddGauge("ledger_queue_depth", "Waiting.", {}, [&depth] { return depth; });
  EXPECT_THAT(metrics.Text(), HasSubstr("dead_letters_total{consumer=\"persons\"} 3"));
  EXPECT_THAT(metrics.Text(), HasSubstr("ledger_queue_depth 5"));
  depth = 6;
  EXPECT_THAT(metrics.Text(), HasSubstr("ledger_queue_depth 6"));
}

TEST(Metrics, AGaugeGoesWithItsRegistration) {
  Metrics metrics;
  {
    GaugeRegistration moved;
    {
      GaugeRegistration gauge = metrics.AddGauge("depth", "", {}, [] { return 1; });
      moved = std::move(gauge);
    }
    EXPECT_THAT(metrics.Text(), HasSubstr("depth 1"));
  }
  EXPECT_THAT(metrics.Text(), Not(HasSubstr("depth")));
}

TEST(Metrics, GaugesOfOneNameDifferInLabels) {
  Metrics metrics;
  const auto a = metrics.AddGauge("lag", "", {{"consumer", "a"}}, [] { return 1; });
  const auto b = metrics.AddGauge("lag", "", {{"consumer", "b"}}, [] { return 2; });
  EXPECT_THAT(metrics.Text(), HasSubstr("lag{consumer=\"a\"} 1"));
  EXPECT_THAT(metrics.Text(), HasSubstr("lag{consumer=\"b\"} 2"));
}

TEST(RpcDurations, CountsByCodeFromManyThreads) {
  Metrics metrics;
  RpcDurations* rpc = metrics.AddRpc("S/M");
  EXPECT_THAT(metrics.Text(), Not(HasSubstr("NOT_FOUND"))) << "no series for what never happened";
  std::vector<Thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back("caller", [rpc] {
      for (int i = 0; i < 1000; ++i) {
        rpc->Record(absl::StatusCode::kOk, absl::Milliseconds(3));
        rpc->Record(absl::StatusCode::kNotFound, absl::Microseconds(80));
      }
    });
  }
  threads.clear();
  const std::string text = metrics.Text();
  EXPECT_THAT(text, HasSubstr("rpc_duration_seconds_count{code=\"OK\",method=\"S/M\"} 4000"));
  EXPECT_THAT(text, HasSubstr("{code=\"OK\",method=\"S/M\",le=\"0.0025\"} 0"));
  EXPECT_THAT(text, HasSubstr("{code=\"OK\",method=\"S/M\",le=\"0.005\"} 4000"));
  EXPECT_THAT(text, HasSubstr("{code=\"NOT_FOUND\",method=\"S/M\",le=\"0.0001\"} 4000"));
}

TEST(Metrics, AnswersOverHttpOnAPortOfItsOwn) {
  Metrics metrics;
  ASSERT_THAT(metrics.Serve("127.0.0.1:0"), IsOk());
  metrics.AddCounter("things_total", "Things.").Increment();
  const GaugeRegistration gauge = metrics.AddGauge("depth", "Depth.", {}, [] { return 3; });
  ASSERT_GT(metrics.port(), 0);
  const std::string answer = HttpGet(metrics.port(), "/metrics");
  EXPECT_THAT(answer, HasSubstr("200 OK"));
  EXPECT_THAT(answer, HasSubstr("things_total 1"));
  EXPECT_THAT(answer, HasSubstr("depth 3"));
  Metrics second;
  EXPECT_THAT(second.Serve("127.0.0.1:" + std::to_string(metrics.port())),
              HasReason("METRICS_ADDRESS_UNAVAILABLE"));
}

}  // namespace
}  // namespace mandat::runtime
