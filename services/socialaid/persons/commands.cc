#include "services/socialaid/persons/commands.h"

#include <vector>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/resource_name.h"
#include "services/socialaid/names.h"
#include "services/socialaid/persons/rules.h"
#include "services/socialaid/schema/kinds.h"

namespace mandat::socialaid {

using ledger::Context;
using ledger::Decision;
using ledger::Reads;
using ledger::Snapshot;
using v1::Person;

namespace {

std::vector<ledger::Condition> HasNumberOf(const v1::RegisterPersonRequest& request,
                                           const Context& context) {
  const absl::CivilDay today = base::BrusselsDay(context.now);
  return {{Persons().ssin_hash, ledger::Value(persons::DigitsOf(request.person().ssin(), today))}};
}

}  // namespace

absl::Status RegisterPerson::Check(const Request& request, const Context& context) {
  return persons::CheckRegister(request, base::BrusselsDay(context.now));
}

Reads RegisterPerson::Read(const Request& request, const Context& context) {
  return {ledger::FindAll<Person>(HasNumberOf(request, context))};
}

absl::StatusOr<Decision> RegisterPerson::Decide(const Request& request, const Snapshot& snapshot,
                                                const Context& context) {
  return persons::Register(request, snapshot.All<Person>(HasNumberOf(request, context)),
                           base::MakeName(kPersons, context.random_id),
                           base::BrusselsDay(context.now));
}

v1::RegisterPersonResponse RegisterPerson::Reply(const google::protobuf::Message& person) {
  Response response;
  response.set_person(static_cast<const Person&>(person).name());
  return response;
}

}  // namespace mandat::socialaid
