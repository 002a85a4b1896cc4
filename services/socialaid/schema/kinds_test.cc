#include "services/socialaid/schema/kinds.h"

#include "gmock/gmock.h"
#include "services/lib/testing/kind_checks.h"
#include "services/socialaid/schema/migrations.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid {
namespace {

using ledger::Kind;
using ledger::Value;
using testing::ColumnsOf;

TEST(Kinds, AreTheTablesOfTheSchema) {
  testing::ExpectTablesOfKinds(Kinds(), ledger::SocialAidMigrations());
  testing::ExpectIndexesOfKinds(Kinds(), ledger::SocialAidMigrations());
  testing::ExpectColumnsOfKinds(Kinds());
}

TEST(PlaceOf, IsWhereTheCounterHasTheColumn) {
  const Article60RequestKind& requests = Article60Requests();
  for (const ledger::Counter& counter : requests.kind.counters) {
    for (size_t place = 0; place < counter.by.size(); ++place) {
      EXPECT_EQ(PlaceOf(counter.name, *counter.by[place]), place) << counter.name;
    }
  }
  EXPECT_DEATH(PlaceOf(kSentByOwner, requests.office), "");
  EXPECT_DEATH(PlaceOf("sent", requests.state), "");
}

TEST(Kinds, NoOfficeSeesADraft) {
  const Kind& kind = Article60Requests().kind;
  EXPECT_EQ(ColumnsOf(kind, TestDraft()),
            "centre=c1 office=mons person=p1 owner=0403019261 state=DRAFT open=0 "
            "planned_start=19783");
  // A draft that is given up was never sent.
  EXPECT_EQ(ColumnsOf(kind, With(TestDraft(), "state: ARTICLE60_STATE_WITHDRAWN")),
            "centre=c1 office=mons person=p1 owner=0403019261 state=WITHDRAWN open=0 "
            "planned_start=19783");
}

TEST(Kinds, AnAnsweredRequestShowsItsAnswer) {
  EXPECT_EQ(
      ColumnsOf(Article60Requests().kind, With(TestDraft(), R"(state: ARTICLE60_STATE_CALCULATED
          send_time { seconds: 1706778000 nanos: 5000 } due_time { seconds: 1707382800 }
          answer_time { seconds: 1706779000 } create_time { seconds: 1706700000 }
          answer { outcome: ARTICLE60_OUTCOME_OPENS_RIGHT days: 400 end_date { year: 2025 month: 1 day: 1 }
                   calculation { days: 468 rule_set: RULE_SET_BEFORE_2026_03 } })")),
      "centre=c1 office=mons person=p1 owner=0403019261 unit=mons agency=0136695962 "
      "state=CALCULATED open=0 send_time=1706778000000005 due_time=1707382800000000 "
      "answer_time=1706779000000000 planned_start=19783 days=400 end_date=20089 "
      "outcome=OPENS_RIGHT rule_set=BEFORE_2026_03 create_time=1706700000000000 "
      "send_month=2024-02 send_year=2024 answer_span=WITHIN_7_DAYS on_time=1");
}

TEST(Kinds, AReturnedRequestIsOpenAndACopyNamesItsOriginal) {
  EXPECT_EQ(ColumnsOf(Article60Requests().kind, With(TestDraft(), R"(state: ARTICLE60_STATE_RETURNED
          send_time { seconds: 1 } modification { original: "article60Requests/r0" })")),
            "centre=c1 office=mons person=p1 owner=0403019261 unit=mons agency=0136695962 "
            "state=RETURNED open=1 original=r0 send_time=1000000 planned_start=19783 "
            "send_month=1970-01 send_year=1970");
}

TEST(Kinds, TheMonthOfSendingIsThatOfBrussels) {
  // 31 January 2024, 23:30 in London is already February in Brussels.
  const auto sent = With(TestDraft(), "send_time { seconds: 1706743800 }");
  EXPECT_EQ(ledger::TextOf(Article60Requests().send_month.read(sent)), "2024-02");
}

TEST(Kinds, TheYearOfSendingIsThatOfBrussels) {
  // 31 December 2023, 23:30 in London.
  const auto sent = With(TestDraft(), "send_time { seconds: 1704065400 }");
  EXPECT_EQ(Article60Requests().send_year.read(sent), Value(int64_t{2024}));
}

TEST(Kinds, AnAnswerTookTheDaysOfTheCalendarInBrussels) {
  constexpr int64_t kSent = 1'706'743'800;  // 1 February 2024, 0:30 in Brussels.
  constexpr int64_t kDay = 86'400;
  constexpr int64_t kLateAtNight = 23 * 3'600;  // 23:30
  const auto span = [](int64_t answered) {
    auto request = With(TestDraft(), "state: ARTICLE60_STATE_CALCULATED");
    request.mutable_send_time()->set_seconds(kSent);
    request.mutable_answer_time()->set_seconds(answered);
    return ledger::TextOf(Article60Requests().answer_span.read(request));
  };
  EXPECT_EQ(span(kSent), "WITHIN_7_DAYS");
  EXPECT_EQ(span(kSent + 7 * kDay + kLateAtNight), "WITHIN_7_DAYS");
  EXPECT_EQ(span(kSent + 8 * kDay - 1800), "WITHIN_14_DAYS") << "past midnight";
  EXPECT_EQ(span(kSent + 14 * kDay + kLateAtNight), "WITHIN_14_DAYS");
  EXPECT_EQ(span(kSent + 15 * kDay), "WITHIN_30_DAYS");
  EXPECT_EQ(span(kSent + 30 * kDay + kLateAtNight), "WITHIN_30_DAYS");
  EXPECT_EQ(span(kSent + 31 * kDay), "OVER_30_DAYS");
}

TEST(Kinds, AnAnswerIsOnTimeBeforeItIsDue) {
  const auto on_time = [](const std::string& text) {
    return Article60Requests().on_time.read(With(TestDraft(), "send_time { seconds: 1 }" + text));
  };
  EXPECT_EQ(on_time("due_time { seconds: 9 } answer_time { seconds: 8 nanos: 999999000 }"),
            Value(int64_t{1}));
  EXPECT_EQ(on_time("due_time { seconds: 9 } answer_time { seconds: 9 }"), Value(int64_t{0}));
  EXPECT_EQ(on_time("due_time { seconds: 9 }"), Value());
}

TEST(Kinds, ACentreShowsTheMunicipalityThatItServes) {
  const auto code = [](const v1::Centre& centre) {
    return ledger::TextOf(Centres().municipality_code.read(centre));
  };
  v1::Centre centre = TestCentre();
  EXPECT_EQ(code(centre), "53053");
  *centre.mutable_municipalities(0)->mutable_valid_to() = centre.valid_from();
  EXPECT_EQ(code(centre), "53053");
  centre = With(centre, "municipalities { code: '53084' } municipalities { code: '53099' }");
  EXPECT_EQ(code(centre), "53084");
}

}  // namespace
}  // namespace mandat::socialaid
