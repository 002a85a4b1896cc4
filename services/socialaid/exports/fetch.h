#ifndef SERVICES_SOCIALAID_EXPORTS_FETCH_H_
#define SERVICES_SOCIALAID_EXPORTS_FETCH_H_

#include <functional>

#include "absl/status/status.h"
#include "mandat/socialaid/v1/article60_export.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/ledger.h"

namespace mandat::socialaid {

// Takes the next piece of a file; false where nobody wants more.
using TakePiece = std::function<bool(const v1::FetchArticle60ExportResponse&)>;

// Hands the file of an export out, piece by piece: at most a thousand rows, which are read when the
// piece before was taken, each time within the rights that the caller has by the method that lists
// or counts them. Waits, so it runs on a thread of its own. Errors as the comment of the method
// says; CANCELLED where nobody wants the rest.
absl::Status FetchArticle60Export(ledger::Ledger& ledger, const access::Call& call,
                                  const v1::FetchArticle60ExportRequest& request,
                                  const TakePiece& take);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_EXPORTS_FETCH_H_
