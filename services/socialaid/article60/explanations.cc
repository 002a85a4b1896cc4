#include "services/socialaid/article60/explanations.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/json/difference.h"
#include "services/socialaid/article60/deadlines.h"
#include "services/socialaid/article60/guards.h"
#include "services/socialaid/article60/returns.h"
#include "services/socialaid/article60/states.h"
#include "services/socialaid/article60/states_words.h"
#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/law/words.h"

namespace mandat::socialaid::article60 {
namespace {

using base::Figure;
using base::Phrase;
using common::v1::LocalizedText;
using common::v1::Party;
using v1::Article60Request;

void Tell(v1::Article60Calculation calculation, v1::Article60Explanation* explanation) {
  for (const v1::TraceStep& step : calculation.steps()) {
    *explanation->add_steps() = law::WordsOf(step, calculation.half_days());
  }
  *explanation->mutable_calculation() = std::move(calculation);
}

constexpr Phrase kYourTurn = {"{state}. C'est à vous.", "{state}. U bent aan zet.",
                              "{state}. Sie sind am Zug.", "{state}. It is your turn."};
constexpr Phrase kTheirTurn = {"{state}. C'est {holder} qui doit agir.",
                               "{state}. Nu is {holder} aan zet.", "{state}. Am Zug ist {holder}.",
                               "{state}. It is the turn of {holder}."};
constexpr Phrase kClosed = {"{state}. La demande est close.", "{state}. De aanvraag is afgesloten.",
                            "{state}. Der Antrag ist abgeschlossen.",
                            "{state}. The request is closed."};

void SayStanding(const Article60Request& request, Party caller,
                 v1::Article60Explanation* explanation) {
  const Party holder = HolderIn(request.state());
  explanation->set_holder(holder);
  const Phrase& phrase = holder == common::v1::PARTY_UNSPECIFIED ? kClosed
                         : holder == caller                      ? kYourTurn
                                                                 : kTheirTurn;
  *explanation->mutable_standing() =
      base::Say(phrase, {{"state", base::Say(WordsOf(request.state()), {})},
                         {"holder", base::Say(HolderWords(holder), {})}});
}

void OfferActions(const Article60Request& request, Party caller,
                  v1::Article60Explanation* explanation) {
  for (const Transition* transition : TransitionsOf(request.state(), caller)) {
    v1::Article60Action* action = explanation->add_actions();
    action->set_verb(std::string(CodeOf(transition->verb)));
    *action->mutable_label() = base::Say(WordsOf(transition->verb), {});
    for (const Guard guard : transition->guards) {
      *action->add_conditions() = base::Say(WordsOf(guard), {});
    }
  }
}

absl::Status SayDeadlines(const Article60Request& request,
                          const v1::ExplainArticle60RequestRequest& asked, Party caller,
                          v1::Article60Explanation* explanation) {
  ASSIGN_OR_RETURN(*explanation->mutable_answer_deadline(), AnswerDeadline(request));
  if (request.state() == v1::ARTICLE60_STATE_SENT) {
    ASSIGN_OR_RETURN(*explanation->mutable_forward_deadline(), ForwardDeadline(request, caller));
  }
  if (asked.has_if_answered_time() && IsOpen(request.state())) {
    ASSIGN_OR_RETURN(
        *explanation->mutable_if_answered(),
        IfAnswered(request, base::ToTime(asked.if_answered_time()), "if_answered_time"));
  }
  return absl::OkStatus();
}

constexpr Phrase kToPutRight = {"{field} : {reason} – à corriger ou à justifier",
                                "{field}: {reason} – te verbeteren of te verantwoorden",
                                "{field}: {reason} – zu berichtigen oder zu begründen",
                                "{field}: {reason} – to be put right or justified"};
constexpr Phrase kPutRight = {"{field} : {reason} – modifié", "{field}: {reason} – gewijzigd",
                              "{field}: {reason} – geändert", "{field}: {reason} – changed"};
constexpr Phrase kJustified = {"{field} : {reason} – réponse du centre : {answer}",
                               "{field}: {reason} – antwoord van het centrum: {answer}",
                               "{field}: {reason} – Antwort des Zentrums: {answer}",
                               "{field}: {reason} – the centre answers: {answer}"};

void SayCorrections(const Article60Request& request, v1::Article60Explanation* explanation) {
  for (const v1::ReturnedField& returned : request.returned_fields()) {
    const Phrase& phrase = !returned.answer().empty()     ? kJustified
                           : IsChanged(request, returned) ? kPutRight
                                                          : kToPutRight;
    *explanation->add_corrections() =
        base::Say(phrase, {{"field", Figure::Verbatim(returned.field())},
                           {"reason", Figure::Verbatim(returned.reason())},
                           {"answer", Figure::Verbatim(returned.answer())}});
  }
}

constexpr Phrase kOpens = {"{days} {days|jour|jours} à travailler, jusqu'au {end}",
                           "{days} te werken {days|dag|dagen}, tot en met {end}",
                           "{days} zu arbeitende {days|Tag|Tage}, bis zum {end}",
                           "{days} {days|day|days} to work, until {end}"};
constexpr Phrase kOpensInHalfDays = {
    "{days} {days|demi-jour|demi-jours} à travailler, jusqu'au {end}",
    "{days} te werken {days|halve dag|halve dagen}, tot en met {end}",
    "{days} zu arbeitende {days|halber Tag|halbe Tage}, bis zum {end}",
    "{days} {days|half-day|half-days} to work, until {end}"};
constexpr Phrase kAlreadyOpen = {"le droit est déjà ouvert", "het recht is al geopend",
                                 "der Anspruch besteht bereits", "the right is open already"};
constexpr Phrase kNotAttainable = {"aucun contrat de ce régime n'ouvre le droit",
                                   "geen contract in dit stelsel opent het recht",
                                   "kein Vertrag mit dieser Regelung eröffnet den Anspruch",
                                   "no contract of this regime opens the right"};

LocalizedText WordsOf(const v1::Article60Answer& answer) {
  if (answer.outcome() == v1::ARTICLE60_OUTCOME_ALREADY_OPEN) return base::Say(kAlreadyOpen, {});
  if (!answer.has_end_date()) return base::Say(kNotAttainable, {});
  return base::Say(answer.calculation().half_days() ? kOpensInHalfDays : kOpens,
                   {{"days", answer.days()}, {"end", base::ToDay(answer.end_date())}});
}

constexpr Phrase kOverridden = {
    "L'office a décidé autrement que le calcul : {answer}. Raison : {reason}",
    "Het bureau besliste anders dan de berekening: {answer}. Reden: {reason}",
    "Das Amt hat anders entschieden als die Berechnung: {answer}. Grund: {reason}",
    "The office decided otherwise than the calculation: {answer}. Reason: {reason}"};

constexpr Phrase kSameAnswer = {
    "La réponse ne change pas : {after}.", "Het antwoord verandert niet: {after}.",
    "Die Antwort ändert sich nicht: {after}.", "The answer does not change: {after}."};
constexpr Phrase kOtherAnswer = {
    "Avant : {before}. Maintenant : {after}.", "Voordien: {before}. Nu: {after}.",
    "Vorher: {before}. Jetzt: {after}.", "Before: {before}. Now: {after}."};
constexpr Phrase kLater = {"Le dernier jour vient {count} {count|jour|jours} plus tard.",
                           "De laatste dag komt {count} {count|dag|dagen} later.",
                           "Der letzte Tag kommt {count} {count|Tag|Tage} später.",
                           "The last day comes {count} {count|day|days} later."};
constexpr Phrase kEarlier = {"Le dernier jour vient {count} {count|jour|jours} plus tôt.",
                             "De laatste dag komt {count} {count|dag|dagen} vroeger.",
                             "Der letzte Tag kommt {count} {count|Tag|Tage} früher.",
                             "The last day comes {count} {count|day|days} earlier."};

LocalizedText Compare(const v1::Article60Answer& before, const v1::Article60Answer& after) {
  const LocalizedText old_words = WordsOf(before);
  const LocalizedText new_words = WordsOf(after);
  const bool same = old_words.en() == new_words.en();
  LocalizedText text =
      base::Say(same ? kSameAnswer : kOtherAnswer, {{"before", old_words}, {"after", new_words}});
  if (!before.has_end_date() || !after.has_end_date()) return text;
  const auto later =
      static_cast<int>(base::ToDay(after.end_date()) - base::ToDay(before.end_date()));
  if (later != 0) {
    base::AppendSentence(base::Say(later > 0 ? kLater : kEarlier, {{"count", std::abs(later)}}),
                         &text);
  }
  return text;
}

// What a centre writes of a request: what differs beside is how it went.
Article60Request FactsOf(Article60Request request) {
  base::KeepSettable(&request);
  request.clear_name();
  return request;
}

void SayChange(const Article60Request& original, const Article60Request& copy,
               v1::Article60Explanation* explanation) {
  v1::Article60Change& change = *explanation->mutable_change();
  for (common::v1::FieldDifference& field : json::Differences(FactsOf(original), FactsOf(copy))) {
    *change.add_fields() = std::move(field);
  }
  if (copy.has_answer()) *change.mutable_explanation() = Compare(original.answer(), copy.answer());
}

}  // namespace

absl::StatusOr<v1::Article60Explanation> Explain(const Article60Request& request,
                                                 const v1::ExplainArticle60RequestRequest& asked,
                                                 Party caller, const Article60Request* original) {
  v1::Article60Explanation explanation;
  SayStanding(request, caller, &explanation);
  OfferActions(request, caller, &explanation);
  SayCorrections(request, &explanation);
  if (request.answer().has_calculation()) Tell(request.answer().calculation(), &explanation);
  if (request.answer().has_override()) {
    const std::string& reason = request.answer().override().reason();
    *explanation.mutable_override() = base::Say(
        kOverridden, {{"answer", WordsOf(request.answer())}, {"reason", Figure::Verbatim(reason)}});
  }
  if (original != nullptr) SayChange(*original, request, &explanation);
  if (request.has_send_time()) {
    RETURN_IF_ERROR(SayDeadlines(request, asked, caller, &explanation));
  }
  return explanation;
}

absl::StatusOr<v1::Article60Explanation> Simulate(
    const v1::SimulateArticle60RequestRequest& request, const law::Parameters& law) {
  ASSIGN_OR_RETURN(const absl::CivilDay birth, base::ParseDate(request.birth_date(), "birth_date"));
  ASSIGN_OR_RETURN(v1::Article60Calculation calculation,
                   law::Answer(request.article60_request(), birth, law));
  v1::Article60Explanation explanation;
  Tell(std::move(calculation), &explanation);
  return explanation;
}

}  // namespace mandat::socialaid::article60
