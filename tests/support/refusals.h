#ifndef TESTS_SUPPORT_REFUSALS_H_
#define TESTS_SUPPORT_REFUSALS_H_

// Bad input as a table: each call gets one documented reason and changes nothing.

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/support/running_service.h"

namespace mandat::testing {

struct Refusal {
  std::string input;
  std::function<absl::Status()> call;
  absl::StatusCode code;
  std::string reason;
};

// Each has its code and its reason, which one of the service's protos mentions; nothing is written.
void ExpectRefusals(RunningService& service, const std::vector<Refusal>& refusals);

}  // namespace mandat::testing

#endif  // TESTS_SUPPORT_REFUSALS_H_
