#include "services/lib/base/phrase.h"

#include "gtest/gtest.h"

namespace mandat::base {
namespace {

std::string In(const Figure& figure, Language language) { return figure.In(language); }

TEST(Language, IsFoundByItsCode) {
  for (const Language language : kLanguages) EXPECT_EQ(LanguageOf(CodeOf(language)), language);
  EXPECT_EQ(CodeOf(Language::kNl), "nl");
  for (const char* code : {"", "FR", "fr ", "it"}) EXPECT_EQ(LanguageOf(code), std::nullopt);
}

TEST(Figure, IsWrittenInTheFormOfTheLanguage) {
  const absl::CivilDay thursday(2026, 3, 12);
  const absl::CivilDay first(2026, 5, 1);
  const struct {
    Figure figure;
    const char* fr;
    const char* nl;
    const char* de;
    const char* en;
  } rows[] = {
      {Figure(0), "0", "0", "0", "0"},
      {Figure(999), "999", "999", "999", "999"},
      {Figure(10294), "10\u202f294", "10.294", "10.294", "10,294"},
      {Figure(-1234567), "-1\u202f234\u202f567", "-1.234.567", "-1.234.567", "-1,234,567"},
      {Figure(-999), "-999", "-999", "-999", "-999"},
      {Figure(Rational::Of(425, 2).value()), "212 1/2", "212 1/2", "212 1/2", "212 1/2"},
      {Figure(Rational::Of(-425, 2).value()), "-212 1/2", "-212 1/2", "-212 1/2", "-212 1/2"},
      {Figure(Rational::Of(-1, 3).value()), "-1/3", "-1/3", "-1/3", "-1/3"},
      {Figure(thursday), "12 mars 2026", "12 maart 2026", "12. März 2026", "12 March 2026"},
      {Figure(first), "1er mai 2026", "1 mei 2026", "1. Mai 2026", "1 May 2026"},
      {Figure::Weekday(thursday), "jeudi 12 mars 2026", "donderdag 12 maart 2026",
       "Donnerstag, 12. März 2026", "Thursday 12 March 2026"},
      {Figure::Weekday(first), "vendredi 1er mai 2026", "vrijdag 1 mei 2026",
       "Freitag, 1. Mai 2026", "Friday 1 May 2026"},
      {Figure::Hundredths(1900), "19", "19", "19", "19"},
      {Figure::Hundredths(2850), "28,5", "28,5", "28,5", "28.5"},
      {Figure::Hundredths(3733), "37,33", "37,33", "37,33", "37.33"},
      {Figure::Hundredths(-5), "-0,05", "-0,05", "-0,05", "-0.05"},
      {Figure::TimeOfDay(900), "15h00", "15.00 uur", "15:00 Uhr", "15:00"},
      {Figure::TimeOfDay(65), "1h05", "1.05 uur", "1:05 Uhr", "1:05"},
      {Figure::Verbatim("FROM_36"), "FROM_36", "FROM_36", "FROM_36", "FROM_36"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(In(row.figure, Language::kFr), row.fr);
    EXPECT_EQ(In(row.figure, Language::kNl), row.nl);
    EXPECT_EQ(In(row.figure, Language::kDe), row.de);
    EXPECT_EQ(In(row.figure, Language::kEn), row.en);
  }
}

TEST(Figure, ATextKeepsItsTranslationOrTheNextOne) {
  common::v1::LocalizedText text;
  text.set_nl("Paasmaandag");
  EXPECT_EQ(In(Figure(text), Language::kNl), "Paasmaandag");
  EXPECT_EQ(In(Figure(text), Language::kDe), "Paasmaandag");
}

TEST(Figure, ANumberChoosesItsWord) {
  const Rational half = Rational::Of(1, 2).value();
  const Rational one_and_half = Rational::Of(3, 2).value();
  const struct {
    Figure figure;
    bool french;
    bool others;
  } rows[] = {{Figure(0), true, false},
              {Figure(1), true, true},
              {Figure(2), false, false},
              {Figure(half), true, false},
              {Figure(-1), true, false},
              {Figure(one_and_half), true, false},
              {Figure(absl::CivilDay(2026, 1, 1)), false, false}};
  for (const auto& row : rows) {
    EXPECT_EQ(row.figure.IsSingular(Language::kFr), row.french) << In(row.figure, Language::kFr);
    for (const Language language : {Language::kNl, Language::kDe, Language::kEn}) {
      EXPECT_EQ(row.figure.IsSingular(language), row.others) << In(row.figure, language);
    }
  }
}

constexpr Phrase kPhrase = {"{days} {days|jour|jours}, le {due}.",
                            "{days} {days|dag|dagen}: {due}.", "{days} {days|Tag|Tage}: {due}.",
                            "{days} {days|day|days}: {due}."};

TEST(Say, PutsFiguresAndWordsIntoTheirPlaces) {
  const Figures figures = {{"days", 1}, {"due", absl::CivilDay(2026, 3, 12)}};
  EXPECT_EQ(Say(kPhrase, figures, Language::kFr), "1 jour, le 12 mars 2026.");
  const common::v1::LocalizedText said = Say(kPhrase, {{"days", 0}, {"due", figures.at("due")}});
  EXPECT_EQ(said.fr(), "0 jour, le 12 mars 2026.");
  EXPECT_EQ(said.nl(), "0 dagen: 12 maart 2026.");
  EXPECT_EQ(said.de(), "0 Tage: 12. März 2026.");
  EXPECT_EQ(said.en(), "0 days: 12 March 2026.");
}

TEST(Say, LeavesWhatItHasNoFigureFor) {
  EXPECT_EQ(Say(kPhrase, {{"days", 2}}, Language::kEn), "2 days: {due}.");
  EXPECT_EQ(Say({"a { b", "", "", ""}, {}, Language::kFr), "a { b");
}

TEST(AppendSentence, PutsASpaceBetween) {
  common::v1::LocalizedText text;
  common::v1::LocalizedText sentence;
  sentence.set_fr("Un.");
  sentence.set_en("One.");
  AppendSentence(sentence, &text);
  AppendSentence(sentence, &text);
  EXPECT_EQ(text.fr(), "Un. Un.");
  EXPECT_EQ(text.nl(), "Un. Un.");
  EXPECT_EQ(text.en(), "One. One.");
}

TEST(Listing, EndsWithAnd) {
  const auto word = [](const char* fr, const char* de) {
    common::v1::LocalizedText text;
    text.set_fr(fr);
    text.set_de(de);
    return text;
  };
  EXPECT_EQ(Listing({}).fr(), "");
  EXPECT_EQ(Listing({word("un", "eins")}).de(), "eins");
  EXPECT_EQ(Listing({word("un", "eins"), word("deux", "zwei")}).fr(), "un et deux");
  EXPECT_EQ(Listing({word("un", "eins"), word("deux", "zwei"), word("trois", "drei")}).de(),
            "eins, zwei und drei");
}

}  // namespace
}  // namespace mandat::base
