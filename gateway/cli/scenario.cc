#include "gateway/cli/scenario.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/cli/client.h"
#include "gateway/cli/files.h"
#include "gateway/cli/table.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"

namespace mandat::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::string_view kFields[] = {"name", "person"};

absl::Status Invalid(absl::string_view where, absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, "SCENARIO_INVALID",
                     absl::StrCat(where, ": ", what), {{"where", std::string(where)}});
}

absl::StatusOr<std::string> TextMember(const Json& object, const char* name,
                                       absl::string_view where) {
  const auto found = object.find(name);
  if (found != object.end() && found->is_string()) return found->get<std::string>();
  return Invalid(where, absl::StrCat("'", name, "' is missing or is no text."));
}

absl::StatusOr<Step> ReadStep(const Json& object, absl::string_view what) {
  Step step;
  ASSIGN_OR_RETURN(step.id, TextMember(object, "id", what));
  const std::string where = absl::StrCat(what, ", step ", step.id);
  ASSIGN_OR_RETURN(step.as, TextMember(object, "as", where));
  ASSIGN_OR_RETURN(step.call, TextMember(object, "call", where));
  step.request = object.value("request", Json());
  if (!step.request.is_object()) return Invalid(where, "'request' is missing or is no object.");
  const Json expect = object.value("expect", Json::object());
  for (const auto& [path, text] : expect.items()) {
    ASSIGN_OR_RETURN(step.expect[path], TextMember(expect, path.c_str(), where));
  }
  return step;
}

bool HasNameField(const Descriptor& type, absl::string_view name) {
  const FieldDescriptor* field = type.FindFieldByName(std::string(name));
  return field != nullptr && !field->is_repeated() &&
         field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

// What a step can answer, as far as its method says.
std::map<std::string, std::string> NamesOf(const Method& method) {
  std::map<std::string, std::string> names;
  for (const absl::string_view field : kFields) {
    if (HasNameField(*method.descriptor->output_type(), field)) {
      names.emplace(field, "someNames/some-id");
    }
  }
  return names;
}

absl::StatusOr<std::string> ResolveText(absl::string_view text, const Answers& answers) {
  std::string resolved;
  while (true) {
    const size_t begin = text.find("${");
    const size_t end = text.find('}', begin);
    if (begin == absl::string_view::npos || end == absl::string_view::npos) {
      return absl::StrCat(resolved, text);
    }
    absl::StrAppend(&resolved, text.substr(0, begin));
    const std::string reference(text.substr(begin + 2, end - begin - 2));
    const std::pair<std::string, std::string> parts = absl::StrSplit(reference, '.');
    const auto answer = answers.find(parts.first);
    if (answer == answers.end() || answer->second.count(parts.second) == 0) {
      return base::Error(absl::StatusCode::kInvalidArgument, "SCENARIO_INVALID",
                         absl::StrCat("No earlier step has answered ${", reference, "}."),
                         {{"reference", reference}});
    }
    absl::StrAppend(&resolved, answer->second.at(parts.second));
    text = text.substr(end + 1);
  }
}

absl::Status CheckStep(const Step& step, const Scenario& scenario, const MethodIndex& index,
                       Answers* answers) {
  const Method* method = index.FindByName(step.call);
  if (method == nullptr) return Invalid(step.id, absl::StrCat("nobody has a method ", step.call));
  if (!FindPersona(scenario.actors, step.as).ok()) {
    return Invalid(step.id, absl::StrCat("there is nobody called ", step.as));
  }
  const auto request = Resolve(step.request, *answers);
  if (!request.ok()) return Invalid(step.id, request.status().message());
  const MessagePtr message = NewMessage(*method->descriptor->input_type());
  const absl::Status read = ReadMessage(*request, message.get());
  if (!read.ok()) return Invalid(step.id, read.message());
  (*answers)[step.id] = NamesOf(*method);
  return absl::OkStatus();
}

// 22-mons.json.
bool IsScenarioFile(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name.size() > 3 && absl::ascii_isdigit(name[0]) && absl::ascii_isdigit(name[1]) &&
         name[2] == '-' && path.extension() == ".json";
}

}  // namespace

absl::Status ReadScenario(absl::string_view text, absl::string_view what, Scenario* scenario) {
  const auto file = ParseObject(text, what);
  if (!file.ok()) return Invalid(what, file.status().message());
  auto actors = ReadPersonas(file->value("actors", Json::array()));
  if (!actors.ok()) return Invalid(what, actors.status().message());
  std::move(actors->begin(), actors->end(), std::back_inserter(scenario->actors));
  const Json steps = file->value("steps", Json());
  if (!steps.is_array()) return Invalid(what, "'steps' is missing or is no list.");
  for (const Json& object : steps) {
    ASSIGN_OR_RETURN(Step step, ReadStep(object, what));
    const bool used = std::any_of(scenario->steps.begin(), scenario->steps.end(),
                                  [&step](const Step& other) { return other.id == step.id; });
    if (used) return Invalid(what, absl::StrCat("the id ", step.id, " was used before."));
    scenario->steps.push_back(std::move(step));
  }
  return absl::OkStatus();
}

absl::StatusOr<Scenario> LoadScenario(const std::string& folder, std::vector<Persona> personas) {
  Scenario scenario{std::move(personas), {}};
  std::vector<std::string> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (IsScenarioFile(entry.path())) files.push_back(entry.path().string());
  }
  if (files.empty()) return Invalid(folder, "holds no scenario: no file NN-….json.");
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
    RETURN_IF_ERROR(ReadScenario(text, file, &scenario));
  }
  return scenario;
}

absl::Status CheckScenario(const Scenario& scenario, const MethodIndex& index) {
  Answers answers;
  for (const Step& step : scenario.steps) {
    RETURN_IF_ERROR(CheckStep(step, scenario, index, &answers));
  }
  return absl::OkStatus();
}

absl::StatusOr<Json> Resolve(const Json& value, const Answers& answers) {
  if (value.is_string()) {
    ASSIGN_OR_RETURN(std::string text, ResolveText(value.get<std::string>(), answers));
    return Json(std::move(text));
  }
  Json resolved = value;
  if (value.is_structured()) {
    for (auto& member : resolved) {
      ASSIGN_OR_RETURN(member, Resolve(Json(member), answers));
    }
  }
  return resolved;
}

std::map<std::string, std::string> NamesIn(const Message& answer) {
  std::map<std::string, std::string> names;
  for (const absl::string_view field : kFields) {
    const std::string name(field);
    if (!HasNameField(*answer.GetDescriptor(), field)) continue;
    names[name] =
        answer.GetReflection()->GetString(answer, answer.GetDescriptor()->FindFieldByName(name));
  }
  return names;
}

absl::Status CheckAnswer(const Step& step, const Message& answer) {
  for (const auto& [path, expected] : step.expect) {
    ASSIGN_OR_RETURN(const std::string actual, Cell(answer, path, Reading()));
    if (actual == expected) continue;
    return base::Error(
        absl::StatusCode::kFailedPrecondition, "SAMPLE_NOT_AS_EXPECTED",
        absl::StrCat(step.id, ": ", path, " is '", actual, "' and not '", expected, "'."),
        {{"step", step.id}, {"field", path}});
  }
  return absl::OkStatus();
}

std::string RequestIdOf(const Step& step) {
  return base::MakeUuidV5(base::kUuidNamespaceUrl, absl::StrCat("urn:mandat:sample:", step.id));
}

}  // namespace mandat::cli
