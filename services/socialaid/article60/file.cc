#include "services/socialaid/article60/file.h"

#include <utility>

#include "services/lib/access/call.h"
#include "services/lib/base/uuid.h"
#include "services/socialaid/article60/filing.h"

namespace mandat::socialaid {

absl::Status FileArticle60Requests(
    ledger::Ledger& ledger,
    runtime::MessageStream<v1::FileArticle60RequestsRequest, v1::FileArticle60RequestsResponse>&
        stream,
    absl::Duration patience) {
  runtime::LineWork<v1::FileArticle60RequestsRequest, v1::FileArticle60RequestsResponse> work;
  work.begin = [&ledger](const access::Call& call, const v1::Article60Line& line,
                         const base::UuidBytes& ids, int number,
                         auto done) { FileLine(ledger, call, line, ids, number, std::move(done)); };
  work.patience = patience;
  return runtime::TakeLines(stream, std::move(work));
}

}  // namespace mandat::socialaid
