#include "services/lib/base/field_mask.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/field_mask_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FieldMask;
using ::google::protobuf::Message;
using ::google::protobuf::util::FieldMaskUtil;
using ::google::protobuf::util::MessageDifferencer;

constexpr char kWhole[] = "*";

struct Path {
  std::string text;
  std::vector<const FieldDescriptor*> fields;
};

bool Behaves(const FieldDescriptor* field, google::api::FieldBehavior behaviour) {
  const auto& all = field->options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(all.begin(), all.end(), behaviour) != all.end();
}

bool IsSettable(const FieldDescriptor* field) {
  return field->name() != "etag" && !Behaves(field, google::api::OUTPUT_ONLY);
}

bool IsImmutable(const FieldDescriptor* field) { return Behaves(field, google::api::IMMUTABLE); }

// The fields that a path goes through; empty where it names none. Protobuf's own parser passes over
// empty parts ("contact.").
std::vector<const FieldDescriptor*> FieldsOf(absl::string_view path, const Descriptor& resource) {
  std::vector<const FieldDescriptor*> fields;
  const Descriptor* type = &resource;
  for (absl::string_view name : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field =
        type == nullptr ? nullptr : type->FindFieldByName(std::string(name));
    if (field == nullptr) return {};
    fields.push_back(field);
    type = field->is_repeated() ? nullptr : field->message_type();
  }
  return fields;
}

bool IsSet(const Message& message, const FieldDescriptor* field) {
  return field->is_repeated() ? message.GetReflection()->FieldSize(message, field) > 0
                              : message.GetReflection()->HasField(message, field);
}

bool IsWhole(const FieldMask& mask) { return mask.paths_size() == 1 && mask.paths(0) == kWhole; }

// The paths that are taken over, without those that callers cannot change.
std::vector<Path> TakenOver(const FieldMask& mask, const Message& wanted) {
  const Descriptor& type = *wanted.GetDescriptor();
  std::vector<Path> paths;
  const auto add = [&paths](Path path) {
    const bool settable = std::all_of(path.fields.begin(), path.fields.end(), IsSettable);
    if (settable) paths.push_back(std::move(path));
  };
  if (mask.paths().empty() || IsWhole(mask)) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      if (IsWhole(mask) || IsSet(wanted, field)) add({field->name(), {field}});
    }
    return paths;
  }
  for (const std::string& path : mask.paths()) add({path, FieldsOf(path, type)});
  return paths;
}

// Makes the field equal in both, absent where it is absent in `from`.
void TakeOver(const Path& path, const Message& from, Message* to) {
  FieldMask one;
  one.add_paths(path.text);
  FieldMaskUtil::MergeOptions replace;
  replace.set_replace_message_fields(true);
  replace.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(from, one, replace, to);
}

}  // namespace

absl::Status CheckMask(const FieldMask& mask, const Descriptor& resource) {
  if (IsWhole(mask)) return absl::OkStatus();
  for (const std::string& path : mask.paths()) {
    if (!FieldsOf(path, resource).empty()) continue;
    return WithMetadata(
        InvalidField("MASK_INVALID", "update_mask",
                     absl::StrCat("`", path, "` names no field that can be updated.")),
        "path", path);
  }
  return absl::OkStatus();
}

void KeepSettable(Message* resource) {
  const Descriptor& type = *resource->GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (!IsSettable(type.field(i))) resource->GetReflection()->ClearField(resource, type.field(i));
  }
  resource->DiscardUnknownFields();
}

bool TakesOver(const FieldMask& mask, absl::string_view field) {
  if (mask.paths().empty() || IsWhole(mask)) return true;
  return std::find(mask.paths().begin(), mask.paths().end(), field) != mask.paths().end();
}

void KeepMasked(const FieldMask& mask, Message* wanted) {
  KeepSettable(wanted);
  const Descriptor& type = *wanted->GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (!TakesOver(mask, field->name())) wanted->GetReflection()->ClearField(wanted, field);
  }
}

absl::Status ApplyMask(const FieldMask& mask, const Message& wanted, Message* resource) {
  for (const Path& path : TakenOver(mask, wanted)) {
    if (std::none_of(path.fields.begin(), path.fields.end(), IsImmutable)) {
      TakeOver(path, wanted, resource);
      continue;
    }
    if (IsWhole(mask) && !IsSet(wanted, path.fields.front())) continue;
    std::unique_ptr<Message> changed(resource->New());
    changed->CopyFrom(*resource);
    TakeOver(path, wanted, changed.get());
    if (!MessageDifferencer::Equals(*changed, *resource)) {
      return InvalidField("FIELD_IMMUTABLE", path.text, "It is set once and never changes.");
    }
  }
  return absl::OkStatus();
}

std::vector<std::string> ChangedFields(const Message& before, const Message& after) {
  const Descriptor& type = *before.GetDescriptor();
  std::vector<std::string> changed;
  for (int i = 0; i < type.field_count(); ++i) {
    MessageDifferencer differencer;
    if (!differencer.CompareWithFields(before, after, {type.field(i)}, {type.field(i)})) {
      changed.push_back(type.field(i)->name());
    }
  }
  return changed;
}

}  // namespace mandat::base
