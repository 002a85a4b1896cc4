#include "services/objectives/formulas/words.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/json/names.h"
#include "services/objectives/formulas/field.h"
#include "services/objectives/formulas/vocabulary.h"

namespace mandat::objectives::formulas {
namespace {

using base::Figure;
using base::Phrase;
using base::Say;
using common::v1::LocalizedText;
using google::protobuf::EnumDescriptor;
using v1::Combination;
using v1::Condition;
using v1::EventFilter;
using v1::Formula;
using v1::Share;
using v1::Tally;

// Names without words of their own.
constexpr Phrase kEventsNamed = {"événements « {name} »", "gebeurtenissen „{name}”",
                                 "Ereignisse „{name}“", "“{name}” events"};
constexpr Phrase kFieldNamed = {"le champ « {name} »", "het veld „{name}”", "das Feld „{name}“",
                                "the field “{name}”"};
constexpr Phrase kQuoted = {"« {text} »", "„{text}”", "„{text}“", "“{text}”"};
constexpr Phrase kYes = {"oui", "ja", "ja", "yes"};
constexpr Phrase kNo = {"non", "nee", "nein", "no"};
constexpr Phrase kDay = {"le {day}", "{day}", "der {day}", "{day}"};
constexpr Phrase kInstant = {"le {day} à {time}", "{day} om {time}", "der {day}, {time}",
                             "{day} at {time}"};
// Where it is not a whole minute.
constexpr Phrase kExactInstant = {"l'instant {time}", "het tijdstip {time}", "der Zeitpunkt {time}",
                                  "the instant {time}"};

// Comparisons of a field with a value that stands in the formula, or with another field. They are
// built so that no language asks for a gender or another case than the nominative.
constexpr Phrase kIs = {"{field} est {value}", "{field} {value} is", "{field} {value} ist",
                        "{field} is {value}"};
constexpr Phrase kIsNot = {"{field} n'est pas {value}", "{field} niet {value} is",
                           "{field} nicht {value} ist", "{field} is not {value}"};
constexpr Phrase kEquals = {"{field} égale {value}", "{field} gelijk is aan {value}",
                            "{field} und {value} gleich sind", "{field} equals {value}"};
constexpr Phrase kDiffers = {"{field} n'égale pas {value}", "{field} niet gelijk is aan {value}",
                             "{field} und {value} nicht gleich sind",
                             "{field} does not equal {value}"};
constexpr Phrase kBefore = {"{field} précède {value}", "{field} vóór {value} ligt",
                            "{field} früher ist als {value}", "{field} is before {value}"};
constexpr Phrase kNotAfter = {"{field} ne vient pas après {value}", "{field} niet na {value} ligt",
                              "{field} nicht später ist als {value}",
                              "{field} is not after {value}"};
constexpr Phrase kAfter = {"{field} vient après {value}", "{field} na {value} ligt",
                           "{field} später ist als {value}", "{field} is after {value}"};
constexpr Phrase kNotBefore = {"{field} ne précède pas {value}", "{field} niet vóór {value} ligt",
                               "{field} nicht früher ist als {value}",
                               "{field} is not before {value}"};
constexpr Phrase kBelow = {"{field} n'atteint pas {value}", "{field} onder {value} ligt",
                           "{field} kleiner ist als {value}", "{field} is below {value}"};
constexpr Phrase kNotAbove = {"{field} ne dépasse pas {value}", "{field} niet boven {value} ligt",
                              "{field} nicht größer ist als {value}",
                              "{field} is not above {value}"};
constexpr Phrase kAbove = {"{field} dépasse {value}", "{field} boven {value} ligt",
                           "{field} größer ist als {value}", "{field} is above {value}"};
constexpr Phrase kNotBelow = {
    "{field} atteint ou dépasse {value}", "{field} niet onder {value} ligt",
    "{field} nicht kleiner ist als {value}", "{field} is not below {value}"};
constexpr Phrase kKnown = {"l'on connaît {field}", "{field} bekend is", "{field} bekannt ist",
                           "{field} is known"};
constexpr Phrase kUnknown = {"l'on ne connaît pas {field}", "{field} niet bekend is",
                             "{field} nicht bekannt ist", "{field} is not known"};

// French alone has an article here, before each of several kinds of events.
constexpr Phrase kOfThe = {"des {events}", "{events}", "{events}", "{events}"};
constexpr Phrase kThe = {"les {events}", "{events}", "{events}", "{events}"};

// In brackets where several kinds of events are counted, so that each condition stays with its own.
constexpr Phrase kWhere = {"{events} où {conditions}", "{events} waarbij {conditions}",
                           "{events}, bei denen {conditions}", "{events} where {conditions}"};
constexpr Phrase kWhereBracketed = {"{events} (où {conditions})", "{events} (waarbij {conditions})",
                                    "{events} (bei denen {conditions})",
                                    "{events} (where {conditions})"};

// What stands behind the events of a tally.
constexpr Phrase kByTime = {", selon {time}", ", volgens {time}", "; maßgeblich ist {time}",
                            ", by {time}"};
constexpr Phrase kEachOnce = {", chaque dossier compté une fois", ", elk dossier één keer geteld",
                              ", jede Akte einmal gezählt", ", each counted once"};
constexpr Phrase kOnceByValue = {
    ", une fois par valeur, à savoir {field}", ", één keer per waarde, namelijk {field}",
    ", einmal je Wert, nämlich {field}", ", once for each value of {field}"};
constexpr Phrase kCommitTime = {"le moment de l'enregistrement", "het moment van registratie",
                                "der Zeitpunkt der Erfassung", "the time of recording"};

constexpr Phrase kNumberOf = {"nombre {events}{rest}", "aantal {events}{rest}",
                              "Anzahl: {events}{rest}", "number of {events}{rest}"};
constexpr Phrase kSumOf = {
    "total pour {events} : {field}{rest}", "totaal voor {events}: {field}{rest}",
    "Summe für {events}: {field}{rest}", "sum of {field} over {events}{rest}"};
constexpr Phrase kShareOf = {
    "part {part}, parmi {whole}{rest}", "aandeel van {part}, op alle {whole}{rest}",
    "Anteil: {part}, gemessen an: {whole}{rest}", "share of {part}, among {whole}{rest}"};
constexpr Phrase kRatioOf = {
    "rapport : {part} ; divisé par : {whole}", "verhouding: {part}; gedeeld door: {whole}",
    "Verhältnis: {part}; geteilt durch: {whole}", "ratio: {part}; divided by: {whole}"};
constexpr Phrase kSumOfFigures = {"somme de : {list}", "som van: {list}", "Summe von: {list}",
                                  "sum of: {list}"};
constexpr Phrase kDifference = {
    "différence : {first} moins {second}", "verschil: {first} min {second}",
    "Differenz: {first} minus {second}", "difference: {first} less {second}"};
constexpr Phrase kQuotient = {"quotient : {first} sur {second}", "quotiënt: {first} op {second}",
                              "Quotient: {first} durch {second}",
                              "quotient: {first} over {second}"};
constexpr Phrase kGrowth = {"croissance par rapport à la même période un an plus tôt : {first}",
                            "groei tegenover dezelfde periode een jaar eerder: {first}",
                            "Wachstum gegenüber demselben Zeitraum ein Jahr zuvor: {first}",
                            "growth over the same period a year before: {first}"};
constexpr Phrase kSentence = {"{words}.", "{words}.", "{words}.", "{words}."};

LocalizedText Named(const Phrase* words, const Phrase& otherwise, absl::string_view name) {
  if (words != nullptr) return Say(*words, {});
  return Say(otherwise, {{"name", Figure::Verbatim(name)}});
}

LocalizedText Quoted(Figure text) { return Say(kQuoted, {{"text", std::move(text)}}); }

// The events of a filter as far as their type is known.
struct Events {
  const EventType* type = nullptr;
  const EventFilter* filter = nullptr;
};

LocalizedText FieldWords(const Events& events, absl::string_view path) {
  const Phrase* words =
      events.type == nullptr ? nullptr : WordsOfField(events.type->resource(), path);
  return Named(words, kFieldNamed, path);
}

std::optional<Field> FieldOf(const Events& events, absl::string_view path) {
  if (events.type == nullptr) return std::nullopt;
  absl::StatusOr<Field> field = Field::At(events.type->resource(), path, "");
  return field.ok() ? std::optional(*std::move(field)) : std::nullopt;
}

LocalizedText TextWords(const std::string& text, const EnumDescriptor* codes) {
  const auto* value = codes == nullptr ? nullptr : json::ValueOfCode(*codes, text);
  const Phrase* words = value == nullptr ? nullptr : WordsOfCode(*value);
  return Quoted(words == nullptr ? Figure::Verbatim(text) : Figure(Say(*words, {})));
}

LocalizedText InstantWords(absl::Time time) {
  const absl::TimeZone::CivilInfo local = base::BrusselsZone().At(time);
  if (local.cs.second() != 0 || local.subsecond != absl::ZeroDuration()) {
    const std::string exact = absl::FormatTime(absl::RFC3339_full, time, base::BrusselsZone());
    return Say(kExactInstant, {{"time", Figure::Verbatim(exact)}});
  }
  return Say(kInstant, {{"day", absl::CivilDay(local.cs)},
                        {"time", Figure::TimeOfDay(local.cs.hour() * 60 + local.cs.minute())}});
}

Figure OperandWords(const Condition& condition, const Events& events, const Field* field) {
  switch (condition.operand_case()) {
    case Condition::kText:
      return TextWords(condition.text(), field == nullptr ? nullptr : field->codes());
    case Condition::kNumber:
      return condition.number();
    case Condition::kTruth:
      return Quoted(Say(condition.truth() ? kYes : kNo, {}));
    case Condition::kDate:
      return Say(kDay, {{"day", base::ToDay(condition.date())}});
    case Condition::kTime:
      return InstantWords(base::ToTime(condition.time()));
    case Condition::kOtherField:
      return FieldWords(events, condition.other_field());
    case Condition::OPERAND_NOT_SET:
      break;
  }
  return Figure::Verbatim("?");
}

const Phrase& ComparisonWords(v1::Comparison comparison, bool of_times, bool with_field) {
  switch (comparison) {
    case v1::COMPARISON_EQUAL:
      return with_field ? kEquals : kIs;
    case v1::COMPARISON_NOT_EQUAL:
      return with_field ? kDiffers : kIsNot;
    case v1::COMPARISON_LESS:
      return of_times ? kBefore : kBelow;
    case v1::COMPARISON_LESS_OR_EQUAL:
      return of_times ? kNotAfter : kNotAbove;
    case v1::COMPARISON_GREATER:
      return of_times ? kAfter : kAbove;
    case v1::COMPARISON_GREATER_OR_EQUAL:
      return of_times ? kNotBefore : kNotBelow;
    case v1::COMPARISON_PRESENT:
      return kKnown;
    case v1::COMPARISON_ABSENT:
    default:
      return kUnknown;
  }
}

LocalizedText ConditionWords(const Condition& condition, const Events& events) {
  const std::optional<Field> field = FieldOf(events, condition.field());
  const bool of_times = field.has_value() &&
                        (field->type() == FieldType::kDay || field->type() == FieldType::kInstant);
  const bool with_field = condition.operand_case() == Condition::kOtherField;
  return Say(ComparisonWords(condition.comparison(), of_times, with_field),
             {{"field", FieldWords(events, condition.field())},
              {"value", OperandWords(condition, events, field.has_value() ? &*field : nullptr)}});
}

LocalizedText EventsWords(const Events& events, const Phrase& article, bool bracketed) {
  const std::string& name = events.filter->type();
  LocalizedText words = Say(
      article,
      {{"events", Named(WordsOfEvent(name), kEventsNamed, absl::StripPrefix(name, "be.mandat."))}});
  if (events.filter->conditions().empty()) return words;
  std::vector<LocalizedText> conditions;
  for (const Condition& condition : events.filter->conditions()) {
    conditions.push_back(ConditionWords(condition, events));
  }
  return Say(bracketed ? kWhereBracketed : kWhere,
             {{"events", std::move(words)}, {"conditions", base::Listing(conditions)}});
}

// The pieces of what a tally says.
struct TallyWords {
  // What is counted: behind "number", and by itself.
  LocalizedText of_events;
  LocalizedText events;
  // Only where a field is added up.
  std::optional<LocalizedText> sum;
  // What of them counts once, and when.
  LocalizedText rest;

