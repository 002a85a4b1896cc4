#include "services/socialaid/centres/succession.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/centres/commands.h"
#include "services/socialaid/erasures/commands.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using v1::Article60Request;

class Succession : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    person_ = *Register(centre_, "85073003328");
  }

  // From 1 February 2024 on, today, where no day is named.
  void Merge(const std::string& name, const std::string& successor,
             const std::string& day = "year: 2024 month: 2 day: 1") {
    v1::MergeCentreRequest request;
    request.set_name(name);
    request.set_successor(successor);
    *request.mutable_effective_date() = Parsed<google::type::Date>(day);
    ASSERT_THAT(Run<MergeCentre>("MergeCentre", manager_, request), IsOk());
  }
  // How many portions there were.
  int TakeOver() {
    int portions = 0;
    while (true) {
      const auto more = TakeOverRequests(*ledger_, clock_.Now());
      EXPECT_THAT(more, IsOk());
      if (!more.ok() || !*more) return portions;
      ++portions;
    }
  }
  std::vector<std::string> List(const access::Actor& actor) {
    std::vector<std::string> names;
    const auto page = Ask("ListArticle60Requests", actor, ListArticle60Requests, {});
    EXPECT_THAT(page, IsOk());
    for (const Article60Request& one : page->article60_requests()) names.push_back(one.name());
    return names;
  }
  absl::StatusOr<Article60Request> AsOf(const access::Actor& actor, const std::string& name,
                                        absl::Time time) {
    v1::GetArticle60RequestRequest request;
    request.set_name(name);
    request.mutable_as_of_time()->set_seconds(absl::ToUnixSeconds(time));
    return Ask("GetArticle60Request", actor, GetArticle60Request, request);
  }
  absl::StatusOr<v1::ListArticle60RequestRevisionsResponse> History(const access::Actor& actor,
                                                                    const std::string& name) {
    v1::ListArticle60RequestRevisionsRequest request;
    request.set_name(name);
    return Ask("ListArticle60RequestRevisions", actor, ListArticle60RequestRevisions, request);
  }
  absl::StatusOr<Article60Request> Withdraw(const access::Actor& actor, const std::string& name) {
    v1::WithdrawArticle60RequestRequest request;
    request.set_name(name);
    request.set_reason("moved");
    return Run<WithdrawArticle60Request>("WithdrawArticle60Request", actor, request);
  }

  std::string person_;
};

