#include "services/lib/base/state_table.h"

#include <array>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"

namespace mandat::base {
namespace {

using mandat::testing::HasReason;
using mandat::testing::StatusIs;

enum class State { kOpen, kShut };
enum class Verb { kOpen, kShut, kLock };
enum class Who { kGuest, kHost };
enum class Condition { kHasKey, kIsNight };

constexpr std::array kTable = {
    Transition<State, Verb, Who, Condition>{
        State::kOpen, Verb::kShut, State::kShut, Who::kGuest, {}},
    Transition<State, Verb, Who, Condition>{
        State::kShut, Verb::kOpen, State::kOpen, Who::kGuest, {}},
    Transition<State, Verb, Who, Condition>{State::kShut,
                                            Verb::kLock,
                                            State::kShut,
                                            Who::kHost,
                                            {Condition::kIsNight, Condition::kHasKey}},
};

constexpr VerbFacts<Verb> kFacts[] = {
    {Verb::kOpen, "open", "opened", "DOOR_NOT_SHUT", "Only a shut door can be opened"},
    {Verb::kShut, "shut", "shut", "DOOR_NOT_OPEN", "Only an open door can be shut"},
    {Verb::kLock, "lock", "locked", "DOOR_NOT_SHUT", "Only a shut door can be locked"},
};

TEST(StateTable, SaysWhatEachMayDoInItsOrder) {
  const auto host = TransitionsOf(kTable, State::kShut, Who::kHost);
  ASSERT_EQ(host.size(), 1u);
  EXPECT_EQ(host[0]->verb, Verb::kLock);
  EXPECT_THAT(std::vector<Condition>(host[0]->guards.begin(), host[0]->guards.end()),
              ::testing::ElementsAre(Condition::kIsNight, Condition::kHasKey));
  EXPECT_TRUE(TransitionsOf(kTable, State::kOpen, Who::kHost).empty());
}

TEST(StateTable, NamesVerbsAndWhatCanBeDone) {
  const auto code = [](Verb verb) { return FactsOf(kFacts, verb).code; };
  EXPECT_EQ(CanDo("the guest", TransitionsOf(kTable, State::kShut, Who::kGuest), code),
            "the guest can open");
  EXPECT_EQ(CanDo("the host", TransitionsOf(kTable, State::kOpen, Who::kHost), code), "");
}

TEST(StateTable, RefusesWithTheReasonOfTheVerbAndSaysTheState) {
  const absl::Status refused = RefuseIn("OPEN", FactsOf(kFacts, Verb::kLock), "where you can shut");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("DOOR_NOT_SHUT"));
  EXPECT_EQ(MetadataOf(refused)["state"], "OPEN");
  EXPECT_EQ(refused.message(), "Only a shut door can be locked; it is OPEN, where you can shut.");
}

}  // namespace
}  // namespace mandat::base
