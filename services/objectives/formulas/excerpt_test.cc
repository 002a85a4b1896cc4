#include "services/objectives/formulas/excerpt.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/action.pb.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"
#include "services/objectives/formulas/program.h"
#include "services/objectives/formulas/resources_for_test.h"

namespace mandat::objectives::formulas {
namespace {

using testing::EqualsProto;
using v1::Action;

Action Whole() {
  return testing::Parsed<Action>(R"(name: "actions/a" plan: "plans/p" state: ACTION_STATE_DONE
      serves { objective: "objectives/a" budget_share_permille: 400 }
      serves { objective: "objectives/b" budget_share_permille: 600 }
      contributors: "x" contributors: ""
      planned_period { start_date { year: 2026 month: 1 day: 1 } }
      budget { year: 2026 amount { units: -3 nanos: 5 } })");
}

// Every set of its fields, one at a time and two at a time.
TEST(Excerpt, HasTheFieldsAskedForAndNoOther) {
  const Action whole = Whole();
  const auto& type = *Action::descriptor();
  for (int a = 0; a < type.field_count(); ++a) {
    for (int b = a; b < type.field_count(); ++b) {
      Action wanted = whole;
      for (int i = 0; i < type.field_count(); ++i) {
        if (i != a && i != b) Action::GetReflection()->ClearField(&wanted, type.field(i));
      }
      std::string excerpt = "of the one before";
      ASSERT_TRUE(Excerpt(whole.SerializeAsString(),
                          {type.field(a)->number(), type.field(b)->number()}, &excerpt));
      EXPECT_EQ(excerpt, wanted.SerializeAsString());
    }
  }
}

// Parts of one field may come apart, and the last of two values counts.
TEST(Excerpt, KeepsEveryPartOfAFieldInItsOrder) {
  Action first, second;
  first.mutable_planned_period()->mutable_start_date()->set_year(2026);
  first.set_plan("plans/old");
  second.mutable_planned_period()->mutable_end_date()->set_year(2027);
  second.set_plan("plans/new");
  std::string excerpt;
  ASSERT_TRUE(
      Excerpt(first.SerializeAsString() + Whole().SerializeAsString() + second.SerializeAsString(),
              {Action::kPlanFieldNumber, Action::kPlannedPeriodFieldNumber}, &excerpt));
  Action parsed;
  ASSERT_TRUE(parsed.ParseFromString(excerpt));
  EXPECT_EQ(parsed.plan(), "plans/new");
  EXPECT_EQ(parsed.planned_period().start_date().month(), 1);
  EXPECT_EQ(parsed.planned_period().end_date().year(), 2027);
}

// Bytes of every kind of field that a newer publisher may write are passed over.
TEST(Excerpt, PassesOverFieldsThatNobodyKnows) {
  const std::string unknown(
      "\x80\x7d\x07"
      "\x85\x7d\x01\x02\x03\x04"
      "\x81\x7d\x01\x02\x03\x04\x05\x06\x07\x08"
      "\x82\x7d\x02hi",
      24);
  std::string excerpt;
  ASSERT_TRUE(Excerpt(unknown + Whole().SerializeAsString() + unknown, {Action::kPlanFieldNumber},
                      &excerpt));
  Action parsed;
  ASSERT_TRUE(parsed.ParseFromString(excerpt));
  EXPECT_THAT(parsed, EqualsProto(testing::Parsed<Action>("plan: 'plans/p'")));
}

// Wherever the bytes end: an excerpt of whole fields, or none.
TEST(Excerpt, RefusesBytesThatAreCutInsideAField) {
  const std::string bytes = Whole().SerializeAsString();
  int whole = 0;
  for (size_t size = 0; size < bytes.size(); ++size) {
    std::string excerpt;
    if (!Excerpt(bytes.substr(0, size), {Action::kPlanFieldNumber}, &excerpt)) continue;
    ++whole;
    Action cut;
    EXPECT_TRUE(cut.ParseFromString(bytes.substr(0, size))) << size;
  }
  EXPECT_EQ(whole, 9) << "as often as a field begins";
  std::string excerpt;
  EXPECT_FALSE(Excerpt("\x0b", {1}, &excerpt)) << "a group";
  EXPECT_FALSE(Excerpt(std::string("\0", 1), {1}, &excerpt)) << "no field has the number 0";
}

TEST(BytesEvaluation, RefusesWhatCannotBeReadWhereItIsRead) {
  Program program;
  const auto formula = testing::Parsed<v1::Formula>(
      "tally { distinct_field: 'plan' events { type: "
      "'be.mandat.objectives.v1.action.notify.updated' } }");
  ASSERT_THAT(program.Add(1, formula), testing::IsOk());
  EXPECT_EQ(program.DistinctOfOneEvent(), 1);
  BytesEvaluation evaluation(program);
  int counted = 0;
  const auto evaluate = [&](const char* verb, const std::string& bytes) {
    return evaluation.Evaluate(absl::StrCat("be.mandat.objectives.v1.action.notify.", verb), bytes,
                               absl::UnixEpoch(), [&counted](const Contribution&) { ++counted; });
  };
  EXPECT_FALSE(evaluate("updated", "\x32\x05plan"));
  EXPECT_TRUE(evaluate("created", "\x32\x05plan")) << "of no formula";
  EXPECT_EQ(counted, 0);
  EXPECT_TRUE(evaluate("updated", Whole().SerializeAsString()));
  EXPECT_EQ(counted, 1);
}

}  // namespace
}  // namespace mandat::objectives::formulas