  LocalizedText Whole() const {
    if (!sum.has_value()) return Say(kNumberOf, {{"events", of_events}, {"rest", rest}});
    return Say(kSumOf, {{"events", events}, {"field", *sum}, {"rest", rest}});
  }
};

TallyWords WordsOfTally(const Tally& tally, const EventTypes& types) {
  TallyWords words;
  std::vector<LocalizedText> of_counted, counted;
  const bool several = tally.events_size() > 1;
  for (const EventFilter& filter : tally.events()) {
    const Events events = {types.Find(filter.type()), &filter};
    of_counted.push_back(EventsWords(events, kOfThe, several));
    counted.push_back(EventsWords(events, kThe, several));
  }
  words.of_events = base::Listing(of_counted);
  words.events = base::Listing(counted);
  if (tally.events().empty()) return words;
  // A field means the same in all of them, so the first names it.
  const Events first = {types.Find(tally.events(0).type()), &tally.events(0)};
  if (!tally.sum_field().empty()) words.sum = FieldWords(first, tally.sum_field());
  const LocalizedText time =
      tally.time_field().empty() ? Say(kCommitTime, {}) : FieldWords(first, tally.time_field());
  words.rest = Say(kByTime, {{"time", time}});
  if (tally.distinct_field().empty()) return words;
  const LocalizedText once =
      tally.distinct_field() == "name"
          ? Say(kEachOnce, {})
          : Say(kOnceByValue, {{"field", FieldWords(first, tally.distinct_field())}});
  constexpr Phrase kBoth = {"{once}{time}", "{once}{time}", "{once}{time}", "{once}{time}"};
  words.rest = Say(kBoth, {{"once", once}, {"time", words.rest}});
  return words;
}

LocalizedText WordsOfShare(const Share& share, const EventTypes& types) {
  const TallyWords part = WordsOfTally(share.numerator(), types);
  const TallyWords whole = WordsOfTally(share.denominator(), types);
  const bool alike = part.rest.en() == whole.rest.en();
  if (alike && !part.sum.has_value() && !whole.sum.has_value()) {
    return Say(kShareOf, {{"part", part.of_events}, {"whole", whole.events}, {"rest", whole.rest}});
  }
  return Say(kRatioOf, {{"part", part.Whole()}, {"whole", whole.Whole()}});
}

LocalizedText WordsOfCombination(const Combination& combination, const Titles& titles) {
  std::vector<LocalizedText> names;
  for (const std::string& indicator : combination.indicators()) {
    const auto title = titles.find(indicator);
    names.push_back(
        Quoted(title == titles.end() ? Figure::Verbatim(indicator) : Figure(title->second)));
  }
  base::Figures figures = {{"list", base::Listing(names)}};
  if (!names.empty()) figures.emplace("first", names.front());
  if (!names.empty()) figures.emplace("second", names.back());
  switch (combination.operation()) {
    case v1::OPERATION_DIFFERENCE:
      return Say(kDifference, figures);
    case v1::OPERATION_QUOTIENT:
      return Say(kQuotient, figures);
    case v1::OPERATION_GROWTH:
      return Say(kGrowth, figures);
    case v1::OPERATION_SUM:
    default:
      return Say(kSumOfFigures, figures);
  }
}

// Every phrase that a sentence begins with begins with a letter of ASCII.
LocalizedText Sentence(LocalizedText words) {
  for (std::string* text :
       {words.mutable_fr(), words.mutable_nl(), words.mutable_de(), words.mutable_en()}) {
    if (!text->empty()) text->front() = absl::ascii_toupper(text->front());
  }
  return Say(kSentence, {{"words", std::move(words)}});
}

}  // namespace

LocalizedText WordsOf(const Formula& formula, const Titles& titles, const EventTypes& types) {
  switch (formula.shape_case()) {
    case Formula::kTally:
      return Sentence(WordsOfTally(formula.tally(), types).Whole());
    case Formula::kShare:
      return Sentence(WordsOfShare(formula.share(), types));
    case Formula::kCombination:
      return Sentence(WordsOfCombination(formula.combination(), titles));
    case Formula::SHAPE_NOT_SET:
      break;
  }
  return {};
}

}  // namespace mandat::objectives::formulas
