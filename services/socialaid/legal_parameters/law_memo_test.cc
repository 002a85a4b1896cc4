#include "services/socialaid/legal_parameters/law_memo.h"

#include <future>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/law/published_law.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using storage::v1::PublishedLaw;

constexpr absl::CivilDay kToday(2026, 4, 1);

PublishedLaw LawWith(int64_t days) {
  PublishedLaw law;
  law::Add(law::DefaultParameters(), &law);
  law::Add({{law::Key::kDaysAnyAge, days, absl::CivilDay(2027, 1, 1), kToday, "a law",
             law::Source::kPublished}},
           &law);
  return law;
}

int64_t DaysIn(const law::Parameters& parameters) {
  return parameters.laws().back()[law::Key::kDaysAnyAge];
}

TEST(LawMemo, WorksALawOutOnce) {
  LawMemo memo;
  const PublishedLaw law = LawWith(300);
  const auto first = memo.Get(&law, kToday);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(DaysIn(**first), 300);
  const PublishedLaw same = LawWith(300);
  EXPECT_EQ(memo.Get(&same, kToday)->get(), first->get());
}

TEST(LawMemo, TellsLawsAndDaysApart) {
  LawMemo memo;
  const PublishedLaw law = LawWith(300), other = LawWith(290);
  EXPECT_EQ(DaysIn(**memo.Get(&law, kToday)), 300);
  EXPECT_EQ(DaysIn(**memo.Get(&other, kToday)), 290);
  EXPECT_EQ(DaysIn(**memo.Get(nullptr, kToday)), 312);
  EXPECT_EQ(DaysIn(**memo.Get(&law, kToday - 1)), 312) << "not known yet";
  EXPECT_EQ(DaysIn(**memo.Get(&law, kToday)), 300);
}

TEST(LawMemo, ForgetsWhatWasAskedLongestAgo) {
  LawMemo memo;
  const PublishedLaw law = LawWith(300);
  const auto oldest = *memo.Get(&law, kToday);
  const auto kept = *memo.Get(&law, kToday + 1);
  for (int i = 2; i <= 4; ++i) {
    ASSERT_THAT(memo.Get(&law, kToday + i), IsOk());
    EXPECT_EQ(*memo.Get(&law, kToday + 1), kept) << "asked in between";
  }
  EXPECT_NE(*memo.Get(&law, kToday), oldest);
  EXPECT_EQ(DaysIn(*oldest), 300) << "whoever still has it";
}

TEST(LawMemo, SaysWhatIsWrongWithALawAndRemembersNothingOfIt) {
  LawMemo memo;
  PublishedLaw law = LawWith(300);
  law.mutable_values(0)->set_value(-1);
  EXPECT_THAT(memo.Get(&law, kToday), HasReason("LAW_BROKEN"));
  const PublishedLaw sound = LawWith(300);
  ASSERT_EQ(sound.digest(), law.digest());
  EXPECT_THAT(memo.Get(&sound, kToday), IsOk());
}

TEST(LawMemo, AnswersManyAtOnce) {
  LawMemo memo;
  std::vector<std::future<int64_t>> askers;
  for (int i = 0; i < 4; ++i) {
    askers.push_back(std::async(std::launch::async, [&memo, i] {
      const PublishedLaw law = LawWith(300 + i % 2);
      int64_t sum = 0;
      for (int day = 0; day < 10; ++day) sum += DaysIn(**memo.Get(&law, kToday + day % 3));
      return sum - 10 * (300 + i % 2);
    }));
  }
  for (auto& asker : askers) EXPECT_EQ(asker.get(), 0);
}

}  // namespace
}  // namespace mandat::socialaid
