#include "services/objectives/clock/orders.h"

#include <string>

#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/alerts/rules.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::clock {
namespace {

using absl::CivilDay;
using mandat::testing::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Time Noon(CivilDay day) { return base::EndOfDayInBrussels(day) - absl::Hours(12); }

// A plan that runs with an indicator without values.
Look WithoutValues() {
  Look look;
  look.picture.plan = PlanIn(v1::PLAN_STATE_RUNNING);
  look.picture.measured.push_back({TestIndicator(), TestTarget(), {}, true, "contact"});
  look.targets.emplace("targets/t1", TestTarget());
  look.values["indicators/i1"];
  return look;
}

// The alerts that it asks for, as if they were raised.
Look Raised(Look look, CivilDay day) {
  const auto alerts = alerts::AlertsOf(look.picture, day);
  EXPECT_THAT(alerts, IsOk());
  for (const v1::Alert& alert : *alerts) look.raised.emplace(alert.name(), alert);
  return look;
}

TEST(OrdersFor, AreNoneWhereEverythingIsAsItShallBe) {
  const CivilDay day(2026, 10, 6);
  const auto first = OrdersFor(WithoutValues(), Noon(day));
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(first->all, SizeIs(2));  // a value that is missing, a target that is near
  EXPECT_FALSE(first->look_again);
  const auto second = OrdersFor(Raised(WithoutValues(), day), Noon(day));
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(second->all, IsEmpty());
}

// Neither raised nor cleared on a guess.
TEST(OrdersFor, LeaveAlertsOfValuesThatCannotBeReadAlone) {
  const CivilDay day(2026, 10, 6);
  Look unread = WithoutValues();
  unread.picture.measured[0].has_values = false;
  unread.values.clear();
  const auto none = OrdersFor(unread, Noon(day));
  ASSERT_THAT(none, IsOk());
  EXPECT_THAT(none->all, IsEmpty());
  unread.raised = Raised(WithoutValues(), day).raised;
  ASSERT_THAT(unread.raised, SizeIs(2));
  const auto left = OrdersFor(unread, Noon(day));
  ASSERT_THAT(left, IsOk());
  EXPECT_THAT(left->all, IsEmpty());
  // What the plan says of itself goes on: judged, nothing of it is raised.
  unread.picture.plan.set_state(v1::PLAN_STATE_EVALUATED);
  unread.picture.measured.clear();
  const auto cleared = OrdersFor(unread, Noon(day));
  ASSERT_THAT(cleared, IsOk());
  EXPECT_THAT(cleared->all, SizeIs(2));
}

// Duties go on by time alone.
TEST(OrdersFor, RaiseDutiesOfIndicatorsWhoseValuesCannotBeRead) {
  Look unread = WithoutValues();
  unread.picture.measured[0].has_values = false;
  unread.picture.measured[0].target = With(TestTarget(), "every { months: 3 }");
  unread.values.clear();
  const auto orders = OrdersFor(unread, Noon(CivilDay(2024, 2, 1)));
  ASSERT_THAT(orders, IsOk());
  EXPECT_THAT(orders->all, SizeIs(2));
  EXPECT_TRUE(orders->look_again);
}

TEST(OrdersFor, ComeInPortions) {
  Look look = WithoutValues();
  look.picture.plan = With(look.picture.plan,
                           "period { start_date { year: 2000 month: 1 day: 1 } "
                           "end_date { year: 2099 month: 12 day: 31 } }");
  look.picture.measured[0].target = With(TestTarget(), "every { months: 1 }");
  look.picture.measured[0].indicator.set_frequency(v1::FREQUENCY_MONTH);
  const auto orders = OrdersFor(look, Noon(CivilDay(2099, 2, 1)));
  ASSERT_THAT(orders, IsOk());
  EXPECT_THAT(orders->all, SizeIs(kOrders));
  EXPECT_TRUE(orders->look_again);
}

}  // namespace
}  // namespace mandat::objectives::clock
