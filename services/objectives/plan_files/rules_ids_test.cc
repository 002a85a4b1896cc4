#include "services/objectives/plan_files/rules_ids.h"

#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/plan_files/test_file.h"

namespace mandat::objectives::plan_files {
namespace {

using mandat::testing::EqualsProtoMessage;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The ids that objectives of these ids get.
std::vector<std::string> IdsOf(const std::string& old_plan, const std::string& new_plan,
                               const std::vector<std::string>& ids) {
  v1::PlanFile file;
  file.mutable_plan()->set_name("plans/" + old_plan);
  for (const std::string& id : ids) file.add_objectives()->set_name("objectives/" + id);
  std::vector<std::string> renamed;
  const v1::PlanFile copy = Renamed(file, new_plan);
  for (const v1::Objective& objective : copy.objectives()) {
    renamed.push_back(base::IdIn(objective.name()));
  }
  return renamed;
}

TEST(Renamed, WithoutAnIdNothingChanges) {
  EXPECT_THAT(Renamed(TestFile(), ""), EqualsProtoMessage(TestFile()));
}

TEST(Renamed, GivesEverythingAnIdOfItsPlanAndFollowsReferences) {
  v1::PlanFile file = TestFile();
  file.mutable_plan()->set_parent("plans/region");
  file.mutable_indicators(0)
      ->mutable_formulas(0)
      ->mutable_formula()
      ->mutable_combination()
      ->add_indicators("indicators/elsewhere");
  const v1::PlanFile copy = Renamed(file, "next");
  EXPECT_EQ(copy.plan().name(), "plans/next");
  EXPECT_EQ(copy.plan().parent(), "plans/region");
  EXPECT_EQ(copy.objectives(0).name(), "objectives/next-part");
  EXPECT_EQ(copy.objectives(0).parent(), "objectives/next-o1");
  EXPECT_EQ(copy.objectives(0).plan(), "plans/next");
  EXPECT_EQ(copy.objectives(1).name(), "objectives/next-o1");
  EXPECT_EQ(copy.actions(0).name(), "actions/next-a1");
  EXPECT_EQ(copy.actions(0).plan(), "plans/next");
  EXPECT_EQ(copy.actions(0).serves(0).objective(), "objectives/next-o1");
  EXPECT_EQ(copy.indicators(0).name(), "indicators/next-growth");
  EXPECT_EQ(copy.indicators(1).objective(), "objectives/next-part");
  EXPECT_THAT(copy.indicators(0).formulas(0).formula().combination().indicators(),
              ElementsAre("indicators/next-sent", "indicators/elsewhere"));
  EXPECT_EQ(copy.targets(2).name(), "targets/next-t2");
  EXPECT_EQ(copy.targets(2).indicator(), "indicators/next-sent");
  // A formula of another kind does not become a combination.
  EXPECT_TRUE(copy.indicators(1).formulas(0).formula().has_tally());
}

TEST(Renamed, CopiesOfCopiesDoNotGrow) {
  const v1::PlanFile copy = Renamed(TestFile(), "next");
  EXPECT_EQ(Renamed(copy, "third").objectives(0).name(), "objectives/third-part");
  EXPECT_THAT(Renamed(Renamed(copy, "third"), "next"), EqualsProtoMessage(copy));
}

TEST(Renamed, TakesAPrefixAwayOnlyWhereTheRestIsNoOtherId) {
  EXPECT_THAT(IdsOf("p", "q", {"p-a", "b", "p"}), ElementsAre("q-a", "q-b", "q-p"));
  EXPECT_THAT(IdsOf("p", "q", {"p-"}), ElementsAre("q-p-"));
  const auto ids = IdsOf("p", "q", {"p-a", "a", "p-p-a"});
  EXPECT_EQ(ids[1], "q-a");
  EXPECT_THAT(ids[0], ::testing::MatchesRegex("q-p-a-[0-9a-f]{16}"));
  EXPECT_EQ(ids[2], "q-p-a");
}

TEST(Renamed, CutsLongIdsWithADigest) {
  const std::string plan(40, 'q');
  const std::string fits = absl::StrCat(plan, "-", std::string(22, 'a'));
  EXPECT_THAT(IdsOf("p", plan, {std::string(22, 'a')}), ElementsAre(fits));
  const auto ids = IdsOf("p", plan, {std::string(23, 'a'), std::string(24, 'a')});
  EXPECT_THAT(ids[0], ::testing::MatchesRegex("q{40}-a{5}-[0-9a-f]{16}"));
  EXPECT_NE(ids[0], ids[1]);
  // What is cut is not what would be ambiguous.
  const auto both = IdsOf("p", std::string(63, 'q'), {"p-a", "a", "p-p-a"});
  EXPECT_NE(both[0], both[2]);
  // Two plans whose ids begin alike have no id in common.
  EXPECT_NE(IdsOf("p", std::string(62, 'q') + "1", {"a"}),
            IdsOf("p", std::string(62, 'q') + "2", {"a"}));
}

// Whatever ids there are: new ones are well formed, of the plan, no two the same, and always so.
TEST(Renamed, IsOneToOne) {
  const unsigned seed = mandat::testing::SeedOr(29);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 2000; ++round) {
    const std::string old_plan = random() % 2 == 0 ? "a" : "a-b";
    const std::string new_plan(1 + random() % 63, 'n');
    std::set<std::string> ids;
    for (int i = 0; i < 12; ++i) {
      std::string id;
      const size_t size = 1 + random() % (round % 2 == 0 ? 6 : 63);
      while (id.size() < size) id += "ab-"[random() % 3];
      ids.insert(id);
    }
    const std::vector<std::string> all(ids.begin(), ids.end());
    const auto renamed = IdsOf(old_plan, new_plan, all);
    for (const std::string& id : renamed) EXPECT_TRUE(base::IsId(id)) << id << " seed " << seed;
    EXPECT_EQ(std::set<std::string>(renamed.begin(), renamed.end()).size(), all.size())
        << ::testing::PrintToString(all) << " seed " << seed;
    EXPECT_EQ(renamed, IdsOf(old_plan, new_plan, all));
  }
}

TEST(Renamed, LeavesNamesThatAreNone) {
  v1::PlanFile file = TestFile();
  file.mutable_objectives(0)->set_name("Objectives/1");
  file.mutable_actions(0)->set_name("");
  file.mutable_objectives(0)->set_parent("objectives/none");
  const v1::PlanFile copy = Renamed(file, "next");
  EXPECT_EQ(copy.objectives(0).name(), "Objectives/1");
  EXPECT_EQ(copy.actions(0).name(), "");
  EXPECT_EQ(copy.objectives(0).parent(), "objectives/none");
  file.mutable_plan()->set_name("p1");
  EXPECT_THAT(Renamed(file, "next"), EqualsProtoMessage(file));
}

TEST(NamesIn, AreThoseThatAreMadeAndThoseOfOtherPlans) {
  v1::PlanFile file = TestFile();
  file.mutable_plan()->set_parent("plans/region");
  auto* combined = file.mutable_indicators(0)->mutable_formulas(0)->mutable_formula();
  combined->mutable_combination()->add_indicators("indicators/elsewhere");
  combined->mutable_combination()->add_indicators("elsewhere");
  const Names names = NamesIn(file);
  EXPECT_THAT(names.made, ElementsAre("plans/p1", "objectives/p1-part", "objectives/o1",
                                      "actions/a1", "indicators/growth", "indicators/p1-sent",
                                      "indicators/i1", "targets/t1", "targets/t2"));
  EXPECT_EQ(names.parent, "plans/region");
  EXPECT_THAT(names.operands, ElementsAre("indicators/elsewhere"));
  EXPECT_THAT(NamesIn(v1::PlanFile()).made, IsEmpty());
}

}  // namespace
}  // namespace mandat::objectives::plan_files
