#include "services/socialaid/article60/batch.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/socialaid/article60/checks.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/checks.h"
#include "services/socialaid/names.h"
#include "services/socialaid/persons/commands.h"

namespace mandat::socialaid {
namespace {

using v1::Article60Line;
using v1::Article60Receipt;
using v1::Article60Request;
using Request = v1::BatchCreateArticle60RequestsRequest;
using Response = v1::BatchCreateArticle60RequestsResponse;

constexpr int kLinesMost = 500;
// Enough to fill the ledger's batches; a long file does not crowd out other callers.
constexpr int kAtOnce = 64;

absl::Status CheckRequestId(const std::string& request_id) {
  if (base::IsUuid(request_id)) return absl::OkStatus();
  return base::InvalidField("REQUEST_ID_INVALID", "request_id", "Send a UUID in lower case.");
}

absl::Status CheckBatch(const Request& request) {
  if (request.lines().empty()) return Required("lines");
  RETURN_IF_ERROR(CheckCount(request.lines_size(), kLinesMost, "lines"));
  if (request.request_id().empty()) return Required("request_id");
  return CheckRequestId(request.request_id());
}

// Before the person of a line is registered: a line that cannot be filed leaves nothing.
absl::Status CheckLine(const Article60Line& line) {
  if (!line.request_id().empty()) RETURN_IF_ERROR(CheckRequestId(line.request_id()));
  if (!line.has_person()) return absl::OkStatus();
  if (!line.article60_request().person().empty()) {
    return base::InvalidField("PERSON_GIVEN_TWICE", "person",
                              "Give the person by name or by number, not both.");
  }
  v1::CreateArticle60RequestRequest creation;
  *creation.mutable_article60_request() = line.article60_request();
  creation.mutable_article60_request()->set_person(base::MakeName(kPersons, "to-be-registered"));
  return article60::CheckCreate(creation);
}

v1::LineError ErrorOf(const absl::Status& status) {
  v1::LineError error;
  error.set_code(absl::StatusCodeToString(status.code()));
  error.set_reason(base::ReasonOf(status));
  error.set_message(std::string(status.message()));
  for (const auto& [key, value] : base::MetadataOf(status)) {
    (*error.mutable_metadata())[key] = value;
  }
  return error;
}

class Batch : public std::enable_shared_from_this<Batch> {
 public:
  Batch(ledger::Ledger& ledger, const access::Call& call, const Request& request,
        std::function<void(absl::StatusOr<Response>)> done)
      : ledger_(ledger),
        call_(call),
        request_(request),
        lines_(request.lines_size()),
        done_(std::move(done)) {
    for (int i = 0; i < request.lines_size(); ++i) response_.add_receipts()->set_line(i + 1);
  }

  void Start() {
    for (int i = 0; i < std::min(kAtOnce, lines_); ++i) FileNext();
  }

 private:
  // What of a line is under way; the ledger wants requests to live until they are answered.
  struct Filing {
    const Article60Line& line;
    Article60Receipt& receipt;
    v1::RegisterPersonRequest person;
    v1::CreateArticle60RequestRequest creation;
    v1::SendArticle60RequestRequest sending;
  };

  void FileNext() {
    const int at = next_++;
    // Whoever comes late may come after the answer, with which the request went.
    if (at >= lines_) return;
    auto filing = std::make_shared<Filing>(
        Filing{request_.lines(at), *response_.mutable_receipts(at), {}, {}, {}});
    *filing->creation.mutable_article60_request() = filing->line.article60_request();
    filing->creation.set_request_id(IdOf(at, "create"));
    filing->sending.set_request_id(IdOf(at, "send"));
    filing->sending.set_duplicate_reason(filing->line.duplicate_reason());
    if (absl::Status checked = CheckLine(filing->line); !checked.ok()) {
      return End(*filing, checked);
    }
    filing->line.has_person() ? Register(filing) : Create(filing);
  }

  void Register(const std::shared_ptr<Filing>& filing) {
    *filing->person.mutable_person() = filing->line.person();
    Run<RegisterPerson>(
        filing->person, [self = shared_from_this(),
                         filing](const absl::StatusOr<v1::RegisterPersonResponse>& registered) {
          if (!registered.ok()) return self->End(*filing, registered.status());
          filing->creation.mutable_article60_request()->set_person(registered->person());
          self->Create(filing);
        });
  }

  void Create(const std::shared_ptr<Filing>& filing) {
    Run<CreateArticle60Request>(
        filing->creation,
        [self = shared_from_this(), filing](const absl::StatusOr<Article60Request>& draft) {
          if (!draft.ok()) return self->End(*filing, draft.status());
          Note(*draft, *filing);
          if (!filing->line.send()) return self->End(*filing, absl::OkStatus());
          filing->sending.set_name(draft->name());
          self->Send(filing);
        });
  }

  void Send(const std::shared_ptr<Filing>& filing) {
    Run<SendArticle60Request>(filing->sending, [self = shared_from_this(), filing](
                                                   const absl::StatusOr<Article60Request>& sent) {
      if (sent.ok()) Note(*sent, *filing);
      self->End(*filing, sent.status());
    });
  }

  template <typename C>
  void Run(const typename C::Request& request,
           std::function<void(absl::StatusOr<typename C::Response>)> done) {
    ledger::Handler<C>(ledger_)(call_, request, std::move(done));
  }

  static void Note(const Article60Request& filed, Filing& filing) {
    filing.receipt.set_article60_request(filed.name());
    filing.receipt.set_state(filed.state());
  }

  // The same for the same line, or the same place in the same batch.
  std::string IdOf(int at, absl::string_view step) const {
    const std::string& own = request_.lines(at).request_id();
    if (const auto line = base::ParseUuid(own)) return base::MakeUuidV5(*line, std::string(step));
    return base::MakeUuidV5(*base::ParseUuid(request_.request_id()), absl::StrCat(at, "/", step));
  }

  void End(Filing& filing, const absl::Status& status) {
    if (!status.ok()) *filing.receipt.mutable_error() = ErrorOf(status);
    // What has no reason is a fault of ours, and for the edge to mask.
    if (!status.ok() && base::ReasonOf(status).empty() && !failed_.exchange(true)) fault_ = status;
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
