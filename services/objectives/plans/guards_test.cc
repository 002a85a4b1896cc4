#include "services/objectives/plans/guards.h"

#include <functional>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::plans {
namespace {

using mandat::testing::IsOk;
using v1::Plan;

// Everything that a guard may look at, in order.
struct Facts {
  explicit Facts(const Transition& transition) : before(PlanIn(transition.from)) {
    verb = transition.verb;
    has_objectives = verb == Verb::kAdopt;
    *amendment.mutable_end_date() = base::ToDate(absl::CivilDay(2029, 1, 1));
  }
  Move ToMove() const {
    Move move{verb, before, today};
    move.after = &after;
    move.parent = has_parent ? &parent : nullptr;
    move.amendment = &amendment;
    move.has_objectives = has_objectives;
    move.has_plans = has_plans;
    return move;
  }

  Verb verb;
  Plan before;
  Plan after = TestPlan();
  Plan parent = With(TestPlan(), "name: 'plans/above'");
  bool has_parent = false;
  v1::PlanAmendment amendment;
  bool has_objectives = false;
  bool has_plans = false;
  absl::CivilDay today = kToday;
};

// For each guard the one fact that violates it, and the reason that follows.
struct Violation {
  Guard guard;
  std::function<void(Facts*)> spoil;
  const char* reason;
};

const std::vector<Violation>& Violations() {
  static const auto& all = *new std::vector<Violation>{
      {Guard::kNoCircle,
       [](Facts* facts) {
         facts->has_parent = true;
         facts->parent.add_ancestors("plans/top");
         facts->parent.add_ancestors(facts->before.name());
       },
       "PLAN_CIRCLE"},
      {Guard::kParentStays,
       [](Facts* facts) {
         facts->has_plans = true;
         facts->has_parent = true;
         facts->after.set_parent(facts->parent.name());
       },
       "PLAN_NOT_EMPTY"},
      {Guard::kSupervisorStays,
       [](Facts* facts) {
         facts->has_objectives = true;
         facts->after.clear_supervisor();
       },
       "PLAN_NOT_EMPTY"},
      {Guard::kNothingBelow, [](Facts* facts) { facts->has_objectives = true; }, "PLAN_NOT_EMPTY"},
      {Guard::kHasObjectives, [](Facts* facts) { facts->has_objectives = false; },
       "PLAN_WITHOUT_OBJECTIVES"},
      {Guard::kBegun, [](Facts* facts) { facts->today = absl::CivilDay(2023, 12, 31); },
       "PLAN_NOT_BEGUN"},
      {Guard::kAmendedSeldom,
       [](Facts* facts) {
         for (int i = 0; i < 50; ++i) facts->before.add_amendments();
       },
       "AMENDED_TOO_OFTEN"},
      {Guard::kLonger,
       [](Facts* facts) {
         *facts->amendment.mutable_end_date() = base::ToDate(absl::CivilDay(2028, 12, 31));
       },
       "PERIOD_INVALID"},
  };
  return all;
}

const Violation* ViolationOf(Guard guard) {
  for (const Violation& violation : Violations()) {
    if (violation.guard == guard) return &violation;
  }
  return nullptr;
}

TEST(PlanGuards, EveryMoveIsAdmittedUnlessOneOfItsGuardsIsViolated) {
  for (const Transition& transition : kTransitions) {
    SCOPED_TRACE(std::string(CodeOf(transition.from)) + " " + std::string(CodeOf(transition.verb)));
    const auto admitted = Admit(Facts(transition).ToMove());
    ASSERT_THAT(admitted, IsOk());
    EXPECT_EQ(*admitted, transition.to);
    for (const Guard guard : transition.guards) {
      SCOPED_TRACE(std::string(WordsOf(guard)));
      const Violation* violation = ViolationOf(guard);
      ASSERT_NE(violation, nullptr);
      Facts facts(transition);
      violation->spoil(&facts);
      EXPECT_EQ(base::ReasonOf(Admit(facts.ToMove()).status()), violation->reason);
    }
  }
}

TEST(PlanGuards, HaveWordsOfTheirOwn) {
  std::set<std::string> words;
  for (const Violation& violation : Violations()) words.emplace(WordsOf(violation.guard));
  EXPECT_EQ(words.size(), Violations().size());
}

TEST(PlanGuards, ThePlanItselfIsNoParentAndWhatStaysIsNoChange) {
  Facts facts(kTransitions[0]);
  facts.has_parent = true;
  facts.parent = facts.before;
  EXPECT_EQ(base::ReasonOf(Check(Guard::kNoCircle, facts.ToMove())), "PLAN_CIRCLE");
  facts.has_plans = true;
  facts.has_objectives = true;
  EXPECT_THAT(Check(Guard::kParentStays, facts.ToMove()), IsOk());
  EXPECT_THAT(Check(Guard::kSupervisorStays, facts.ToMove()), IsOk());
}

TEST(PlanGuards, APlanThatAnotherCarriesOutIsNotThrownAway) {
  Facts facts(kTransitions[1]);
  facts.has_plans = true;
  EXPECT_EQ(base::ReasonOf(Check(Guard::kNothingBelow, facts.ToMove())), "PLAN_NOT_EMPTY");
}

TEST(PlanGuards, APlanStartsOnItsFirstDay) {
  Facts facts(kTransitions[3]);
  facts.today = absl::CivilDay(2024, 1, 1);
  EXPECT_THAT(Check(Guard::kBegun, facts.ToMove()), IsOk());
  facts.today = absl::CivilDay(2023, 12, 31);
  const absl::Status refused = Check(Guard::kBegun, facts.ToMove());
  EXPECT_EQ(base::MetadataOf(refused)["startDate"], "2024-01-01");
}

TEST(PlanGuards, AnAmendmentNeedNotChangeTheEnd) {
  Facts facts(kTransitions[4]);
  facts.amendment.clear_end_date();
  EXPECT_THAT(Check(Guard::kLonger, facts.ToMove()), IsOk());
}

}  // namespace
}  // namespace mandat::objectives::plans
