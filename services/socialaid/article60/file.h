#ifndef SERVICES_SOCIALAID_ARTICLE60_FILE_H_
#define SERVICES_SOCIALAID_ARTICLE60_FILE_H_

// A file of requests in a stream: lines come in, receipts go out in their order, and a few lines
// are under way between the two.

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mandat/socialaid/v1/article60_batch.pb.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/message_stream.h"

namespace mandat::socialaid {

// How long a line waits where the service is too busy for it.
inline constexpr absl::Duration kBusyPatience = absl::Seconds(30);

// Files the lines of the stream as the comment of the method says; returns what it ends with. Waits
// for all that it has begun, also where the caller has left.
absl::Status FileArticle60Requests(
    ledger::Ledger& ledger,
    runtime::MessageStream<v1::FileArticle60RequestsRequest, v1::FileArticle60RequestsResponse>&
        stream,
    absl::Duration patience = kBusyPatience);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_ARTICLE60_FILE_H_
