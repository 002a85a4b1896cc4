#include "services/objectives/formulas/requirement.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/text.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/json/names.h"
#include "services/objectives/formulas/errors.h"

namespace mandat::objectives::formulas {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::Message;
using v1::Condition;

constexpr size_t kLongestText = 200;

bool WantsOperand(v1::Comparison comparison) {
  return comparison != v1::COMPARISON_PRESENT && comparison != v1::COMPARISON_ABSENT;
}

bool WantsOrder(v1::Comparison comparison) {
  return comparison == v1::COMPARISON_LESS || comparison == v1::COMPARISON_LESS_OR_EQUAL ||
         comparison == v1::COMPARISON_GREATER || comparison == v1::COMPARISON_GREATER_OR_EQUAL;
}

bool HasOrder(FieldType type) {
  return type == FieldType::kNumber || type == FieldType::kDay || type == FieldType::kInstant;
}

// The operand's field in the proto; null where there is none.
const char* OperandName(const Condition& condition) {
  const auto* operand = condition.GetReflection()->GetOneofFieldDescriptor(
      condition, Condition::descriptor()->FindOneofByName("operand"));
  return operand == nullptr ? nullptr : operand->name().c_str();
}

// What a constant operand is written for; a text can be a code's too.
bool IsFor(Condition::OperandCase operand, FieldType type) {
  switch (operand) {
    case Condition::kText:
      return type == FieldType::kText || type == FieldType::kCode;
    case Condition::kNumber:
      return type == FieldType::kNumber;
    case Condition::kTruth:
      return type == FieldType::kTruth;
    case Condition::kDate:
      return type == FieldType::kDay;
    case Condition::kTime:
      return type == FieldType::kInstant;
    case Condition::kOtherField:
      return true;
    case Condition::OPERAND_NOT_SET:
      return false;
  }
  return false;
}

absl::Status CheckComparison(const Condition& condition, FieldType type, absl::string_view at) {
  const v1::Comparison comparison = condition.comparison();
  const std::string place = Within(at, "comparison");
  if (!v1::Comparison_IsValid(comparison) || comparison == v1::COMPARISON_UNSPECIFIED) {
    return InvalidPart("CONDITION_INVALID", place, absl::StrCat(static_cast<int>(comparison)),
                       "Say how it is compared.");
  }
  if (WantsOrder(comparison) && !HasOrder(type)) {
    return InvalidPart("FORMULA_FIELD_TYPE", place, v1::Comparison_Name(comparison),
                       absl::StrCat("The field is ", NameOf(type),
                                    ", which has no order: compare it as equal or not equal."));
  }
  const char* operand = OperandName(condition);
  if (WantsOperand(comparison) && operand == nullptr) {
    return InvalidPart("CONDITION_INVALID", at, v1::Comparison_Name(comparison),
                       "Say what it is compared with.");
  }
  if (!WantsOperand(comparison) && operand != nullptr) {
    return InvalidPart("CONDITION_INVALID", Within(at, operand), operand,
                       "Leave it out: nothing is compared.");
  }
  return absl::OkStatus();
}

std::vector<std::string> CodesOf(const EnumDescriptor& codes) {
  std::vector<std::string> all;
  for (int i = 0; i < codes.value_count(); ++i) {
    if (codes.value(i)->number() != 0) all.push_back(json::EnumCode(*codes.value(i)));
  }
  return all;
}

}  // namespace

absl::StatusOr<Requirement> Requirement::Of(const Condition& condition, const Descriptor& resource,
                                            absl::string_view at) {
  ASSIGN_OR_RETURN(Field field, Field::At(resource, condition.field(), Within(at, "field")));
  RETURN_IF_ERROR(CheckComparison(condition, field.type(), at));
  Requirement requirement(std::move(field), condition.comparison());
  if (WantsOperand(condition.comparison())) {
    RETURN_IF_ERROR(requirement.TakeOperand(condition, resource, at));
  }
  return requirement;
}

absl::Status Requirement::TakeOperand(const Condition& condition, const Descriptor& resource,
                                      absl::string_view at) {
  const std::string name = OperandName(condition);
  const std::string place = Within(at, name);
  if (!IsFor(condition.operand_case(), field_.type())) {
    return InvalidPart("FORMULA_FIELD_TYPE", place, name,
                       absl::StrCat("The field is ", NameOf(field_.type()),
                                    ": compare it with another of the kind."));
  }
  switch (condition.operand_case()) {
    case Condition::kText:
      return TakeText(condition.text(), place);
    case Condition::kNumber:
      number_ = condition.number();
      break;
    case Condition::kTruth:
      number_ = condition.truth() ? 1 : 0;
      break;
    case Condition::kDate: {
      ASSIGN_OR_RETURN(const absl::CivilDay day, base::ParseDate(condition.date(), place));
      number_ = day - absl::CivilDay(1970, 1, 1);
      break;
    }
    case Condition::kTime: {
      ASSIGN_OR_RETURN(const absl::Time time, base::ParseTimestamp(condition.time(), place));
      number_ = absl::ToUnixMicros(time);
      break;
    }
    case Condition::kOtherField: {
      ASSIGN_OR_RETURN(other_, Field::At(resource, condition.other_field(), place));
      if (!field_.IsLike(*other_)) {
        return InvalidPart("FORMULA_FIELD_TYPE", place, condition.other_field(),
                           absl::StrCat("It is ", NameOf(other_->type()), " and the field is ",
                                        NameOf(field_.type()),
                                        ": compare fields of one type, codes of one enumeration."));
      }
      break;
    }
    case Condition::OPERAND_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

absl::Status Requirement::TakeText(const std::string& text, const std::string& at) {
  RETURN_IF_ERROR(base::ValidateText(text, kLongestText, at));
  if (field_.type() == FieldType::kCode) {
    const auto* value = json::ValueOfCode(*field_.codes(), text);
    if (value == nullptr) {
      return UnknownName("CONDITION_INVALID", at, text, "The field has no such code.",
                         CodesOf(*field_.codes()));
    }
    number_ = value->number();
    return absl::OkStatus();
  }
  if (text.empty()) {
    return InvalidPart("CONDITION_INVALID", at, text,
                       "An empty text is no value: ask whether there is one, present or absent.");
  }
  text_ = text;
  return absl::OkStatus();
}

std::vector<int> Requirement::Numbers() const {
  if (!other_.has_value()) return {field_.number()};
  return {field_.number(), other_->number()};
}

bool Requirement::HoldsFor(const Message& resource) const {
  const std::optional<Value> left = field_.In(resource);
  if (comparison_ == v1::COMPARISON_PRESENT) return left.has_value();
  if (comparison_ == v1::COMPARISON_ABSENT) return !left.has_value();
  const std::optional<Value> right =
      other_.has_value() ? other_->In(resource) : Value{text_, number_};
  if (!left.has_value() || !right.has_value()) return false;
  switch (comparison_) {
    case v1::COMPARISON_EQUAL:
      return *left == *right;
    case v1::COMPARISON_NOT_EQUAL:
      return *left != *right;
    case v1::COMPARISON_LESS:
      return left->number < right->number;
    case v1::COMPARISON_LESS_OR_EQUAL:
      return left->number <= right->number;
    case v1::COMPARISON_GREATER:
      return left->number > right->number;
    case v1::COMPARISON_GREATER_OR_EQUAL:
      return left->number >= right->number;
    default:  // refused when it was made
      return false;
  }
}

}  // namespace mandat::objectives::formulas
