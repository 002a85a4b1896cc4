#include "services/socialaid/article60/guards.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/article60/deadlines.h"
#include "services/socialaid/article60/returns.h"
#include "services/socialaid/centres/rules.h"
#include "services/socialaid/law/facts.h"
#include "services/socialaid/offices/rules.h"
#include "services/socialaid/persons/rules.h"

namespace mandat::socialaid::article60 {
namespace {

using base::Error;
using v1::Article60Request;

// A hundred pauses are what a clock counts with.
constexpr int kReturnsMost = 100;
constexpr int kForwardingsMost = 20;

absl::Status Precondition(absl::string_view reason, absl::string_view message,
                          base::Metadata metadata = {}) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message, std::move(metadata));
}

absl::Status CheckReturnedFieldsAlone(const Move& move) {
  return article60::CheckReturnedFieldsAlone(move.before, *move.after);
}

absl::Status CheckComplete(const Move& move) {
  std::vector<std::string> missing;
  if (!move.before.has_planned_start()) missing.push_back("planned_start");
  if (!move.before.has_working_time()) missing.push_back("working_time");
  if (move.before.admission() == v1::ADMISSION_UNSPECIFIED) missing.push_back("admission");
  if (missing.empty()) return absl::OkStatus();
  const std::string fields = absl::StrJoin(missing, ",");
  return Precondition("ARTICLE60_REQUEST_INCOMPLETE",
                      absl::StrCat("Before it is sent, give: ", fields, "."), {{"fields", fields}});
}

// Whose it is after the move.
const std::string& OwnerAfter(const Move& move) {
  return move.to_centre == nullptr ? move.before.owner() : move.to_centre->enterprise_number();
}

// A changed copy has to do with other copies of its original alone, and they with it.
absl::Status CheckNoOtherOpen(const Move& move) {
  const Article60Request& before = move.before;
  for (const Article60Request* other : move.open) {
    if (other->owner() != OwnerAfter(move) || other->name() == before.name()) continue;
    if (other->modification().original() != before.modification().original()) continue;
    return Precondition("ARTICLE60_REQUEST_OPEN",
                        "The centre has another open request for the same person. Wait for its "
                        "answer, or withdraw one of them.");
  }
  return absl::OkStatus();
}

absl::Status CheckPersonKnown(const Move& move) {
  if (move.person != nullptr && !persons::IsErased(*move.person)) return absl::OkStatus();
  return Precondition("PERSON_ERASED",
                      "The person was erased; nothing can be decided about them. What is open can "
                      "be withdrawn.");
}

// The calculation must not stumble over what only the centre can mend.
absl::Status CheckBornBeforeStart(const Move& move) {
  return law::ReadFacts(move.before, base::ToDay(move.person->birth_date())).status();
}

absl::Status CheckNoneElsewhere(const Move& move) {
  if (!IsOpenElsewhere(move) || !move.send->duplicate_reason().empty()) return absl::OkStatus();
  return Precondition("ARTICLE60_REQUEST_OPEN_ELSEWHERE",
                      "Another centre has an open request for the same person. Ask the person, and "
                      "say in `duplicate_reason` why this one is sent all the same.");
}

absl::Status CheckReturnedSeldom(const Move& move) {
  if (move.before.answer_pauses_size() < kReturnsMost) return absl::OkStatus();
  return Precondition("RETURNED_TOO_OFTEN",
                      absl::StrCat("It was returned ", kReturnsMost, " times. Call the centre."));
}

absl::Status CheckFieldsExist(const Move& move) {
  return article60::CheckFieldsExist(move.before, *move.returning);
}

absl::Status CheckAnswersAsked(const Move& move) {
  return article60::CheckAnswersAsked(move.before, move.resend->answers());
}

absl::Status CheckFieldsAnswered(const Move& move) {
  return article60::CheckFieldsAnswered(move.before, move.resend->answers());
}

