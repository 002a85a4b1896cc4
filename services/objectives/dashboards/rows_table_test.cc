#include "services/objectives/dashboards/rows_table.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/xlsx/unzip_for_test.h"
#include "services/lib/xlsx/xlsx.h"
#include "services/objectives/dashboards/dashboard_for_test.h"
#include "services/objectives/dashboards/rows_words.h"

namespace mandat::objectives::dashboards {
namespace {

using base::Language;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1::DashboardRow;

struct Sample {
  std::vector<DashboardRow> rows;
  v1::Dashboard dashboard;
};

Sample Small() {
  PlanContent content = SmallContent();
  content.indicators[0].values = {QuarterValue(1, 60, absl::CivilDay(2026, 3, 1), false)};
  content.indicators[0].indicator.mutable_title()->set_fr("=cmd|' /C calc'!A0");
  content.indicators[1].indicator.set_unit(v1::UNIT_CENTS);
  content.indicators[1].values = {QuarterValue(1, 123'450, absl::CivilDay(2026, 3, 1))};
  content.indicators[1].values[0].mutable_value()->set_denominator(1);
  Sample sample;
  sample.rows = RowsOf(content, kLastOfQuarter);
  sample.dashboard = DashboardOf(&sample.rows);
  return sample;
}

// Lines of the CSV without the byte order mark.
std::vector<std::string> Csv(const Sample& sample, Language language) {
  const std::string file =
      csv::ToCsv(TableOf(sample.dashboard, sample.rows, language), ';', ',').substr(3);
  std::vector<std::string> lines = absl::StrSplit(file, "\r\n");
  EXPECT_EQ(lines.back(), "");
  lines.pop_back();
  return lines;
}

TEST(TableOf, HasAHeadingForEachColumnInEachLanguage) {
  const Sample sample = Small();
  std::set<std::string> firsts;
  for (const Language language : base::kLanguages) {
    const csv::Table table = TableOf(sample.dashboard, sample.rows, language);
    EXPECT_EQ(table.headings.size(), 27u);
    for (const std::string& heading : table.headings) EXPECT_FALSE(heading.empty());
    const std::set<std::string> distinct(table.headings.begin(), table.headings.end());
    EXPECT_EQ(distinct.size(), table.headings.size()) << base::CodeOf(language);
    ASSERT_EQ(table.lines.size(), sample.rows.size());
    for (const auto& line : table.lines) EXPECT_EQ(line.size(), table.headings.size());
    firsts.insert(absl::StrJoin(table.headings, ";"));
  }
  EXPECT_EQ(firsts.size(), 4u);
}

TEST(TableOf, SaysWhatTheRowsSay) {
  const auto lines = Csv(Small(), Language::kFr);
  ASSERT_EQ(lines.size(), 8u);
  EXPECT_THAT(lines[1], HasSubstr("Objectif;OS 2;But;stratégique;;;;;;;;;"));
  EXPECT_THAT(lines[2], HasSubstr("Indicateur;2.2;Mesure;;90 %;EUR;2026-01-01;2026-03-31;1234,50;"
                                  "accepté;;"));
  EXPECT_THAT(lines[5], HasSubstr("Action;;Action;"));
  EXPECT_THAT(lines[5], HasSubstr(";en cours;"));
  EXPECT_THAT(lines[5], HasSubstr(";plan;tout;\"IT; RH\";2026-01-15;2026-03-15;2026-01-20;;1200,00;"
                                  "alderman B;"));
  EXPECT_THAT(lines[7], HasSubstr(";%;2026-01-01;2026-03-31;60,00;provisoire;;"));
  EXPECT_THAT(lines[7], HasSubstr(";25,00;"));
}

TEST(TableOf, GuardsWhatASpreadsheetWouldRun) {
  EXPECT_THAT(Csv(Small(), Language::kFr)[7], HasSubstr(";'=cmd|' /C calc'!A0;"));
}

TEST(TableOf, SpeaksTheLanguageThatIsWanted) {
  EXPECT_THAT(Csv(Small(), Language::kNl)[7], HasSubstr("voorlopig"));
  EXPECT_THAT(Csv(Small(), Language::kDe)[5], HasSubstr("läuft"));
  EXPECT_THAT(Csv(Small(), Language::kEn)[1], HasSubstr("Objective;OS 2;But;strategic;"));
}

TEST(TableOf, NotesWhatProvesIt) {
  const Sample sample = Small();
  const csv::Table table = TableOf(sample.dashboard, sample.rows, Language::kEn);
  std::map<std::string, csv::Cell> notes(table.notes.begin(), table.notes.end());
  EXPECT_EQ(std::get<std::string>(notes["SHA-256 digest of the rows"]), sample.dashboard.digest());
  EXPECT_EQ(std::get<csv::Number>(notes["Position of the log"]).value, base::Rational(42));
  EXPECT_EQ(std::get<csv::Number>(notes["Events of socialaid up to position"]).value,
            base::Rational(7));
  EXPECT_EQ(std::get<absl::CivilDay>(notes["Assessed as of"]), kLastOfQuarter);
}

// The same picture gives the same file before and after it was validated and presented.
TEST(TableOf, IsAFunctionOfWhatWasFrozen) {
  const Sample sample = Small();
  v1::Dashboard presented = With(sample.dashboard, R"(state: DASHBOARD_STATE_PRESENTED etag: "3"
      validator: "bb" validate_time { seconds: 1775824200 } present_time { seconds: 1775824200 }
      update_time { seconds: 1775824200 } meeting { reference: "m" } note { fr: "acte" })");
  for (const Language language : base::kLanguages) {
    const csv::Table before = TableOf(sample.dashboard, sample.rows, language);
    const csv::Table after = TableOf(presented, sample.rows, language);
    EXPECT_EQ(csv::ToCsv(before, ';', ','), csv::ToCsv(after, ';', ','));
    const xlsx::Properties properties = {"t", base::ToTime(sample.dashboard.create_time())};
    const auto first = xlsx::ToXlsx(before, properties);
    ASSERT_THAT(first, IsOk());
    EXPECT_EQ(*xlsx::ToXlsx(after, properties), *first);
    EXPECT_THAT(xlsx::UnzipForTest(*first), IsOk());
  }
}

// Every code of the protos has words in every language, and no two the same.
template <typename Enum>
void ExpectWordsOfAll(const google::protobuf::EnumDescriptor& codes) {
  for (const Language language : base::kLanguages) {
    std::set<std::string> words;
    for (int i = 0; i < codes.value_count(); ++i) {
      const auto code = static_cast<Enum>(codes.value(i)->number());
      const std::string word = base::Say(WordsOf(code), {}, language);
      EXPECT_EQ(word.empty(), code == 0) << codes.value(i)->name();
      words.insert(word);
    }
    EXPECT_EQ(words.size(), static_cast<size_t>(codes.value_count())) << codes.name();
  }
}

TEST(WordsOf, AreThereForEveryCode) {
  ExpectWordsOfAll<v1::ObjectiveLevel>(*v1::ObjectiveLevel_descriptor());
  ExpectWordsOfAll<v1::Unit>(*v1::Unit_descriptor());
  ExpectWordsOfAll<v1::AssessmentStatus>(*v1::AssessmentStatus_descriptor());
  ExpectWordsOfAll<v1::ActionState>(*v1::ActionState_descriptor());
  ExpectWordsOfAll<v1::Health>(*v1::Health_descriptor());
}

}  // namespace
}  // namespace mandat::objectives::dashboards
