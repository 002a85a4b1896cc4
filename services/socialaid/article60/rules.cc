#include "services/socialaid/article60/rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/socialaid/article60/checks.h"
#include "services/socialaid/article60/deadlines.h"
#include "services/socialaid/article60/states.h"
#include "services/socialaid/centres/rules.h"
#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/facts.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/offices/rules.h"
#include "services/socialaid/persons/rules.h"

namespace mandat::socialaid::article60 {
namespace {

using base::Error;
using base::ToTimestamp;
using ledger::Decision;
using v1::Article60Answer;
using v1::Article60Calculation;
using v1::Article60Override;
using v1::Article60Request;
using v1::Person;

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

absl::Status CheckComplete(const Article60Request& request) {
  std::vector<std::string> missing;
  if (!request.has_planned_start()) missing.push_back("planned_start");
  if (!request.has_working_time()) missing.push_back("working_time");
  if (request.admission() == v1::ADMISSION_UNSPECIFIED) missing.push_back("admission");
  if (missing.empty()) return absl::OkStatus();
  const std::string fields = absl::StrJoin(missing, ",");
  return Error(absl::StatusCode::kFailedPrecondition, "ARTICLE60_REQUEST_INCOMPLETE",
               absl::StrCat("Before it is sent, give: ", fields, "."), {{"fields", fields}});
}

absl::Status CheckNoOther(const Article60Request& request,
                          const std::vector<const Article60Request*>& open) {
  const bool other = std::any_of(open.begin(), open.end(), [&](const Article60Request* candidate) {
    return candidate->owner() == request.owner() && candidate->name() != request.name();
  });
  if (!other) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "ARTICLE60_REQUEST_OPEN",
               "The centre has another open request for the same person.");
}

absl::Status CheckKnown(const Person* person) {
  if (person != nullptr && !persons::IsErased(*person)) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "PERSON_ERASED",
               "The person was erased; nothing can be decided about them.");
}

absl::Status CheckMayOverride(bool manager) {
  if (manager) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "OVERRIDE_NEEDS_MANAGER",
               "A manager of the office decides otherwise than the calculation.");
}

absl::Status CheckEnd(const Article60Override& decided, const Article60Request& request) {
  if (!decided.has_end_date() || DayOf(decided.end_date()) >= DayOf(request.planned_start())) {
    return absl::OkStatus();
  }
  return base::InvalidField("OVERRIDE_INVALID", "override.end_date",
                            "It lies before the start of the contract.");
}

// The last day by the convention that counts; absent where no end can be given.
void SetEndDate(const Article60Calculation& calculation, Article60Answer* answer) {
  const bool by_b = calculation.convention() == v1::END_DATE_CONVENTION_B;
  if (by_b && calculation.has_end_date_b()) *answer->mutable_end_date() = calculation.end_date_b();
  if (!by_b && calculation.has_end_date_a()) *answer->mutable_end_date() = calculation.end_date_a();
}

Article60Answer AnswerOf(Article60Calculation calculation) {
  Article60Answer answer;
  answer.set_outcome(calculation.outcome());
  answer.set_days(calculation.days());
  SetEndDate(calculation, &answer);
  *answer.mutable_calculation() = std::move(calculation);
  return answer;
}

// The calculation stays as it was computed; what holds is the override.
void Override(const Article60Override& decided, Article60Answer* answer) {
  answer->set_outcome(decided.outcome());
  answer->set_days(decided.days());
  answer->clear_end_date();
  if (decided.has_end_date()) *answer->mutable_end_date() = decided.end_date();
  *answer->mutable_override() = decided;
  answer->mutable_override()->DiscardUnknownFields();
}

}  // namespace

