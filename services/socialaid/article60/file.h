#ifndef SERVICES_SOCIALAID_ARTICLE60_FILE_H_
#define SERVICES_SOCIALAID_ARTICLE60_FILE_H_

// A file of requests in a stream.

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mandat/socialaid/v1/article60_batch.pb.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/lines_stream.h"
#include "services/lib/runtime/message_stream.h"

namespace mandat::socialaid {

// Files the lines of the stream as the comment of the method says; returns what it ends with. Waits
// for all that it has begun, also where the caller has left.
absl::Status FileArticle60Requests(
    ledger::Ledger& ledger,
    runtime::MessageStream<v1::FileArticle60RequestsRequest, v1::FileArticle60RequestsResponse>&
        stream,
    absl::Duration patience = runtime::kBusyPatience);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_ARTICLE60_FILE_H_
