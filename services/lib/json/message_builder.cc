#include "services/lib/json/message_builder.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/lib/base/error.h"
#include "services/lib/base/text.h"
#include "services/lib/json/near_names.h"
#include "services/lib/json/parse_values.h"
#include "services/lib/json/text.h"

namespace mandat::json {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Of a name or code that does not exist, as much as an error repeats.
constexpr size_t kShownBytes = 64;

std::string Shown(absl::string_view name) {
  return absl::Utf8SafeCEscape(base::Shortened(name, kShownBytes));
}

template <typename T>
bool Fits(absl::int128 number) {
  return number >= absl::int128(std::numeric_limits<T>::min()) &&
         number <= absl::int128(std::numeric_limits<T>::max());
}

absl::string_view WantedText(Form form) {
  switch (form) {
    case Form::kDate:
      return "Give a day as text, such as \"2026-03-01\".";
    case Form::kTimestamp:
      return "Give an instant as text, such as \"2026-03-01T08:30:00Z\".";
    case Form::kObject:
    case Form::kMoney:
    case Form::kRational:
      return "Give an object.";
  }
  return "";
}

// What a value must be, for whoever gave another.
absl::string_view WantedValue(const PropertyPlan& property) {
  if (property.is_amount) return "Give the amount as text, such as \"12.50\".";
  switch (property.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return "Give a whole number, not in quotes.";
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "Give a number, not in quotes.";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "Give true or false.";
    case FieldDescriptor::CPPTYPE_ENUM:
      return "Give a code as text.";
    case FieldDescriptor::CPPTYPE_STRING:
      return "Give a text.";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return WantedText(property.type->form);
  }
  return "";
}

bool IsFloating(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE ||
         field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT;
}

bool IsWhole(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return true;
    default:
      return false;
  }
}

// The key of a map as the type that it has; false where it does not stand for one.
bool SetKey(const FieldDescriptor& field, absl::string_view name, Message* entry) {
  const Reflection& values = *entry->GetReflection();
  const auto whole = [&](auto setter, auto number) {
    const char* end = name.data() + name.size();
    const auto read = std::from_chars(name.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end) return false;
    (values.*setter)(entry, &field, number);
    return true;
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return whole(&Reflection::SetInt32, int32_t{});
    case FieldDescriptor::CPPTYPE_INT64:
      return whole(&Reflection::SetInt64, int64_t{});
    case FieldDescriptor::CPPTYPE_UINT32:
      return whole(&Reflection::SetUInt32, uint32_t{});
    case FieldDescriptor::CPPTYPE_UINT64:
      return whole(&Reflection::SetUInt64, uint64_t{});
    case FieldDescriptor::CPPTYPE_BOOL:
      values.SetBool(entry, &field, name == "true");
      return name == "true" || name == "false";
    default:
      values.SetString(entry, &field, std::string(name));
      return true;
  }
}

template <typename Names>
std::vector<std::string> NearKeys(absl::string_view given, const Names& by_name) {
  std::vector<absl::string_view> names;
  for (const auto& [name, value] : by_name) names.push_back(name);
  std::sort(names.begin(), names.end());
  return NearNames(given, names);
}

}  // namespace

template <typename Value, typename Set, typename Add>
bool MessageBuilder::Put(const Slot& slot, Set set, Add add, Value value) {
  if (slot.add) {
    (slot.values().*add)(slot.message, slot.field(), std::move(value));
  } else {
    (slot.values().*set)(slot.message, slot.field(), std::move(value));
  }
  return true;
}

Message* MessageBuilder::PutMessage(const Slot& slot) {
  return slot.add ? slot.values().AddMessage(slot.message, slot.field())
                  : slot.values().MutableMessage(slot.message, slot.field());
}

MessageBuilder::MessageBuilder(Message* out, const ParseOptions& options)
    : options_(options), root_(out), root_plan_(&ReadPlanFor(out->GetDescriptor())) {}

bool MessageBuilder::PassesScalar() {
  if (passing_ == 0) return false;
  if (passing_ == 1) passing_ = 0;
  return true;
}

bool MessageBuilder::PassesBegin() {
  if (passing_ == 0) return false;
  ++passing_;
  return true;
}

