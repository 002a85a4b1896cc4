#include "gateway/cli/journal.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/cli/files.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {

absl::StatusOr<Journal> Journal::Open(const std::string& path) {
  Journal journal(path);
  if (path.empty() || !std::filesystem::exists(path)) return journal;
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const auto entry = ParseObject(line, path);
    const Json step = entry.ok() ? entry->value("step", Json()) : Json();
    const Json names = entry.ok() ? entry->value("names", Json()) : Json();
    if (!step.is_string() || !names.is_object()) {
      return base::Error(absl::StatusCode::kInvalidArgument, "JOURNAL_INVALID",
                         absl::StrCat(path, " is no journal of a scenario."), {{"path", path}});
    }
    auto& answer = journal.answers_[step.get<std::string>()];
    for (const auto& [field, name] : names.items()) {
      if (name.is_string()) answer[field] = name.get<std::string>();
    }
  }
  return journal;
}

absl::Status Journal::Add(const std::string& step, std::map<std::string, std::string> names) {
  if (!path_.empty()) {
    const Json entry = {{"step", step}, {"names", names}};
    RETURN_IF_ERROR(AppendToFile(path_, absl::StrCat(entry.dump(), "\n")));
  }
  answers_[step] = std::move(names);
  return absl::OkStatus();
}

}  // namespace mandat::cli
