#include "gateway/cli/arguments.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/lib/base/error.h"

namespace mandat::cli {

absl::Status WrongUse(absl::string_view message) {
  return base::Error(absl::StatusCode::kInvalidArgument, "WRONG_USE", message);
}

Arguments Arguments::Parse(const std::vector<std::string>& arguments) {
  Arguments parsed;
  bool words_only = false;
  for (const std::string& argument : arguments) {
    absl::string_view text = argument;
    if (words_only || !absl::ConsumePrefix(&text, "--")) {
      parsed.words_.push_back(argument);
    } else if (text.empty()) {
      words_only = true;
    } else {
      const std::pair<std::string, std::string> option =
          absl::StrSplit(text, absl::MaxSplits('=', 1));
      parsed.options_.push_back(option);
    }
  }
  return parsed;
}

void Arguments::DropWords(size_t count) {
  words_.erase(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(count));
}

std::vector<std::string> Arguments::TakeAll(absl::string_view name) {
  std::vector<std::string> values;
  for (const auto& [option, value] : options_) {
    if (option == name) values.push_back(value);
  }
  options_.erase(std::remove_if(options_.begin(), options_.end(),
                                [&](const auto& option) { return option.first == name; }),
                 options_.end());
  return values;
}

std::optional<std::string> Arguments::Take(absl::string_view name) {
  std::vector<std::string> values = TakeAll(name);
  if (values.empty()) return std::nullopt;
  return std::move(values.back());
}

absl::StatusOr<bool> Arguments::TakeSwitch(absl::string_view name) {
  const std::optional<std::string> value = Take(name);
  if (value.has_value() && !value->empty()) {
    return WrongUse(absl::StrCat("--", name, " takes no value."));
  }
  return value.has_value();
}

absl::StatusOr<absl::Duration> Arguments::TakeDuration(absl::string_view name,
                                                       absl::Duration otherwise) {
  const std::optional<std::string> value = Take(name);
  if (!value.has_value()) return otherwise;
  absl::Duration duration;
  if (absl::ParseDuration(*value, &duration) && duration > absl::ZeroDuration()) return duration;
  return WrongUse(absl::StrCat("--", name, " wants a time such as 90s or 2m, not '", *value, "'."));
}

absl::StatusOr<int64_t> Arguments::TakeCount(absl::string_view name, int64_t otherwise) {
  const std::optional<std::string> value = Take(name);
  if (!value.has_value()) return otherwise;
  int64_t count = 0;
  if (absl::SimpleAtoi(*value, &count) && count >= 0) return count;
  return WrongUse(absl::StrCat("--", name, " wants a number from 0, not '", *value, "'."));
}

absl::Status Arguments::NothingLeft() const {
  if (options_.empty()) return absl::OkStatus();
  return WrongUse(
      absl::StrCat("Unknown option --", options_.front().first, "; see 'mandat help'."));
}

}  // namespace mandat::cli
