#include "services/objectives/formulas/field.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "google/type/date.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/json/message.h"
#include "services/lib/privacy/sensitive.h"
#include "services/objectives/formulas/errors.h"

namespace mandat::objectives::formulas {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;
using google::type::Date;

constexpr size_t kLongestPath = 200;

bool Is(const FieldDescriptor* field, const Descriptor* type) {
  return field->message_type() == type;
}

std::optional<FieldType> TypeOf(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->type() == FieldDescriptor::TYPE_BYTES) return std::nullopt;
      return FieldType::kText;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
      return FieldType::kNumber;
    case FieldDescriptor::CPPTYPE_BOOL:
      return FieldType::kTruth;
    case FieldDescriptor::CPPTYPE_ENUM:
      return FieldType::kCode;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (Is(field, Date::descriptor())) return FieldType::kDay;
      if (Is(field, Timestamp::descriptor())) return FieldType::kInstant;
      return std::nullopt;
    case FieldDescriptor::CPPTYPE_UINT64:  // does not fit where numbers are added up
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return std::nullopt;
  }
  return std::nullopt;
}

// Fields can be named in it.
bool IsGroup(const FieldDescriptor* field) {
  return field->message_type() != nullptr && !field->is_repeated() &&
         !json::IsOneValue(*field->message_type());
}

// The paths that can be named in `group`, each behind `before`.
std::vector<std::string> PathsIn(const Descriptor& group, absl::string_view before) {
  std::vector<std::string> paths;
  for (int i = 0; i < group.field_count(); ++i) {
    const FieldDescriptor* field = group.field(i);
    const bool usable = !field->is_repeated() && (TypeOf(field).has_value() || IsGroup(field));
    if (!usable || privacy::IsSensitive(field)) continue;
    paths.push_back(Within(before, field->name()));
  }
  return paths;
}

absl::Status WrongType(const FieldDescriptor* field, absl::string_view path, absl::string_view at) {
  if (field->is_repeated()) {
    return InvalidPart("FORMULA_FIELD_TYPE", at, path,
                       "It is, or is in, a list. Name a field that there is once.");
  }
  if (IsGroup(field)) {
    return UnknownName("FORMULA_FIELD_TYPE", at, path, "It has fields of its own. Name one.",
                       PathsIn(*field->message_type(), path));
  }
  return InvalidPart("FORMULA_FIELD_TYPE", at, path,
                     "Name a text, a whole number, a yes or no, a code, a day or an instant.");
}

absl::Status CheckLength(absl::string_view path, absl::string_view at) {
  if (path.empty()) return base::InvalidField("FIELD_REQUIRED", at, "Name a field.");
  if (path.size() <= kLongestPath) return absl::OkStatus();
  return base::InvalidField("FORMULA_TOO_LARGE", at,
                            absl::StrCat("Name a field in at most ", kLongestPath, " bytes."));
}

std::optional<Value> DayIn(const Date& date) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  const bool exists =
      day.year() == date.year() && day.month() == date.month() && day.day() == date.day();
  if (!exists || date.year() < 1) return std::nullopt;
  return Value{{}, day - absl::CivilDay(1970, 1, 1)};
}

std::optional<Value> InstantIn(const Timestamp& time) {
  const bool exists = time.seconds() >= TimeUtil::kTimestampMinSeconds &&
                      time.seconds() <= TimeUtil::kTimestampMaxSeconds && time.nanos() >= 0 &&
                      time.nanos() < 1'000'000'000;
  if (!exists) return std::nullopt;
  return Value{{}, time.seconds() * 1'000'000 + time.nanos() / 1'000};
}

std::optional<Value> CodeIn(const Message& group, const FieldDescriptor* field,
                            const Reflection& values) {
  const int number = values.GetEnumValue(group, field);
  // Unknown ones of a later version: no condition of this version can mean them.
  if (number == 0 || field->enum_type()->FindValueByNumber(number) == nullptr) return std::nullopt;
  return Value{{}, number};
}

std::optional<Value> TextIn(const Message& group, const FieldDescriptor* field,
                            const Reflection& values) {
  // Generated messages have every string as one and leave this one alone.
  std::string unused;
  const std::string& text = values.GetStringReference(group, field, &unused);
  if (text.empty()) return std::nullopt;
  return Value{text, 0};
}

int64_t NumberIn(const Message& group, const FieldDescriptor* field, const Reflection& values) {
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) return values.GetInt32(group, field);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_UINT32) return values.GetUInt32(group, field);
  return values.GetInt64(group, field);
}

