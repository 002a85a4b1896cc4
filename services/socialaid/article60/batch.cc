#include "services/socialaid/article60/batch.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include "services/lib/base/error.h"
#include "services/lib/base/request_id.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/runtime/lines_stream.h"
#include "services/socialaid/article60/filing.h"
#include "services/socialaid/checks.h"

namespace mandat::socialaid {
namespace {

using Request = v1::BatchCreateArticle60RequestsRequest;
using Response = v1::BatchCreateArticle60RequestsResponse;

constexpr int kLinesMost = 500;

absl::Status CheckBatch(const Request& request) {
  if (request.lines().empty()) return Required("lines");
  RETURN_IF_ERROR(CheckCount(request.lines_size(), kLinesMost, "lines"));
  if (request.request_id().empty()) return Required("request_id");
  return base::CheckRequestId(request.request_id());
}

class Batch : public std::enable_shared_from_this<Batch> {
 public:
  Batch(ledger::Ledger& ledger, const access::Call& call, const Request& request,
        std::function<void(absl::StatusOr<Response>)> done)
      : ledger_(ledger),
        call_(call),
        request_(request),
        lines_(request.lines_size()),
        ids_(*base::ParseUuid(request.request_id())),
        done_(std::move(done)) {
    for (int i = 0; i < request.lines_size(); ++i) response_.add_receipts();
  }

  void Start() {
    for (int i = 0; i < std::min(runtime::kLinesUnderWayMost, lines_); ++i) FileNext();
  }

 private:
  void FileNext() {
    const int at = next_++;
    // Whoever comes late may come after the answer, with which the request went.
    if (at >= lines_) return;
    FileLine(ledger_, call_, request_.lines(at), ids_, at + 1,
             [self = shared_from_this(), at](FiledLine filed) { self->End(at, std::move(filed)); });
  }

  void End(int at, FiledLine filed) {
    *response_.mutable_receipts(at) = std::move(filed.receipt);
    // What has no reason is a fault of ours, and for the edge to mask.
    const bool fault = !filed.status.ok() && base::ReasonOf(filed.status).empty();
    if (fault && !failed_.exchange(true)) fault_ = std::move(filed.status);
    if (++ended_ == lines_) return Finish();
    FileNext();
  }

  void Finish() {
    if (failed_) return done_(fault_);
    done_(std::move(response_));
  }

  ledger::Ledger& ledger_;
  const access::Call call_;
  const Request& request_;
  const int lines_;
  const base::UuidBytes ids_;
  const std::function<void(absl::StatusOr<Response>)> done_;
  // Lines end on several threads, each with a receipt of its own.
  Response response_;
  std::atomic<int> next_ = 0;
  std::atomic<int> ended_ = 0;
  std::atomic<bool> failed_ = false;
  absl::Status fault_;
};

}  // namespace

void BatchCreateArticle60Requests(ledger::Ledger& ledger, const access::Call& call,
                                  const Request& request,
                                  std::function<void(absl::StatusOr<Response>)> done) {
  if (absl::Status checked = CheckBatch(request); !checked.ok()) return done(std::move(checked));
  std::make_shared<Batch>(ledger, call, request, std::move(done))->Start();
}

}  // namespace mandat::socialaid
