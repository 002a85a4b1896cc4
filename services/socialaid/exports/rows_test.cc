#include "services/socialaid/exports/rows.h"

#include <string>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::exports {
namespace {

using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using v1::Article60Export;
using v1::Article60Statistics;

absl::StatusOr<RowWriter> WriterOf(const std::string& text) {
  return RowWriter::Make(Parsed<Article60Export>(text));
}

v1::Article60Request Answered() {
  return With(TestDraft(), R"(state: ARTICLE60_STATE_CALCULATED
      contact { display_name: "Nadia Verlaine" telephone: "+3225551234" }
      create_time { seconds: 1706700000 } send_time { seconds: 1706778000 }
      due_time { seconds: 1707433200 } answer_time { seconds: 1706779000 }
      answer { outcome: ARTICLE60_OUTCOME_OPENS_RIGHT days: 400
               end_date { year: 2025 month: 1 day: 1 }
               calculation { rule_set: RULE_SET_BEFORE_2026_03 } })");
}

TEST(ExportRows, HaveHeadingsOnceAndALineARequest) {
  auto writer = WriterOf("requests {} language: 'fr'");
  ASSERT_THAT(writer, IsOk());
  writer->Add(TestDraft());
  writer->Add(Answered());
  EXPECT_EQ(writer->rows(), 2);
  EXPECT_EQ(writer->Take(),
            "\xEF\xBB\xBF"
            "Demande;Centre;Bureau;État;Créée le;Envoyée le;Réponse due le;Répondue le;"
            "Début prévu;Jours;Fin;Résultat;Règle\r\n"
            "article60Requests/r1;centres/c1;offices/mons;Brouillon;;;;;2024-03-01;;;;\r\n"
            "article60Requests/r1;centres/c1;offices/mons;Calculé par l'ONEM;2024-01-31 12:20:00;"
            "2024-02-01 10:00:00;2024-02-09 00:00:00;2024-02-01 10:16:40;2024-03-01;400;"
            "2025-01-01;Ouvre le droit;Avant le 1.3.2026\r\n");
  writer->Add(TestDraft());
  EXPECT_EQ(writer->Take(),
            "article60Requests/r1;centres/c1;offices/mons;Brouillon;;;;;2024-03-01;;;;\r\n");
}

TEST(ExportRows, NameNoPerson) {
  auto writer = WriterOf("requests {} language: 'en' separator: CSV_SEPARATOR_COMMA");
  ASSERT_THAT(writer, IsOk());
  writer->Add(Answered());
  const std::string file = writer->Take();
  EXPECT_THAT(file, HasSubstr("Request,Centre,Office,State"));
  EXPECT_THAT(file, Not(HasSubstr("persons/")));
  EXPECT_THAT(file, Not(HasSubstr("Verlaine")));
  EXPECT_THAT(file, Not(HasSubstr("3225551234")));
}

TEST(ExportRows, TellStatisticsAsTheyAreTold) {
  const auto statistics = Parsed<Article60Statistics>(R"(year: 2026
      total { count { count: 10294 } count_before { count: 8606 } growth_hundredths: 1961 }
      by_month { key: "2026-01" count { hidden: true } count_before { count: 0 } }
      by_state { key: "sent" display_name { fr: "=Envoyé" nl: "Verzonden" }
                 count { count: 7 } count_before { count: 8 } growth_hundredths: -1250 }
      by_centre { key: "centres/c1" count { count: 7 } count_before { hidden: true } }
      on_time_permille: 827)");
  auto writer = WriterOf("statistics { year: 2026 } language: 'fr'");
  ASSERT_THAT(writer, IsOk());
  writer->Add(statistics);
  EXPECT_EQ(writer->rows(), 5);
  const std::string file = writer->Take();
  EXPECT_THAT(file, StartsWith("\xEF\xBB\xBFTableau;Clé;Nom;Nombre;Année précédente;"
                               "Croissance (%)\r\n"
                               "Total;;;10294;8606;19,61\r\n"
                               "Par mois d'envoi;2026-01;;masqué;0;\r\n"
                               "Par état;sent;'=Envoyé;7;8;-12,50\r\n"
                               "Par centre;centres/c1;;7;masqué;\r\n"
                               "Répondues à temps (‰);;;827;;\r\n"));
  auto english = WriterOf("statistics { year: 2026 } language: 'en' separator: CSV_SEPARATOR_TAB");
  ASSERT_THAT(english, IsOk());
  english->Add(statistics);
  EXPECT_THAT(english->Take(), HasSubstr("Total\t\t\t10294\t8606\t19.61\r\n"));
}

TEST(ExportRows, AreInNoLanguageThatIsNotKnown) {
  EXPECT_THAT(WriterOf("requests {} language: 'it'"), StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace mandat::socialaid::exports
