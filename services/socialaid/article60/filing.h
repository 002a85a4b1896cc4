#ifndef SERVICES_SOCIALAID_ARTICLE60_FILING_H_
#define SERVICES_SOCIALAID_ARTICLE60_FILING_H_

// Files one line of a batch or a file: registers its person, makes the request, sends it. Each is a
// command of its own, whose request id follows from that of the line: repeated, a line finds what
// was done.

#include <functional>

#include "mandat/socialaid/v1/article60_batch.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/base/uuid.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/lines_stream.h"

namespace mandat::socialaid {

// `receipt` says what was filed of the line, `status` is that of the first command that was
// refused.
using FiledLine = runtime::LineOutcome<v1::Article60Receipt>;

// `done` is called once, on a thread of the ledger's or at once; until then `line` must live. The
// receipt is of line `number`; the ids of a line that has none of its own follow from `ids` and the
// number.
void FileLine(ledger::Ledger& ledger, const access::Call& call, const v1::Article60Line& line,
              const base::UuidBytes& ids, int number, std::function<void(FiledLine)> done);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_ARTICLE60_FILING_H_
