#include "services/socialaid/erasures/commands.h"

#include <string>
#include <vector>

#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/base/resource_name.h"
#include "services/socialaid/erasures/rules.h"
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
using ledger::Reads;
using ledger::Snapshot;
using storage::v1::ReplacedNumber;
using v1::Article60Request;
using v1::Erasure;
using v1::Person;

namespace {

erasures::Officer OfficerOf(const Context& context) {
  return {context.actor->organisation, context.pseudonym};
}

// An erasure that was carried out names nobody, so these are the open ones.
std::vector<Condition> OfPerson(const v1::ProposeErasureRequest& request) {
  return {{Erasures().person, ledger::Value(IdIn(request.erasure().person()))}};
}

// Where the column `person` of a kind names the person of the erasure.
std::vector<Condition> OfErasure(const ledger::Column& person,
                                 const v1::ErasePersonRequest& request) {
  return {{person, From<Erasure>(request.name(), Erasures().person)}};
}

}  // namespace

absl::Status ProposeErasure::Check(const Request& request, const Context&) {
  return erasures::CheckPropose(request);
}

Reads ProposeErasure::Read(const Request& request, const Context&) {
  return {Guard<Person>(request.erasure().person()), FindAll<Erasure>(OfPerson(request))};
}

absl::StatusOr<Decision> ProposeErasure::Decide(const Request& request, const Snapshot& snapshot,
                                                const Context& context) {
  return erasures::Propose(request, snapshot.Get<Person>(request.erasure().person()),
                           snapshot.All<Erasure>(OfPerson(request)),
                           base::MakeName(kErasures, context.new_id), OfficerOf(context));
}

absl::Status ErasePerson::Check(const Request& request, const Context&) {
  return erasures::CheckErase(request);
}

Reads ErasePerson::Read(const Request& request, const Context&) {
  return {Change<Erasure>(request.name()),
          Change<Person>(From<Erasure>(request.name(), Erasures().person)).IfExists(),
          FindAll<ReplacedNumber>(OfErasure(ReplacedNumbers().person, request)),
          FindAll<Article60Request>(OfErasure(Article60Requests().person, request))};
}

absl::StatusOr<Decision> ErasePerson::Decide(const Request& request, const Snapshot& snapshot,
                                             const Context& context) {
  const auto& erasure = snapshot.Get<Erasure>(request.name());
  erasures::Traces traces;
  traces.person = snapshot.Find<Person>(erasure.person());
  traces.numbers = snapshot.All<ReplacedNumber>(OfErasure(ReplacedNumbers().person, request));
  traces.requests = snapshot.All<Article60Request>(OfErasure(Article60Requests().person, request));
  return erasures::Erase(erasure, traces, OfficerOf(context));
}

}  // namespace mandat::socialaid
