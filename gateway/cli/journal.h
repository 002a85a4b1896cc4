#ifndef GATEWAY_CLI_JOURNAL_H_
#define GATEWAY_CLI_JOURNAL_H_

// Which steps of a scenario were done on a system, and the names that they answered: a file with
// one JSON object a line. Loading again, even when the servers have forgotten the requests, then
// does only what is new. Holds resource names, nothing about anybody.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/cli/scenario.h"

namespace mandat::cli {

class Journal {
 public:
  // An empty path: a journal that is forgotten. A file that does not exist yet is empty.
  // INVALID_ARGUMENT `JOURNAL_INVALID`.
  static absl::StatusOr<Journal> Open(const std::string& path);

  const Answers& answers() const { return answers_; }
  bool Has(const std::string& step) const { return answers_.count(step) > 0; }

  // INTERNAL `FILE_NOT_WRITTEN`.
  absl::Status Add(const std::string& step, std::map<std::string, std::string> names);

 private:
  explicit Journal(std::string path) : path_(std::move(path)) {}

  std::string path_;
  Answers answers_;
};

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_JOURNAL_H_