bool MessageBuilder::PassesEnd() {
  if (passing_ == 0) return false;
  if (--passing_ == 1) passing_ = 0;
  return true;
}

bool MessageBuilder::FindSlot(Slot* slot) {
  if (levels_.empty()) {
    return Fail("FIELD_TYPE", WantedText(root_plan_->form));
  }
  Level& level = levels_.back();
  switch (level.kind) {
    case Level::Kind::kObject:
      *slot = {level.message, level.property};
      break;
    case Level::Kind::kList:
      ++level.begun;
      *slot = {level.message, level.property, true};
      break;
    case Level::Kind::kMap:
      *slot = {level.entry, &level.property->type->properties[1]};
      break;
  }
  if (!IsList(*slot)) return true;
  return Fail("FIELD_TYPE",
              slot->field()->is_map() ? "Give an object." : "Give a list, in brackets.");
}

void MessageBuilder::Enter(Message* message, const ReadPlan* plan) {
  Level& level = levels_.emplace_back();
  level.message = message;
  level.plan = plan;
  level.marks = given_.size();
  given_.resize(given_.size() + plan->properties.size());
}

bool MessageBuilder::BeginObject() {
  if (PassesBegin()) return true;
  if (levels_.empty()) {
    if (root_plan_->IsText()) return Fail("FIELD_TYPE", WantedText(root_plan_->form));
    Enter(root_, root_plan_);
    return true;
  }
  const Level& level = levels_.back();
  if (level.kind == Level::Kind::kObject && level.property->field->is_map()) {
    Level map;
    map.kind = Level::Kind::kMap;
    map.message = level.message;
    map.property = level.property;
    levels_.push_back(std::move(map));
    return true;
  }
  Slot slot;
  if (!FindSlot(&slot)) return false;
  const ReadPlan* plan = slot.property->type;
  if (plan == nullptr || plan->IsText()) return FailWanted(slot);
  Enter(PutMessage(slot), plan);
  return true;
}

bool MessageBuilder::EndObject() {
  if (PassesEnd()) return true;
  Level& level = levels_.back();
  if (level.kind == Level::Kind::kObject) {
    for (size_t i = 0; i < level.plan->properties.size(); ++i) {
      const PropertyPlan& property = level.plan->properties[i];
      if (!property.required || given_[level.marks + i] != 0) continue;
      level.property = nullptr;
      const std::string path = Path();
      status_ = base::InvalidField("FIELD_REQUIRED",
                                   absl::StrCat(path, path.empty() ? "" : ".", property.name),
                                   "Give it: without it the rest means nothing.");
      return false;
    }
    given_.resize(level.marks);
  }
  levels_.pop_back();
  return true;
}

bool MessageBuilder::BeginList() {
  if (PassesBegin()) return true;
  if (!levels_.empty() && levels_.back().kind == Level::Kind::kObject &&
      levels_.back().property->field->is_repeated() && !levels_.back().property->field->is_map()) {
    Level list;
    list.kind = Level::Kind::kList;
    list.message = levels_.back().message;
    list.property = levels_.back().property;
    levels_.push_back(std::move(list));
    return true;
  }
  Slot slot;
  return FindSlot(&slot) && FailWanted(slot);
}

bool MessageBuilder::EndList() {
  if (PassesEnd()) return true;
  levels_.pop_back();
  return true;
}

bool MessageBuilder::Key(absl::string_view name) {
  if (passing_ > 0) return true;
  Level& level = levels_.back();
  return level.kind == Level::Kind::kMap ? MapKey(level, name) : ObjectKey(level, name);
}

bool MessageBuilder::ObjectKey(Level& level, absl::string_view name) {
  level.property = nullptr;
  const size_t at = FindProperty(*level.plan, name, level.likely);
  if (at == level.plan->properties.size()) {
    if (options_.unknown == ParseOptions::Unknown::kIgnore) {
      passing_ = 1;
      return true;
    }
    return FailUnknown("FIELD_UNKNOWN", absl::StrCat("There is no property \"", Shown(name), "\"."),
                       NearKeys(name, level.plan->by_name));
  }
  level.property = &level.plan->properties[at];
  level.likely = at + 1;
  if (std::exchange(given_[level.marks + at], 1) != 0) {
    return Fail("FIELD_REPEATED", "Give it once.");
  }
  const auto* oneof = level.property->field->real_containing_oneof();
  if (oneof != nullptr && level.message->GetReflection()->HasOneof(*level.message, oneof)) {
    return Fail("FIELD_CONFLICT", absl::StrCat("Give only one property of \"", oneof->name(),
                                               "\"; another one is there."));
  }
  return true;
}

