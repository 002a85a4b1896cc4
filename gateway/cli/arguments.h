#ifndef GATEWAY_CLI_ARGUMENTS_H_
#define GATEWAY_CLI_ARGUMENTS_H_

// A command line, taken apart: words, and options of the form --name=value.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace mandat::cli {

// What the program answers with exit code 2: INVALID_ARGUMENT `WRONG_USE`.
absl::Status WrongUse(absl::string_view message);

// The words and options of one call. Options are taken out as they are read, so that what is left
// was not understood.
class Arguments {
 public:
  // `arguments` without the program's name. An option without `=` has an empty value; after `--`
  // everything is a word.
  static Arguments Parse(const std::vector<std::string>& arguments);

  const std::vector<std::string>& words() const { return words_; }
  // Forgets the first `count` words: the name of the command.
  void DropWords(size_t count);

  // The value of an option, the last one given; nothing where it is not there.
  std::optional<std::string> Take(absl::string_view name);
  // Every value of an option that may be repeated.
  std::vector<std::string> TakeAll(absl::string_view name);
  // Whether an option without value is there.
  absl::StatusOr<bool> TakeSwitch(absl::string_view name);
  // A span of time, `90s` or `2m`, that is positive; `otherwise` where the option is not there.
  absl::StatusOr<absl::Duration> TakeDuration(absl::string_view name, absl::Duration otherwise);
  // An integer from 0; `otherwise` where the option is not there.
  absl::StatusOr<int64_t> TakeCount(absl::string_view name, int64_t otherwise);

  // The options that nobody took, in order.
  const std::vector<std::pair<std::string, std::string>>& rest() const { return options_; }
  // OK where every option was taken.
  absl::Status NothingLeft() const;

 private:
  std::vector<std::string> words_;
  std::vector<std::pair<std::string, std::string>> options_;
};

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_ARGUMENTS_H_
