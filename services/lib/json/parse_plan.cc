#include "services/lib/json/parse_plan.h"

#include <algorithm>

#include "google/type/money.pb.h"
#include "services/lib/json/names.h"

namespace mandat::json {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::type::Money;

absl::flat_hash_map<std::string, int> NumbersOf(const EnumDescriptor& type) {
  absl::flat_hash_map<std::string, int> codes;
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string code = EnumCode(*type.value(i));
    if (!code.empty()) codes.emplace(code, type.value(i)->number());
  }
  return codes;
}

PropertyPlan Property(const FieldDescriptor* field, absl::string_view name) {
  PropertyPlan property;
  property.name = std::string(name);
  property.field = field;
  if (field->enum_type() != nullptr) property.codes = NumbersOf(*field->enum_type());
  return property;
}

// {"value":"0.01","currency":"EUR"}: two properties that are not the type's fields.
std::vector<PropertyPlan> AmountProperties(const Descriptor& type) {
  PropertyPlan value = Property(type.FindFieldByNumber(Money::kUnitsFieldNumber), "value");
  value.is_amount = true;
  value.required = true;
  return {value, Property(type.FindFieldByNumber(Money::kCurrencyCodeFieldNumber), "currency")};
}

// By number, as they are written.
std::vector<PropertyPlan> PropertiesOf(const Descriptor& type) {
  std::vector<PropertyPlan> properties;
  for (int i = 0; i < type.field_count(); ++i) {
    properties.push_back(Property(type.field(i), type.field(i)->json_name()));
  }
  std::sort(properties.begin(), properties.end(),
            [](const auto& a, const auto& b) { return a.field->number() < b.field->number(); });
  return properties;
}

}  // namespace

template <typename Find>
void ReadPlan::Fill(const Descriptor& type, const Find& find, ReadPlan* plan) {
  plan->form = FormOf(type);
  if (plan->IsText()) return;
  plan->properties = plan->form == Form::kMoney ? AmountProperties(type) : PropertiesOf(type);
  for (PropertyPlan& property : plan->properties) {
    if (plan->form == Form::kRational) property.required = true;
    const Descriptor* inner = property.field->message_type();
    if (inner != nullptr) property.type = find(inner);
  }
  for (size_t i = 0; i < plan->properties.size(); ++i) {
    plan->by_name.emplace(plan->properties[i].name, i);
  }
}

const ReadPlan& ReadPlanFor(const Descriptor* type) {
  static auto& plans = *new PlansByType<ReadPlan>;
  return plans.For(type);
}

size_t FindProperty(const ReadPlan& plan, absl::string_view name, size_t likely) {
  if (likely < plan.properties.size() && plan.properties[likely].name == name) return likely;
  const auto found = plan.by_name.find(name);
  return found == plan.by_name.end() ? plan.properties.size() : found->second;
}

}  // namespace mandat::json
