#include "services/objectives/clock/fact_watch.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/ledger/job.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/catch_up.h"
#include "services/objectives/facts/commands.h"
#include "services/objectives/facts/events_for_test.h"
#include "services/objectives/indicators/commands.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::IsOk;

// Formulas count what was sent, and nothing else.
class TheFactWatch : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    catch_up_ =
        std::make_unique<facts::CatchUp>(*ledger_, *store_, std::vector<std::string>{"socialaid"});
    ASSERT_THAT(catch_up_->Prepare(clock_.Now()), IsOk());
    MakeSmallPlan();
    ASSERT_THAT(MakeComputed("requests"), IsOk());
    CatchUp();
    Receive("calculated");
    reader_ = store_->OpenReader().value();
    EXPECT_TRUE(HasMoved());
    EXPECT_FALSE(HasMoved());
  }

  void CatchUp() {
    for (bool more = true; more;) more = catch_up_->CountSome(clock_.Now()).value();
  }
  void Receive(const std::string& verb, const std::string& epoch = "e1", int64_t position = 0) {
    facts::Event event;
    event.verb = verb;
    event.position = position == 0 ? ++position_ : position;
    event.previous = event.position - 1;
    event.id = absl::StrCat(epoch, "-", event.position);
    event.version = 1;
    event.time = clock_.Now();
    event.centre = "c1";
    ASSERT_THAT(ledger::RunAndWait(*ledger_, receive_,
                                   ledger::CallOfJob("objectives", "facts", clock_.Now()),
                                   facts::Publish(event, epoch)),
                IsOk());
  }
  bool HasMoved() { return watch_.HasMoved(*reader_).value(); }

  std::unique_ptr<facts::CatchUp> catch_up_;
  std::unique_ptr<ledger::Reader> reader_;
  clock::FactWatch watch_;
  facts::BookCache books_;
  const ledger::Command receive_ = facts::ReceiveEvent(books_);
  int64_t position_ = 0;
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
  CatchUp();
  EXPECT_TRUE(HasMoved());
  Receive("calculated");
  EXPECT_TRUE(HasMoved());
}

TEST_F(TheFactWatch, TellsOfALogThatTakesThePlaceOfAnother) {
  Receive("sent", "e2", 1);
  // It arrives beside the other and counts for nothing yet.
  EXPECT_FALSE(HasMoved());
  catch_up_->NoteHead({"urn:be.mandat.socialaid:e2", 1, 1});
  ASSERT_THAT(catch_up_->AdoptSome(clock_.Now()), IsOk());
  EXPECT_TRUE(HasMoved());
  EXPECT_FALSE(HasMoved());
}

}  // namespace
}  // namespace mandat::objectives
