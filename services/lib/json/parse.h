#ifndef SERVICES_LIB_JSON_PARSE_H_
#define SERVICES_LIB_JSON_PARSE_H_

// The way back: messages from the JSON of `message.h`. What AppendJson writes gives the message
// again, less what writing leaves out (codes of no value, digits below the microsecond).

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace mandat::json {

struct ParseOptions {
  enum class Unknown {
    // What this build does not know is passed over: properties, and codes as if they were not
    // given. For events: a newer publisher does not break an older consumer.
    kIgnore,
    // `FIELD_UNKNOWN`, `CODE_UNKNOWN`. For callers, whose slips should not be swallowed.
    kRefuse,
  };
  Unknown unknown = Unknown::kRefuse;
  // Longest text. A message can need some hundred bytes of memory for three of its text.
  size_t bytes_max = size_t{1} << 20;
  // How deep objects and lists may stand in each other.
  size_t depth_max = 32;
};

// Fills `out`, which is cleared first, and is empty after an error. For generated messages only;
// safe for concurrent use.
//
// Stricter than what it reads must be: no null, no comments, no number in quotes, no second of a
// name, whole rationals and amounts. Looser than what is written: properties in any order, instants
// with an offset and up to nine decimals, amounts with none to nine.
//
// INVALID_ARGUMENT, with `field` (the path of `difference.h`, `career[2].period`; empty = the
// whole):
// - `JSON_TOO_LARGE` (metadata `limit`, bytes), `JSON_TOO_DEEP` (`limit`)
// - `JSON_INVALID` (`line` and `column` in bytes, both from 1: where the reading stopped): not JSON
// - `FIELD_TYPE`: another kind of value is wanted there
// - `NUMBER_OUT_OF_RANGE`, `DATE_INVALID` (days and instants), `MONEY_INVALID`, `BYTES_INVALID`
// - `FIELD_REQUIRED`: half a rational, an amount without value
// - `FIELD_REPEATED`: a name for the second time; `FIELD_CONFLICT`: a second one of a oneof
// - `FIELD_UNKNOWN`, `CODE_UNKNOWN` (`near`: names that look like it, nearest first)
absl::Status ParseJson(absl::string_view json, google::protobuf::Message* out,
                       const ParseOptions& options = {});

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_PARSE_H_