const Reflection* ReaderOf(const Descriptor* type) {
  return MessageFactory::generated_factory()->GetPrototype(type)->GetReflection();
}

}  // namespace

absl::string_view NameOf(FieldType type) {
  switch (type) {
    case FieldType::kText:
      return "a text";
    case FieldType::kNumber:
      return "a whole number";
    case FieldType::kTruth:
      return "a yes or no";
    case FieldType::kCode:
      return "a code";
    case FieldType::kDay:
      return "a day";
    case FieldType::kInstant:
      return "an instant";
  }
  return "";
}

absl::StatusOr<Field> Field::At(const Descriptor& resource, absl::string_view path,
                                absl::string_view at) {
  if (const absl::Status length = CheckLength(path, at); !length.ok()) return length;
  Field field;
  const Descriptor* group = &resource;
  absl::string_view before;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    if (group == nullptr) {
      return UnknownName("FORMULA_FIELD_UNKNOWN", at, path,
                         "What stands before the dot has no fields.", {std::string(before)});
    }
    const FieldDescriptor* step = group->FindFieldByName(std::string(name));
    if (step == nullptr) {
      return UnknownName("FORMULA_FIELD_UNKNOWN", at, path,
                         absl::StrCat("A ", resource.name(), " has no such field."),
                         PathsIn(*group, before));
    }
    if (privacy::IsSensitive(step)) {
      return InvalidPart("FORMULA_FIELD_PERSONAL", at, path,
                         "It is personal and no event carries it. Name another field.");
    }
    if (step->is_repeated()) return WrongType(step, path, at);
    field.steps_.push_back({step, ReaderOf(group)});
    group = IsGroup(step) ? step->message_type() : nullptr;
    before = path.substr(0, static_cast<size_t>(name.data() - path.data()) + name.size());
  }
  const std::optional<FieldType> type = TypeOf(field.steps_.back().field);
  if (!type.has_value()) return WrongType(field.steps_.back().field, path, at);
  field.type_ = *type;
  field.has_presence_ = field.steps_.back().field->has_presence();
  return field;
}

std::optional<Value> Field::In(const Message& resource) const {
  const Message* group = &resource;
  for (size_t i = 0; i + 1 < steps_.size(); ++i) {
    const auto& [field, values] = steps_[i];
    if (!values->HasField(*group, field)) return std::nullopt;
    group = &values->GetMessage(*group, field);
  }
  const auto& [field, values] = steps_.back();
  if (has_presence_ && !values->HasField(*group, field)) return std::nullopt;
  switch (type_) {
    case FieldType::kText:
      return TextIn(*group, field, *values);
    case FieldType::kNumber:
      return Value{{}, NumberIn(*group, field, *values)};
    case FieldType::kTruth:
      return Value{{}, values->GetBool(*group, field) ? 1 : 0};
    case FieldType::kCode:
      return CodeIn(*group, field, *values);
    case FieldType::kDay:
      return DayIn(static_cast<const Date&>(values->GetMessage(*group, field)));
    case FieldType::kInstant:
      return InstantIn(static_cast<const Timestamp&>(values->GetMessage(*group, field)));
  }
  return std::nullopt;
}

}  // namespace mandat::objectives::formulas
