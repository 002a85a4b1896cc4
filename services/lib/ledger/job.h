#ifndef SERVICES_LIB_LEDGER_JOB_H_
#define SERVICES_LIB_LEDGER_JOB_H_

// For threads that may wait: those of what a service does uncalled, and those of streamed answers.

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/command.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/view.h"

namespace mandat::ledger {

// The call of a job, which acts as `system:<service>/<job>`. A job is no organisation: the command
// alone says what it may touch.
access::Call CallOfJob(absl::string_view service, absl::string_view job, absl::Time now);

// Runs a command, which outlives the ledger, and waits for its commit.
absl::Status RunAndWait(Ledger& ledger, const Command& command, const access::Call& call,
                        const google::protobuf::Message& request);

// Runs a read and waits for it, and for its consultations.
absl::Status ReadAndWait(Ledger& ledger, const access::Call& call,
                         std::function<absl::Status(View&)> read);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_JOB_H_
