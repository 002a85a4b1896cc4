#ifndef SERVICES_OBJECTIVES_FORMULAS_REQUIREMENT_H_
#define SERVICES_OBJECTIVES_FORMULAS_REQUIREMENT_H_

// A condition of a formula, ready to be asked of resources.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "mandat/objectives/v1/formula.pb.h"
#include "services/objectives/formulas/field.h"

namespace mandat::objectives::formulas {

class Requirement {
 public:
  // Refused, about a part of `at`: what Field::At refuses, for both fields; `CONDITION_INVALID`
  // (comparison or code unknown, an operand too many or none), `FORMULA_FIELD_TYPE` (comparison or
  // operand that does not go with the field), `TEXT_TOO_LONG`, `TEXT_INVALID`, `DATE_INVALID`.
  static absl::StatusOr<Requirement> Of(const v1::Condition& condition,
                                        const google::protobuf::Descriptor& resource,
                                        absl::string_view at);

  // The fields that it reads: Field::number.
  std::vector<int> Numbers() const;

  // `resource` is a generated message of the type for which this was made.
  bool HoldsFor(const google::protobuf::Message& resource) const;

 private:
  Requirement(Field field, v1::Comparison comparison)
      : field_(std::move(field)), comparison_(comparison) {}

  absl::Status TakeOperand(const v1::Condition& condition,
                           const google::protobuf::Descriptor& resource, absl::string_view at);
  absl::Status TakeText(const std::string& text, const std::string& at);

  Field field_;
  v1::Comparison comparison_;
  // What it is compared with: the other field where there is one, else text or number as in Value.
  std::optional<Field> other_;
  std::string text_;
  int64_t number_ = 0;
};

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_REQUIREMENT_H_
