#include "services/objectives/formulas/terms.h"

#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/formulas/errors.h"

namespace mandat::objectives::formulas {
namespace {

using base::InvalidField;
using v1::Combination;
using v1::EventFilter;
using v1::Formula;
using v1::Tally;

constexpr int kMostEvents = 10;
constexpr int kMostConditions = 20;
constexpr int kMostIndicators = 20;
constexpr size_t kLongestType = 200;

absl::StatusOr<const EventType*> TypeNamed(const std::string& name, const EventTypes& types,
                                           absl::string_view at) {
  if (name.empty()) return InvalidField("FIELD_REQUIRED", at, "Name a type of event.");
  if (name.size() > kLongestType) {
    return InvalidField("FORMULA_TOO_LARGE", at,
                        absl::StrCat("Name a type of event in at most ", kLongestType, " bytes."));
  }
  const EventType* type = types.Find(name);
  if (type != nullptr) return type;
  std::vector<std::string> names;
  for (const auto& [known, unused] : types.all()) names.push_back(known);
  return UnknownName("EVENT_TYPE_UNKNOWN", at, name, "There is no such type of event.",
                     std::move(names));
}

absl::StatusOr<Term> TermOf(const EventFilter& filter, const EventTypes& types,
                            absl::string_view at) {
  Term term;
  ASSIGN_OR_RETURN(term.type, TypeNamed(filter.type(), types, Within(at, "type")));
  if (filter.conditions_size() > kMostConditions) {
    return InvalidField("FORMULA_TOO_LARGE", Within(at, "conditions"),
                        absl::StrCat("Give at most ", kMostConditions, " conditions."));
  }
  for (int i = 0; i < filter.conditions_size(); ++i) {
    ASSIGN_OR_RETURN(
        Requirement requirement,
        Requirement::Of(filter.conditions(i), term.type->resource(), Within(at, "conditions", i)));
    term.requirements.push_back(std::move(requirement));
  }
  return term;
}

// What a field of a tally may be.
struct FieldUse {
  absl::string_view name;
  std::set<FieldType> types;
  absl::string_view message;
};

const FieldUse& Sum() {
  static const auto& use =
      *new FieldUse{"sum_field", {FieldType::kNumber}, "Name a whole number to add up."};
  return use;
}

const FieldUse& Distinct() {
  static const auto& use =
      *new FieldUse{"distinct_field",
                    {FieldType::kText, FieldType::kNumber, FieldType::kCode, FieldType::kDay},
                    "Name a text, a whole number, a code or a day that tells what counts once."};
  return use;
}

const FieldUse& Time() {
  static const auto& use = *new FieldUse{"time_field",
                                         {FieldType::kDay, FieldType::kInstant},
                                         "Name a day or an instant that says when it counts."};
  return use;
}

// Absent where `path` is empty.
absl::StatusOr<std::optional<Field>> FieldFor(const FieldUse& use, const std::string& path,
                                              const EventType& type, absl::string_view tally) {
  if (path.empty()) return std::nullopt;
  const std::string at = Within(tally, use.name);
  ASSIGN_OR_RETURN(Field field, Field::At(type.resource(), path, at));
  if (use.types.count(field.type()) == 1) return field;
  return InvalidPart("FORMULA_FIELD_TYPE", at, path,
                     absl::StrCat("It is ", NameOf(field.type()), ". ", use.message));
}

// One value would else stand for different things, a text for a number.
absl::Status CheckAlike(const Term& first, const Term& term, const std::string& path,
                        absl::string_view tally) {
  const std::optional<Field>& distinct = first.distinct;
  if (!distinct.has_value() || distinct->IsLike(*term.distinct)) return absl::OkStatus();
  return InvalidPart("FORMULA_FIELD_TYPE", Within(tally, Distinct().name), path,
                     "It is of another type in another of the events. Count them apart.");
}

absl::Status CheckShape(const Tally& tally, absl::string_view at) {
  if (tally.events().empty()) {
    return InvalidField("FORMULA_EMPTY", Within(at, "events"), "Say which events are counted.");
  }
  if (tally.events_size() > kMostEvents) {
    return InvalidField("FORMULA_TOO_LARGE", Within(at, "events"),
                        absl::StrCat("Count at most ", kMostEvents, " types of events."));
  }
  if (!tally.sum_field().empty() && !tally.distinct_field().empty()) {
    return InvalidField("FORMULA_INVALID", Within(at, "distinct_field"),
                        "Leave it out where a field is added up: every event adds its own.");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Term>> TermsOf(const Tally& tally, v1::FactRole role,
                                          const EventTypes& types, absl::string_view at) {
  RETURN_IF_ERROR(CheckShape(tally, at));
  std::vector<Term> terms;
  std::set<absl::string_view> seen;
  for (int i = 0; i < tally.events_size(); ++i) {
    const std::string place = Within(at, "events", i);
    ASSIGN_OR_RETURN(Term term, TermOf(tally.events(i), types, place));
    if (!seen.insert(term.type->name).second) {
      return InvalidPart("FORMULA_INVALID", Within(place, "type"), term.type->name,
                         "Name each type of event once.");
    }
    term.role = role;
    ASSIGN_OR_RETURN(term.sum, FieldFor(Sum(), tally.sum_field(), *term.type, at));
    ASSIGN_OR_RETURN(term.distinct, FieldFor(Distinct(), tally.distinct_field(), *term.type, at));
    ASSIGN_OR_RETURN(term.time, FieldFor(Time(), tally.time_field(), *term.type, at));
    const Term& first = terms.empty() ? term : terms.front();
    RETURN_IF_ERROR(CheckAlike(first, term, tally.distinct_field(), at));
    terms.push_back(std::move(term));
  }
  return terms;
}

absl::StatusOr<std::vector<Term>> TermsOf(const v1::Share& share, const EventTypes& types,
                                          absl::string_view at) {
  ASSIGN_OR_RETURN(std::vector<Term> terms, TermsOf(share.numerator(), v1::FACT_ROLE_NUMERATOR,
                                                    types, Within(at, "numerator")));
  ASSIGN_OR_RETURN(std::vector<Term> whole, TermsOf(share.denominator(), v1::FACT_ROLE_DENOMINATOR,
                                                    types, Within(at, "denominator")));
  terms.insert(terms.end(), std::make_move_iterator(whole.begin()),
               std::make_move_iterator(whole.end()));
  return terms;
}

// How many indicators an operation wants at least and at most.
struct OperandCount {
  int least = 0;
  int most = 0;
};

// Absent where there is no such operation.
std::optional<OperandCount> CountsFor(v1::Operation operation) {
  switch (operation) {
    case v1::OPERATION_SUM:
      return OperandCount{2, kMostIndicators};
    case v1::OPERATION_DIFFERENCE:
    case v1::OPERATION_QUOTIENT:
      return OperandCount{2, 2};
    case v1::OPERATION_GROWTH:
      return OperandCount{1, 1};
    default:
      return std::nullopt;
  }
}

absl::Status CheckNumber(const Combination& combination, absl::string_view at) {
  const std::optional<OperandCount> wanted = CountsFor(combination.operation());
  if (!wanted.has_value()) {
    return InvalidPart("OPERATION_UNKNOWN", Within(at, "operation"),
                       absl::StrCat(static_cast<int>(combination.operation())),
                       "Say what is done with the figures.");
  }
  const std::string place = Within(at, "indicators");
  if (combination.indicators().empty()) {
    return InvalidField("FORMULA_EMPTY", place, "Say which indicators are combined.");
  }
  if (combination.indicators_size() > kMostIndicators) {
    return InvalidField("FORMULA_TOO_LARGE", place,
                        absl::StrCat("Combine at most ", kMostIndicators, " indicators."));
  }
  if (combination.indicators_size() < wanted->least ||
      combination.indicators_size() > wanted->most) {
    return InvalidPart("FORMULA_INVALID", place, absl::StrCat(combination.indicators_size()),
                       "Give two or more for a sum, two for a difference and a quotient, one for a "
                       "growth.");
  }
  return absl::OkStatus();
}

absl::Status Check(const Combination& combination, absl::string_view at) {
  RETURN_IF_ERROR(CheckNumber(combination, at));
  std::set<absl::string_view> seen;
  for (int i = 0; i < combination.indicators_size(); ++i) {
    const std::string place = Within(at, "indicators", i);
    const std::string& name = combination.indicators(i);
    RETURN_IF_ERROR(base::ParseName(name, "indicators", place).status());
    if (!seen.insert(name).second) {
      return InvalidPart("FORMULA_INVALID", place, name, "Name each indicator once.");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Term>> TermsOf(const Formula& formula, const EventTypes& types,
                                          absl::string_view at) {
  switch (formula.shape_case()) {
    case Formula::kTally:
      return TermsOf(formula.tally(), v1::FACT_ROLE_NUMERATOR, types, Within(at, "tally"));
    case Formula::kShare:
      return TermsOf(formula.share(), types, Within(at, "share"));
    case Formula::kCombination: {
      RETURN_IF_ERROR(Check(formula.combination(), Within(at, "combination")));
      return std::vector<Term>();
    }
    case Formula::SHAPE_NOT_SET:
      break;
  }
  return InvalidField("FORMULA_EMPTY", at, "Give a tally, a share or a combination.");
}

absl::Status CheckFormula(const Formula& formula, absl::string_view at, const EventTypes& types) {
  return TermsOf(formula, types, at).status();
}

}  // namespace mandat::objectives::formulas
