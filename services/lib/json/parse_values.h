#ifndef SERVICES_LIB_JSON_PARSE_VALUES_H_
#define SERVICES_LIB_JSON_PARSE_VALUES_H_

// Dates, instants, money and bytes from the text that stands for them in JSON: the way back of
// `values.h`. Each is false where the text has not the form, and then leaves what it was given as
// it was or half filled.

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"

namespace mandat::json {

// "2026-03-01", also with parts that are zero, and days that no calendar has: which days are good
// is for rules to say (base/civil_date.h).
bool ParseDateText(absl::string_view text, google::type::Date* date);

// RFC 3339 with up to nine decimals of a second and "Z" or an offset; a time that exists, without
// leap seconds, whose UTC lies in the years 1 to 9999.
bool ParseInstantText(absl::string_view text, google::protobuf::Timestamp* instant);

// "-12.50": an optional minus, digits without a zero in front, up to nine decimals; units of 64
// bits. Sets units and nanos.
bool ParseMoneyText(absl::string_view text, google::type::Money* money);

// Base64 with padding, as AppendBytes writes it and no other way.
bool ParseBytesText(absl::string_view text, std::string* bytes);

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_PARSE_VALUES_H_
