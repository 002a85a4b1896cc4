#ifndef SERVICES_OBJECTIVES_FORMULAS_FIELD_H_
#define SERVICES_OBJECTIVES_FORMULAS_FIELD_H_

// Fields of resources that formulas read: found once by their path, then read without looking
// anything up.

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace mandat::objectives::formulas {

// The types that formulas know.
enum class FieldType { kText, kNumber, kTruth, kCode, kDay, kInstant };

// "a whole number".
absl::string_view NameOf(FieldType type);

// A value as it is compared: a text, else a number. Of a day the days, of an instant the
// microseconds since the beginning of 1970; of a code its number, of a truth 0 or 1.
struct Value {
  absl::string_view text;
  int64_t number = 0;

  friend bool operator==(const Value&, const Value&) = default;
};

class Field {
 public:
  // The field of `resource` that `path` names: names of the proto joined by dots. Refused, about
  // `at`: `FIELD_REQUIRED` (empty), `FORMULA_TOO_LARGE` (more than 200 bytes),
  // `FORMULA_FIELD_UNKNOWN`, `FORMULA_FIELD_PERSONAL` (it or what it is in), `FORMULA_FIELD_TYPE`
  // (a list or map, also on the way; of no type that formulas know).
  static absl::StatusOr<Field> At(const google::protobuf::Descriptor& resource,
                                  absl::string_view path, absl::string_view at);

  FieldType type() const { return type_; }

  // The field of the resource itself that it is, or is in.
  int number() const { return steps_.front().field->number(); }

  // The enumeration of a code, else null.
  const google::protobuf::EnumDescriptor* codes() const { return steps_.back().field->enum_type(); }

  // Whether values of both can be compared: of one type, codes of one enumeration.
  bool IsLike(const Field& other) const { return type_ == other.type_ && codes() == other.codes(); }

  // Absent where there is none, as Condition.field in formula.proto says. `resource` is a generated
  // message of the type in which the field was found; a text is valid as long as it stays as it is.
  std::optional<Value> In(const google::protobuf::Message& resource) const;

 private:
  // A field, and what reads messages that have it: to ask each message for it costs more than to
  // read.
  struct Step {
    const google::protobuf::FieldDescriptor* field;
    const google::protobuf::Reflection* values;
  };

  // From the resource to the value; at least one.
  std::vector<Step> steps_;
  FieldType type_ = FieldType::kText;
  // Whether there can be none where the message around it is there.
  bool has_presence_ = false;
};

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_FIELD_H_
