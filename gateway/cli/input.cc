#include "gateway/cli/input.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/cli/arguments.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/date.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/json/names.h"

namespace mandat::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

const FieldDescriptor* FindField(const Descriptor& type, absl::string_view name) {
  const std::string snake = absl::StrReplaceAll(name, {{"-", "_"}});
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->name() == snake || field->json_name() == name) return field;
  }
  return nullptr;
}

// protobuf's name of the value that a code means; anything else as it is, for protobuf to judge.
Json CodeToProto(const Json& code, const EnumDescriptor& type) {
  if (!code.is_string()) return code;
  for (int i = 0; i < type.value_count(); ++i) {
    if (json::EnumCode(*type.value(i)) == code.get<std::string>()) return type.value(i)->name();
  }
  return code;
}

Json DateToProto(const Json& text) {
  if (!text.is_string()) return text;
  const auto day = base::ParseIsoDate(text.get<std::string>(), "");
  if (!day.ok()) return text;
  return Json{{"year", day->year()}, {"month", day->month()}, {"day", day->day()}};
}

// Our form of JSON in protobuf's: the two differ in dates and in codes.
Json ToProto(const Json& value, const Descriptor& type);

Json ToProto(const Json& value, const FieldDescriptor& field) {
  if (field.is_map()) return value;
  if (value.is_array()) {
    Json items = Json::array();
    for (const Json& item : value) items.push_back(ToProto(item, field));
    return items;
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return CodeToProto(value, *field.enum_type());
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ToProto(value, *field.message_type());
    default:
      return value;
  }
}

Json ToProto(const Json& value, const Descriptor& type) {
  if (&type == google::type::Date::descriptor()) return DateToProto(value);
  if (!value.is_object()) return value;
  Json object = Json::object();
  for (const auto& [name, member] : value.items()) {
    const FieldDescriptor* field = FindField(type, name);
    object[name] = field == nullptr ? member : ToProto(member, *field);
  }
  return object;
}

}  // namespace

absl::StatusOr<Json> ParseObject(absl::string_view text, absl::string_view what) {
  Json value = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (value.is_object()) return value;
  return WrongUse(absl::StrCat(what, " does not hold a JSON object."));
}

absl::Status SetField(absl::string_view name, absl::string_view text, const Descriptor& type,
                      Json* object) {
  const Descriptor* scope = &type;
  Json* place = object;
  const FieldDescriptor* field = nullptr;
  for (absl::string_view part : absl::StrSplit(name, '.')) {
    field = scope == nullptr || (field != nullptr && field->is_repeated())
                ? nullptr
                : FindField(*scope, part);
    if (field == nullptr) {
      return WrongUse(
          absl::StrCat("--", name, " is neither an option nor a field of ", type.name(), "."));
    }
    scope = field->message_type();
    place = &(*place)[field->json_name()];
  }
  if (field->is_repeated()) {
    place->push_back(std::string(text));
  } else {
    *place = std::string(text);
  }
  return absl::OkStatus();
}

absl::Status ReadMessage(const Json& object, google::protobuf::Message* message) {
  const std::string text = ToProto(object, *message->GetDescriptor())
                               .dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto read = google::protobuf::util::JsonStringToMessage(text, message);
  if (read.ok()) return absl::OkStatus();
  return WrongUse(absl::StrCat("This is no ", message->GetDescriptor()->name(), ": ",
                               std::string(read.message())));
}

}  // namespace mandat::cli
