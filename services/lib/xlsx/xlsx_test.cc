#include "services/lib/xlsx/xlsx.h"

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/xlsx/unzip_for_test.h"

namespace mandat::xlsx {
namespace {

using csv::Number;
using csv::NumberFormat;
using mandat::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

csv::Table Sample() {
  csv::Table table;
  table.name = "Tableau";
  table.headings = {"Titre", "Valeur", "Jour"};
  table.lines = {
      {"=1+1", Number{base::Rational::Of(9, 10).value(), NumberFormat::kPercent},
       absl::CivilDay(2026, 3, 1)},
      {"http://example.be", Number{base::Rational::Of(1250, 100).value(), NumberFormat::kEuro},
       csv::Cell()},
      {"1234", Number{7}, "é & <b>"},
  };
  table.notes_name = "Source";
  table.notes = {{"Position", Number{42}}};
  return table;
}

const Properties kProperties = {"Tableau de bord", absl::FromUnixSeconds(1'775'030'400)};

// The parts of the workbook, opened again.
std::map<std::string, std::string> Opened(const csv::Table& table) {
  const auto bytes = ToXlsx(table, kProperties);
  EXPECT_THAT(bytes, IsOk());
  const auto files = UnzipForTest(*bytes);
  EXPECT_THAT(files, IsOk());
  return files.value_or(std::map<std::string, std::string>());
}

TEST(ToXlsx, OpensAgainWithEveryCell) {
  auto files = Opened(Sample());
  ASSERT_EQ(files.count("xl/worksheets/sheet1.xml"), 1u);
  ASSERT_EQ(files.count("xl/worksheets/sheet2.xml"), 1u);
  const std::string& sheet = files["xl/worksheets/sheet1.xml"];
  EXPECT_THAT(sheet, HasSubstr("<v>0.9</v>"));
  EXPECT_THAT(sheet, HasSubstr("<v>12.5</v>"));
  EXPECT_THAT(sheet, HasSubstr("<v>46082</v>")) << "1 March 2026";
  EXPECT_THAT(files["xl/worksheets/sheet2.xml"], HasSubstr("<v>42</v>"));
  const std::string& styles = files["xl/styles.xml"];
  EXPECT_THAT(styles, HasSubstr("\"0.00%\""));
  EXPECT_THAT(styles, HasSubstr("\xE2\x82\xAC"));
  EXPECT_THAT(files["xl/workbook.xml"], HasSubstr("name=\"Tableau\""));
  EXPECT_THAT(files["docProps/core.xml"], HasSubstr("2026-04-01T08:00:00Z"));
}

TEST(ToXlsx, WritesTextsAsTextsWhateverTheyBeginWith) {
  auto files = Opened(Sample());
  const std::string& sheet = files["xl/worksheets/sheet1.xml"];
  EXPECT_THAT(sheet, Not(HasSubstr("<f>")));
  EXPECT_THAT(sheet, Not(HasSubstr("hyperlink")));
  EXPECT_THAT(sheet, Not(HasSubstr("<v>1234</v>")));
  const std::string& texts = files["xl/sharedStrings.xml"];
  for (const char* text :
       {"<t>=1+1</t>", "<t>http://example.be</t>", "<t>1234</t>", "<t>é &amp; &lt;b&gt;</t>"}) {
    EXPECT_THAT(texts, HasSubstr(text));
  }
}

TEST(ToXlsx, GivesTheSameBytesForTheSameTable) {
  const auto first = ToXlsx(Sample(), kProperties);
  ASSERT_THAT(first, IsOk());
  csv::Table other = Sample();
  other.lines[2][0] = "1235";
  EXPECT_NE(*ToXlsx(other, kProperties), *first);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&first] {
      for (int j = 0; j < 5; ++j) EXPECT_EQ(*ToXlsx(Sample(), kProperties), *first);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(ToXlsx, CutsWhatNoCellHolds) {
  csv::Table table = Sample();
  std::string text;
  for (int i = 0; i < 32'768; ++i) text += "é";
  table.lines[0][0] = text;
  auto files = Opened(table);
  const std::string& texts = files["xl/sharedStrings.xml"];
  EXPECT_THAT(texts, Not(HasSubstr(text)));
  EXPECT_THAT(texts, HasSubstr(text.substr(2)));
}

TEST(ToXlsx, RefusesASheetThatHasNoName) {
  csv::Table table = Sample();
  table.name = "a/b";
  EXPECT_FALSE(ToXlsx(table, kProperties).ok());
}

}  // namespace
}  // namespace mandat::xlsx
