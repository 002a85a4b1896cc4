#include "services/socialaid/article60/commands.h"

#include <string>
#include <vector>

#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/article60/checks.h"
#include "services/socialaid/article60/rules.h"
#include "services/socialaid/legal_parameters/law_memo.h"
#include "services/socialaid/names.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid {

using ledger::Change;
using ledger::Condition;
using ledger::Context;
using ledger::Decision;
using ledger::FindAll;
using ledger::From;
using ledger::Guard;
using ledger::NamedRead;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using ledger::Value;
using storage::v1::PublishedLaw;
using v1::Article60Request;
using v1::Centre;
using v1::Office;
using v1::Person;

namespace {

// The person of a request; absent once it was erased.
NamedRead PersonOf(const std::string& name) {
  return RelyOn<Person>(From<Article60Request>(name, Article60Requests().person)).IfExists();
}

// The same, held alone: two requests for one person are sent one after the other.
NamedRead GuardPerson(const std::string& name) {
  return Guard<Person>(From<Article60Request>(name, Article60Requests().person)).IfExists();
}

// The open requests for the same person, of all centres: whose they are is not for a look-up to
// say, since an index of owners would tempt the planner away from that of persons.
std::vector<Condition> OpenLike(const std::string& name) {
  const Article60RequestKind& requests = Article60Requests();
  return {{requests.person, From<Article60Request>(name, requests.person)},
          {requests.open, Value(int64_t{1})}};
}

// The office that an update names; empty where it names none.
std::string WantedOffice(const v1::UpdateArticle60RequestRequest& request) {
  const bool taken = base::TakesOver(request.update_mask(), "office");
  return taken ? request.article60_request().office() : std::string();
}

bool IsToOffice(const v1::ForwardArticle60RequestRequest& request) {
  return CollectionIn(request.to()) == kOffices;
}

}  // namespace

absl::Status CreateArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckCreate(request);
}

Reads CreateArticle60Request::Read(const Request& request, const Context&) {
  const Article60Request& draft = request.article60_request();
  Reads reads = {RelyOn<Centre>(draft.centre()).Checked(), RelyOn<Person>(draft.person())};
  if (draft.office().empty()) {
    reads.Add(RelyOn<Office>(From<Centre>(draft.centre(), Centres().office)));
  } else {
    reads.Add(RelyOn<Office>(draft.office()));
  }
  return reads;
}

absl::StatusOr<Decision> CreateArticle60Request::Decide(const Request& request,
                                                        const Snapshot& snapshot,
                                                        const Context& context) {
  const Article60Request& draft = request.article60_request();
  const auto& centre = snapshot.Get<Centre>(draft.centre());
  const std::string& office = draft.office().empty() ? centre.office() : draft.office();
  return article60::Create(request, base::MakeName(kArticle60Requests, context.new_id), centre,
                           snapshot.Get<Person>(draft.person()), snapshot.Get<Office>(office),
                           context.now);
}

absl::Status UpdateArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckUpdate(request);
}

Reads UpdateArticle60Request::Read(const Request& request, const Context&) {
  Reads reads = {Change<Article60Request>(request.article60_request().name())};
  const std::string office = WantedOffice(request);
  if (!office.empty()) reads.Add(RelyOn<Office>(office));
  return reads;
}

absl::StatusOr<Decision> UpdateArticle60Request::Decide(const Request& request,
                                                        const Snapshot& snapshot, const Context&) {
  return article60::Update(snapshot.Get<Article60Request>(request.article60_request().name()),
                           request, snapshot.Find<Office>(WantedOffice(request)));
}

absl::Status SendArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckSend(request);
}

Reads SendArticle60Request::Read(const Request& request, const Context&) {
  return {Change<Article60Request>(request.name()), GuardPerson(request.name()),
          FindAll<Article60Request>(OpenLike(request.name()))};
}

absl::StatusOr<Decision> SendArticle60Request::Decide(const Request& request,
                                                      const Snapshot& snapshot,
                                                      const Context& context) {
  const auto& before = snapshot.Get<Article60Request>(request.name());
  return article60::Send(before, request, snapshot.Find<Person>(before.person()),
                         snapshot.All<Article60Request>(OpenLike(request.name())), context.now);
}

absl::Status ReturnArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckReturn(request);
}

Reads ReturnArticle60Request::Read(const Request& request, const Context&) {
  return {Change<Article60Request>(request.name())};
}

absl::StatusOr<Decision> ReturnArticle60Request::Decide(const Request& request,
                                                        const Snapshot& snapshot,
                                                        const Context& context) {
  return article60::Return(snapshot.Get<Article60Request>(request.name()), request, context.now);
}

absl::Status ResendArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckResend(request);
}

