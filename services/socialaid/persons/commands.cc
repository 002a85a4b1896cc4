#include "services/socialaid/persons/commands.h"

#include <string>
#include <vector>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/resource_name.h"
#include "services/socialaid/names.h"
#include "services/socialaid/persons/rules.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid {

using ledger::Condition;
using ledger::Context;
using ledger::Decision;
using ledger::Reads;
using ledger::Snapshot;
using storage::v1::ReplacedNumber;
using v1::Person;

namespace {

std::vector<std::string> NumbersOf(const v1::RegisterPersonRequest& request,
                                   const Context& context) {
  return persons::NumbersOf(request.person(), base::BrusselsDay(context.now));
}

std::vector<Condition> Has(const std::string& number) {
  return {{Persons().ssin_hash, ledger::Value(number)}};
}

std::vector<Condition> Had(const std::string& number) {
  return {{ReplacedNumbers().ssin_hash, ledger::Value(number)}};
}

// By the first of the numbers that somebody has or had: it is one person, whichever they give.
persons::Known KnownBy(const std::vector<std::string>& numbers, const Snapshot& snapshot) {
  for (const std::string& number : numbers) {
    const auto has = snapshot.All<Person>(Has(number));
    if (!has.empty()) return {.has = has.front()};
    const auto had = snapshot.All<ReplacedNumber>(Had(number));
    if (!had.empty()) return {.had = had.front()};
  }
  return {};
}

}  // namespace

absl::Status RegisterPerson::Check(const Request& request, const Context& context) {
  return persons::CheckRegister(request, base::BrusselsDay(context.now));
}

Reads RegisterPerson::Read(const Request& request, const Context& context) {
  Reads reads;
  for (const std::string& number : NumbersOf(request, context)) {
    reads.Add(ledger::FindAll<Person>(Has(number)));
    reads.Add(ledger::FindAll<ReplacedNumber>(Had(number)));
  }
  return reads;
}

absl::StatusOr<Decision> RegisterPerson::Decide(const Request& request, const Snapshot& snapshot,
                                                const Context& context) {
  return persons::Register(request, KnownBy(NumbersOf(request, context), snapshot),
                           base::MakeName(kPersons, context.random_id),
                           base::BrusselsDay(context.now));
}

v1::RegisterPersonResponse RegisterPerson::Reply(const google::protobuf::Message& known) {
  Response response;
  if (known.GetDescriptor() == ReplacedNumber::descriptor()) {
    response.set_person(static_cast<const ReplacedNumber&>(known).person());
  } else {
    response.set_person(static_cast<const Person&>(known).name());
  }
  return response;
}

}  // namespace mandat::socialaid
