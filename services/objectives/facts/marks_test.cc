#include "services/objectives/facts/marks.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/period.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"

namespace mandat::objectives::facts {
namespace {

using formulas::Contribution;
using storage::v1::MarkPage;

constexpr absl::CivilDay kDay(2026, 3, 12);
constexpr char kLog[] = "socialaid-1";

// Formulas with these numbers, all by the month.
std::shared_ptr<const Book> BookOf(const std::vector<int64_t>& numbers) {
  storage::v1::FormulaBook book;
  for (const int64_t number : numbers) {
    storage::v1::BookedFormula* formula = book.add_formulas();
    formula->set_number(number);
    formula->set_frequency(v1::FREQUENCY_MONTH);
    *formula->mutable_term() =
        base::ToPeriod({absl::CivilDay(2026, 1, 1), absl::CivilDay(2027, 1, 1)});
    formula->mutable_formula()->mutable_tally()->add_events()->set_type(
        "be.mandat.socialaid.v1.article60Request.notify.sent");
  }
  return Book::Compile(book).value();
}

Contribution Once(int64_t formula, absl::string_view value, absl::CivilDay day = kDay,
                  v1::FactRole role = v1::FACT_ROLE_NUMERATOR) {
  return {formula, role, day, 1, value};
}

MarkPage PageOf(const Contribution& contribution, int64_t position) {
  MarkedEvents events("source", kLog);
  events.Add(contribution, position);
  return events.Pages().at(0);
}

TEST(MarkedEvents, HaveAPageThatSourceAndValueGive) {
  const MarkPage page = PageOf(Once(1, "v"), 7);
  EXPECT_THAT(page.name(), ::testing::MatchesRegex("markPages/[0-9a-f]{16}-[0-9a-f]{3}"));
  EXPECT_EQ(page.log(), kLog);
  EXPECT_EQ(PageOf(Once(2, "v", kDay + 40, v1::FACT_ROLE_DENOMINATOR), 9).name(), page.name());
  EXPECT_NE(PageOf(Once(1, "w"), 7).name(), page.name());
  MarkedEvents other("another source", kLog);
  other.Add(Once(1, "v"), 7);
  EXPECT_NE(other.Pages().at(0).name(), page.name());
}

// The first bytes of SHA-256("abc"): what is stored stays where it is looked for.
TEST(MarkedEvents, AreFoundByTheDigestOfTheValue) {
  const MarkPage page = PageOf(Once(1, "abc"), 7);
  EXPECT_EQ(page.value_high(0), 0xba7816bf8f01cfeau);
  EXPECT_EQ(page.value_low(0), 0x414140de5dae2223u);
  EXPECT_THAT(page.name(), ::testing::EndsWith("-ba7"));
}

TEST(Mark, CountsTheEventOfTheLowestPositionInItsMonth) {
  const auto book = BookOf({1});
  MarkPage second, first, none;
  Amounts amounts;
  ASSERT_TRUE(Mark(MarkPage(), PageOf(Once(1, "v"), 7), *book, &amounts, &second));
  EXPECT_THAT(amounts.InBuckets(*book, kLog),
              ::testing::ElementsAre(::testing::Pair("1|n|socialaid-1|2026-03", 1)));
  EXPECT_FALSE(Mark(second, PageOf(Once(1, "v"), 7), *book, &amounts, &none)) << "a repeat";
  EXPECT_FALSE(Mark(second, PageOf(Once(1, "v"), 8), *book, &amounts, &none)) << "a later one";
  ASSERT_TRUE(Mark(second, PageOf(Once(1, "v", kDay - 30), 6), *book, &amounts, &first));
  EXPECT_THAT(amounts.InBuckets(*book, kLog),
              ::testing::ElementsAre(::testing::Pair("1|n|socialaid-1|2026-02", 1)));
  EXPECT_TRUE(IsMarked(first, PageOf(Once(1, "v"), 6)));
  EXPECT_FALSE(IsMarked(first, PageOf(Once(1, "v"), 7)));
  EXPECT_FALSE(IsMarked(first, PageOf(Once(2, "v"), 6)));
  EXPECT_FALSE(IsMarked(MarkPage(), PageOf(Once(1, "v"), 6)));
}

TEST(Mark, KeepsNothingOfFormulasThatAreGone) {
  MarkPage page, after;
  Amounts amounts;
  ASSERT_TRUE(Mark(MarkPage(), PageOf(Once(1, "v"), 7), *BookOf({1}), &amounts, &page));
  ASSERT_TRUE(Mark(page, PageOf(Once(2, "v"), 7), *BookOf({2}), &amounts, &after));
  EXPECT_FALSE(IsMarked(after, PageOf(Once(1, "v"), 7)));
  EXPECT_TRUE(IsMarked(after, PageOf(Once(2, "v"), 7)));
}

// Against a table by hand: events in any order and grouping, with repeats, give the same pages and
// amounts as all at once.
TEST(Mark, GivesTheSameWhateverTheOrder) {
  std::mt19937_64 random(testing::SeedOr(11));
  const auto book = BookOf({1, 2});
  for (int round = 0; round < 50; ++round) {
    struct Event {
      Contribution contribution;
      int64_t position;
    };
    std::vector<std::string> values;
    for (int i = 0; i < 30; ++i) values.push_back(absl::StrCat("v", i));
    std::vector<Event> events;
    std::map<std::tuple<int64_t, int, std::string>, const Event*> first;
    events.reserve(200);
    for (int64_t position = 1; position <= 200; ++position) {
      const auto role = random() % 2 == 0 ? v1::FACT_ROLE_NUMERATOR : v1::FACT_ROLE_DENOMINATOR;
      events.push_back({Once(1 + static_cast<int64_t>(random() % 2), values[random() % 30],
                             kDay + static_cast<int>(random() % 100), role),
                        position});
      const Contribution& one = events.back().contribution;
      first.try_emplace({one.formula, one.role, std::string(one.distinct)}, &events.back());
    }
    Amounts by_hand;
    for (const auto& [key, event] : first) by_hand.Add(event->contribution);

    std::vector<Event> order = events;
    order.insert(order.end(), events.begin(), events.begin() + 50);
    std::shuffle(order.begin(), order.end(), random);
    Amounts amounts;
    std::map<std::string, MarkPage> pages;
    for (size_t next = 0; next < order.size();) {
      MarkedEvents some("source", kLog), rest("source", kLog);
      for (size_t end = std::min(order.size(), next + 1 + random() % 40); next < end; ++next) {
        (random() % 2 == 0 ? some : rest).Add(order[next].contribution, order[next].position);
      }
      some.Add(rest);
      for (const MarkPage& page : some.Pages()) {
        MarkPage after;
        if (Mark(pages[page.name()], page, *book, &amounts, &after)) pages[page.name()] = after;
      }
    }
    EXPECT_EQ(amounts.InBuckets(*book, kLog), by_hand.InBuckets(*book, kLog));
    MarkedEvents all("source", kLog);
    for (const Event& event : events) all.Add(event.contribution, event.position);
    const std::vector<MarkPage> wanted = all.Pages();
    ASSERT_EQ(pages.size(), wanted.size());
    for (const MarkPage& page : wanted) EXPECT_THAT(pages[page.name()], testing::EqualsProto(page));
  }
}

// Several values share a page.
TEST(Mark, FindsEveryValueOnItsPage) {
  constexpr int kValues = 20'000;
  const auto book = BookOf({1});
  std::map<std::string, MarkPage> pages;
  Amounts amounts;
  for (int i = 0; i < kValues; ++i) {
    const MarkPage event = PageOf(Once(1, absl::StrCat("v", i)), kValues - i);
    MarkPage after;
    ASSERT_TRUE(Mark(pages[event.name()], event, *book, &amounts, &after));
    pages[event.name()] = after;
  }
  EXPECT_GT(pages.size(), 4000u);
  for (int i = 0; i < kValues; ++i) {
    const MarkPage event = PageOf(Once(1, absl::StrCat("v", i)), kValues - i);
    EXPECT_TRUE(IsMarked(pages[event.name()], event)) << i;
  }
}

}  // namespace
}  // namespace mandat::objectives::facts
