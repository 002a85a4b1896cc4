// Statistics on a real ledger: whose requests are counted, and that counts follow what becomes of
// them.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/ssin.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/centres/commands.h"
#include "services/socialaid/centres/succession.h"
#include "services/socialaid/erasures/commands.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Article60Statistics;

class Statistics : public TestLedger {
 protected:
  absl::StatusOr<Article60Statistics> Ask(const access::Actor& actor, int year = 2024) {
    v1::GetArticle60StatisticsRequest request;
    request.set_year(year);
    return TestLedger::Ask("GetArticle60Statistics", actor, GetArticle60Statistics, request);
  }
  int64_t Total(const access::Actor& actor, int year = 2024) {
    const auto statistics = Ask(actor, year);
    EXPECT_THAT(statistics, IsOk());
    return statistics->total().count().has_count() ? statistics->total().count().count() : -1;
  }
  // So many requests of a centre, sent now; their names.
  std::vector<std::string> SendMany(const access::Actor& centre, const std::string& id, int count) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
      const auto person =
          Register(centre, base::MakeSsin(absl::CivilDay(1988, 9, 2), ++serial_).value());
      names.push_back(Draft(centre, "centres/" + id, *person)->name());
      EXPECT_THAT(Send(centre, names.back()), IsOk());
    }
    return names;
  }
  void Answer(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      v1::CalculateArticle60RequestRequest request;
      request.set_name(name);
      EXPECT_THAT(Run<CalculateArticle60Request>("CalculateArticle60Request", manager_, request),
                  IsOk());
    }
  }
  template <typename Rows>
  static std::vector<std::string> Cells(const Rows& rows) {
    std::vector<std::string> cells;
    for (const common::v1::StatisticsRow& row : rows) {
      if (row.count().count() == 0 && row.count().has_count()) continue;
      cells.push_back(absl::StrCat(
          row.key(), "=", row.count().has_count() ? absl::StrCat(row.count().count()) : "?"));
    }
    return cells;
  }

  const access::Actor centre_manager_ =
      Agent(common::v1::ROLE_WELFARE_CENTRE_MANAGER, kCentreNumber);
  const access::Actor other_centre_manager_ =
      Agent(common::v1::ROLE_WELFARE_CENTRE_MANAGER, kOtherCentreNumber);
  int serial_ = 0;
};

TEST_F(Statistics, EachSeesTheOwnAlone) {
  SendMany(centre_, "c1", 6);
  SendMany(other_centre_, "c2", 9);
  ASSERT_THAT(Draft(centre_, "centres/c1", *Register(centre_, "85073003328")), IsOk());
  EXPECT_EQ(Total(centre_manager_), 6) << "and no draft";
  EXPECT_EQ(Total(other_centre_manager_), 9);
  EXPECT_EQ(Total(office_), 15);
  EXPECT_EQ(Total(other_office_), 0);
  EXPECT_EQ(Total(manager_), 15);
  EXPECT_EQ(Total(Agent(common::v1::ROLE_WELFARE_CENTRE_MANAGER, "0206731645")), 0);
  // Another agency that calls its office the same, and an agent of no office.
  const auto agent = common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT;
  EXPECT_EQ(Total(Agent(agent, "0206731645", "mons")), 0);
  EXPECT_EQ(Total(Agent(agent, kAgencyNumber)), 0);
  EXPECT_THAT(Ask(centre_), HasReason("ROLE_REQUIRED")) << "statistics are the manager's";
  EXPECT_THAT(Ask(centre_manager_, 1999), HasReason("YEAR_OUT_OF_RANGE"));

  const auto own = Ask(centre_manager_);
  EXPECT_EQ(own->organisation(), kCentreNumber);
  EXPECT_EQ(own->office(), "");
  EXPECT_THAT(Cells(own->by_office()), ElementsAre("offices/mons=6"));
  EXPECT_EQ(own->by_office(0).display_name().fr(), "Mons");
  EXPECT_THAT(own->by_centre(), IsEmpty());
  const auto unit = Ask(office_);
  EXPECT_EQ(unit->organisation(), kAgencyNumber);
  EXPECT_EQ(unit->office(), "offices/mons");
  EXPECT_THAT(unit->by_office(), IsEmpty());
  EXPECT_THAT(Cells(unit->by_centre()), ElementsAre("centres/c1=6", "centres/c2=9"));
  EXPECT_EQ(unit->by_centre(0).display_name().fr(), "CPAS d'essai");
  const auto agency = Ask(manager_);
  EXPECT_THAT(Cells(agency->by_office()), ElementsAre("offices/mons=15"));
  EXPECT_THAT(Cells(agency->by_centre()), ElementsAre("centres/c1=6", "centres/c2=9"));
}

