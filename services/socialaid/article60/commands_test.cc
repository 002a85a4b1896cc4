#include "services/socialaid/article60/commands.h"

#include <future>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Article60Request;

class Article60Test : public TestLedger {
 protected:
  absl::StatusOr<Article60Request> Calculate(const access::Actor& actor, const std::string& name,
                                             const std::string& text = "") {
    auto request = Parsed<v1::CalculateArticle60RequestRequest>(text);
    request.set_name(name);
    return Run<CalculateArticle60Request>("CalculateArticle60Request", actor, request);
  }
  absl::StatusOr<Article60Request> Update(const std::string& name, const std::string& text) {
    v1::UpdateArticle60RequestRequest request;
    *request.mutable_article60_request() = Parsed<Article60Request>(text);
    request.mutable_article60_request()->set_name(name);
    return Run<UpdateArticle60Request>("UpdateArticle60Request", centre_, request);
  }
  absl::StatusOr<Article60Request> Return(const access::Actor& actor, const std::string& name,
                                          const std::string& field) {
    v1::ReturnArticle60RequestRequest request;
    request.set_name(name);
    request.add_fields()->set_field(field);
    request.mutable_fields(0)->set_reason("unclear");
    return Run<ReturnArticle60Request>("ReturnArticle60Request", actor, request);
  }
  absl::StatusOr<Article60Request> Resend(const access::Actor& actor, const std::string& name,
                                          const std::string& text = "") {
    auto request = Parsed<v1::ResendArticle60RequestRequest>(text);
    request.set_name(name);
    return Run<ResendArticle60Request>("ResendArticle60Request", actor, request);
  }
  absl::StatusOr<Article60Request> Forward(const access::Actor& actor, const std::string& name,
                                           const std::string& to) {
    v1::ForwardArticle60RequestRequest request;
    request.set_name(name);
    request.set_to(to);
    request.set_reason("not competent");
    return Run<ForwardArticle60Request>("ForwardArticle60Request", actor, request);
  }
  absl::StatusOr<Article60Request> Modify(const access::Actor& actor, const std::string& name,
                                          const std::string& etag = "") {
    v1::ModifyArticle60RequestRequest request;
    request.set_name(name);
    request.set_etag(etag);
    request.set_reason(v1::MODIFICATION_REASON_CONTRACT_EVENT);
    return Run<ModifyArticle60Request>("ModifyArticle60Request", actor, request);
  }
  absl::StatusOr<Article60Request> GetAsOf(const access::Actor& actor, const std::string& name,
                                           absl::Time time) {
    v1::GetArticle60RequestRequest request;
    request.set_name(name);
    *request.mutable_as_of_time() = base::ToTimestamp(time);
    return Ask("GetArticle60Request", actor, GetArticle60Request, request);
  }
  // Sent by the centre, about a person of its own.
  Article60Request Sent() {
    const auto person = Register(centre_, "85073003328");
    return Send(centre_, Draft(centre_, "centres/c1", *person)->name()).value();
  }
  absl::Status Delete(const access::Actor& actor, const std::string& name) {
    v1::DeleteArticle60RequestRequest request;
    request.set_name(name);
    return Run<DeleteArticle60Request>("DeleteArticle60Request", actor, request).status();
  }
};

