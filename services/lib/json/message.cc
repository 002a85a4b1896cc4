#include "services/lib/json/message.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "mandat/common/v1/types.pb.h"
#include "services/lib/json/form.h"
#include "services/lib/json/names.h"
#include "services/lib/json/text.h"
#include "services/lib/json/values.h"

namespace mandat::json {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Codes of an enum, ready in quotes, by number.
using Codes = absl::flat_hash_map<int, std::string>;

struct TypePlan;

struct FieldPlan {
  const FieldDescriptor* field = nullptr;
  // `"name":`
  std::string label;
  // Of the message type; null for scalars and enums. For maps, of the entry.
  const TypePlan* type = nullptr;
  // Of the enum type; empty otherwise.
  Codes codes;
};

// How to write one message type.
struct TypePlan {
  Form form = Form::kObject;
  // By number. Empty unless kObject.
  std::vector<FieldPlan> fields;

  template <typename Find>
  static void Fill(const Descriptor& type, const Find& find, TypePlan* plan);
};

Codes CodesOf(const EnumDescriptor& type) {
  Codes codes;
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string code = EnumCode(*type.value(i));
    if (!code.empty()) codes.emplace(type.value(i)->number(), absl::StrCat("\"", code, "\""));
  }
  return codes;
}

template <typename Find>
void TypePlan::Fill(const Descriptor& type, const Find& find, TypePlan* plan) {
  plan->form = FormOf(type);
  if (plan->form != Form::kObject) return;
  for (int i = 0; i < type.field_count(); ++i) {
    FieldPlan& field = plan->fields.emplace_back();
    field.field = type.field(i);
    field.label = absl::StrCat("\"", field.field->json_name(), "\":");
    if (field.field->message_type() != nullptr) field.type = find(field.field->message_type());
    if (field.field->enum_type() != nullptr) field.codes = CodesOf(*field.field->enum_type());
  }
  std::sort(plan->fields.begin(), plan->fields.end(), [](const FieldPlan& a, const FieldPlan& b) {
    return a.field->number() < b.field->number();
  });
}

const TypePlan& PlanFor(const Descriptor* type) {
  static auto& plans = *new PlansByType<TypePlan>;
  return plans.For(type);
}

void AppendMessage(const Message& message, const TypePlan& plan, std::string* out);

// Null for unspecified and for values that this build does not know.
const std::string* FindCode(const Codes& codes, int number) {
  const auto found = codes.find(number);
  return found == codes.end() ? nullptr : &found->second;
}

// The code of an enum that stands in `plan.field`.
const std::string* FindCodeAt(const Message& message, const FieldPlan& plan, int at) {
  const Reflection& values = *message.GetReflection();
  return FindCode(plan.codes, at == kSingle ? values.GetEnumValue(message, plan.field)
                                            : values.GetRepeatedEnumValue(message, plan.field, at));
}

// False for enums that have no code: such a value is left out.
bool IsWritten(const Message& message, const FieldPlan& plan, int at) {
  return plan.field->enum_type() == nullptr || FindCodeAt(message, plan, at) != nullptr;
}

// One value without its name; IsWritten() must hold.
void AppendValue(const Message& message, const FieldPlan& plan, int at, std::string* out) {
  const Reflection& values = *message.GetReflection();
  const FieldDescriptor* field = plan.field;
  const auto get = [&](auto single, auto element) {
    return at == kSingle ? (values.*single)(message, field) : (values.*element)(message, field, at);
  };
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return AppendInteger(get(&Reflection::GetInt32, &Reflection::GetRepeatedInt32), out);
    case FieldDescriptor::CPPTYPE_INT64:
      return AppendInteger(get(&Reflection::GetInt64, &Reflection::GetRepeatedInt64), out);
    case FieldDescriptor::CPPTYPE_UINT32:
      return AppendUnsigned(get(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32), out);
    case FieldDescriptor::CPPTYPE_UINT64:
      return AppendUnsigned(get(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64), out);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return AppendDouble(get(&Reflection::GetDouble, &Reflection::GetRepeatedDouble), out);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return AppendFloat(get(&Reflection::GetFloat, &Reflection::GetRepeatedFloat), out);
    case FieldDescriptor::CPPTYPE_BOOL:
      return AppendBool(get(&Reflection::GetBool, &Reflection::GetRepeatedBool), out);
    case FieldDescriptor::CPPTYPE_ENUM:
      out->append(*FindCodeAt(message, plan, at));
      return;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      const std::string& text =
          at == kSingle ? values.GetStringReference(message, field, &scratch)
                        : values.GetRepeatedStringReference(message, field, at, &scratch);
      return field->type() == FieldDescriptor::TYPE_BYTES ? AppendBytes(text, out)
                                                          : AppendText(text, out);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendMessage(at == kSingle ? values.GetMessage(message, field)
                                         : values.GetRepeatedMessage(message, field, at),
                           *plan.type, out);
  }
}

