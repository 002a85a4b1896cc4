#include "services/lib/base/status_macros.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mandat::base {
namespace {

using ::testing::ElementsAre;

absl::Status Step(std::vector<std::string>& trace, const std::string& name, absl::Status result) {
  trace.push_back(name);
  return result;
}

absl::Status TwoSteps(std::vector<std::string>& trace, absl::Status first) {
  RETURN_IF_ERROR(Step(trace, "first", std::move(first)));
  RETURN_IF_ERROR(Step(trace, "second", absl::OkStatus()));
  trace.push_back("end");
  return absl::OkStatus();
}

TEST(ReturnIfError, GoesOnAfterOk) {
  std::vector<std::string> trace;
  EXPECT_EQ(TwoSteps(trace, absl::OkStatus()), absl::OkStatus());
  EXPECT_THAT(trace, ElementsAre("first", "second", "end"));
}

TEST(ReturnIfError, StopsAtTheFirstErrorWithAllOfIt) {
  absl::Status error = absl::AbortedError("no");
  error.SetPayload("key", absl::Cord("value"));
  std::vector<std::string> trace;
  EXPECT_EQ(TwoSteps(trace, error), error);
  EXPECT_THAT(trace, ElementsAre("first"));
}

absl::StatusOr<int> SumOf(absl::StatusOr<int> a, absl::StatusOr<int> b) {
  ASSIGN_OR_RETURN(const int first, std::move(a));
  int second = 0;
  ASSIGN_OR_RETURN(second, std::move(b));
  return first + second;
}

TEST(AssignOrReturn, DeclaresOrAssigns) { EXPECT_EQ(*SumOf(40, 2), 42); }

TEST(AssignOrReturn, ReturnsTheError) {
  EXPECT_EQ(SumOf(absl::NotFoundError("a"), 2).status(), absl::NotFoundError("a"));
  EXPECT_EQ(SumOf(1, absl::NotFoundError("b")).status(), absl::NotFoundError("b"));
}

TEST(AssignOrReturn, MovesWhatCannotBeCopied) {
  const auto take = [](absl::StatusOr<std::unique_ptr<int>> source) -> absl::StatusOr<int> {
    ASSIGN_OR_RETURN(std::unique_ptr<int> owned, std::move(source));
    return *owned;
  };
  EXPECT_EQ(*take(std::make_unique<int>(7)), 7);
}

}  // namespace
}  // namespace mandat::base
