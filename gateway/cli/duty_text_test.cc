#include "gateway/cli/duty_text.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

using objectives::v1::Alert;
using objectives::v1::Duty;

std::vector<Duty> TwoDuties() {
  return {testing::Parsed<Duty>(R"(name: "duties/d1" state: DUTY_STATE_KEPT_LATE unit: "contact"
              number: 1 count: 1 due_date { year: 2026 month: 3 day: 31 }
              kept_date { year: 2026 month: 4 day: 2 }
              words { fr: "Un tableau de bord" en: "A dashboard" })"),
          testing::Parsed<Duty>(R"(name: "duties/d2" state: DUTY_STATE_DUE number: 2 count: 2
              due_date { year: 2026 month: 12 day: 31 } words { fr: "Deux réunions" })")};
}

TEST(DutiesText, SaysWhatIsToBeDoneByWhenInTheLanguageOfTheReader) {
  EXPECT_EQ(DutiesText(TwoDuties(), {.language = "en"}),
            "DUE         STATE      DONE ON     UNIT     WHAT                 NAME\n"
            "2026-03-31  kept late  2026-04-02  contact  A dashboard          duties/d1\n"
            "2026-12-31  due                             Deux réunions (2/2)  duties/d2\n");
  EXPECT_EQ(DutiesText(TwoDuties(), {.language = "fr"}),
            "ÉCHÉANCE    ÉTAT            FAIT LE     UNITÉ    OBJET                NOM\n"
            "2026-03-31  fait en retard  2026-04-02  contact  Un tableau de bord   duties/d1\n"
            "2026-12-31  à faire                              Deux réunions (2/2)  duties/d2\n");
  EXPECT_EQ(DutiesText({}, {.language = "nl"}), "Geen gedateerde verplichtingen.\n");
}

Alert LateStart() {
  return testing::Parsed<Alert>(R"(name: "alerts/a1" state: ALERT_STATE_RAISED
      kind: ALERT_KIND_LATE_START rung: 2 addressee: RESPONSIBILITY_ROLE_ADMINISTRATIVE
      unit: "contact" due_date { year: 2026 month: 3 day: 1 }
      words { fr: "Pas commencé." en: "Has not begun." }
      acknowledgements { rung: 1 note: "begins next week" })");
}

TEST(AlertsText, SaysWhatIsTheMatterAndWhoIsTold) {
  Alert cleared = LateStart();
  cleared.set_state(objectives::v1::ALERT_STATE_CLEARED);
  cleared.set_kind(objectives::v1::ALERT_KIND_STALE_VALUE);
  cleared.clear_acknowledgements();
  EXPECT_EQ(AlertsText({LateStart(), cleared}, {.language = "en"}),
            "ALERT          DAY         RUNG               UNIT     NAME\n"
            "not begun      2026-03-01  2, administration  contact  alerts/a1\n"
            "    Has not begun.\n"
            "    > begins next week\n"
            "value missing  2026-03-01  2, cleared         contact  alerts/a1\n"
            "    Has not begun.\n");
  EXPECT_EQ(AlertsText({}, {.language = "de"}), "Keine Warnungen.\n");
}

// A new state, kind or role is missed here until it has words.
TEST(AlertsText, HasWordsForEveryKindAndStateInEveryLanguage) {
  for (const char* language : {"fr", "nl", "de", "en"}) {
    for (int kind = 1; kind < objectives::v1::AlertKind_ARRAYSIZE; ++kind) {
      Alert alert = LateStart();
      alert.set_kind(static_cast<objectives::v1::AlertKind>(kind));
      EXPECT_FALSE(absl::StrContains(AlertsText({alert}, {.language = language}), "\n- ")) << kind;
    }
    for (int state = 1; state < objectives::v1::DutyState_ARRAYSIZE; ++state) {
      Duty duty = TwoDuties().front();
      duty.set_state(static_cast<objectives::v1::DutyState>(state));
      EXPECT_FALSE(absl::StrContains(DutiesText({duty}, {.language = language}), "  -  ")) << state;
    }
  }
}

}  // namespace
}  // namespace mandat::cli
