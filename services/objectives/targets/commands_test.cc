#include "services/objectives/targets/commands.h"

#include <future>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/queries.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Target;

class Targets : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    MakeSmallPlan();
  }
  std::vector<Target> List(bool replaced_too) {
    v1::ListTargetsRequest request;
    request.set_indicator("indicators/i1");
    request.set_replaced_too(replaced_too);
    const auto response = Ask("ListTargets", member_, ListTargets, request);
    EXPECT_THAT(response, IsOk());
    return {response->targets().begin(), response->targets().end()};
  }
};

const char kBasis[] =
    "basis { reference: 'decisions/d2' date { year: 2024 month: 2 day: 1 } } "
    "reach { value { numerator: 19 denominator: 20 } }";

TEST_F(Targets, AreNeverOverwritten) {
  ASSERT_THAT(SetATarget("t1"), IsOk());
  ASSERT_THAT(Adopt("plans/p1"), IsOk());
  EXPECT_THAT(SetATarget("t2"), HasReason("TARGET_WITHOUT_DECISION"));
  const auto second = SetATarget("t2", kBasis);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->replaces(), "targets/t1");
  EXPECT_EQ(second->owner(), kAgency);
  EXPECT_EQ(second->plan(), "plans/p1");
  ASSERT_EQ(List(false).size(), 1u);
  EXPECT_EQ(List(false)[0].name(), "targets/t2");
  const std::vector<Target> all = List(true);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].replaced_by(), "targets/t2");
  EXPECT_THAT(all[0].reach(), EqualsProto(TestTarget().reach()));
  EXPECT_THAT(LogLines(), ::testing::IsSupersetOf(
                              {"targets/t1@1 set", "targets/t2@1 set", "targets/t1@2 replaced"}));
}

TEST_F(Targets, AreOfIndicatorsOfTheCallersAgency) {
  EXPECT_THAT(SetATarget("t1", "indicator: 'indicators/none'"), HasReason("INDICATOR_NOT_FOUND"));
  v1::SetTargetRequest request;
  *request.mutable_target() = TestTarget();
  EXPECT_THAT(Run<SetTarget>("SetTarget", other_director_, request),
              HasReason("INDICATOR_NOT_FOUND"));
  EXPECT_THAT(Run<SetTarget>("SetTarget", head_, request), HasReason("ROLE_REQUIRED"));
  ASSERT_THAT(SetATarget("t1"), IsOk());
  EXPECT_THAT(SetATarget("t1"), HasReason("TARGET_EXISTS"));
}

TEST_F(Targets, AreSetUntilThePlanIsJudged) {
  ASSERT_THAT(Adopt("plans/p1"), IsOk());
  ASSERT_THAT(Start("plans/p1"), IsOk());
  ASSERT_THAT(SetATarget("t1", kBasis), IsOk());
  ASSERT_THAT(Judge("plans/p1"), IsOk());
  EXPECT_THAT(SetATarget("t2", kBasis), HasReason("PLAN_OVER"));
}

// However many set one at once, one counts, and the others form a chain to it.
TEST_F(Targets, OfAnIndicatorOneCountsWhoeverSetsThem) {
  std::vector<std::future<absl::StatusOr<Target>>> all;
  for (int i = 0; i < 20; ++i) {
    v1::SetTargetRequest request;
    request.set_target_id(absl::StrCat("t", i));
    *request.mutable_target() = TestTarget();
    all.push_back(
        ServiceLedger::Start<SetTarget>("SetTarget", i % 2 == 0 ? director_ : holder_, request));
  }
  for (auto& one : all) EXPECT_THAT(one.get(), IsOk());
  EXPECT_EQ(List(false).size(), 1u);
  EXPECT_EQ(List(true).size(), 20u);
  int first = 0;
  for (const Target& target : List(true)) first += target.replaces().empty() ? 1 : 0;
  EXPECT_EQ(first, 1);
}

}  // namespace
}  // namespace mandat::objectives
