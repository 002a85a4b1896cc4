#ifndef GATEWAY_CLI_SETTINGS_H_
#define GATEWAY_CLI_SETTINGS_H_

// Where servers are and who calls: from the environment, else from a profile file. Never from
// arguments, which every user of a machine can read.

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mandat::cli {

// `NAME=value` lines as a shell reads them: `export` before them, `#` comments and backslashes
// before single characters are understood; other quotes are refused (`WRONG_USE`).
absl::StatusOr<std::map<std::string, std::string>> ParseProfile(absl::string_view text);

class Settings {
 public:
  // `environment` is `NAME=value`. Where it has MANDAT_PROFILE, that file fills in what it lacks.
  static absl::StatusOr<Settings> Load(const std::vector<std::string>& environment);

  // Empty where it is not set.
  std::string Get(absl::string_view name) const;
  // `WRONG_USE` where it is not set; `what` says what it is for.
  absl::StatusOr<std::string> Require(absl::string_view name, absl::string_view what) const;

  // host:port of a service: MANDAT_<SERVICE>, else MANDAT_SERVER. `WRONG_USE`.
  absl::StatusOr<std::string> AddressOf(absl::string_view service) const;

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_SETTINGS_H_