bool MessageBuilder::MapKey(Level& level, absl::string_view name) {
  level.key = std::string(name);
  if (!level.keys.insert(level.key).second) return Fail("FIELD_REPEATED", "Give each key once.");
  level.entry = level.message->GetReflection()->AddMessage(level.message, level.property->field);
  if (SetKey(*level.property->type->properties[0].field, name, level.entry)) return true;
  return Fail("FIELD_TYPE", "This is not a key of the map's type.");
}

bool MessageBuilder::Text(absl::string_view text) {
  if (PassesScalar()) return true;
  if (levels_.empty() && root_plan_->IsText()) return PutTextForm(*root_plan_, root_, text);
  Slot slot;
  if (!FindSlot(&slot)) return false;
  if (slot.property->is_amount) {
    return ParseMoneyText(text, static_cast<google::type::Money*>(slot.message)) ||
           Fail("MONEY_INVALID", "Write the amount like \"12.50\", with at most nine decimals.");
  }
  const FieldDescriptor& field = *slot.field();
  if (slot.property->type != nullptr && slot.property->type->IsText()) {
    return PutTextForm(*slot.property->type, PutMessage(slot), text);
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return PutCode(slot, text);
  if (field.type() == FieldDescriptor::TYPE_BYTES) {
    std::string bytes;
    if (!ParseBytesText(text, &bytes)) {
      return Fail("BYTES_INVALID", "Write bytes as base64 with padding.");
    }
    return Put(slot, &Reflection::SetString, &Reflection::AddString, std::move(bytes));
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return Put(slot, &Reflection::SetString, &Reflection::AddString, std::string(text));
  }
  const bool not_finite = text == "NaN" || text == "Infinity" || text == "-Infinity";
  if (IsFloating(field) && not_finite) return PutFloating(slot, text);
  return FailWanted(slot);
}

bool MessageBuilder::PutTextForm(const ReadPlan& plan, Message* message, absl::string_view text) {
  if (plan.form == Form::kDate) {
    return ParseDateText(text, static_cast<google::type::Date*>(message)) ||
           Fail("DATE_INVALID", "Write the day as yyyy-mm-dd.");
  }
  return ParseInstantText(text, static_cast<google::protobuf::Timestamp*>(message)) ||
         Fail("DATE_INVALID", "Write an instant that exists, such as \"2026-03-01T08:30:00Z\".");
}

bool MessageBuilder::PutCode(const Slot& slot, absl::string_view code) {
  const auto found = slot.property->codes.find(code);
  if (found != slot.property->codes.end()) {
    return Put(slot, &Reflection::SetEnumValue, &Reflection::AddEnumValue, found->second);
  }
  if (options_.unknown == ParseOptions::Unknown::kRefuse) {
    return FailUnknown("CODE_UNKNOWN", absl::StrCat("There is no code \"", Shown(code), "\"."),
                       NearKeys(code, slot.property->codes));
  }
  // An entry of a map would stay with a value that nobody gave.
  const Level& level = levels_.back();
  if (level.kind == Level::Kind::kMap) {
    level.message->GetReflection()->RemoveLast(level.message, level.property->field);
  }
  return true;
}

bool MessageBuilder::WholeNumber(absl::int128 number, absl::string_view text) {
  if (PassesScalar()) return true;
  Slot slot;
  if (!FindSlot(&slot)) return false;
  if (slot.property->is_amount) return FailWanted(slot);
  return IsFloating(*slot.field()) ? PutFloating(slot, text) : PutInteger(slot, number);
}

bool MessageBuilder::PutInteger(const Slot& slot, absl::int128 number) {
  bool fits = true;
  const auto put = [&](auto setter, auto adder, auto zero) {
    fits = Fits<decltype(zero)>(number);
    if (fits) Put(slot, setter, adder, static_cast<decltype(zero)>(number));
  };
  switch (slot.field()->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      put(&Reflection::SetInt32, &Reflection::AddInt32, int32_t{});
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      put(&Reflection::SetInt64, &Reflection::AddInt64, int64_t{});
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      put(&Reflection::SetUInt32, &Reflection::AddUInt32, uint32_t{});
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      put(&Reflection::SetUInt64, &Reflection::AddUInt64, uint64_t{});
      break;
    default:
      return FailWanted(slot);
  }
  return fits || Fail("NUMBER_OUT_OF_RANGE", absl::StrCat("Give a number that fits into ",
                                                          slot.field()->type_name(), "."));
}

bool MessageBuilder::OtherNumber(double number, absl::string_view text) {
  if (PassesScalar()) return true;
  Slot slot;
  if (!FindSlot(&slot)) return false;
  if (IsFloating(*slot.field())) return PutFloating(slot, text);
  // Whole numbers come here only where no type of ours holds them.
  constexpr double kTooLarge = 9.2e18;
  const bool too_large = number >= kTooLarge || number <= -kTooLarge;
  if (!slot.property->is_amount && IsWhole(*slot.field()) && too_large) {
    return Fail("NUMBER_OUT_OF_RANGE",
                absl::StrCat("Give a number that fits into ", slot.field()->type_name(), "."));
  }
  return FailWanted(slot);
}

bool MessageBuilder::PutFloating(const Slot& slot, absl::string_view text) {
  // Read again: what the parser of the syntax makes of decimals is not the nearest number. NaN and
  // Infinity are taken as they are written.
  const auto read = [&](auto* number) {
    return std::from_chars(text.data(), text.data() + text.size(), *number).ec == std::errc();
  };
  double wide = 0;
  float narrow = 0;
  const bool is_double = slot.field()->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
  if (!(is_double ? read(&wide) : read(&narrow))) {
    return Fail("NUMBER_OUT_OF_RANGE",
                absl::StrCat("Give a number that fits into ", slot.field()->type_name(), "."));
  }
  return is_double ? Put(slot, &Reflection::SetDouble, &Reflection::AddDouble, wide)
                   : Put(slot, &Reflection::SetFloat, &Reflection::AddFloat, narrow);
}

bool MessageBuilder::Bool(bool value) {
  if (PassesScalar()) return true;
  Slot slot;
  if (!FindSlot(&slot)) return false;
  if (slot.field()->cpp_type() != FieldDescriptor::CPPTYPE_BOOL) return FailWanted(slot);
  return Put(slot, &Reflection::SetBool, &Reflection::AddBool, value);
}

bool MessageBuilder::Null() {
  if (PassesScalar()) return true;
  if (!levels_.empty() && levels_.back().kind == Level::Kind::kList) ++levels_.back().begun;
  return Fail("FIELD_TYPE", "Leave out what has no value; null is none.");
}

std::string MessageBuilder::Path() const {
  std::string path;
  for (const Level& level : levels_) {
    switch (level.kind) {
      case Level::Kind::kObject:
        if (level.property == nullptr) break;
        absl::StrAppend(&path, path.empty() ? "" : ".",
                        level.plan->form == Form::kMoney ? level.property->name
                                                         : level.property->field->name());
        break;
      case Level::Kind::kList:
        absl::StrAppend(&path, "[", level.begun - 1, "]");
        break;
      case Level::Kind::kMap:
        path += '[';
        AppendText(level.key, &path);
        path += ']';
        break;
    }
  }
  return path;
}

bool MessageBuilder::Fail(absl::string_view reason, absl::string_view message) {
  status_ = base::InvalidField(reason, Path(), message);
  return false;
}

bool MessageBuilder::FailWanted(const Slot& slot) {
  return Fail("FIELD_TYPE", WantedValue(*slot.property));
}

bool MessageBuilder::FailUnknown(absl::string_view reason, absl::string_view message,
                                 const std::vector<std::string>& near) {
  const std::string names = absl::StrJoin(near, ", ");
  const std::string hint =
      near.empty() ? "Leave it out, or see the list of the type." : "Did you mean " + names + "?";
  status_ = base::WithMetadata(base::InvalidField(reason, Path(), absl::StrCat(message, " ", hint)),
                               "near", names);
  return false;
}

}  // namespace mandat::json
