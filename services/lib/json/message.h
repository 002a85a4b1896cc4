#ifndef SERVICES_LIB_JSON_MESSAGE_H_
#define SERVICES_LIB_JSON_MESSAGE_H_

// Messages in the JSON of the Belgian government's REST guide, derived from their descriptors:
// - names are lowerCamelCase, in the order of the field numbers;
// - a property without value is left out, never null: absent messages, empty lists and maps, and
// scalars and enums at
//   zero unless the proto says `optional` (or they are in a `oneof`) and they are set;
// - integers are numbers (64 bits too), bytes are base64, maps are objects with sorted keys;
// - enums are lowerCamelCase codes (`names.h`); unspecified and unknown ones are left out, of lists
// too;
// - google.type.Date, google.type.Money and google.protobuf.Timestamp are written as in `values.h`,
// and
//   mandat.common.v1.Rational always with both parts.
// Sensitive fields are written like any other: whoever publishes clears them first.

#include <string>

#include "google/protobuf/message.h"

namespace mandat::json {

// Appends `message` as one JSON value: an object, but for the special types above. For generated
// messages only: how to write a type is worked out once and kept for the life of the program. Safe
// for concurrent use.
void AppendJson(const google::protobuf::Message& message, std::string* out);

std::string ToJson(const google::protobuf::Message& message);

// True for the types that are one value in JSON and not an object of their fields: dates, instants,
// amounts; rationals too, which mean nothing by halves.
bool IsOneValue(const google::protobuf::Descriptor& type);

// Of a field that is no list.
inline constexpr int kSingle = -1;

// Appends the value of one field of `message` without its name; `at` is the place in a list, else
// kSingle. An enum without a code is written as its number: whoever asks for one value wants to
// see it. `field` is of the type of `message`, and no map.
void AppendFieldJson(const google::protobuf::Message& message,
                     const google::protobuf::FieldDescriptor* field, int at, std::string* out);

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_MESSAGE_H_
