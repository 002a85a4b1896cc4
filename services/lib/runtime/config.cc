#include "services/lib/runtime/config.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/lib/base/error.h"

namespace mandat::runtime {
namespace {

constexpr absl::string_view kEnvironmentPrefix = "MANDAT_";
constexpr absl::string_view kFileName = "config";

// Where a value came from, as Print shows it; from a file it is the path and the line.
constexpr absl::string_view kDefault = "default", kEnvironment = "environment", kFlag = "flag";

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

struct Flags {
  // Name, with underscores, and value.
  std::vector<std::pair<std::string, std::string>> values;
  std::vector<std::string> words;
};

Flags SplitArguments(const std::vector<std::string>& arguments, std::vector<std::string>* faults) {
  Flags flags;
  for (const std::string& argument : arguments) {
    if (!absl::StartsWith(argument, "-")) {
      flags.words.push_back(argument);
      continue;
    }
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(argument, absl::MaxSplits('=', 1));
    if (!absl::StartsWith(argument, "--") || !absl::StrContains(argument, '=')) {
      faults->push_back(absl::StrCat("flag ", argument, ": is not of the form --name=value"));
      continue;
    }
    flags.values.emplace_back(absl::StrReplaceAll(parts.first.substr(2), {{"-", "_"}}),
                              parts.second);
  }
  return flags;
}

std::map<std::string, std::string> OwnEnvironment(const std::vector<std::string>& environment) {
  std::map<std::string, std::string> own;
  for (const std::string& entry : environment) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(entry, absl::MaxSplits('=', 1));
    absl::string_view name = parts.first;
    if (!absl::StartsWith(name, kEnvironmentPrefix)) continue;
    own.emplace(absl::AsciiStrToLower(name.substr(kEnvironmentPrefix.size())), parts.second);
  }
  return own;
}

// The path of the file: of the flag, or else of the environment; takes it out of both.
std::string TakeFilePath(Flags* flags, std::map<std::string, std::string>* environment) {
  const std::string name(kFileName);
  std::string path;
  if (auto found = environment->extract(name)) path = found.mapped();
  auto& values = flags->values;
  for (auto flag = values.begin(); flag != values.end();) {
    if (flag->first == name) {
      path = flag->second;
      flag = values.erase(flag);
    } else {
      ++flag;
    }
  }
  return path;
}

std::string EnvironmentName(absl::string_view name) {
  return absl::StrCat(kEnvironmentPrefix, absl::AsciiStrToUpper(name));
}

}  // namespace

ConfigSources SourcesOfProcess(int argc, char** argv) {
  ConfigSources sources;
  sources.arguments.assign(argv + std::min(argc, 1), argv + argc);
  for (char** entry = environ; *entry != nullptr; ++entry) sources.environment.push_back(*entry);
  return sources;
}

ConfigSchema::ConfigSchema(std::string program) : program_(std::move(program)) {}

ConfigSchema& ConfigSchema::Add(Field field) {
  const bool sound = Find(field.name) == nullptr && field.name != kFileName &&
                     (!field.default_text.has_value() || !field.set(*field.default_text));
  if (!sound) {
    std::fprintf(stderr, "configuration field %s is declared wrongly\n", field.name.c_str());
    std::abort();
  }
  fields_.push_back(std::move(field));
  return *this;
}

ConfigSchema& ConfigSchema::Text(std::string* target, absl::string_view name,
                                 absl::string_view meaning,
                                 std::optional<std::string> default_value) {
  const bool required = !default_value.has_value();
  auto set = [target, required](const std::string& value) -> std::optional<std::string> {
    if (required && value.empty()) return "must not be empty";
    *target = value;
    return std::nullopt;
  };
  return Add({std::string(name), std::string(meaning), "text", std::move(default_value), set});
}

ConfigSchema& ConfigSchema::Choice(std::string* target, absl::string_view name,
                                   absl::string_view meaning, std::vector<std::string> choices) {
  const std::string range = absl::StrJoin(choices, ", ");
  const std::string first = choices.front();
  auto set = [target, choices = std::move(choices),
              range](const std::string& value) -> std::optional<std::string> {
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
      return absl::StrCat("is not one of ", range);
    }
    *target = value;
    return std::nullopt;
  };
  return Add({std::string(name), std::string(meaning), range, first, set});
}

ConfigSchema& ConfigSchema::Integer(int64_t* target, absl::string_view name,
                                    absl::string_view meaning, absl::string_view unit,
                                    Range<int64_t> range, int64_t default_value) {
  const std::string allowed = absl::StrCat(range.least, " to ", range.most, " ", unit);
  auto set = [target, range, allowed](const std::string& value) -> std::optional<std::string> {
    int64_t number = 0;
    if (!absl::SimpleAtoi(value, &number) || number < range.least || number > range.most) {
      return absl::StrCat("is not ", allowed);
    }
    *target = number;
    return std::nullopt;
  };
  return Add({std::string(name), std::string(meaning), allowed, absl::StrCat(default_value), set});
}

ConfigSchema& ConfigSchema::Duration(absl::Duration* target, absl::string_view name,
                                     absl::string_view meaning, Range<absl::Duration> range,
                                     absl::Duration default_value) {
  const std::string allowed =
      absl::StrCat(absl::FormatDuration(range.least), " to ", absl::FormatDuration(range.most));
  auto set = [target, range, allowed](const std::string& value) -> std::optional<std::string> {
    absl::Duration duration;
    if (!absl::ParseDuration(value, &duration) || duration < range.least || duration > range.most) {
      return absl::StrCat("is not a duration of ", allowed);
    }
    *target = duration;
    return std::nullopt;
  };
  return Add(
      {std::string(name), std::string(meaning), allowed, absl::FormatDuration(default_value), set});
}

