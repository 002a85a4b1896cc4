#include "services/objectives/plan_files/rules_lines.h"

#include <algorithm>
#include <cstddef>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/error.h"
#include "services/lib/base/request_checks.h"

namespace mandat::objectives::plan_files {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "title" of "title.fr", "serves" of "serves[2].objective".
std::string OutermostOf(absl::string_view path) {
  return std::string(path.substr(0, path.find_first_of(".[")));
}

// The fields that take a value together: those of a oneof, by its own name or one of theirs; else
// the one of this name. Empty where there is none.
std::vector<const FieldDescriptor*> FieldsAt(const google::protobuf::Descriptor& type,
                                             const std::string& name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  const auto* oneof =
      field == nullptr ? type.FindOneofByName(name) : field->real_containing_oneof();
  if (oneof == nullptr) {
    return field == nullptr ? std::vector<const FieldDescriptor*>() : std::vector{field};
  }
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < oneof->field_count(); ++i) fields.push_back(oneof->field(i));
  return fields;
}

// Gives the fields the values that they have in `from`.
void CopyFields(const Message& from, const std::vector<const FieldDescriptor*>& fields,
                Message* to) {
  std::unique_ptr<Message> piece(from.New());
  piece->CopyFrom(from);
  std::vector<const FieldDescriptor*> set;
  piece->GetReflection()->ListFields(*piece, &set);
  for (const FieldDescriptor* field : set) {
    const bool wanted = std::find(fields.begin(), fields.end(), field) != fields.end();
    if (!wanted) piece->GetReflection()->ClearField(piece.get(), field);
  }
  for (const FieldDescriptor* field : fields) to->GetReflection()->ClearField(to, field);
  to->MergeFrom(*piece);
}

}  // namespace

std::string TextOf(const Line& line) {
  switch (line.of) {
    case Line::Of::kPlan:
      return "plan";
    case Line::Of::kObjectives:
      return base::ElementOf("objectives", line.at);
    case Line::Of::kActions:
      return base::ElementOf("actions", line.at);
    case Line::Of::kIndicators:
      return base::ElementOf("indicators", line.at);
    case Line::Of::kTargets:
      return base::ElementOf("targets", line.at);
  }
  return "";
}

void Findings::Add(const Line& line, absl::string_view field, const absl::Status& fault) {
  v1::PlanFileFinding finding;
  finding.set_line(TextOf(line));
  finding.set_field(std::string(field));
  finding.set_reason(base::ReasonOf(fault));
  // The field stands beside it.
  const std::string path = absl::StrCat(base::MetadataOf(fault)["field"], ": ");
  finding.set_message(std::string(absl::StripPrefix(fault.message(), path)));
  found_.emplace_back(line, std::move(finding));
}

std::vector<v1::PlanFileFinding> Findings::Take() && {
  std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
    const Line& one = std::get<Line>(a);
    const Line& other = std::get<Line>(b);
    return std::tie(one.of, one.at) < std::tie(other.of, other.at);
  });
  std::vector<v1::PlanFileFinding> findings;
  findings.reserve(found_.size());
  for (auto& [line, finding] : found_) findings.push_back(std::move(finding));
  return findings;
}

bool Repair::Left(std::initializer_list<const char*> names) const {
  return ok && std::none_of(names.begin(), names.end(),
                            [this](const char* name) { return fields.count(name) != 0; });
}

Repair RepairLine(const Message& example, absl::string_view prefix,
                  absl::FunctionRef<absl::Status()> check,
                  absl::FunctionRef<void(absl::string_view, const absl::Status&)> found,
                  Message* item) {
  Repair repair;
  while (true) {
    const absl::Status fault = check();
    if (fault.ok()) return repair;
    const std::string field = base::MetadataOf(fault)["field"];
    const absl::string_view path = absl::StripPrefix(field, prefix);
    const std::string outermost = OutermostOf(path);
    const auto fields = FieldsAt(*item->GetDescriptor(), outermost);
    repair.ok = !fields.empty() && repair.fields.insert(outermost).second;
    // The second time it is only the example that is wrong.
    if (repair.ok || fields.empty()) found(path, fault);
    if (!repair.ok) return repair;
    CopyFields(example, fields, item);
  }
}

std::vector<int> InOrder(const std::vector<std::vector<int>>& needs) {
  std::vector<int> order;
  std::vector<bool> begun(needs.size());
  // What is under way, each with the next of its needs: a walk without recursion, as chains may be
  // as long as a file.
  std::vector<std::pair<int, size_t>> way;
  for (size_t first = 0; first < needs.size(); ++first) {
    if (begun[first]) continue;
    begun[first] = true;
    way.emplace_back(static_cast<int>(first), 0);
    while (!way.empty()) {
      auto& [place, next] = way.back();
      const std::vector<int>& needed = needs[static_cast<size_t>(place)];
      if (next == needed.size()) {
        order.push_back(place);
        way.pop_back();
        continue;
      }
      const int need = needed[next++];
      if (begun[static_cast<size_t>(need)]) continue;
      begun[static_cast<size_t>(need)] = true;
      way.emplace_back(need, 0);
    }
  }
  return order;
}

}  // namespace mandat::objectives::plan_files
