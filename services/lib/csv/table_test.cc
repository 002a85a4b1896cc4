#include "services/lib/csv/table.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/csv/csv.h"

namespace mandat::csv {
namespace {

base::Rational Of(int64_t numerator, int64_t denominator) {
  return base::Rational::Of(numerator, denominator).value();
}

// What the only cell of a table becomes.
std::string Written(const Cell& cell, char separator = ';', char decimal = ',') {
  Table table;
  table.headings = {"h"};
  table.lines = {{cell}};
  const std::string file = ToCsv(table, separator, decimal);
  const std::string begin = absl::StrCat(kByteOrderMark, "h\r\n");
  EXPECT_EQ(file.substr(0, begin.size()), begin);
  EXPECT_EQ(file.substr(file.size() - 2), "\r\n");
  return file.substr(begin.size(), file.size() - begin.size() - 2);
}

TEST(ToCsv, WritesEachKindOfCell) {
  EXPECT_EQ(Written({}), "");
  EXPECT_EQ(Written("a;b"), "\"a;b\"");
  EXPECT_EQ(Written(absl::CivilDay(2026, 3, 1)), "2026-03-01");
  EXPECT_EQ(Written(Number{Of(-12, 1)}), "-12");
  EXPECT_EQ(Written(Number{Of(25, 2)}), "12,50");
  EXPECT_EQ(Written(Number{Of(25, 2)}, ';', '.'), "12.50");
  EXPECT_EQ(Written(Number{Of(25, 2)}, ',', ','), "\"12,50\"");
  EXPECT_EQ(Written(Number{Of(9, 10), NumberFormat::kPercent}), "90,00");
  EXPECT_EQ(Written(Number{Of(12, 1), NumberFormat::kEuro}), "12,00");
}

TEST(ToCsv, GuardsTextsAndNotNumbers) {
  EXPECT_EQ(Written("=1+1"), "'=1+1");
  EXPECT_EQ(Written("-1"), "'-1");
  EXPECT_EQ(Written(Number{Of(-1, 2), NumberFormat::kPercent}), "-50,00");
}

TEST(ToCsv, CutsTowardsWhatIsWorse) {
  const base::Rational nearly = Of(99'999, 100'000);
  EXPECT_EQ(Written(Number{nearly, NumberFormat::kPercent}), "99,99");
  EXPECT_EQ(Written(Number{nearly, NumberFormat::kPercent, true}), "100,00");
  EXPECT_EQ(Written(Number{Of(-1, 1000)}), "-0,01");
  EXPECT_EQ(Written(Number{Of(-1, 1000), NumberFormat::kPlain, true}), "0,00");
  EXPECT_EQ(Written(Number{Of(INT64_MAX, 3), NumberFormat::kPercent}), "9223372036854775807/3");
}

TEST(ToCsv, HasALineForEachLine) {
  Table table;
  table.headings = {"a", "=b"};
  table.lines = {{"1", Number{2}}, {Cell(), "x"}};
  table.notes = {{"of", "nothing"}};
  EXPECT_EQ(ToCsv(table, '\t', '.').substr(3), "a\t'=b\r\n1\t2\r\n\tx\r\n");
}

}  // namespace
}  // namespace mandat::csv
