#include "services/socialaid/article60/filing.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/lib/base/error.h"
#include "services/lib/base/request_id.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/article60/checks.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/names.h"
#include "services/socialaid/persons/commands.h"

namespace mandat::socialaid {
namespace {

using v1::Article60Line;
using v1::Article60Request;

// Request ids are those of a method. A line with an id of its own is filed once in all, whether it
// comes in a batch or in a file.
constexpr char kMethod[] = "mandat.socialaid.v1.SocialAidService/BatchCreateArticle60Requests";

// Before the person of a line is registered: a line that cannot be filed leaves nothing.
absl::Status CheckLine(const Article60Line& line) {
  if (!line.request_id().empty()) RETURN_IF_ERROR(base::CheckRequestId(line.request_id()));
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

// A line under way; the ledger wants requests to live until they are answered.
class Filing : public std::enable_shared_from_this<Filing> {
 public:
  Filing(ledger::Ledger& ledger, const access::Call& call, const Article60Line& line,
         const base::UuidBytes& ids, int number, std::function<void(FiledLine)> done)
      : ledger_(ledger),
        call_(call),
        line_(line),
        ids_(ids),
        number_(number),
        done_(std::move(done)) {
    call_.method = kMethod;
  }

  void Start() {
    if (absl::Status checked = CheckLine(line_); !checked.ok()) return End(std::move(checked));
    *creation_.mutable_article60_request() = line_.article60_request();
    creation_.set_request_id(IdOf("create"));
    sending_.set_request_id(IdOf("send"));
    sending_.set_duplicate_reason(line_.duplicate_reason());
    line_.has_person() ? Register() : Create();
  }

 private:
  void Register() {
    *person_.mutable_person() = line_.person();
    Run<RegisterPerson>(person_, [self = shared_from_this()](
                                     const absl::StatusOr<v1::RegisterPersonResponse>& registered) {
      if (!registered.ok()) return self->End(registered.status());
      self->creation_.mutable_article60_request()->set_person(registered->person());
      self->Create();
    });
  }

  void Create() {
    Run<CreateArticle60Request>(
        creation_, [self = shared_from_this()](const absl::StatusOr<Article60Request>& draft) {
          if (!draft.ok()) return self->End(draft.status());
          self->Note(*draft);
          if (!self->line_.send()) return self->End(absl::OkStatus());
          self->sending_.set_name(draft->name());
          self->Send();
        });
  }

  void Send() {
    Run<SendArticle60Request>(
        sending_, [self = shared_from_this()](const absl::StatusOr<Article60Request>& sent) {
          if (sent.ok()) self->Note(*sent);
          self->End(sent.status());
        });
  }

  template <typename C>
  void Run(const typename C::Request& request,
           std::function<void(absl::StatusOr<typename C::Response>)> done) {
    ledger::Handler<C>(ledger_)(call_, request, std::move(done));
  }

  void Note(const Article60Request& filed) {
    receipt_.set_article60_request(filed.name());
    receipt_.set_state(filed.state());
  }

  // The same for the same line, or the same number under the same id.
  std::string IdOf(absl::string_view step) const {
    if (const auto own = base::ParseUuid(line_.request_id())) return base::MakeUuidV5(*own, step);
    return base::MakeUuidV5(ids_, absl::StrCat(number_, "/", step));
  }

  void End(absl::Status status) {
    done_(runtime::OutcomeOf(number_, std::move(receipt_), std::move(status)));
  }

  ledger::Ledger& ledger_;
  access::Call call_;
  const Article60Line& line_;
  const base::UuidBytes ids_;
  const int number_;
  const std::function<void(FiledLine)> done_;
  v1::RegisterPersonRequest person_;
  v1::CreateArticle60RequestRequest creation_;
  v1::SendArticle60RequestRequest sending_;
  v1::Article60Receipt receipt_;
};

}  // namespace

void FileLine(ledger::Ledger& ledger, const access::Call& call, const Article60Line& line,
              const base::UuidBytes& ids, int number, std::function<void(FiledLine)> done) {
  std::make_shared<Filing>(ledger, call, line, ids, number, std::move(done))->Start();
}

}  // namespace mandat::socialaid
