#ifndef SERVICES_OBJECTIVES_RESTATEMENTS_WATCH_H_
#define SERVICES_OBJECTIVES_RESTATEMENTS_WATCH_H_

// Compares published figures with the facts, and has every difference restated.

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/jobs.h"

namespace mandat::objectives {

class RestatementWatch {
 public:
  // Which outlives it.
  explicit RestatementWatch(ledger::Ledger& ledger) : ledger_(ledger) {}

  // Looks every second; where neither facts nor anything else moved since, that is one read of a
  // few rows. Else it reads all published figures: some hundred at most, a few milliseconds.
  runtime::Job job();

  // One look. False: what is left to do waits for the next one.
  absl::StatusOr<bool> Run(absl::Time now);

 private:
  ledger::Ledger& ledger_;
  // Where log and facts stood when all was compared.
  std::string compared_;
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_RESTATEMENTS_WATCH_H_
