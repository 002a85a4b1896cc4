#include "services/objectives/formulas/words.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/phrase.h"
#include "services/lib/testing/messages.h"

namespace mandat::objectives::formulas {
namespace {

using common::v1::LocalizedText;
using ::testing::HasSubstr;

LocalizedText Told(const std::string& formula) {
  return WordsOf(testing::Parsed<v1::Formula>(formula));
}

std::string English(const std::string& formula) { return Told(formula).en(); }

constexpr char kSent[] = "type: 'be.mandat.socialaid.v1.article60Request.notify.sent'";
constexpr char kCalculated[] = "type: 'be.mandat.socialaid.v1.article60Request.notify.calculated'";

std::string SentWhere(const std::string& conditions) {
  return absl::StrCat("tally { events { ", kSent, conditions, " } }");
}

TEST(WordsOf, TellAShareInFourLanguages) {
  const LocalizedText words = Told(
      absl::StrCat("share { numerator { events { ", kCalculated,
                   " conditions { field: 'answer_time' comparison: COMPARISON_LESS other_field: "
                   "'due_time' } } time_field: 'answer_time' } denominator { events { ",
                   kCalculated, " } time_field: 'answer_time' } }"));
  EXPECT_EQ(
      words.fr(),
      "Part des demandes article 60 traitées où le moment de la réponse précède l'échéance de la "
      "réponse, parmi les demandes article 60 traitées, selon le moment de la réponse.");
  EXPECT_EQ(words.nl(),
            "Aandeel van beantwoorde aanvragen artikel 60 waarbij het moment van het antwoord vóór "
            "het einde van de antwoordtermijn ligt, op alle beantwoorde aanvragen artikel 60, "
            "volgens het moment van het antwoord.");
  EXPECT_EQ(words.de(),
            "Anteil: beantwortete Anträge nach Artikel 60, bei denen der Zeitpunkt der Antwort "
            "früher ist als der Ablauf der Antwortfrist, gemessen an: beantwortete Anträge nach "
            "Artikel 60; maßgeblich ist der Zeitpunkt der Antwort.");
  EXPECT_EQ(
      words.en(),
      "Share of article 60 requests answered where the time of the answer is before the time at "
      "which the answer is due, among article 60 requests answered, by the time of the answer.");
}

TEST(WordsOf, TellWhatIsCountedAndWhen) {
  EXPECT_EQ(English(absl::StrCat("tally { events { ", kSent, " } }")),
            "Number of article 60 requests sent, by the time of recording.");
  EXPECT_EQ(English(absl::StrCat("tally { events { ", kSent, " } time_field: 'send_time' }")),
            "Number of article 60 requests sent, by the time of sending.");
  EXPECT_EQ(English(absl::StrCat("tally { events { ", kSent, " } distinct_field: 'name' }")),
            "Number of article 60 requests sent, each counted once, by the time of recording.");
  EXPECT_EQ(English(absl::StrCat("tally { events { ", kSent, " } distinct_field: 'centre' }")),
            "Number of article 60 requests sent, once for each value of the centre, by the time of "
            "recording.");
  EXPECT_EQ(
      English(absl::StrCat("tally { events { ", kCalculated, " } sum_field: 'answer.days' }")),
      "Sum of the number of days to work over article 60 requests answered, by the time of "
      "recording.");
}

TEST(WordsOf, KeepConditionsWithTheirEvents) {
  EXPECT_EQ(English(absl::StrCat(
                "tally { events { ", kSent,
                " conditions { field: 'office' comparison: COMPARISON_PRESENT } conditions { "
                "field: 'answer.days' comparison: COMPARISON_ABSENT } } events { ",
                kCalculated, " } }")),
            "Number of article 60 requests sent (where the office is known and the number of days "
            "to work is not known) and article 60 requests answered, by the time of recording.");
}

TEST(WordsOf, HaveAnArticleForEachKindInFrench) {
  EXPECT_EQ(Told(absl::StrCat("share { numerator { events { ", kSent, " } events { ", kCalculated,
                              " } } denominator { events { ", kCalculated, " } events { ", kSent,
                              " } } }"))
                .fr(),
            "Part des demandes article 60 envoyées et des demandes article 60 traitées, parmi les "
            "demandes "
            "article 60 traitées et les demandes article 60 envoyées, selon le moment de "
            "l'enregistrement.");
}

// Whether both parts count the same events at the same time or not, both are told.
TEST(WordsOf, TellPartsThatCountDifferently) {
  EXPECT_EQ(English(absl::StrCat("share { numerator { events { ", kCalculated,
                                 " } time_field: 'answer_time' } denominator { events { ", kSent,
                                 " } time_field: 'send_time' } }")),
            "Ratio: number of article 60 requests answered, by the time of the answer; divided by: "
            "number of article 60 requests sent, by the time of sending.");
}

struct ComparisonCase {
  const char* condition;
  const char* fr;
  const char* en;
};

TEST(WordsOf, TellEveryComparison) {
  const ComparisonCase cases[] = {
      {"field: 'answer.days' comparison: COMPARISON_EQUAL number: 1200", "est 1\u202f200",
       "is 1,200"},
      {"field: 'answer.days' comparison: COMPARISON_NOT_EQUAL number: 0", "n'est pas 0",
       "is not 0"},
      {"field: 'answer.days' comparison: COMPARISON_LESS number: 3", "n'atteint pas 3",
       "is below 3"},
      {"field: 'answer.days' comparison: COMPARISON_LESS_OR_EQUAL number: 3", "ne dépasse pas 3",
       "is not above 3"},
      {"field: 'answer.days' comparison: COMPARISON_GREATER number: 3", "dépasse 3", "is above 3"},
      {"field: 'answer.days' comparison: COMPARISON_GREATER_OR_EQUAL number: 3",
       "atteint ou dépasse 3", "is not below 3"},
      {"field: 'planned_start' comparison: COMPARISON_LESS date { year: 2026 month: 3 day: 1 }",
       "précède le 1er mars 2026", "is before 1 March 2026"},
      {"field: 'planned_start' comparison: COMPARISON_LESS_OR_EQUAL date { year: 2026 month: 3 "
       "day: 2 }",
       "ne vient pas après le 2 mars 2026", "is not after 2 March 2026"},
      {"field: 'planned_start' comparison: COMPARISON_GREATER date { year: 2026 month: 3 day: 2 }",
       "vient après le 2 mars 2026", "is after 2 March 2026"},
      {"field: 'planned_start' comparison: COMPARISON_GREATER_OR_EQUAL date { year: 2026 month: 3 "
       "day: 2 }",
       "ne précède pas le 2 mars 2026", "is not before 2 March 2026"},
      // 12:00 UTC in winter and in summer.
      {"field: 'send_time' comparison: COMPARISON_LESS time { seconds: 1773316800 }",
       "précède le 12 mars 2026 à 13h00", "is before 12 March 2026 at 13:00"},
      {"field: 'send_time' comparison: COMPARISON_LESS time { seconds: 1783857600 }",
       "précède le 12 juillet 2026 à 14h00", "is before 12 July 2026 at 14:00"},
      {"field: 'send_time' comparison: COMPARISON_LESS time { seconds: 1773316801 }",
       "précède l'instant 2026-03-12T13:00:01+01:00",
       "is before the instant 2026-03-12T13:00:01+01:00"},
      {"field: 'office' comparison: COMPARISON_EQUAL text: 'offices/a'", "est « offices/a »",
       "is “offices/a”"},
      {"field: 'answer.outcome' comparison: COMPARISON_EQUAL text: 'alreadyOpen'",
       "est « le droit est déjà ouvert »", "is “the right is open already”"},
      {"field: 'admission' comparison: COMPARISON_NOT_EQUAL text: 'partTime'",
       "n'est pas « travailleur à temps partiel volontaire »",
       "is not “voluntary part-time worker”"},
      {"field: 'answer.calculation.half_days' comparison: COMPARISON_EQUAL truth: true",
       "est « oui »", "is “yes”"},
      {"field: 'answer.calculation.half_days' comparison: COMPARISON_EQUAL truth: false",
       "est « non »", "is “no”"},
      {"field: 'centre' comparison: COMPARISON_EQUAL other_field: 'office'",
       "le centre égale le bureau", "the centre equals the office"},
      {"field: 'centre' comparison: COMPARISON_NOT_EQUAL other_field: 'office'",
       "le centre n'égale pas le bureau", "the centre does not equal the office"},
      {"field: 'office' comparison: COMPARISON_PRESENT", "l'on connaît le bureau",
       "the office is known"},
      {"field: 'office' comparison: COMPARISON_ABSENT", "l'on ne connaît pas le bureau",
       "the office is not known"},
  };
  for (const ComparisonCase& one : cases) {
    const LocalizedText words =
        Told(SentWhere(absl::StrCat(" conditions { ", one.condition, " }")));
    EXPECT_THAT(words.fr(), HasSubstr(one.fr));
    EXPECT_THAT(words.en(), HasSubstr(one.en));
  }
}

TEST(WordsOf, TellCombinationsByTheirTitles) {
  const auto formula = [](const char* text) { return testing::Parsed<v1::Formula>(text); };
  LocalizedText title;
  title.set_fr("Demandes UNIPROC");
  title.set_en("UNIPROC requests");
  const Titles titles = {{"indicators/a", title}};
  EXPECT_EQ(
      WordsOf(formula("combination { operation: OPERATION_GROWTH indicators: 'indicators/a' }"),
              titles)
          .fr(),
      "Croissance par rapport à la même période un an plus tôt : « Demandes UNIPROC ».");
  const char* pair = "indicators: 'indicators/a' indicators: 'indicators/b' }";
  EXPECT_EQ(WordsOf(formula(absl::StrCat("combination { operation: OPERATION_SUM ", pair).c_str()),
                    titles)
                .en(),
            "Sum of: “UNIPROC requests” and “indicators/b”.");
  EXPECT_EQ(
      WordsOf(formula(absl::StrCat("combination { operation: OPERATION_DIFFERENCE ", pair).c_str()),
              titles)
          .en(),
      "Difference: “UNIPROC requests” less “indicators/b”.");
  EXPECT_EQ(
      WordsOf(formula(absl::StrCat("combination { operation: OPERATION_QUOTIENT ", pair).c_str()),
              titles)
          .en(),
      "Quotient: “UNIPROC requests” over “indicators/b”.");
}

TEST(WordsOf, NameWhatHasNoWords) {
  EXPECT_EQ(English(SentWhere(" conditions { field: 'answer.calculation.half_days' comparison: "
                              "COMPARISON_EQUAL truth: true }")),
            "Number of article 60 requests sent where the field “answer.calculation.half_days” is "
            "“yes”, by the time of recording.");
  EXPECT_EQ(
      Told("tally { events { type: 'be.mandat.x.v1.thing.notify.done' } }").fr(),
      "Nombre des événements « x.v1.thing.notify.done », selon le moment de l'enregistrement.");
  EXPECT_EQ(English("tally {}"), "Number of .");
  EXPECT_EQ(English(""), "");
}

}  // namespace
}  // namespace mandat::objectives::formulas
