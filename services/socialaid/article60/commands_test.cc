#include "services/socialaid/article60/commands.h"

#include <future>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
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
  EXPECT_THAT(Send(other_centre_, elsewhere->name()), IsOk());
  ASSERT_THAT(Calculate(office_, first->name()), IsOk());
  EXPECT_THAT(Send(centre_, second->name()), IsOk());
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

TEST_F(Article60Test, CountsFollowTheStates) {
  const auto person = Register(centre_, "85073003328");
  const auto draft = Draft(centre_, "centres/c1", *person);
  ASSERT_THAT(Draft(centre_, "centres/c1", *person), IsOk());
  ASSERT_THAT(Send(centre_, draft->name()), IsOk());
  std::vector<std::string> counts;
  const auto& kind = Article60Requests().kind;
  const auto rows = store_->OpenReader().value()->Counts(kind.table + "." + kind.counters[0].name);
  ASSERT_THAT(rows, IsOk());
  for (const ledger::CountRow& row : *rows) {
    if (row.count != 0) counts.push_back(row.bucket + "=" + std::to_string(row.count));
  }
  EXPECT_THAT(counts,
              ::testing::UnorderedElementsAre("DRAFT||c1|mons=1", "SENT|2024-02|c1|mons=1"));
}

}  // namespace
}  // namespace mandat::socialaid
