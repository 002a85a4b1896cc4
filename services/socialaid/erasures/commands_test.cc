#include "services/socialaid/erasures/commands.h"

#include <string>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Erasure;

class ErasureTest : public TestLedger {
 protected:
  absl::StatusOr<Erasure> Propose(const std::string& person) {
    v1::ProposeErasureRequest request;
    request.mutable_erasure()->set_person(person);
    request.mutable_erasure()->set_reason("asked by letter");
    return Run<ProposeErasure>("ProposeErasure", officer_, request);
  }
  absl::StatusOr<Erasure> Erase(const access::Actor& actor, const std::string& name) {
    v1::ErasePersonRequest request;
    request.set_name(name);
    return Run<ErasePerson>("ErasePerson", actor, request);
  }
};

TEST_F(ErasureTest, NeedsTwoOfficers) {
  const auto person = Register(centre_, "85073003328");
  const auto erasure = Propose(*person);
  ASSERT_THAT(erasure, IsOk());
  EXPECT_EQ(erasure->state(), Erasure::STATE_PROPOSED);
  EXPECT_THAT(Propose(*person), HasReason("ERASURE_PROPOSED"));
  EXPECT_THAT(Propose("persons/none"), HasReason("PERSON_NOT_FOUND"));
  EXPECT_THAT(Erase(officer_, erasure->name()), HasReason("SECOND_PERSON_REQUIRED"));
  EXPECT_THAT(Erase(second_officer_, "erasures/none"), HasReason("ERASURE_NOT_FOUND"));
  const auto done = Erase(second_officer_, erasure->name());
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), Erasure::STATE_ERASED);
  EXPECT_EQ(done->person(), "");
  EXPECT_NE(done->approver(), done->proposer());
  EXPECT_THAT(Erase(second_officer_, erasure->name()), HasReason("ERASURE_DONE"));
  EXPECT_THAT(Propose(*person), HasReason("PERSON_NOT_FOUND"));
}

TEST_F(ErasureTest, LeavesTheRequestsWithoutThePerson) {
  const auto person = Register(centre_, "85073003328");
  const auto sent = Draft(centre_, "centres/c1", *person);
  ASSERT_THAT(Send(centre_, sent->name()), IsOk());
  const auto draft = Draft(centre_, "centres/c1", *person);
  const auto other = Register(other_centre_, "73011136173");
  const auto untouched = Draft(other_centre_, "centres/c2", *other);
  ASSERT_THAT(Erase(second_officer_, Propose(*person)->name()), IsOk());

  const auto request = Get(office_, sent->name());
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->state(), v1::ARTICLE60_STATE_SENT);
  EXPECT_EQ(request->person(), "");
  EXPECT_EQ(request->planned_start().year(), 2024);
  EXPECT_EQ(Get(other_centre_, untouched->name())->person(), *other);
  EXPECT_THAT(Send(centre_, draft->name()), HasReason("PERSON_ERASED"));
  EXPECT_THAT(Draft(centre_, "centres/c1", *person), HasReason("PERSON_NOT_FOUND"));
  v1::CalculateArticle60RequestRequest calculate;
  calculate.set_name(sent->name());
  EXPECT_THAT(Run<CalculateArticle60Request>("CalculateArticle60Request", office_, calculate),
              HasReason("PERSON_ERASED"));
  // The centre can still close what nobody can answer.
  v1::WithdrawArticle60RequestRequest withdraw;
  withdraw.set_name(sent->name());
  withdraw.set_reason("erased");
  EXPECT_THAT(Run<WithdrawArticle60Request>("WithdrawArticle60Request", centre_, withdraw), IsOk());
}

TEST_F(ErasureTest, TheHistoryKeepsWhatIsNotPersonal) {
  const auto person = Register(centre_, "85073003328");
  const auto draft = Draft(centre_, "centres/c1", *person);
  ASSERT_THAT(Erase(second_officer_, Propose(*person)->name()), IsOk());
  v1::ListArticle60RequestRevisionsRequest request;
  request.set_name(draft->name());
  const auto history =
      Ask("ListArticle60RequestRevisions", centre_, ListArticle60RequestRevisions, request);
  ASSERT_THAT(history, IsOk());
  ASSERT_EQ(history->revisions_size(), 2);
  EXPECT_EQ(history->revisions(0).revision().verb(), "erased");
  EXPECT_TRUE(history->revisions(1).erased());
  EXPECT_EQ(history->revisions(1).article60_request().person(), "");
  EXPECT_EQ(history->revisions(1).article60_request().centre(), "centres/c1");
}

TEST_F(ErasureTest, AnErasedPersonIsRegisteredAsANewOne) {
  const auto person = Register(centre_, "85073003328");
  ASSERT_THAT(Erase(second_officer_, Propose(*person)->name()), IsOk());
  const auto again = Register(centre_, "85073003328");
  ASSERT_THAT(again, IsOk());
  EXPECT_NE(*again, *person);
}

}  // namespace
}  // namespace mandat::socialaid