TEST_F(Article60Test, FromDraftToAnswer) {
  const auto person = Register(centre_, "85073003328");
  const auto draft = Draft(centre_, "centres/c1", *person);
  ASSERT_THAT(draft, IsOk());
  EXPECT_EQ(draft->state(), v1::ARTICLE60_STATE_DRAFT);
  EXPECT_EQ(draft->owner(), kCentreNumber);
  EXPECT_EQ(draft->office(), "offices/mons");
  EXPECT_EQ(draft->agency(), kAgencyNumber);
  EXPECT_THAT(Get(office_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Calculate(office_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));

  clock_.Advance(absl::Hours(1));
  const auto sent = Send(centre_, draft->name());
  ASSERT_THAT(sent, IsOk());
  EXPECT_EQ(sent->send_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_THAT(Get(other_centre_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Get(other_office_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Get(office_, draft->name()), IsOk());
  EXPECT_THAT(Get(manager_, draft->name()), IsOk());
  EXPECT_THAT(Calculate(other_office_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));

  const auto answered = Calculate(office_, draft->name());
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ(answered->state(), v1::ARTICLE60_STATE_CALCULATED);
  EXPECT_EQ(answered->answer().days(), 468);
  EXPECT_THAT(answered->answer().end_date(), EqualsProto("year: 2025 month: 8 day: 31"));
  EXPECT_EQ(Get(centre_, draft->name())->answer().days(), 468);
}

TEST_F(Article60Test, TheEventNamesNobody) {
  const auto person = Register(centre_, "85073003328");
  const auto draft = Draft(centre_, "centres/c1", *person);
  ASSERT_THAT(Send(centre_, draft->name()), IsOk());
  ASSERT_THAT(Calculate(office_, draft->name()), IsOk());
  std::vector<std::string> verbs;
  for (const ledger::Event& event : Log()) {
    if (event.collection != "article60Requests") continue;
    verbs.push_back(event.verb);
    EXPECT_TRUE(event.published);
    EXPECT_EQ(event.owner, kCentreNumber);
    Article60Request shown;
    ASSERT_TRUE(shown.ParseFromString(event.public_body));
    EXPECT_EQ(shown.person(), "");
    EXPECT_EQ(shown.answer().calculation().steps_size(), 0);
  }
  EXPECT_THAT(verbs, ::testing::ElementsAre("created", "sent", "calculated"));
}

TEST_F(Article60Test, AnotherCentreFilesForItselfAlone) {
  const auto person = Register(centre_, "85073003328");
  EXPECT_THAT(Draft(other_centre_, "centres/c1", *person), HasReason("CENTRE_NOT_FOUND"));
  EXPECT_THAT(Draft(centre_, "centres/none", *person), HasReason("CENTRE_NOT_FOUND"));
  EXPECT_THAT(Draft(centre_, "centres/c1", "persons/none"), HasReason("PERSON_NOT_FOUND"));
  const auto draft = Draft(centre_, "centres/c1", *person);
  EXPECT_THAT(Send(other_centre_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Delete(other_centre_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
}

TEST_F(Article60Test, OneOpenRequestForAPersonAndACentre) {
  const auto person = Register(centre_, "85073003328");
  const auto first = Draft(centre_, "centres/c1", *person);
  const auto second = Draft(centre_, "centres/c1", *person);
  const auto elsewhere = Draft(other_centre_, "centres/c2", *person);
  ASSERT_THAT(Send(centre_, first->name()), IsOk());
  EXPECT_THAT(Send(centre_, second->name()), HasReason("ARTICLE60_REQUEST_OPEN"));
  EXPECT_THAT(Send(other_centre_, elsewhere->name()),
              HasReason("ARTICLE60_REQUEST_OPEN_ELSEWHERE"));
  v1::SendArticle60RequestRequest again;
  again.set_name(elsewhere->name());
  again.set_duplicate_reason("moved to us");
  const auto sent = Run<SendArticle60Request>("SendArticle60Request", other_centre_, again);
  ASSERT_THAT(sent, IsOk());
  EXPECT_EQ(sent->duplicate_reason(), "moved to us");
  ASSERT_THAT(Calculate(office_, first->name()), IsOk());
  again.set_name(second->name());
  EXPECT_THAT(Run<SendArticle60Request>("SendArticle60Request", centre_, again), IsOk());
}

TEST_F(Article60Test, WhatIsReturnedComesBackPutRight) {
  const Article60Request sent = Sent();
  EXPECT_THAT(Return(other_office_, sent.name(), "admission"),
              HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Return(centre_, sent.name(), "admission"), HasReason("ROLE_REQUIRED"));
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(Return(office_, sent.name(), "admission"), IsOk());
  // It is open still: no second one can be sent.
  const auto second = Draft(centre_, "centres/c1", sent.person());
  EXPECT_THAT(Send(centre_, second->name()), HasReason("ARTICLE60_REQUEST_OPEN"));
  EXPECT_THAT(Calculate(office_, sent.name()), HasReason("ARTICLE60_REQUEST_NOT_SENT"));
  EXPECT_THAT(Resend(centre_, sent.name()), HasReason("FIELDS_UNANSWERED"));
  EXPECT_THAT(Resend(other_centre_, sent.name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Update(sent.name(), "contact { telephone: '+3225551234' }"),
              HasReason("FIELD_NOT_RETURNED"));
  ASSERT_THAT(Update(sent.name(), "admission: ADMISSION_PART_TIME"), IsOk());
  clock_.Advance(absl::Hours(48));
  const auto resent = Resend(centre_, sent.name());
  ASSERT_THAT(resent, IsOk());
  // One day was gone when it was returned.
  EXPECT_EQ(base::ToTime(resent->due_time()) - base::ToTime(sent.due_time()), absl::Hours(48));
  EXPECT_THAT(Calculate(office_, sent.name()), IsOk());
}

TEST_F(Article60Test, WhoForwardsKeepsWhatItWasUntilThen) {
  const Article60Request sent = Sent();
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(Forward(centre_, sent.name(), "centres/none"), HasReason("CENTRE_NOT_FOUND"));
  EXPECT_THAT(Forward(centre_, sent.name(), "offices/namur"), HasReason("FORWARD_TARGET_INVALID"));
  EXPECT_THAT(Forward(office_, sent.name(), "centres/c2"), HasReason("FORWARD_TARGET_INVALID"));
  EXPECT_THAT(Forward(other_centre_, sent.name(), "centres/c2"),
              HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  ASSERT_THAT(Forward(centre_, sent.name(), "centres/c2"), IsOk());
  EXPECT_THAT(Get(centre_, sent.name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_EQ(GetAsOf(centre_, sent.name(), before)->owner(), kCentreNumber);
  EXPECT_THAT(GetAsOf(centre_, sent.name(), clock_.Now()),
              HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  const auto theirs = Get(other_centre_, sent.name());
  ASSERT_THAT(theirs, IsOk());
  ASSERT_EQ(theirs->forwardings_size(), 1);
  EXPECT_EQ(theirs->forwardings(0).reason(), "not competent");
  EXPECT_EQ(GetAsOf(other_centre_, sent.name(), before)->owner(), kCentreNumber) << "its past";

  clock_.Advance(absl::Hours(1));
  const absl::Time at_mons = clock_.Now();
  ASSERT_THAT(Forward(office_, sent.name(), "offices/namur"), IsOk());
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(Get(office_, sent.name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(GetAsOf(office_, sent.name(), at_mons - absl::Seconds(1)), IsOk());
  EXPECT_THAT(Calculate(office_, sent.name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Calculate(other_office_, sent.name()), IsOk());
}

TEST_F(Article60Test, ARequestIsNotForwardedToACentreThatHasOne) {
  const Article60Request sent = Sent();
  ASSERT_THAT(Register(other_centre_, "85073003328"), IsOk());
  const auto theirs = Draft(other_centre_, "centres/c2", sent.person());
  v1::SendArticle60RequestRequest request;
  request.set_name(theirs->name());
  request.set_duplicate_reason("moved to us");
  ASSERT_THAT(Run<SendArticle60Request>("SendArticle60Request", other_centre_, request), IsOk());
  EXPECT_THAT(Forward(centre_, sent.name(), "centres/c2"), HasReason("ARTICLE60_REQUEST_OPEN"));
}

TEST_F(Article60Test, AModificationIsACopyThatKnowsItsOriginal) {
  const Article60Request sent = Sent();
  EXPECT_THAT(Modify(centre_, sent.name()), HasReason("ARTICLE60_REQUEST_NOT_CALCULATED"));
  const auto answered = Calculate(office_, sent.name());
  ASSERT_THAT(answered, IsOk());
  EXPECT_THAT(Modify(other_centre_, sent.name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Modify(centre_, sent.name(), sent.etag()), HasReason("ETAG_MISMATCH"));
  const auto copy = Modify(centre_, sent.name(), answered->etag());
  const auto second = Modify(centre_, sent.name());
  ASSERT_THAT(copy, IsOk());
  EXPECT_EQ(copy->state(), v1::ARTICLE60_STATE_DRAFT);
  EXPECT_EQ(copy->modification().original(), sent.name());
  EXPECT_THAT(*Get(centre_, sent.name()), EqualsProto(*answered));

  ASSERT_THAT(Update(copy->name(),
                     "contract_events { kind: DAY_KIND_SICKNESS_INDEMNIFIED period { "
                     "start_date { year: 2024 month: 5 day: 6 } "
                     "end_date { year: 2024 month: 6 day: 5 } } }"),
              IsOk());
  // Beside a plain request for the same person; of two copies of one original one is open.
  ASSERT_THAT(Send(centre_, Draft(centre_, "centres/c1", sent.person())->name()), IsOk());
  ASSERT_THAT(Send(centre_, copy->name()), IsOk());
  EXPECT_THAT(Send(centre_, second->name()), HasReason("ARTICLE60_REQUEST_OPEN"));
  ASSERT_THAT(Calculate(office_, copy->name()), IsOk());

  v1::ExplainArticle60RequestRequest request;
  request.set_name(copy->name());
  const auto explanation =
      Ask("ExplainArticle60Request", centre_, ExplainArticle60Request, request);
  ASSERT_THAT(explanation, IsOk());
  ASSERT_EQ(explanation->change().fields_size(), 1);
  EXPECT_EQ(explanation->change().fields(0).path(), "contract_events[0]");
  EXPECT_EQ(explanation->change().explanation().en(),
            "The answer does not change: 468 days to work, until 31 August 2025.");
}

TEST_F(Article60Test, OfManySentAtOnceOneIsOpen) {
  const auto person = Register(centre_, "85073003328");
  std::vector<std::future<absl::StatusOr<Article60Request>>> running;
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) names.push_back(Draft(centre_, "centres/c1", *person)->name());
  for (const std::string& name : names) {
    v1::SendArticle60RequestRequest request;
    request.set_name(name);
    running.push_back(Start<SendArticle60Request>("SendArticle60Request", centre_, request));
  }
  int sent = 0;
  for (auto& one : running) {
    const auto result = one.get();
    if (result.ok()) {
      ++sent;
    } else {
      EXPECT_THAT(result, HasReason("ARTICLE60_REQUEST_OPEN"));
    }
  }
  EXPECT_EQ(sent, 1);
}

TEST_F(Article60Test, ADraftIsChangedAndThrownAway) {
  const auto person = Register(centre_, "85073003328");
  const auto draft = Draft(centre_, "centres/c1", *person);
  const auto moved =
      Update(draft->name(), "office: 'offices/namur' admission: ADMISSION_PART_TIME");
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->office(), "offices/namur");
  EXPECT_THAT(Update(draft->name(), "office: 'offices/none'"), HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(Update(draft->name(), "person: 'persons/other'"), HasReason("FIELD_IMMUTABLE"));
  EXPECT_THAT(Update(draft->name(), "etag: '1'"), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Update(draft->name(), "etag: 'x'"), HasReason("ETAG_INVALID"));
  EXPECT_THAT(Delete(centre_, draft->name()), IsOk());
  EXPECT_THAT(Get(centre_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Delete(centre_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
}

TEST_F(Article60Test, AnOverrideIsAManagers) {
  const auto person = Register(centre_, "85073003328");
  const auto draft = Draft(centre_, "centres/c1", *person);
  ASSERT_THAT(Send(centre_, draft->name()), IsOk());
  const char kOverride[] = R"(override { days: 400 end_date { year: 2025 month: 6 day: 1 }
      outcome: ARTICLE60_OUTCOME_OPENS_RIGHT reason: "days of an earlier file" })";
  EXPECT_THAT(Calculate(office_, draft->name(), kOverride), HasReason("OVERRIDE_NEEDS_MANAGER"));
  const auto answered = Calculate(manager_, draft->name(), kOverride);
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ(answered->answer().days(), 400);
  EXPECT_EQ(answered->answer().calculation().days(), 468);
}

TEST_F(Article60Test, CountsFollowWhatWasSent) {
  const auto person = Register(centre_, "85073003328");
  const auto draft = Draft(centre_, "centres/c1", *person);
  ASSERT_THAT(Draft(centre_, "centres/c1", *person), IsOk());
  const auto counts = [this](const std::string& counter) {
    std::vector<std::string> counted;
    const auto rows =
        store_->OpenReader().value()->Counts(Article60Requests().kind.table + "." + counter, "");
    EXPECT_THAT(rows, IsOk());
    for (const ledger::CountRow& row : *rows) {
      counted.push_back(row.bucket + "=" + std::to_string(row.count));
    }
    return counted;
  };
  EXPECT_THAT(counts(kSentByOwner), ::testing::IsEmpty()) << "drafts are not counted";
  ASSERT_THAT(Send(centre_, draft->name()), IsOk());
  EXPECT_THAT(counts(kSentByOwner), ::testing::ElementsAre("0403019261|2024|SENT|||=1"));
  EXPECT_THAT(counts(kSentByOwnerAndOffice),
              ::testing::ElementsAre("0403019261|2024|mons|2024-02=1"));
  EXPECT_THAT(counts(kSentByUnit),
              ::testing::ElementsAre("0136695962|2024|mons|2024-02|SENT|||=1"));
  ASSERT_THAT(Calculate(office_, draft->name(), ""), IsOk());
  EXPECT_THAT(counts(kSentByOwner),
              ::testing::ElementsAre("0403019261|2024|CALCULATED|OPENS_RIGHT|WITHIN_7_DAYS|1=1"));
  EXPECT_THAT(counts(kSentByUnitAndCentre), ::testing::ElementsAre("0136695962|2024|mons|c1=1"));
}

}  // namespace
}  // namespace mandat::socialaid
