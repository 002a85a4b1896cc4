#include "gateway/cli/arguments.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/testing/matchers.h"

namespace mandat::cli {
namespace {

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

TEST(Arguments, WordsAndOptionsStandInAnyOrder) {
  Arguments arguments = Arguments::Parse({"list", "--state=sent", "centres", "--all"});
  EXPECT_THAT(arguments.words(), ElementsAre("list", "centres"));
  EXPECT_THAT(arguments.Take("state"), Optional(std::string("sent")));
  EXPECT_THAT(arguments.TakeSwitch("all"), IsOkAndHolds(true));
  EXPECT_THAT(arguments.TakeSwitch("names"), IsOkAndHolds(false));
  EXPECT_THAT(arguments.NothingLeft(), IsOk());
}

TEST(Arguments, OnlyTheFirstEqualsSignSeparates) {
  Arguments arguments = Arguments::Parse({"--reason=a=b"});
  EXPECT_THAT(arguments.Take("reason"), Optional(std::string("a=b")));
}

TEST(Arguments, AfterTwoHyphensEverythingIsAWord) {
  EXPECT_THAT(Arguments::Parse({"get", "--", "--all"}).words(), ElementsAre("get", "--all"));
}

TEST(Arguments, ARepeatedOptionKeepsItsOrderAndTheLastCountsAlone) {
  Arguments arguments = Arguments::Parse({"--role=a", "--role=b"});
  Arguments copy = arguments;
  EXPECT_THAT(arguments.TakeAll("role"), ElementsAre("a", "b"));
  EXPECT_THAT(arguments.rest(), IsEmpty());
  EXPECT_THAT(copy.Take("role"), Optional(std::string("b")));
}

TEST(Arguments, WhatNobodyTookIsRefused) {
  EXPECT_THAT(Arguments::Parse({"--colour=red"}).NothingLeft(), HasReason("WRONG_USE"));
}

TEST(Arguments, ASwitchTakesNoValue) {
  EXPECT_THAT(Arguments::Parse({"--all=yes"}).TakeSwitch("all"), HasReason("WRONG_USE"));
}

TEST(Arguments, TimesNeedAUnitAndAreNotZero) {
  EXPECT_THAT(Arguments::Parse({"--ttl=90s"}).TakeDuration("ttl", absl::Hours(1)),
              IsOkAndHolds(absl::Seconds(90)));
  EXPECT_THAT(Arguments::Parse({}).TakeDuration("ttl", absl::Hours(1)),
              IsOkAndHolds(absl::Hours(1)));
  for (const char* wrong : {"--ttl=90", "--ttl=0s", "--ttl=-1s", "--ttl="}) {
    EXPECT_THAT(Arguments::Parse({wrong}).TakeDuration("ttl", absl::Hours(1)),
                HasReason("WRONG_USE"))
        << wrong;
  }
}

TEST(Arguments, CountsAreNotNegative) {
  EXPECT_THAT(Arguments::Parse({"--count=0"}).TakeCount("count", 7), IsOkAndHolds(0));
  EXPECT_THAT(Arguments::Parse({}).TakeCount("count", 7), IsOkAndHolds(7));
  for (const char* wrong : {"--count=-1", "--count=x", "--count="}) {
    EXPECT_THAT(Arguments::Parse({wrong}).TakeCount("count", 7), HasReason("WRONG_USE")) << wrong;
  }
}

}  // namespace
}  // namespace mandat::cli
