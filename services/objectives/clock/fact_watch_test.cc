#include "services/objectives/clock/fact_watch.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/indicators/commands.h"
#include "services/objectives/test_fact_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::IsOk;

// Formulas count what was sent, and nothing else.
class TheFactWatch : public TestFactLedger {
 protected:
  void SetUp() override {
    TestFactLedger::SetUp();
    MakeSmallPlan();
    ASSERT_THAT(MakeComputed("requests"), IsOk());
    CountAll();
    Receive("calculated");
    reader_ = store_->OpenReader().value();
    EXPECT_TRUE(HasMoved());
    EXPECT_FALSE(HasMoved());
  }

  void Receive(const std::string& verb) { ReceiveNext(verb, clock_.Now()); }
  bool HasMoved() { return watch_.HasMoved(*reader_).value(); }

  std::unique_ptr<ledger::Reader> reader_;
  clock::FactWatch watch_;
};

TEST_F(TheFactWatch, TellsOfWhatAFormulaCountsAndOnce) {
  Receive("calculated");
  EXPECT_FALSE(HasMoved());
  Receive("sent");
  EXPECT_TRUE(HasMoved());
  EXPECT_FALSE(HasMoved());
}

TEST_F(TheFactWatch, FindsTheOneAmongOthers) {
  Receive("calculated");
  Receive("sent");
  Receive("calculated");
  EXPECT_TRUE(HasMoved());
  for (int i = 0; i < 60; ++i) Receive("calculated");
  Receive("sent");
  EXPECT_TRUE(HasMoved());
  for (int i = 0; i < 60; ++i) Receive("calculated");
  EXPECT_FALSE(HasMoved());
}

TEST_F(TheFactWatch, DoesNotReadThemAllWhereManyCame) {
  for (int i = 0; i < clock::FactWatch::kLookedAt; ++i) Receive("calculated");
  EXPECT_FALSE(HasMoved());
  for (int i = 0; i <= clock::FactWatch::kLookedAt; ++i) Receive("calculated");
  EXPECT_TRUE(HasMoved());
}

TEST_F(TheFactWatch, TellsOfFormulasThatComeAndOfWhatTheyCountFromThenOn) {
  constexpr char kOfCalculated[] =
      "formulas { formula { tally { events { "
      "type: 'be.mandat.socialaid.v1.article60Request.notify.calculated' } } } }";
  v1::Indicator other = ComputedIndicator();
  other.clear_formulas();
  v1::CreateIndicatorRequest request;
  request.set_indicator_id("calculated");
  *request.mutable_indicator() = With(other, absl::StrCat("number: '9' ", kOfCalculated));
  ASSERT_THAT(TestLedger::Run<CreateIndicator>("CreateIndicator", director_, request), IsOk());
  EXPECT_TRUE(HasMoved());
  EXPECT_FALSE(HasMoved());
  CountAll();
  EXPECT_TRUE(HasMoved());
  Receive("calculated");
  EXPECT_TRUE(HasMoved());
}

TEST_F(TheFactWatch, TellsOfALogThatTakesThePlaceOfAnother) {
  ReceiveAt("e2", 1, "sent", clock_.Now());
  // It arrives beside the other and counts for nothing yet.
  EXPECT_FALSE(HasMoved());
  catch_up_->NoteHead({"urn:be.mandat.socialaid:e2", 1, 1});
  ASSERT_THAT(catch_up_->AdoptSome(clock_.Now()), IsOk());
  EXPECT_TRUE(HasMoved());
  EXPECT_FALSE(HasMoved());
}

}  // namespace
}  // namespace mandat::objectives
