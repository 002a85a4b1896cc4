#include "gateway/cli/settings.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gateway/cli/arguments.h"
#include "gateway/cli/files.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

std::pair<std::string, std::string> SplitSetting(absl::string_view line) {
  return absl::StrSplit(line, absl::MaxSplits('=', 1));
}

absl::StatusOr<std::string> Unquote(absl::string_view text) {
  std::string value;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'' || text[i] == '"' || text[i] == '$') {
      return WrongUse("A profile holds NAME=value lines without quotes or references.");
    }
    if (text[i] == '\\' && ++i == text.size()) break;
    value.push_back(text[i]);
  }
  return value;
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ParseProfile(absl::string_view text) {
  std::map<std::string, std::string> values;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    absl::ConsumePrefix(&line, "export ");
    const auto [name, quoted] = SplitSetting(line);
    ASSIGN_OR_RETURN(values[name], Unquote(quoted));
  }
  return values;
}

absl::StatusOr<Settings> Settings::Load(const std::vector<std::string>& environment) {
  Settings settings;
  for (const std::string& variable : environment) {
    auto [name, value] = SplitSetting(variable);
    settings.values_[std::move(name)] = std::move(value);
  }
  const std::string profile = settings.Get("MANDAT_PROFILE");
  if (profile.empty()) return settings;
  ASSIGN_OR_RETURN(const std::string text, ReadFile(profile));
  ASSIGN_OR_RETURN(auto values, ParseProfile(text));
  settings.values_.merge(std::move(values));
  return settings;
}

std::string Settings::Get(absl::string_view name) const {
  const auto found = values_.find(std::string(name));
  return found == values_.end() ? "" : found->second;
}

absl::StatusOr<std::string> Settings::Require(absl::string_view name,
                                              absl::string_view what) const {
  std::string value = Get(name);
  if (!value.empty()) return value;
  return WrongUse(absl::StrCat("Set ", name, " to ", what,
                               ", or MANDAT_PROFILE to the file that deploy/up writes (var/env)."));
}

absl::StatusOr<std::string> Settings::AddressOf(absl::string_view service) const {
  std::string address = Get(absl::StrCat("MANDAT_", absl::AsciiStrToUpper(service)));
  if (!address.empty()) return address;
  return Require("MANDAT_SERVER", "the server's host:port");
}

}  // namespace mandat::cli
