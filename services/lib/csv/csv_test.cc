#include "services/lib/csv/csv.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"

namespace mandat::csv {
namespace {

using ::testing::ElementsAre;

// Reads lines of cells as RFC 4180 says; shares nothing with the writer.
std::vector<std::vector<std::string>> Parse(const std::string& file, char separator) {
  std::vector<std::vector<std::string>> lines(1, {""});
  bool quoted = false;
  for (size_t i = 0; i < file.size(); ++i) {
    const char letter = file[i];
    if (quoted && letter == '"' && i + 1 < file.size() && file[i + 1] == '"') {
      lines.back().back() += file[++i];
    } else if (letter == '"') {
      quoted = !quoted;
    } else if (!quoted && letter == separator) {
      lines.back().emplace_back();
    } else if (!quoted && letter == '\r') {
      EXPECT_EQ(file[++i], '\n');
      lines.push_back({""});
    } else {
      lines.back().back() += letter;
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_THAT(lines.back(), ElementsAre("")) << "the last line is not ended";
  lines.pop_back();
  return lines;
}

TEST(Csv, HasLinesOfCells) {
  Writer writer(';');
  writer.Text("nom").Text("").Number(-4).Empty();
  writer.EndLine();
  writer.Text("é").Number(0);
  writer.EndLine();
  EXPECT_EQ(writer.Take(), "nom;;-4;\r\n\xC3\xA9;0\r\n");
  EXPECT_EQ(writer.Take(), "");
}

TEST(Csv, NoTextEndsItsCell) {
  const std::vector<std::string> texts = {"a;b",    "a,b",    "a\tb",     "a\"b",  "\"",
                                          "\"\"",   "a\r\nb", "a\nb",     " a",    "a ",
                                          "a\"; b", "\";\"",  "l'espoir", "a = b", "été"};
  for (const char separator : {';', ',', '\t'}) {
    Writer writer(separator);
    for (const std::string& text : texts) writer.Text(text);
    writer.EndLine();
    EXPECT_THAT(Parse(writer.Take(), separator), ElementsAre(texts));
  }
}

TEST(Csv, NoTextIsAFormula) {
  for (const std::string formula :
       {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uFF1D1", "\uFF0B1", "\uFF0D1",
        "\uFF20A", "=cmd|' /C calc'!A0", "=\"a\";1"}) {
    EXPECT_TRUE(LooksLikeFormula(formula)) << formula;
    Writer writer(';');
    writer.Text(formula).Text("next");
    writer.EndLine();
    EXPECT_THAT(Parse(writer.Take(), ';'), ElementsAre(ElementsAre("'" + formula, "next")));
  }
  for (const std::string text : {"", "1", "a=1", "'=1", "\uFF1E", "Anne-Marie"}) {
    EXPECT_FALSE(LooksLikeFormula(text)) << text;
    Writer writer(';');
    writer.Text(text);
    writer.EndLine();
    EXPECT_EQ(writer.Take(), text + "\r\n");
  }
}

TEST(Csv, NumbersOfOursKeepTheirSign) {
  Writer writer(';');
  writer.Number(-12).Hundredths(1961, ',').Hundredths(-5, '.').Hundredths(-10'000, ',');
  writer.Hundredths(7, ',');
  writer.EndLine();
  EXPECT_EQ(writer.Take(), "-12;19,61;-0.05;-100,00;0,07\r\n");
  Writer commas(',');
  commas.Hundredths(1961, ',').Number(1);
  commas.EndLine();
  EXPECT_EQ(commas.Take(), "\"19,61\",1\r\n");
}

}  // namespace
}  // namespace mandat::csv
