#include "services/objectives/facts/book.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "services/lib/base/period.h"
#include "services/lib/testing/matchers.h"

namespace mandat::objectives::facts {
namespace {

using storage::v1::BookedFormula;
using storage::v1::FormulaBook;

constexpr char kSent[] = "be.mandat.socialaid.v1.article60Request.notify.sent";

void AddFormula(int64_t number, bool catching_up, FormulaBook* book) {
  BookedFormula* booked = book->add_formulas();
  booked->set_number(number);
  booked->set_catching_up(catching_up);
  booked->set_frequency(v1::FREQUENCY_MONTH);
  *booked->mutable_term() =
      base::ToPeriod({absl::CivilDay(2026, 1, 1), absl::CivilDay(2027, 1, 1)});
  booked->mutable_formula()->mutable_tally()->add_events()->set_type(kSent);
}

FormulaBook OneLive() {
  FormulaBook book;
  book.set_etag("7");
  AddFormula(3, false, &book);
  return book;
}

TEST(BookCache, CompilesABookOnceWhileItIsTheNewest) {
  BookCache books;
  EXPECT_EQ(books.newest(), nullptr);
  const auto first = books.Of(OneLive()).value();
  EXPECT_EQ(books.Of(OneLive()).value(), first);
  EXPECT_EQ(books.newest(), first);
  FormulaBook next = OneLive();
  next.set_etag("8");
  EXPECT_NE(books.Of(next).value(), first);
}

// Of two books with one etag the first was never committed.
TEST(BookCache, TakesNoBookForAnotherOneOfTheSameEtag) {
  FormulaBook entered_anew = OneLive();
  entered_anew.mutable_formulas(0)->set_number(4);
  entered_anew.mutable_formulas(0)->set_catching_up(true);
  FormulaBook catching_up = OneLive();
  catching_up.mutable_formulas(0)->set_catching_up(true);
  FormulaBook with_another = OneLive();
  AddFormula(4, true, &with_another);
  for (const FormulaBook& never : {entered_anew, catching_up, with_another, FormulaBook()}) {
    BookCache books;
    FormulaBook lost = never;
    lost.set_etag("7");
    ASSERT_THAT(books.Of(lost), testing::IsOk());
    const std::shared_ptr<const Book> book = books.Of(OneLive()).value();
    EXPECT_TRUE(book->live().Counts(kSent));
    EXPECT_TRUE(book->Has(3));
    EXPECT_FALSE(book->Has(4));
  }
}

}  // namespace
}  // namespace mandat::objectives::facts