TEST_F(Succession, GivesEveryRequestToTheSuccessorAndTakesItFromTheOther) {
  const std::string draft = Draft(centre_, "centres/c1", person_)->name();
  const std::string sent = Draft(centre_, "centres/c1", person_)->name();
  const std::string own = Draft(other_centre_, "centres/c2", person_)->name();
  ASSERT_THAT(Send(centre_, sent), IsOk());
  Merge("centres/c1", "centres/c2");
  EXPECT_EQ(TakeOver(), 1);
  EXPECT_THAT(List(centre_), IsEmpty());
  EXPECT_THAT(List(other_centre_), UnorderedElementsAre(draft, sent, own));
  EXPECT_THAT(List(office_), ElementsAre(sent));

  EXPECT_THAT(Get(centre_, draft), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Withdraw(centre_, draft), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(History(centre_, draft), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  const auto taken = Get(other_centre_, draft);
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(taken->centre(), "centres/c1") << "who filed it is not forgotten";
  EXPECT_EQ(taken->owner(), kOtherCentreNumber);
  EXPECT_THAT(Withdraw(other_centre_, sent), IsOk());
  EXPECT_THAT(Send(other_centre_, draft), IsOk());
  EXPECT_EQ(TakeOver(), 0) << "nothing is taken over twice";
}

TEST_F(Succession, IsWrittenInTheHistoryAndInEvents) {
  const std::string name = Draft(centre_, "centres/c1", person_)->name();
  Merge("centres/c1", "centres/c2");
  TakeOver();
  const ledger::Event event = Log().back();
  EXPECT_EQ(event.verb, "takenOver");
  EXPECT_EQ(event.owner, kOtherCentreNumber);
  EXPECT_EQ(event.job, "system:socialaid/succession");
  EXPECT_TRUE(event.published);
  const auto history = History(other_centre_, name);
  ASSERT_THAT(history, IsOk());
  ASSERT_EQ(history->revisions_size(), 2);
  EXPECT_THAT(history->revisions(0).changed_fields(), ElementsAre("owner"));
  ASSERT_THAT(Withdraw(other_centre_, name), IsOk());
  EXPECT_EQ(Log().back().owner, kOtherCentreNumber);
}

TEST_F(Succession, KeepsWhatEachSawWhenItWasTheirs) {
  const std::string name = Draft(centre_, "centres/c1", person_)->name();
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  Merge("centres/c1", "centres/c2");
  TakeOver();
  EXPECT_EQ(AsOf(centre_, name, before)->owner(), kCentreNumber);
  EXPECT_THAT(AsOf(centre_, name, clock_.Now()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  // The successor has the whole past.
  EXPECT_EQ(AsOf(other_centre_, name, before)->owner(), kCentreNumber);
  EXPECT_EQ(AsOf(other_centre_, name, clock_.Now())->owner(), kOtherCentreNumber);
  EXPECT_THAT(AsOf(office_, name, before), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
}

TEST_F(Succession, BeginsOnTheFirstDayOfTheSuccessor) {
  const std::string name = Draft(centre_, "centres/c1", person_)->name();
  Merge("centres/c1", "centres/c2", "year: 2024 month: 2 day: 3");
  EXPECT_EQ(TakeOver(), 0);
  EXPECT_THAT(List(centre_), ElementsAre(name));
  clock_.SetTime(absl::FromCivil(absl::CivilSecond(2024, 2, 2, 23, 59, 59), base::BrusselsZone()));
  EXPECT_EQ(TakeOver(), 0);
  const std::string last = Draft(centre_, "centres/c1", person_)->name();
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(TakeOver(), 1);
  EXPECT_THAT(List(centre_), IsEmpty());
  EXPECT_THAT(List(other_centre_), UnorderedElementsAre(name, last));
}

TEST_F(Succession, GoesOnThroughLaterMergers) {
  v1::CreateCentreRequest request;
  request.set_centre_id("c4");
  *request.mutable_centre() = With(TestCentre(), "enterprise_number: '0136695962'");
  ASSERT_THAT(Run<CreateCentre>("CreateCentre", manager_, request), IsOk());
  const std::string name = Draft(centre_, "centres/c1", person_)->name();
  Merge("centres/c1", "centres/c2");
  TakeOver();
  Merge("centres/c2", "centres/c4");
  EXPECT_EQ(TakeOver(), 1);
  const access::Actor last = Agent(common::v1::ROLE_WELFARE_CENTRE_AGENT, "0136695962");
  EXPECT_THAT(List(other_centre_), IsEmpty());
  EXPECT_THAT(List(last), ElementsAre(name));
}

TEST_F(Succession, LeavesANewCentreWithTheOldNumberAlone) {
  const std::string old = Draft(centre_, "centres/c1", person_)->name();
  Merge("centres/c1", "centres/c2");
  v1::CreateCentreRequest request;
  request.set_centre_id("c3");
  *request.mutable_centre() = TestCentre();
  ASSERT_THAT(Run<CreateCentre>("CreateCentre", manager_, request), IsOk());
  const std::string own = Draft(centre_, "centres/c3", person_)->name();
  TakeOver();
  EXPECT_THAT(List(centre_), ElementsAre(own));
  EXPECT_THAT(List(other_centre_), ElementsAre(old));
}

TEST_F(Succession, CountsARequestThatWasTakenOverAsOneOfItsNewCentre) {
  const std::string open = Draft(centre_, "centres/c1", person_)->name();
  const std::string other_open = Draft(other_centre_, "centres/c2", person_)->name();
  const std::string draft = Draft(other_centre_, "centres/c2", person_)->name();
  ASSERT_THAT(Send(centre_, open), IsOk());
  v1::SendArticle60RequestRequest beside;
  beside.set_name(other_open);
  beside.set_duplicate_reason("two centres may ask for one person");
  ASSERT_THAT(Run<SendArticle60Request>("SendArticle60Request", other_centre_, beside), IsOk());
  Merge("centres/c1", "centres/c2");
  EXPECT_EQ(TakeOver(), 1) << "that there are two open ones now hinders nothing";
  ASSERT_THAT(Withdraw(other_centre_, other_open), IsOk());
  EXPECT_THAT(Send(other_centre_, draft), HasReason("ARTICLE60_REQUEST_OPEN"));
  ASSERT_THAT(Withdraw(other_centre_, open), IsOk());
  EXPECT_THAT(Send(other_centre_, draft), IsOk());
}

TEST_F(Succession, GoesInPortionsAndTakesErasedFilesToo) {
  std::vector<std::string> names;
  for (int i = 0; i < 201; ++i) names.push_back(Draft(centre_, "centres/c1", person_)->name());
  v1::ProposeErasureRequest proposal;
  proposal.mutable_erasure()->set_person(person_);
  proposal.mutable_erasure()->set_reason("asked by letter");
  const auto erasure = Run<ProposeErasure>("ProposeErasure", officer_, proposal);
  ASSERT_THAT(erasure, IsOk());
  v1::ErasePersonRequest consent;
  consent.set_name(erasure->name());
  ASSERT_THAT(Run<ErasePerson>("ErasePerson", second_officer_, consent), IsOk());
  Merge("centres/c1", "centres/c2");
  EXPECT_THAT(TakeOverRequests(*ledger_, clock_.Now()), IsOkAndHolds(true));
  EXPECT_EQ(List(centre_).size(), 1u);
  EXPECT_EQ(TakeOver(), 1);
  EXPECT_THAT(List(centre_), IsEmpty());
  EXPECT_EQ(Get(other_centre_, names[0])->person(), "");
}

}  // namespace
}  // namespace mandat::socialaid
