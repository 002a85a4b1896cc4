#include "services/socialaid/article60/batch.h"

#include <future>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "services/lib/base/ssin.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Article60Receipt;
using v1::BatchCreateArticle60RequestsRequest;
using v1::BatchCreateArticle60RequestsResponse;

constexpr char kBatchId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";

class Article60BatchTest : public TestLedger {
 protected:
  absl::StatusOr<BatchCreateArticle60RequestsResponse> File(
      const access::Actor& actor, const BatchCreateArticle60RequestsRequest& request) {
    access::Call call;
    if (absl::Status admitted = Admit("BatchCreateArticle60Requests", actor, &call);
        !admitted.ok()) {
      return admitted;
    }
    std::promise<absl::StatusOr<BatchCreateArticle60RequestsResponse>> answer;
    // With the answer the request goes, as it does behind the transport.
    auto sent = std::make_shared<BatchCreateArticle60RequestsRequest>(request);
    const BatchCreateArticle60RequestsRequest& seen = *sent;
    BatchCreateArticle60Requests(*ledger_, call, seen,
                                 [&answer, sent = std::move(sent)](auto response) mutable {
                                   sent.reset();
                                   answer.set_value(response);
                                 });
    return answer.get_future().get();
  }

  // Somebody else in each line, born on 2 September 1988.
  static v1::Article60Line Line(int serial) {
    v1::Article60Line line;
    *line.mutable_article60_request() = TestDraft();
    line.mutable_article60_request()->clear_person();
    *line.mutable_person() = TestPerson();
    line.mutable_person()->set_ssin(base::MakeSsin(absl::CivilDay(1988, 9, 2), serial).value());
    line.set_send(true);
    return line;
  }
  static BatchCreateArticle60RequestsRequest Lines(int count) {
    BatchCreateArticle60RequestsRequest request;
    request.set_request_id(kBatchId);
    for (int i = 1; i <= count; ++i) *request.add_lines() = Line(i);
    return request;
  }

  int64_t Filed() {
    ledger::PageQuery all;
    all.kind = &Article60Requests().kind;
    all.limit = 1000;
    return static_cast<int64_t>(store_->OpenReader().value()->Page(all)->size());
  }
};

TEST_F(Article60BatchTest, OfFiveHundredLinesTheBadOnesAreNamedAndTheOthersFiledOnce) {
  BatchCreateArticle60RequestsRequest batch = Lines(500);
  const struct {
    int line;
    std::string reason;
    std::string field;
    std::function<void(v1::Article60Line&)> spoil;
  } bad[] = {
      {3, "SSIN_INVALID", "person.ssin", [](auto& line) { line.mutable_person()->set_ssin("1"); }},
      {50, "FIELD_REQUIRED", "person.ssin",
       [](auto& line) { line.mutable_person()->clear_ssin(); }},
      {51, "PERSON_GIVEN_TWICE", "person",
       [](auto& line) { line.mutable_article60_request()->set_person("persons/p1"); }},
      {52, "FIELD_REQUIRED", "article60_request.person", [](auto& line) { line.clear_person(); }},
      {64, "PERSON_NOT_FOUND", "",
       [](auto& line) {
         line.clear_person();
         line.mutable_article60_request()->set_person("persons/none");
       }},
      {65, "CENTRE_NOT_FOUND", "",
       [](auto& line) { line.mutable_article60_request()->set_centre("centres/c2"); }},
      {128, "OFFICE_NOT_FOUND", "",
       [](auto& line) { line.mutable_article60_request()->set_office("offices/none"); }},
      {129, "WORKING_TIME_INVALID", "article60_request.working_time.weekly_hours_hundredths",
       [](auto& line) {
         line.mutable_article60_request()->mutable_working_time()->set_weekly_hours_hundredths(0);
       }},
      {499, "DATE_OUT_OF_RANGE", "article60_request.planned_start",
       [](auto& line) {
         line.mutable_article60_request()->mutable_planned_start()->set_year(1999);
       }},
      {500, "ADMISSION_UNKNOWN", "article60_request.admission",
       [](auto& line) {
         line.mutable_article60_request()->set_admission(static_cast<v1::Admission>(9));
       }},
  };
  for (const auto& row : bad) row.spoil(*batch.mutable_lines(row.line - 1));

  const auto first = File(centre_, batch);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->receipts_size(), 500);
  EXPECT_EQ(Filed(), 490);
  std::set<std::string> names;
  size_t next_bad = 0;
  for (int i = 0; i < 500; ++i) {
    const Article60Receipt& receipt = first->receipts(i);
    SCOPED_TRACE(receipt.ShortDebugString());
    EXPECT_EQ(receipt.line(), i + 1);
    if (next_bad < std::size(bad) && bad[next_bad].line == i + 1) {
      EXPECT_EQ(receipt.error().reason(), bad[next_bad].reason);
      const auto field = receipt.error().metadata().find("field");
      EXPECT_EQ(field == receipt.error().metadata().end() ? "" : field->second,
                bad[next_bad].field);
      EXPECT_EQ(receipt.article60_request(), "");
      ++next_bad;
    } else {
      EXPECT_FALSE(receipt.has_error());
      EXPECT_EQ(receipt.state(), v1::ARTICLE60_STATE_SENT);
      names.insert(receipt.article60_request());
    }
  }
  EXPECT_EQ(names.size(), 490u);

  // Repeated as it was, and with one line put right.
  const auto again = File(centre_, batch);
  ASSERT_THAT(again, IsOk());
  for (int i = 0; i < 500; ++i) {
    EXPECT_EQ(again->receipts(i).article60_request(), first->receipts(i).article60_request());
    EXPECT_EQ(again->receipts(i).state(), first->receipts(i).state());
  }
  EXPECT_EQ(Filed(), 490);
  *batch.mutable_lines(2) = Line(3);
  const auto mended = File(centre_, batch);
  ASSERT_THAT(mended, IsOk());
  EXPECT_FALSE(mended->receipts(2).has_error());
  EXPECT_EQ(Filed(), 491);
}