void AppendList(const Message& message, const FieldPlan& plan, int size, std::string* out) {
  out->push_back('[');
  bool first = true;
  for (int i = 0; i < size; ++i) {
    if (!IsWritten(message, plan, i)) continue;
    if (!first) out->push_back(',');
    first = false;
    AppendValue(message, plan, i, out);
  }
  out->push_back(']');
}

// The key of a map's entry as text. Keys are integers, booleans or strings.
std::string KeyOf(const Message& entry, const FieldPlan& key) {
  if (key.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return entry.GetReflection()->GetString(entry, key.field);
  }
  std::string text;
  AppendValue(entry, key, kSingle, &text);
  return text;
}

void AppendMap(const Message& message, const FieldPlan& plan, int size, std::string* out) {
  const Reflection& values = *message.GetReflection();
  const FieldPlan& key = plan.type->fields[0];
  const FieldPlan& value = plan.type->fields[1];
  std::vector<std::pair<std::string, const Message*>> entries;
  entries.reserve(static_cast<size_t>(size));
  for (int i = 0; i < size; ++i) {
    const Message& entry = values.GetRepeatedMessage(message, plan.field, i);
    if (!IsWritten(entry, value, kSingle)) continue;
    entries.emplace_back(KeyOf(entry, key), &entry);
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  out->push_back('{');
  for (size_t i = 0; i < entries.size(); ++i) {
    if (i > 0) out->push_back(',');
    AppendText(entries[i].first, out);
    out->push_back(':');
    AppendValue(*entries[i].second, value, kSingle, out);
  }
  out->push_back('}');
}

void AppendObject(const Message& message, const TypePlan& plan, std::string* out) {
  const Reflection& values = *message.GetReflection();
  out->push_back('{');
  bool first = true;
  for (const FieldPlan& field : plan.fields) {
    const bool repeated = field.field->is_repeated();
    const int size = repeated ? values.FieldSize(message, field.field) : 0;
    if (repeated ? size == 0 : !values.HasField(message, field.field)) continue;
    if (!repeated && !IsWritten(message, field, kSingle)) continue;
    if (!first) out->push_back(',');
    first = false;
    out->append(field.label);
    if (field.field->is_map()) {
      AppendMap(message, field, size, out);
    } else if (repeated) {
      AppendList(message, field, size, out);
    } else {
      AppendValue(message, field, kSingle, out);
    }
  }
  out->push_back('}');
}

void AppendRational(const common::v1::Rational& value, std::string* out) {
  out->append("{\"numerator\":");
  AppendInteger(value.numerator(), out);
  out->append(",\"denominator\":");
  AppendInteger(value.denominator(), out);
  out->push_back('}');
}

void AppendMessage(const Message& message, const TypePlan& plan, std::string* out) {
  switch (plan.form) {
    case Form::kObject:
      return AppendObject(message, plan, out);
    case Form::kDate: {
      const auto& date = static_cast<const google::type::Date&>(message);
      return AppendDate(date.year(), date.month(), date.day(), out);
    }
    case Form::kTimestamp: {
      const auto& time = static_cast<const google::protobuf::Timestamp&>(message);
      return AppendInstant(time.seconds(), time.nanos(), out);
    }
    case Form::kMoney: {
      const auto& money = static_cast<const google::type::Money&>(message);
      return AppendMoney(money.units(), money.nanos(), money.currency_code(), out);
    }
    case Form::kRational:
      return AppendRational(static_cast<const common::v1::Rational&>(message), out);
  }
}

}  // namespace

void AppendJson(const Message& message, std::string* out) {
  AppendMessage(message, PlanFor(message.GetDescriptor()), out);
}

std::string ToJson(const Message& message) {
  std::string json;
  AppendJson(message, &json);
  return json;
}

bool IsOneValue(const Descriptor& type) { return FormOf(type) != Form::kObject; }

void AppendFieldJson(const Message& message, const FieldDescriptor* field, int at,
                     std::string* out) {
  const TypePlan& plan = PlanFor(message.GetDescriptor());
  const auto found = std::find_if(plan.fields.begin(), plan.fields.end(),
                                  [field](const FieldPlan& one) { return one.field == field; });
  if (IsWritten(message, *found, at)) return AppendValue(message, *found, at, out);
  const Reflection& values = *message.GetReflection();
  AppendInteger(at == kSingle ? values.GetEnumValue(message, field)
                              : values.GetRepeatedEnumValue(message, field, at),
                out);
}

}  // namespace mandat::json
