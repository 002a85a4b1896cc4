#include "services/lib/runtime/log.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/runtime/thread.h"

namespace mandat::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(FormatLogLine, WritesOneObjectWithEveryKindOfField) {
  const absl::Time time = absl::FromUnixMicros(1'773'316'800'000'001);
  const std::string text = "a \"quoted\"\nline";
  EXPECT_EQ(FormatLogLine(time, Severity::kWarning, "store is slow",
                          {{"text", text},
                           {"literal", "x"},
                           {"port", 8080},
                           {"size", size_t{7}},
                           {"ok", true},
                           {"ratio", 0.5},
                           {"took_us", absl::Milliseconds(3)},
                           {"due", time}}),
            "{\"time\":\"2026-03-12T12:00:00.000001Z\",\"severity\":\"WARNING\","
            "\"message\":\"store is slow\",\"text\":\"a \\\"quoted\\\"\\nline\",\"literal\":\"x\","
            "\"port\":8080,\"size\":7,\"ok\":true,\"ratio\":0.5,\"took_us\":3000,"
            "\"due\":\"2026-03-12T12:00:00.000001Z\"}");
}

TEST(Log, WritesFromItsSeverityOn) {
  ::testing::internal::CaptureStderr();
  LogDebug("too small");
  LogInfo("large enough");
  SetLogSeverity(Severity::kError);
  EXPECT_FALSE(LogEnabled(Severity::kWarning));
  LogWarning("too small now");
  LogError("an error");
  SetLogSeverity(Severity::kDebug);
  LogDebug("small");
  SetLogSeverity(Severity::kInfo);
  const std::vector<std::string> lines =
      absl::StrSplit(::testing::internal::GetCapturedStderr(), '\n');
  ASSERT_THAT(
      lines, ElementsAre(HasSubstr("large enough"), HasSubstr("an error"), HasSubstr("small"), ""));
}

TEST(BackgroundLog, WritesWholeLinesOfManyThreadsBeforeItGoes) {
  ::testing::internal::CaptureStderr();
  {
    BackgroundLog background;
    std::vector<Thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back("logger", [t] {
        for (int i = 0; i < 500; ++i) LogInfo("line", {{"thread", t}, {"i", i}, {"brace", "{}"}});
      });
    }
  }
  std::vector<std::string> lines =
      absl::StrSplit(::testing::internal::GetCapturedStderr(), '\n', absl::SkipEmpty());
  EXPECT_THAT(lines, SizeIs(2000));
  EXPECT_EQ(DroppedLogLines(), 0);
  int next[4] = {};
  for (const std::string& line : lines) {
    for (int t = 0; t < 4; ++t) {
      const std::string tail =
          absl::StrCat("\"thread\":", t, ",\"i\":", next[t], ",\"brace\":\"{}\"}");
      if (line.ends_with(tail)) ++next[t];
    }
  }
  EXPECT_THAT(next, ElementsAre(500, 500, 500, 500)) << "whole, and in the order of each thread";
}

}  // namespace
}  // namespace mandat::runtime
