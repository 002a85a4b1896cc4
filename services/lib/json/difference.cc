#include "services/lib/json/difference.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/json/message.h"
#include "services/lib/json/text.h"

namespace mandat::json {
namespace {

using common::v1::FieldDifference;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Where a value stands: in a field, as the element `at` of a list, or in a map's entry.
struct Place {
  const Message* message;
  const FieldDescriptor* field;
  int at = kSingle;

  // Null where the value is no message that can be entered.
  const Message* Inner() const {
    if (field->message_type() == nullptr || IsOneValue(*field->message_type())) return nullptr;
    const auto& values = *message->GetReflection();
    return at == kSingle ? &values.GetMessage(*message, field)
                         : &values.GetRepeatedMessage(*message, field, at);
  }
  std::string Json() const {
    std::string json;
    AppendFieldJson(*message, field, at, &json);
    return json;
  }
};

// Nothing where there is no value.
using Value = std::optional<Place>;

class Comparison {
 public:
  void CompareMessages(const std::string& path, const Message& before, const Message& after) {
    const auto& type = *before.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      const std::string inner = absl::StrCat(path, path.empty() ? "" : ".", field->name());
      if (field->is_map()) {
        CompareMaps(inner, Entries(before, field), Entries(after, field));
      } else if (field->is_repeated()) {
        CompareLists(inner, field, before, after);
      } else {
        CompareValues(inner, Single(before, field), Single(after, field));
      }
    }
  }

  std::vector<FieldDifference> Take() { return std::move(found_); }

 private:
  static Value Single(const Message& message, const FieldDescriptor* field) {
    if (!message.GetReflection()->HasField(message, field)) return std::nullopt;
    return Place{&message, field};
  }

  // The values of a map by what stands in brackets for their keys.
  static std::map<std::string, Place> Entries(const Message& message,
                                              const FieldDescriptor* field) {
    const auto& values = *message.GetReflection();
    std::map<std::string, Place> entries;
    for (int i = 0; i < values.FieldSize(message, field); ++i) {
      const Message& entry = values.GetRepeatedMessage(message, field, i);
      const Place key{&entry, field->message_type()->map_key()};
      entries.insert_or_assign(key.Json(), Place{&entry, field->message_type()->map_value()});
    }
    return entries;
  }

  void CompareMaps(const std::string& path, const std::map<std::string, Place>& before,
                   const std::map<std::string, Place>& after) {
    std::map<std::string, std::pair<Value, Value>> both;
    for (const auto& [key, place] : before) both[key].first = place;
    for (const auto& [key, place] : after) both[key].second = place;
    for (const auto& [key, values] : both) {
      CompareValues(absl::StrCat(path, "[", key, "]"), values.first, values.second);
    }
  }

  void CompareLists(const std::string& path, const FieldDescriptor* field, const Message& before,
                    const Message& after) {
    const int size_before = before.GetReflection()->FieldSize(before, field);
    const int size_after = after.GetReflection()->FieldSize(after, field);
    for (int i = 0; i < std::max(size_before, size_after); ++i) {
      Value old_value, new_value;
      if (i < size_before) old_value = Place{&before, field, i};
      if (i < size_after) new_value = Place{&after, field, i};
      CompareValues(absl::StrCat(path, "[", i, "]"), old_value, new_value);
    }
  }

  void CompareValues(const std::string& path, const Value& before, const Value& after) {
    if (!before.has_value() && !after.has_value()) return;
    if (before.has_value() && after.has_value()) {
      if (const Message* inner = before->Inner(); inner != nullptr) {
        return CompareMessages(path, *inner, *after->Inner());
      }
      if (before->Json() == after->Json()) return;
    }
    FieldDifference& difference = found_.emplace_back();
    difference.set_path(path);
    if (before.has_value()) difference.set_before(before->Json());
    if (after.has_value()) difference.set_after(after->Json());
  }

  std::vector<FieldDifference> found_;
};

}  // namespace

std::vector<FieldDifference> Differences(const Message& before, const Message& after) {
  Comparison comparison;
  comparison.CompareMessages("", before, after);
  return comparison.Take();
}

}  // namespace mandat::json
