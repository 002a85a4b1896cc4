#include "services/socialaid/erasures/rules.h"

#include <string>
#include <utility>

#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/privacy/sensitive.h"
#include "services/socialaid/checks.h"
#include "services/socialaid/names.h"
#include "services/socialaid/persons/rules.h"

namespace mandat::socialaid::erasures {
namespace {

using base::Error;
using ledger::Decision;
using v1::Article60Request;
using v1::Erasure;
using v1::Person;

constexpr size_t kReasonBytes = 500;

template <typename T>
T Redacted(T resource) {
  privacy::Redact(&resource);
  return resource;
}

}  // namespace

absl::Status CheckPropose(const v1::ProposeErasureRequest& request) {
  RETURN_IF_ERROR(CheckName(request.erasure().person(), kPersons, "erasure.person"));
  return CheckRequiredText(request.erasure().reason(), kReasonBytes, "erasure.reason");
}

absl::Status CheckErase(const v1::ErasePersonRequest& request) {
  return CheckName(request.name(), kErasures, "name");
}

absl::StatusOr<Decision> Propose(const v1::ProposeErasureRequest& request, const Person& person,
                                 const std::vector<const Erasure*>& proposed,
                                 absl::string_view name, const Officer& officer) {
  if (persons::IsErased(person)) return persons::NotFound(person.name());
  if (!proposed.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "ERASURE_PROPOSED",
                 "The erasure of this person is proposed already.");
  }
  Erasure erasure = request.erasure();
  base::KeepSettable(&erasure);
  erasure.set_name(std::string(name));
  erasure.set_state(Erasure::STATE_PROPOSED);
  erasure.set_organisation(std::string(officer.organisation));
  erasure.set_proposer(std::string(officer.pseudonym));
  return Decision::Create(std::move(erasure), "proposed");
}

absl::StatusOr<Decision> Erase(const Erasure& before, const Traces& traces,
                               const Officer& officer) {
  if (before.state() != Erasure::STATE_PROPOSED || traces.person == nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition, "ERASURE_DONE",
                 "The erasure was carried out before.");
  }
  if (before.proposer() == officer.pseudonym) {
    return Error(absl::StatusCode::kFailedPrecondition, "SECOND_PERSON_REQUIRED",
                 "Whoever proposed an erasure cannot carry it out.");
  }
  Erasure done = Redacted(before);
  done.set_state(Erasure::STATE_ERASED);
  done.set_approver(std::string(officer.pseudonym));
  Decision decision =
      Decision::Of(std::move(done), "erased").Also(persons::Erased(*traces.person), "erased");
  for (const storage::v1::ReplacedNumber* number : traces.numbers) {
    decision = std::move(decision).Also(Redacted(*number), "erased");
  }
  for (const Article60Request* request : traces.requests) {
    decision = std::move(decision).Also(Redacted(*request), "erased");
  }
  return std::move(decision).DestroyKey(IdIn(traces.person->name()));
}

}  // namespace mandat::socialaid::erasures
