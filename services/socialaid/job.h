#ifndef SERVICES_SOCIALAID_JOB_H_
#define SERVICES_SOCIALAID_JOB_H_

// How jobs of the service use the ledger.

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/ledger.h"

namespace mandat::socialaid {

// A call of `system:socialaid/<job>`. A job is no organisation: its commands alone say what it may
// touch.
access::Call CallOfJob(absl::string_view job, absl::Time now);

// Waits for the read, whose error it answers.
absl::Status ReadAsJob(ledger::Ledger& ledger, const access::Call& call,
                       std::function<absl::Status(ledger::View&)> read);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_JOB_H_
