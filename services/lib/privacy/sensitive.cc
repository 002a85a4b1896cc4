#include "services/lib/privacy/sensitive.h"

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "google/protobuf/unknown_field_set.h"
#include "mandat/common/v1/options.pb.h"

namespace mandat::privacy {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

using Visited = absl::flat_hash_set<const Descriptor*>;

bool Reaches(const Descriptor* type, Visited* visited) {
  if (!visited->insert(type).second) return false;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (IsSensitive(field)) return true;
    if (field->message_type() != nullptr && Reaches(field->message_type(), visited)) return true;
  }
  return false;
}

// What to do with a message of one type. Both lists empty = nothing.
struct Plan {
  std::vector<const FieldDescriptor*> clear;
  // Messages that stay but may hold marked fields.
  std::vector<const FieldDescriptor*> enter;
};

Plan MakePlan(const Descriptor* type) {
  Plan plan;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    Visited visited;
    if (IsSensitive(field)) {
      plan.clear.push_back(field);
    } else if (field->message_type() != nullptr && Reaches(field->message_type(), &visited)) {
      plan.enter.push_back(field);
    }
  }
  return plan;
}

// Plans are made once a type and kept for the life of the program.
const Plan& PlanFor(const Descriptor* type) {
  static auto& mutex = *new std::shared_mutex;
  static auto& plans = *new absl::flat_hash_map<const Descriptor*, std::unique_ptr<const Plan>>;
  {
    std::shared_lock lock(mutex);
    if (const auto found = plans.find(type); found != plans.end()) return *found->second;
  }
  auto plan = std::make_unique<const Plan>(MakePlan(type));
  std::unique_lock lock(mutex);
  return *plans.try_emplace(type, std::move(plan)).first->second;
}

bool IsEmpty(const Plan& plan) { return plan.clear.empty() && plan.enter.empty(); }

}  // namespace

bool IsSensitive(const FieldDescriptor* field) {
  return field->options().GetExtension(common::v1::sensitive);
}

bool HasSensitiveFields(const Descriptor* type) { return !IsEmpty(PlanFor(type)); }

void Redact(Message* message) {
  const Plan& plan = PlanFor(message->GetDescriptor());
  if (IsEmpty(plan)) return;
  const Reflection& fields = *message->GetReflection();
  fields.MutableUnknownFields(message)->Clear();
  for (const FieldDescriptor* field : plan.clear) fields.ClearField(message, field);
  for (const FieldDescriptor* field : plan.enter) {
    if (field->is_repeated()) {
      const int size = fields.FieldSize(*message, field);
      for (int i = 0; i < size; ++i) Redact(fields.MutableRepeatedMessage(message, field, i));
    } else if (fields.HasField(*message, field)) {
      Redact(fields.MutableMessage(message, field));
    }
  }
}

}  // namespace mandat::privacy
