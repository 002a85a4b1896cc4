#ifndef SERVICES_LIB_LEDGER_SUBMISSION_H_
#define SERVICES_LIB_LEDGER_SUBMISSION_H_

// A command on its way: admitted, not yet decided.

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/codec.h"
#include "services/lib/ledger/command.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger {

struct Submission {
  // Null for a dead letter that is only kept.
  const Command* command = nullptr;
  access::Call call;
  const google::protobuf::Message* request = nullptr;
  Ledger::Done done;

  Context context;
  Reads reads;
  // Version that the caller has seen; absent = not checked.
  std::optional<int64_t> etag;
  // Who asks with which request id, and what: empty where the caller gave none.
  std::string request_key;
  std::string request_digest;
  // Set for the effect of an event.
  std::optional<Effect> effect;
  // Set where the effect could not be applied: the letter to keep in its place.
  std::optional<DeadLetterRow> letter;
};

// Checks the request alone and names its reads: everything before the queue. INVALID_ARGUMENT with
// the command's reasons, `REQUEST_ID_INVALID`, `ETAG_INVALID`.
absl::Status Admit(const Codec& codec, Submission* submission);

// What the store must read for a submission.
void AppendReads(const Codec& codec, const Submission& submission, ReadSet* reads);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_SUBMISSION_H_