ConfigSchema& ConfigSchema::Switch(bool* target, absl::string_view name, absl::string_view meaning,
                                   bool default_value) {
  auto set = [target](const std::string& value) -> std::optional<std::string> {
    if (value != "true" && value != "false") return "is neither true nor false";
    *target = value == "true";
    return std::nullopt;
  };
  return Add({std::string(name), std::string(meaning), "true, false",
              default_value ? "true" : "false", set});
}

ConfigSchema& ConfigSchema::SecretFile(Secret* target, absl::string_view name,
                                       absl::string_view meaning) {
  auto set = [target](const std::string& path) -> std::optional<std::string> {
    if (path.empty()) return std::nullopt;
    std::optional<std::string> content = ReadFile(path);
    if (!content.has_value()) return "names a file that cannot be read";
    absl::StripTrailingAsciiWhitespace(&*content);
    if (content->empty()) return "names an empty file";
    *target = Secret(*std::move(content));
    return std::nullopt;
  };
  Field field{std::string(name), std::string(meaning), "path of a file", "", set};
  field.secret = true;
  return Add(std::move(field));
}

ConfigSchema::Field* ConfigSchema::Find(absl::string_view name) {
  for (Field& field : fields_) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

void ConfigSchema::Set(absl::string_view name, const std::string& value, const std::string& source,
                       std::vector<std::string>* faults) {
  Field* field = Find(name);
  const auto fault = [&](absl::string_view what) {
    faults->push_back(absl::StrCat(source, ": ", name, ": ", what));
  };
  if (field == nullptr) return fault("there is no such setting");
  if (std::optional<std::string> wrong = field->set(value); wrong.has_value()) fault(*wrong);
  field->text = value;
  field->source = source;
}

void ConfigSchema::LoadDefaults() {
  for (Field& field : fields_) {
    field.text = field.default_text.value_or("");
    field.source = std::string(kDefault);
    if (field.default_text.has_value()) field.set(field.text);
  }
}

void ConfigSchema::LoadFile(const std::string& path, std::vector<std::string>* faults) {
  const std::optional<std::string> content = ReadFile(path);
  if (!content.has_value()) {
    faults->push_back(absl::StrCat(path, ": cannot be read"));
    return;
  }
  int number = 0;
  std::set<std::string> seen;
  for (absl::string_view line : absl::StrSplit(*content, '\n')) {
    const std::string source = absl::StrCat(path, ":", ++number);
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits('=', 1));
    const std::string name(absl::StripAsciiWhitespace(parts.first));
    if (!absl::StrContains(line, '=')) {
      faults->push_back(absl::StrCat(source, ": is not of the form name = value"));
    } else if (!seen.insert(name).second) {
      faults->push_back(absl::StrCat(source, ": ", name, ": is set twice"));
    } else {
      Set(name, std::string(absl::StripAsciiWhitespace(parts.second)), source, faults);
    }
  }
}

void ConfigSchema::LoadEnvironment(const std::map<std::string, std::string>& environment,
                                   std::vector<std::string>* faults) {
  for (const auto& [name, value] : environment) {
    Set(name, value, std::string(kEnvironment), faults);
  }
}

absl::StatusOr<std::vector<std::string>> ConfigSchema::Load(const ConfigSources& sources) {
  std::vector<std::string> faults;
  Flags flags = SplitArguments(sources.arguments, &faults);
  std::map<std::string, std::string> environment = OwnEnvironment(sources.environment);
  const std::string path = TakeFilePath(&flags, &environment);
  LoadDefaults();
  if (!path.empty()) LoadFile(path, &faults);
  LoadEnvironment(environment, &faults);
  std::set<std::string> seen;
  for (const auto& [name, value] : flags.values) {
    if (seen.insert(name).second) {
      Set(name, value, std::string(kFlag), &faults);
    } else {
      faults.push_back(absl::StrCat(kFlag, ": ", name, ": is set twice"));
    }
  }
  for (const Field& field : fields_) {
    if (!field.default_text.has_value() && field.source == kDefault) {
      faults.push_back(absl::StrCat(field.name, ": must be set (", EnvironmentName(field.name),
                                    " or --", field.name, ")"));
    }
  }
  if (faults.empty()) return flags.words;
  return base::Error(absl::StatusCode::kInvalidArgument, "CONFIGURATION_INVALID",
                     absl::StrJoin(faults, "\n"));
}

std::string ConfigSchema::Print() const {
  std::string text;
  for (const Field& field : fields_) {
    const bool masked = field.secret && !field.text.empty();
    absl::StrAppend(&text, field.name, " = ", masked ? "***" : field.text, "  # ", field.source,
                    "\n");
  }
  return text;
}

std::string ConfigSchema::Reference() const {
  std::string text =
      "| Name | Environment | Meaning | Range | Default |\n| --- | --- | --- | --- | --- |\n";
  for (const Field& field : fields_) {
    std::string shown = "required";
    if (field.default_text.has_value()) {
      shown = field.default_text->empty() ? "none" : absl::StrCat("`", *field.default_text, "`");
    }
    absl::StrAppend(&text, "| `", field.name, "` | `", EnvironmentName(field.name), "` | ",
                    field.meaning, field.secret ? " Secret." : "", " | ", field.range, " | ", shown,
                    " |\n");
  }
  return text;
}

}  // namespace mandat::runtime
