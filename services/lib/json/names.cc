#include "services/lib/json/names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace mandat::json {

std::string LowerCamelCase(absl::string_view snake_case) {
  std::string camel;
  bool word_starts = false;
  for (const char letter : snake_case) {
    if (letter == '_') {
      word_starts = !camel.empty();
      continue;
    }
    camel.push_back(word_starts ? absl::ascii_toupper(letter) : absl::ascii_tolower(letter));
    word_starts = false;
  }
  return camel;
}

std::string EnumCode(const google::protobuf::EnumValueDescriptor& value) {
  absl::string_view name = value.name();
  const auto* unspecified = value.type()->FindValueByNumber(0);
  absl::string_view prefix = unspecified == nullptr ? absl::string_view() : unspecified->name();
  if (absl::ConsumeSuffix(&prefix, "UNSPECIFIED")) {
    if (value.number() == 0) return "";
    absl::ConsumePrefix(&name, prefix);
  }
  return LowerCamelCase(name);
}

const google::protobuf::EnumValueDescriptor* ValueOfCode(
    const google::protobuf::EnumDescriptor& type, absl::string_view code) {
  if (code.empty()) return nullptr;
  for (int i = 0; i < type.value_count(); ++i) {
    if (EnumCode(*type.value(i)) == code) return type.value(i);
  }
  return nullptr;
}

}  // namespace mandat::json
