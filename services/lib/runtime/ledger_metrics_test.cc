#include "services/lib/runtime/ledger_metrics.h"

#include "gmock/gmock.h"

namespace mandat::runtime {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(MeasureCommits, CountsCommandsAndSecondsByCommit) {
  Metrics metrics;
  const auto measure = MeasureCommits(metrics);
  measure({1, absl::Milliseconds(2)});
  measure({64, absl::Milliseconds(30)});
  EXPECT_THAT(metrics.Text(), AllOf(HasSubstr("ledger_batch_commands_count 2\n"),
                                    HasSubstr("ledger_batch_commands_sum 65\n"),
                                    HasSubstr("ledger_batch_commands_bucket{le=\"1\"} 1\n"),
                                    HasSubstr("ledger_batch_commands_bucket{le=\"32\"} 1\n"),
                                    HasSubstr("ledger_batch_commands_bucket{le=\"64\"} 2\n"),
                                    HasSubstr("ledger_commit_seconds_count 2\n"),
                                    HasSubstr("ledger_commit_seconds_sum 0.032\n"),
                                    HasSubstr("ledger_commit_seconds_bucket{le=\"0.0025\"} 1\n")));
}

}  // namespace
}  // namespace mandat::runtime
