#ifndef SERVICES_SOCIALAID_ARTICLE60_BATCH_H_
#define SERVICES_SOCIALAID_ARTICLE60_BATCH_H_

// Many requests filed in one call. Each line is commands of its own, whose request ids follow from
// that of the batch: repeated, they find what was done.

#include <functional>

#include "absl/status/statusor.h"
#include "mandat/socialaid/v1/article60_batch.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/ledger.h"

namespace mandat::socialaid {

// `done` is called once, on a thread of the ledger's or at once; until then `request` must live.
// Errors of the whole as the comment of the method says; also where a line runs into a fault of
// ours: then a repeat goes on with what is not filed yet.
void BatchCreateArticle60Requests(
    ledger::Ledger& ledger, const access::Call& call,
    const v1::BatchCreateArticle60RequestsRequest& request,
    std::function<void(absl::StatusOr<v1::BatchCreateArticle60RequestsResponse>)> done);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_ARTICLE60_BATCH_H_