TEST_F(Article60BatchTest, ALineThatIsNotSentStaysADraft) {
  BatchCreateArticle60RequestsRequest batch = Lines(3);
  batch.mutable_lines(0)->set_send(false);
  batch.mutable_lines(1)->mutable_article60_request()->clear_admission();
  *batch.mutable_lines(2) = Line(1);
  const auto filed = File(centre_, batch);
  ASSERT_THAT(filed, IsOk());
  EXPECT_EQ(filed->receipts(0).state(), v1::ARTICLE60_STATE_DRAFT);
  EXPECT_FALSE(filed->receipts(0).has_error());
  EXPECT_EQ(filed->receipts(1).state(), v1::ARTICLE60_STATE_DRAFT);
  EXPECT_EQ(filed->receipts(1).error().reason(), "ARTICLE60_REQUEST_INCOMPLETE");
  EXPECT_EQ(filed->receipts(1).error().code(), "FAILED_PRECONDITION");
  EXPECT_NE(filed->receipts(1).article60_request(), "");
  // About the person of the first line, whose draft is not open.
  EXPECT_EQ(filed->receipts(2).state(), v1::ARTICLE60_STATE_SENT);
}

TEST_F(Article60BatchTest, OtherContentUnderTheSameIdIsRefused) {
  BatchCreateArticle60RequestsRequest batch = Lines(1);
  ASSERT_THAT(File(centre_, batch), IsOk());
  batch.mutable_lines(0)->mutable_article60_request()->set_admission(v1::ADMISSION_PART_TIME);
  EXPECT_EQ(File(centre_, batch)->receipts(0).error().reason(), "REQUEST_ID_REUSED");
  EXPECT_EQ(Filed(), 1);
}

TEST_F(Article60BatchTest, ALineWithAnIdOfItsOwnIsFiledOnceInAll) {
  BatchCreateArticle60RequestsRequest batch = Lines(2);
  batch.mutable_lines(1)->set_request_id("0f0c7f8a-93a1-4d52-8f0e-2f9a41c86a77");
  const auto first = File(centre_, batch);
  ASSERT_THAT(first, IsOk());
  batch.set_request_id("f47ac10b-58cc-4372-a567-0e02b2c3d479");
  batch.mutable_lines()->SwapElements(0, 1);
  const auto second = File(centre_, batch);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->receipts(0).article60_request(), first->receipts(1).article60_request());
  EXPECT_NE(second->receipts(1).article60_request(), first->receipts(0).article60_request());
  batch.mutable_lines(0)->set_request_id("mine");
  EXPECT_EQ(File(centre_, batch)->receipts(0).error().reason(), "REQUEST_ID_INVALID");
}

TEST_F(Article60BatchTest, EveryLineCanBeBad) {
  BatchCreateArticle60RequestsRequest batch = Lines(500);
  for (v1::Article60Line& line : *batch.mutable_lines()) line.mutable_article60_request()->Clear();
  const auto filed = File(centre_, batch);
  ASSERT_THAT(filed, IsOk());
  for (const Article60Receipt& receipt : filed->receipts()) EXPECT_TRUE(receipt.has_error());
  EXPECT_EQ(Filed(), 0);
}

TEST_F(Article60BatchTest, WantsLinesAndAnId) {
  EXPECT_THAT(File(centre_, Lines(0)), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(File(centre_, Lines(501)), HasReason("TOO_MANY_ITEMS"));
  BatchCreateArticle60RequestsRequest batch = Lines(1);
  batch.clear_request_id();
  EXPECT_THAT(File(centre_, batch), HasReason("FIELD_REQUIRED"));
  batch.set_request_id("mine");
  EXPECT_THAT(File(centre_, batch), HasReason("REQUEST_ID_INVALID"));
  EXPECT_THAT(File(office_, Lines(1)), HasReason("ROLE_REQUIRED"));
  EXPECT_EQ(Filed(), 0);
}

}  // namespace
}  // namespace mandat::socialaid