absl::Status CheckToAnother(const Move& move) {
  const bool another =
      move.who == common::v1::PARTY_OWNER
          ? move.to_centre != nullptr && move.to_centre->enterprise_number() != move.before.owner()
          : move.to_office != nullptr && move.to_office->name() != move.before.office();
  if (another) return absl::OkStatus();
  return Precondition("FORWARD_TARGET_INVALID",
                      "A centre forwards to another centre, an office to another office.");
}

absl::Status CheckForwardedInTime(const Move& move) {
  ASSIGN_OR_RETURN(const absl::Time due, ForwardDueTime(move.before, move.who));
  if (move.now < due) return absl::OkStatus();
  return Precondition("FORWARD_TOO_LATE",
                      "The five days for forwarding are over. Answer it, return it or ask the "
                      "centre to withdraw it.");
}

absl::Status CheckForwardedSeldom(const Move& move) {
  if (move.before.forwardings_size() < kForwardingsMost) return absl::OkStatus();
  return Precondition("FORWARDED_TOO_OFTEN", absl::StrCat("It was forwarded ", kForwardingsMost,
                                                          " times. Call whoever had it first."));
}

absl::Status CheckCentreRuns(const Move& move) {
  return centres::CheckMayFile(*move.to_centre, base::BrusselsDay(move.now));
}

absl::Status CheckOfficeRuns(const Move& move) { return offices::CheckRunning(*move.to_office); }

absl::Status CheckOverrideByManager(const Move& move) {
  if (!move.calculate->has_override() || move.manager) return absl::OkStatus();
  return Precondition("OVERRIDE_NEEDS_MANAGER",
                      "A manager of the office decides otherwise than the calculation.");
}

absl::Status CheckOverrideEndsAfterStart(const Move& move) {
  if (!move.calculate->override().has_end_date()) return absl::OkStatus();
  const absl::CivilDay end = base::ToDay(move.calculate->override().end_date());
  if (end >= base::ToDay(move.before.planned_start())) return absl::OkStatus();
  return base::InvalidField("OVERRIDE_INVALID", "override.end_date",
                            "It lies before the start of the contract.");
}

