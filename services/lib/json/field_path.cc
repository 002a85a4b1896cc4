#include "services/lib/json/field_path.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/json/message.h"

namespace mandat::json {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A field, or an element of a list; a list without a place is meant as a whole.
struct Step {
  const FieldDescriptor* field = nullptr;
  int at = kSingle;

  bool IsWholeList() const { return field->is_repeated() && at == kSingle; }
  // Null where nothing can be entered.
  const Descriptor* Inner() const {
    const Descriptor* type = field->message_type();
    return type == nullptr || IsWholeList() || IsOneValue(*type) ? nullptr : type;
  }
};

// `career[2]`; nothing where the type has no such field.
std::optional<Step> StepOf(const Descriptor& type, absl::string_view part) {
  const std::vector<absl::string_view> pieces = absl::StrSplit(part, absl::MaxSplits('[', 1));
  Step step{type.FindFieldByName(std::string(pieces[0]))};
  if (step.field == nullptr || step.field->is_map()) return std::nullopt;
  if (pieces.size() == 1) return step;
  absl::string_view place = pieces[1];
  // As they are written: no sign, no leading zero.
  const bool written = absl::ConsumeSuffix(&place, "]") && !place.empty() &&
                       place.find_first_not_of("0123456789") == absl::string_view::npos &&
                       (place == "0" || place[0] != '0');
  if (!step.field->is_repeated() || !written || !absl::SimpleAtoi(place, &step.at)) {
    return std::nullopt;
  }
  return step;
}

// The way there; empty where there is none.
std::vector<Step> StepsOf(const Descriptor& type, absl::string_view path) {
  std::vector<Step> steps;
  const Descriptor* in = &type;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    const std::optional<Step> step = in == nullptr ? std::nullopt : StepOf(*in, part);
    if (!step.has_value()) return {};
    steps.push_back(*step);
    in = step->Inner();
  }
  return steps;
}

bool Has(const Message& message, const Step& step) {
  const auto& values = *message.GetReflection();
  if (!step.field->is_repeated()) return values.HasField(message, step.field);
  return step.at < values.FieldSize(message, step.field) &&
         values.FieldSize(message, step.field) > 0;
}

std::string JsonOf(const Message& message, const Step& step) {
  std::string json;
  if (!step.IsWholeList()) {
    AppendFieldJson(message, step.field, step.at, &json);
    return json;
  }
  const int size = message.GetReflection()->FieldSize(message, step.field);
  for (int i = 0; i < size; ++i) {
    json += i == 0 ? '[' : ',';
    AppendFieldJson(message, step.field, i, &json);
  }
  return json + ']';
}

}  // namespace

bool IsPath(const Descriptor& type, absl::string_view path) { return !StepsOf(type, path).empty(); }

PathValue ValueAt(const Message& message, absl::string_view path) {
  const Message* in = &message;
  const std::vector<Step> steps = StepsOf(*message.GetDescriptor(), path);
  for (size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    const bool has = Has(*in, step);
    if (i + 1 == steps.size()) {
      if (has) return {true, JsonOf(*in, step)};
      return {step.at == kSingle, std::nullopt};
    }
    if (!has) break;
    const auto& values = *in->GetReflection();
    in = step.at == kSingle ? &values.GetMessage(*in, step.field)
                            : &values.GetRepeatedMessage(*in, step.field, step.at);
  }
  return {};
}

bool IsWithin(absl::string_view path, absl::string_view outer) {
  if (!absl::ConsumePrefix(&path, outer)) return false;
  return path.empty() || path[0] == '.' || path[0] == '[';
}

}  // namespace mandat::json
