#ifndef SERVICES_LIB_JSON_PARSE_PLAN_H_
#define SERVICES_LIB_JSON_PARSE_PLAN_H_

// How to read one message type, worked out once from its descriptor.

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/json/form.h"

namespace mandat::json {

struct ReadPlan;

// A property of an object.
struct PropertyPlan {
  // In JSON.
  std::string name;
  // Where its value goes. Of the `value` of an amount: its units.
  const google::protobuf::FieldDescriptor* field = nullptr;
  // The text of an amount, which becomes units and nanos.
  bool is_amount = false;
  // Whether an object without it is refused.
  bool required = false;
  // Of the message type; null for scalars and enums. For maps, of the entry.
  const ReadPlan* type = nullptr;
  // Of the enum type: numbers by code. Empty otherwise.
  absl::flat_hash_map<std::string, int> codes;
};

struct ReadPlan {
  Form form = Form::kObject;
  // By number. Empty for dates and instants, which are texts.
  std::vector<PropertyPlan> properties;
  // Places in `properties`.
  absl::flat_hash_map<std::string, size_t> by_name;

  // Whether it is a text and no object.
  bool IsText() const { return form == Form::kDate || form == Form::kTimestamp; }

  // For PlansByType.
  template <typename Find>
  static void Fill(const google::protobuf::Descriptor& type, const Find& find, ReadPlan* plan);
};

// Valid for the life of the program.
const ReadPlan& ReadPlanFor(const google::protobuf::Descriptor* type);

// The place of the property `name`; `properties.size()` where there is none. Quick where it is
// `likely`.
size_t FindProperty(const ReadPlan& plan, absl::string_view name, size_t likely);

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_PARSE_PLAN_H_
