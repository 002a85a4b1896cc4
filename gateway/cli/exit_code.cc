#include "gateway/cli/exit_code.h"

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"

namespace mandat::cli {

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kDone;
  if (base::ReasonOf(status) == "WRONG_USE") return kWrongUse;
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ? kUnreachable : kRefused;
}

std::string ErrorLine(const absl::Status& status) {
  std::string reason = base::ReasonOf(status);
  if (reason.empty()) reason = absl::StatusCodeToString(status.code());
  return absl::StrCat(reason, ": ", status.message());
}

}  // namespace mandat::cli