TEST_F(Statistics, FollowWhatBecomesOfRequests) {
  std::vector<std::string> names = SendMany(centre_, "c1", 24);
  EXPECT_THAT(Cells(Ask(centre_manager_)->by_month()), ElementsAre("2024-02=24"));
  clock_.Advance(absl::Hours(24 * 9));
  Answer({names.begin(), names.begin() + 12});
  for (int i = 12; i < 18; ++i) {
    v1::WithdrawArticle60RequestRequest withdraw;
    withdraw.set_name(names[static_cast<size_t>(i)]);
    withdraw.set_reason("moved");
    ASSERT_THAT(Run<WithdrawArticle60Request>("WithdrawArticle60Request", centre_, withdraw),
                IsOk());
  }
  for (const access::Actor& actor : {centre_manager_, office_, manager_}) {
    const auto statistics = Ask(actor);
    ASSERT_THAT(statistics, IsOk());
    EXPECT_THAT(Cells(statistics->by_state()),
                ElementsAre("sent=6", "calculated=12", "withdrawn=6"));
    EXPECT_THAT(Cells(statistics->by_outcome()), ElementsAre("opensRight=12"));
    EXPECT_THAT(Cells(statistics->by_answer_time()), ElementsAre("within14Days=12"));
    EXPECT_EQ(statistics->on_time_permille(), 0);
  }
  // What was sent next year stands beside it.
  clock_.Advance(absl::Hours(24 * 366));
  SendMany(centre_, "c1", 6);
  const auto next = Ask(centre_manager_, 2025);
  EXPECT_EQ(next->total().count().count(), 6);
  EXPECT_EQ(next->total().count_before().count(), 24);
  EXPECT_EQ(next->total().growth_hundredths(), -7500);
}

TEST_F(Statistics, CountARequestWhereItWent) {
  const std::vector<std::string> names = SendMany(centre_, "c1", 12);
  for (int i = 0; i < 6; ++i) {
    v1::ForwardArticle60RequestRequest forward;
    forward.set_name(names[static_cast<size_t>(i)]);
    forward.set_reason("theirs");
    forward.set_to("centres/c2");
    ASSERT_THAT(Run<ForwardArticle60Request>("ForwardArticle60Request", centre_, forward), IsOk());
    forward.set_to("offices/namur");
    ASSERT_THAT(Run<ForwardArticle60Request>("ForwardArticle60Request", office_, forward), IsOk());
  }
  EXPECT_EQ(Total(centre_manager_), 6);
  EXPECT_EQ(Total(other_centre_manager_), 6);
  EXPECT_EQ(Total(office_), 6);
  EXPECT_THAT(Cells(Ask(other_office_)->by_centre()), ElementsAre("centres/c2=6"));
  EXPECT_THAT(Cells(Ask(manager_)->by_office()), ElementsAre("offices/mons=6", "offices/namur=6"));
}

TEST_F(Statistics, AreASuccessorsAfterAMerger) {
  SendMany(centre_, "c1", 7);
  v1::MergeCentreRequest merge;
  merge.set_name("centres/c1");
  merge.set_successor("centres/c2");
  merge.mutable_effective_date()->set_year(2024);
  merge.mutable_effective_date()->set_month(3);
  merge.mutable_effective_date()->set_day(1);
  ASSERT_THAT(Run<MergeCentre>("MergeCentre", manager_, merge), IsOk());
  clock_.Advance(absl::Hours(24 * 40));
  EXPECT_THAT(TakeOverRequests(*ledger_, clock_.Now()), IsOk());
  EXPECT_EQ(Total(centre_manager_), 0);
  EXPECT_EQ(Total(other_centre_manager_), 7);
  EXPECT_THAT(Cells(Ask(office_)->by_centre()), ElementsAre("centres/c1=7")) << "who filed them";
}

TEST_F(Statistics, KeepAnErasedPersonAndTellNobodysConsultation) {
  const std::vector<std::string> names = SendMany(centre_, "c1", 5);
  const std::string person = Get(centre_, names[0])->person();
  v1::ProposeErasureRequest propose;
  propose.mutable_erasure()->set_person(person);
  propose.mutable_erasure()->set_reason("a right");
  const auto proposed = Run<ProposeErasure>("ProposeErasure", officer_, propose);
  ASSERT_THAT(proposed, IsOk());
  v1::ErasePersonRequest erase;
  erase.set_name(proposed->name());
  ASSERT_THAT(Run<ErasePerson>("ErasePerson", second_officer_, erase), IsOk());
  v1::ListConsultationsRequest readings;
  readings.set_person(person);
  const auto count = [&] {
    return TestLedger::Ask("ListConsultations", officer_, ListConsultations, readings)
        ->consultations_size();
  };
  const int before = count();
  EXPECT_EQ(Total(centre_manager_), 5);
  EXPECT_EQ(count(), before);
}

TEST_F(Statistics, HideAFew) {
  SendMany(centre_, "c1", 4);
  EXPECT_EQ(Total(centre_manager_), -1);
  SendMany(other_centre_, "c2", 9);
  EXPECT_EQ(Total(office_), 13);
  EXPECT_THAT(Cells(Ask(office_)->by_centre()), ElementsAre("centres/c1=?", "centres/c2=?"));
}

}  // namespace
}  // namespace mandat::socialaid