Reads ResendArticle60Request::Read(const Request& request, const Context&) {
  return {Change<Article60Request>(request.name()), PersonOf(request.name())};
}

absl::StatusOr<Decision> ResendArticle60Request::Decide(const Request& request,
                                                        const Snapshot& snapshot,
                                                        const Context& context) {
  const auto& before = snapshot.Get<Article60Request>(request.name());
  return article60::Resend(before, request, snapshot.Find<Person>(before.person()), context.now);
}

absl::Status ForwardArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckForward(request);
}

Reads ForwardArticle60Request::Read(const Request& request, const Context&) {
  Reads reads = {Change<Article60Request>(request.name())};
  if (IsToOffice(request)) {
    reads.Add(RelyOn<Office>(request.to()));
  } else {
    reads.Add(RelyOn<Centre>(request.to()));
    reads.Add(GuardPerson(request.name()));
    reads.Add(FindAll<Article60Request>(OpenLike(request.name())));
  }
  return reads;
}

absl::StatusOr<Decision> ForwardArticle60Request::Decide(const Request& request,
                                                         const Snapshot& snapshot,
                                                         const Context& context) {
  const auto& before = snapshot.Get<Article60Request>(request.name());
  // The method lets in both, and the ledger only those who are one of them.
  const auto who = context.actor->organisation == before.owner() ? common::v1::PARTY_OWNER
                                                                 : common::v1::PARTY_AGENCY;
  if (IsToOffice(request)) {
    return article60::Forward(before, request, who, nullptr, &snapshot.Get<Office>(request.to()),
                              {}, context.now);
  }
  return article60::Forward(before, request, who, &snapshot.Get<Centre>(request.to()), nullptr,
                            snapshot.All<Article60Request>(OpenLike(request.name())), context.now);
}

absl::Status ModifyArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckModify(request);
}

Reads ModifyArticle60Request::Read(const Request& request, const Context&) {
  return {Change<Article60Request>(request.name()), PersonOf(request.name())};
}

absl::StatusOr<Decision> ModifyArticle60Request::Decide(const Request& request,
                                                        const Snapshot& snapshot,
                                                        const Context& context) {
  const auto& before = snapshot.Get<Article60Request>(request.name());
  return article60::Modify(before, request, base::MakeName(kArticle60Requests, context.new_id),
                           snapshot.Find<Person>(before.person()));
}

absl::Status CalculateArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckCalculate(request);
}

Reads CalculateArticle60Request::Read(const Request& request, const Context&) {
  return {Change<Article60Request>(request.name()), PersonOf(request.name()),
          RelyOn<PublishedLaw>(kArticle60Law).IfExists()};
}

absl::StatusOr<Decision> CalculateArticle60Request::Decide(const Request& request,
                                                           const Snapshot& snapshot,
                                                           const Context& context) {
  const auto& before = snapshot.Get<Article60Request>(request.name());
  const bool manager = context.actor->Has(common::v1::ROLE_UNEMPLOYMENT_OFFICE_MANAGER);
  ASSIGN_OR_RETURN(const auto law, LawOn(snapshot.Find<PublishedLaw>(kArticle60Law),
                                         base::BrusselsDay(context.now)));
  return article60::Calculate(before, snapshot.Find<Person>(before.person()), *law, request,
                              manager, context.now);
}

absl::Status WithdrawArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckWithdraw(request);
}

Reads WithdrawArticle60Request::Read(const Request& request, const Context&) {
  return {Change<Article60Request>(request.name())};
}

absl::StatusOr<Decision> WithdrawArticle60Request::Decide(const Request& request,
                                                          const Snapshot& snapshot,
                                                          const Context&) {
  return article60::Withdraw(snapshot.Get<Article60Request>(request.name()), request);
}

absl::Status DeleteArticle60Request::Check(const Request& request, const Context&) {
  return article60::CheckDelete(request);
}

Reads DeleteArticle60Request::Read(const Request& request, const Context&) {
  return {Change<Article60Request>(request.name())};
}

absl::StatusOr<Decision> DeleteArticle60Request::Decide(const Request& request,
                                                        const Snapshot& snapshot, const Context&) {
  return article60::Delete(snapshot.Get<Article60Request>(request.name()));
}

absl::Status TakeOverArticle60Request::Check(const Request&, const Context&) {
  return absl::OkStatus();
}

Reads TakeOverArticle60Request::Read(const Request& request, const Context&) {
  return {Change<Article60Request>(request.name())};
}

absl::StatusOr<Decision> TakeOverArticle60Request::Decide(const Request& request,
                                                          const Snapshot& snapshot,
                                                          const Context&) {
  return article60::TakeOver(snapshot.Get<Article60Request>(request.name()), request.owner());
}

}  // namespace mandat::socialaid