constexpr base::GuardFacts<Guard, Move, base::Phrase> kGuards[] = {
    {Guard::kReturnedFieldsAlone,
     CheckReturnedFieldsAlone,
     {"seuls les champs renvoyés changent", "alleen de teruggezonden velden veranderen",
      "nur die zurückgesandten Felder ändern sich", "only the returned fields change"}},
    {Guard::kComplete,
     CheckComplete,
     {"la date de début, le régime et l'admission sont donnés",
      "de begindatum, de arbeidsregeling en de toelating zijn ingevuld",
      "Beginn, Arbeitsregelung und Zulassung sind angegeben",
      "the start, the regime and the admission are given"}},
    {Guard::kNoOtherOpen,
     CheckNoOtherOpen,
     {"le centre n'a pas d'autre demande ouverte pour la personne",
      "het centrum heeft geen andere open aanvraag voor de persoon",
      "das Zentrum hat keinen anderen offenen Antrag für die Person",
      "the centre has no other open request for the person"}},
    {Guard::kPersonKnown,
     CheckPersonKnown,
     {"les données de la personne ne sont pas effacées",
      "de gegevens van de persoon zijn niet gewist", "die Daten der Person sind nicht gelöscht",
      "the person's data are not erased"}},
    {Guard::kBornBeforeStart,
     CheckBornBeforeStart,
     {"la personne est née avant le début du contrat",
      "de persoon is geboren vóór het begin van het contract",
      "die Person ist vor Beginn des Vertrags geboren",
      "the person is born before the contract starts"}},
    {Guard::kNoneElsewhere,
     CheckNoneElsewhere,
     {"aucun autre centre n'a de demande ouverte pour la personne, ou une raison est donnée",
      "geen ander centrum heeft een open aanvraag voor de persoon, of er is een reden gegeven",
      "kein anderes Zentrum hat einen offenen Antrag für die Person, oder ein Grund ist angegeben",
      "no other centre has an open request for the person, or a reason is given"}},
    {Guard::kReturnedSeldom,
     CheckReturnedSeldom,
     {"la demande a été renvoyée moins de 100 fois",
      "de aanvraag is minder dan 100 keer teruggezonden",
      "der Antrag wurde weniger als 100 Mal zurückgesandt", "it was returned less than 100 times"}},
    {Guard::kFieldsExist,
     CheckFieldsExist,
     {"la demande a les champs nommés", "de aanvraag heeft de genoemde velden",
      "der Antrag hat die genannten Felder", "the request has the fields that are named"}},
    {Guard::kAnswersAsked,
     CheckAnswersAsked,
     {"les réponses portent sur des champs renvoyés",
      "de antwoorden gaan over teruggezonden velden",
      "die Antworten betreffen zurückgesandte Felder", "answers are about returned fields"}},
    {Guard::kFieldsAnswered,
     CheckFieldsAnswered,
     {"chaque champ renvoyé a été modifié ou a une réponse",
      "elk teruggezonden veld is gewijzigd of beantwoord",
      "jedes zurückgesandte Feld ist geändert oder beantwortet",
      "every returned field is changed or answered"}},
    {Guard::kToAnother,
     CheckToAnother,
     {"un centre transmet à un autre centre, un bureau à un autre bureau",
      "een centrum stuurt door naar een ander centrum, een bureau naar een ander bureau",
      "ein Zentrum leitet an ein anderes Zentrum weiter, ein Amt an ein anderes Amt",
      "a centre forwards to another centre, an office to another office"}},
    {Guard::kForwardedInTime,
     CheckForwardedInTime,
     {"les cinq jours après la réception ne sont pas passés",
      "de vijf dagen na de ontvangst zijn niet verstreken",
      "die fünf Tage nach dem Eingang sind nicht vorbei",
      "the five days after its receipt are not over"}},
    {Guard::kForwardedSeldom,
     CheckForwardedSeldom,
     {"la demande a été transmise moins de 20 fois",
      "de aanvraag is minder dan 20 keer doorgestuurd",
      "der Antrag wurde weniger als 20 Mal weitergeleitet", "it was forwarded less than 20 times"}},
    {Guard::kCentreRuns,
     CheckCentreRuns,
     {"l'autre centre est en activité", "het andere centrum is actief",
      "das andere Zentrum besteht", "the other centre runs"}},
    {Guard::kOfficeRuns,
     CheckOfficeRuns,
     {"l'autre bureau est en activité", "het andere bureau is actief", "das andere Amt besteht",
      "the other office runs"}},
    {Guard::kOverrideByManager,
     CheckOverrideByManager,
     {"seul un responsable décide autrement que le calcul",
      "alleen een verantwoordelijke beslist anders dan de berekening",
      "nur eine leitende Person entscheidet anders als die Berechnung",
      "only a manager decides otherwise than the calculation"}},
    {Guard::kOverrideEndsAfterStart,
     CheckOverrideEndsAfterStart,
     {"la fin décidée ne précède pas le début du contrat",
      "het besliste einde ligt niet vóór het begin van het contract",
      "das beschlossene Ende liegt nicht vor Beginn des Vertrags",
      "the end that is decided is not before the start"}},
};

}  // namespace

absl::Status Check(Guard guard, const Move& move) {
  return base::GuardFactsOf(kGuards, guard).check(move);
}

absl::StatusOr<v1::Article60State> Admit(const Move& move) {
  ASSIGN_OR_RETURN(const Transition* transition,
                   TransitionBy(move.before.state(), move.verb, move.who));
  RETURN_IF_ERROR(base::CheckGuards(kGuards, transition->guards, move));
  return transition->to;
}

bool IsOpenElsewhere(const Move& move) {
  return std::any_of(move.open.begin(), move.open.end(), [&](const Article60Request* other) {
    return other->owner() != move.before.owner();
  });
}

const base::Phrase& WordsOf(Guard guard) { return base::GuardFactsOf(kGuards, guard).words; }

}  // namespace mandat::socialaid::article60
