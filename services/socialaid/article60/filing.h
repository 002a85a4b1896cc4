#ifndef SERVICES_SOCIALAID_ARTICLE60_FILING_H_
#define SERVICES_SOCIALAID_ARTICLE60_FILING_H_

// Files one line of a batch or a file: registers its person, makes the request, sends it. Each is a
// command of its own, whose request id follows from that of the line: repeated, a line finds what
// was done.

#include <functional>

#include "absl/status/status.h"
#include "mandat/socialaid/v1/article60_batch.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/base/uuid.h"
#include "services/lib/ledger/ledger.h"

namespace mandat::socialaid {

// Lines of one batch or file that have no receipt yet: enough to fill the ledger's batches, and a
// long one does not crowd out other callers.
inline constexpr int kLinesUnderWayMost = 64;

// What became of a line.
struct FiledLine {
  // What was filed of it; with `status` as its error where that is not OK.
  v1::Article60Receipt receipt;
  // That of the first command that was refused.
  absl::Status status;
};

// What a receipt says of an error.
v1::LineError LineErrorOf(const absl::Status& status);

// `done` is called once, on a thread of the ledger's or at once; until then `line` must live. The
// receipt is of line `number`; the ids of a line that has none of its own follow from `ids` and the
// number.
void FileLine(ledger::Ledger& ledger, const access::Call& call, const v1::Article60Line& line,
              const base::UuidBytes& ids, int number, std::function<void(FiledLine)> done);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_ARTICLE60_FILING_H_