absl::StatusOr<Decision> Create(const v1::CreateArticle60RequestRequest& request,
                                absl::string_view name, const v1::Centre& centre,
                                const Person& person, const v1::Office& office, absl::Time now) {
  if (persons::IsErased(person)) return persons::NotFound(person.name());
  RETURN_IF_ERROR(centres::CheckMayFile(centre, base::BrusselsDay(now)));
  RETURN_IF_ERROR(offices::CheckRunning(office));
  Article60Request draft = request.article60_request();
  base::KeepSettable(&draft);
  draft.set_name(std::string(name));
  draft.set_state(v1::ARTICLE60_STATE_DRAFT);
  draft.set_owner(centre.enterprise_number());
  draft.set_office(office.name());
  draft.set_agency(office.agency());
  return Decision::Create(std::move(draft));
}

absl::StatusOr<Decision> Update(const Article60Request& before,
                                const v1::UpdateArticle60RequestRequest& request,
                                const v1::Office* office) {
  RETURN_IF_ERROR(Next(before.state(), Verb::kUpdate).status());
  // A caller who sends back what it read may keep an office that was merged since.
  if (office != nullptr && office->name() != before.office()) {
    RETURN_IF_ERROR(offices::CheckRunning(*office));
  }
  Article60Request after = before;
  RETURN_IF_ERROR(base::ApplyMask(request.update_mask(), request.article60_request(), &after));
  if (after.office().empty()) after.set_office(before.office());
  if (office != nullptr) after.set_agency(office->agency());
  RETURN_IF_ERROR(CheckDraft(after, Fields::kSet));
  return Decision::Of(std::move(after), "updated");
}

absl::StatusOr<Decision> Send(const Article60Request& before, const Person* person,
                              const std::vector<const Article60Request*>& open, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Article60State state, Next(before.state(), Verb::kSend));
  RETURN_IF_ERROR(CheckComplete(before));
  RETURN_IF_ERROR(CheckNoOther(before, open));
  RETURN_IF_ERROR(CheckKnown(person));
  // The calculation must not stumble over what only the centre can mend.
  RETURN_IF_ERROR(law::ReadFacts(before, DayOf(person->birth_date())).status());
  Article60Request after = before;
  after.set_state(state);
  *after.mutable_send_time() = ToTimestamp(now);
  ASSIGN_OR_RETURN(const absl::Time due, AnswerDueTime(after));
  *after.mutable_due_time() = ToTimestamp(due);
  return Decision::Of(std::move(after), "sent");
}

absl::StatusOr<Decision> Calculate(const Article60Request& before, const Person* person,
                                   const v1::CalculateArticle60RequestRequest& request,
                                   bool manager, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Article60State state, Next(before.state(), Verb::kCalculate));
  if (request.has_override()) RETURN_IF_ERROR(CheckMayOverride(manager));
  RETURN_IF_ERROR(CheckKnown(person));
  if (request.has_override()) RETURN_IF_ERROR(CheckEnd(request.override(), before));
  ASSIGN_OR_RETURN(Article60Calculation calculation,
                   law::Answer(before, DayOf(person->birth_date()), law::Parameters::Default()));
  Article60Request after = before;
  after.set_state(state);
  *after.mutable_answer_time() = ToTimestamp(now);
  *after.mutable_answer() = AnswerOf(std::move(calculation));
  if (request.has_override()) Override(request.override(), after.mutable_answer());
  return Decision::Of(std::move(after), "calculated");
}

absl::StatusOr<Decision> Withdraw(const Article60Request& before,
                                  const v1::WithdrawArticle60RequestRequest& request) {
  ASSIGN_OR_RETURN(const v1::Article60State state, Next(before.state(), Verb::kWithdraw));
  Article60Request after = before;
  after.set_state(state);
  after.set_withdrawal_reason(request.reason());
  return Decision::Of(std::move(after), "withdrawn");
}

absl::StatusOr<Decision> Delete(const Article60Request& before) {
  RETURN_IF_ERROR(Next(before.state(), Verb::kDelete).status());
  return Decision::Delete(before);
}

absl::StatusOr<Decision> TakeOver(const Article60Request& before, absl::string_view owner) {
  if (before.owner() == owner) return Decision::Unchanged(before);
  Article60Request after = before;
  after.set_owner(std::string(owner));
  return Decision::Of(std::move(after), "takenOver");
}

}  // namespace mandat::socialaid::article60
