#ifndef SERVICES_LIB_JSON_NAMES_H_
#define SERVICES_LIB_JSON_NAMES_H_

// How the words of the protos are written in JSON: codes are lowerCamelCase, also where the proto
// says UPPER_SNAKE_CASE.

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace mandat::json {

// "WELFARE_CENTRE_AGENT" and "welfare_centre_agent" → "welfareCentreAgent".
std::string LowerCamelCase(absl::string_view snake_case);

// The code of an enum value, without the prefix that it shares with the enum's ..._UNSPECIFIED:
// ARTICLE60_STATE_DRAFT → "draft". Empty for the unspecified value itself, which is never written.
std::string EnumCode(const google::protobuf::EnumValueDescriptor& value);

// The value of `type` that has the code; null where there is none, and for the empty code.
const google::protobuf::EnumValueDescriptor* ValueOfCode(
    const google::protobuf::EnumDescriptor& type, absl::string_view code);

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_NAMES_H_
