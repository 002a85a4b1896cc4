#include "services/socialaid/schema/kinds.h"

#include "gmock/gmock.h"
#include "services/lib/testing/kind_checks.h"
#include "services/socialaid/schema/migrations.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid {
namespace {

using ledger::Kind;
using testing::ColumnsOf;

TEST(Kinds, AreTheTablesOfTheSchema) {
  testing::ExpectTablesOfKinds(Kinds(), ledger::SocialAidMigrations());
  testing::ExpectIndexesOfKinds(Kinds(), ledger::SocialAidMigrations());
  testing::ExpectColumnsOfKinds(Kinds());
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
      "send_month=2024-02");
}

TEST(Kinds, AReturnedRequestIsOpenAndACopyNamesItsOriginal) {
  EXPECT_EQ(ColumnsOf(Article60Requests().kind, With(TestDraft(), R"(state: ARTICLE60_STATE_RETURNED
          send_time { seconds: 1 } modification { original: "article60Requests/r0" })")),
            "centre=c1 office=mons person=p1 owner=0403019261 unit=mons agency=0136695962 "
            "state=RETURNED open=1 original=r0 send_time=1000000 planned_start=19783 "
            "send_month=1970-01");
}

TEST(Kinds, TheMonthOfSendingIsThatOfBrussels) {
  // 31 January 2024, 23:30 in London is already February in Brussels.
  const auto sent = With(TestDraft(), "send_time { seconds: 1706743800 }");
  EXPECT_EQ(ledger::TextOf(Article60Requests().send_month.read(sent)), "2024-02");
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
