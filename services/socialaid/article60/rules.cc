#include "services/socialaid/article60/rules.h"

#include <optional>
#include <string>
#include <utility>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/socialaid/article60/checks.h"
#include "services/socialaid/article60/deadlines.h"
#include "services/socialaid/article60/guards.h"
#include "services/socialaid/article60/returns.h"
#include "services/socialaid/article60/states.h"
#include "services/socialaid/centres/rules.h"
#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/offices/rules.h"
#include "services/socialaid/persons/rules.h"

namespace mandat::socialaid::article60 {
namespace {

using base::ToTimestamp;
using ledger::Decision;
using v1::Article60Answer;
using v1::Article60Calculation;
using v1::Article60Override;
using v1::Article60Request;
using v1::Person;

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

// Until when it is to be answered, as its clock stands now.
absl::Status SetDueTime(Article60Request* request) {
  ASSIGN_OR_RETURN(const std::optional<absl::Time> due, AnswerDueTime(*request));
  request->clear_due_time();
  if (due.has_value()) *request->mutable_due_time() = ToTimestamp(*due);
  return absl::OkStatus();
}

Decision Become(Article60Request after, Verb verb) {
  return Decision::Of(std::move(after), EventOf(verb));
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
  ASSIGN_OR_RETURN(const Transition* transition,
                   TransitionBy(before.state(), Verb::kUpdate, common::v1::PARTY_OWNER));
  // A caller who sends back what it read may keep an office that was merged since.
  if (office != nullptr && office->name() != before.office()) {
    RETURN_IF_ERROR(offices::CheckRunning(*office));
  }
  Article60Request after = before;
  RETURN_IF_ERROR(base::ApplyMask(request.update_mask(), request.article60_request(), &after));
  if (after.office().empty()) after.set_office(before.office());
  if (office != nullptr) after.set_agency(office->agency());
  RETURN_IF_ERROR(CheckDraft(after, Fields::kSet));
  const Move move = {
      .verb = Verb::kUpdate, .who = transition->who, .before = before, .after = &after};
  ASSIGN_OR_RETURN(const v1::Article60State state, Admit(move));
  after.set_state(state);
  return Become(std::move(after), Verb::kUpdate);
}

absl::StatusOr<Decision> Send(const Article60Request& before,
                              const v1::SendArticle60RequestRequest& request, const Person* person,
                              const std::vector<const Article60Request*>& open, absl::Time now) {
  const Move move = {.verb = Verb::kSend,
                     .who = common::v1::PARTY_OWNER,
                     .before = before,
                     .now = now,
                     .person = person,
                     .open = open,
                     .send = &request};
  ASSIGN_OR_RETURN(const v1::Article60State state, Admit(move));
  Article60Request after = before;
  after.set_state(state);
  *after.mutable_send_time() = ToTimestamp(now);
  if (IsOpenElsewhere(move)) after.set_duplicate_reason(request.duplicate_reason());
  RETURN_IF_ERROR(SetDueTime(&after));
  return Become(std::move(after), Verb::kSend);
}

absl::StatusOr<Decision> Return(const Article60Request& before,
                                const v1::ReturnArticle60RequestRequest& request, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Article60State state, Admit({.verb = Verb::kReturn,
                                                          .who = common::v1::PARTY_AGENCY,
                                                          .before = before,
                                                          .now = now,
                                                          .returning = &request}));
  Article60Request after = before;
  after.set_state(state);
  const std::vector<v1::ReturnedField> fields = FieldsReturned(before, request);
  after.mutable_returned_fields()->Assign(fields.begin(), fields.end());
  PauseAnswer(now, &after);
  RETURN_IF_ERROR(SetDueTime(&after));
  return Become(std::move(after), Verb::kReturn);
}

absl::StatusOr<Decision> Resend(const Article60Request& before,
                                const v1::ResendArticle60RequestRequest& request,
                                const Person* person, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Article60State state, Admit({.verb = Verb::kResend,
                                                          .who = common::v1::PARTY_OWNER,
                                                          .before = before,
                                                          .now = now,
                                                          .person = person,
                                                          .resend = &request}));
  Article60Request after = before;
  after.set_state(state);
  for (v1::ReturnedField& returned : *after.mutable_returned_fields()) {
    for (const v1::FieldComment& answer : request.answers()) {
      if (answer.field() == returned.field()) returned.set_answer(answer.text());
    }
  }
  ResumeAnswer(now, &after);
  RETURN_IF_ERROR(SetDueTime(&after));
  return Become(std::move(after), Verb::kResend);
}

absl::StatusOr<Decision> Forward(const Article60Request& before,
                                 const v1::ForwardArticle60RequestRequest& request,
                                 common::v1::Party who, const v1::Centre* to_centre,
                                 const v1::Office* to_office,
                                 const std::vector<const Article60Request*>& open, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Article60State state, Admit({.verb = Verb::kForward,
                                                          .who = who,
                                                          .before = before,
                                                          .now = now,
                                                          .open = open,
                                                          .to_centre = to_centre,
                                                          .to_office = to_office}));
  Article60Request after = before;
  after.set_state(state);
  v1::Article60Forwarding& forwarding = *after.add_forwardings();
  *forwarding.mutable_forward_time() = ToTimestamp(now);
  forwarding.set_from(who == common::v1::PARTY_OWNER ? before.centre() : before.office());
  forwarding.set_to(request.to());
  forwarding.set_reason(request.reason());
  if (to_centre != nullptr) {
    after.set_centre(to_centre->name());
    after.set_owner(to_centre->enterprise_number());
  }
  if (to_office != nullptr) {
    after.set_office(to_office->name());
    after.set_agency(to_office->agency());
  }
  return Become(std::move(after), Verb::kForward);
}

absl::StatusOr<Decision> Calculate(const Article60Request& before, const Person* person,
                                   const law::Parameters& law,
                                   const v1::CalculateArticle60RequestRequest& request,
                                   bool manager, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Article60State state, Admit({.verb = Verb::kCalculate,
                                                          .who = common::v1::PARTY_AGENCY,
                                                          .before = before,
                                                          .now = now,
                                                          .person = person,
                                                          .calculate = &request,
                                                          .manager = manager}));
  ASSIGN_OR_RETURN(Article60Calculation calculation,
                   law::Answer(before, base::ToDay(person->birth_date()), law));
  Article60Request after = before;
  after.set_state(state);
  *after.mutable_answer_time() = ToTimestamp(now);
  *after.mutable_answer() = AnswerOf(std::move(calculation));
  if (request.has_override()) Override(request.override(), after.mutable_answer());
  return Become(std::move(after), Verb::kCalculate);
}

absl::StatusOr<Decision> Modify(const Article60Request& before,
                                const v1::ModifyArticle60RequestRequest& request,
                                absl::string_view name, const Person* person) {
  RETURN_IF_ERROR(Admit({.verb = Verb::kModify,
                         .who = common::v1::PARTY_OWNER,
                         .before = before,
                         .person = person})
                      .status());
  Article60Request draft = before;
  base::KeepSettable(&draft);
  draft.set_name(std::string(name));
  draft.set_state(v1::ARTICLE60_STATE_DRAFT);
  draft.set_owner(before.owner());
  draft.set_agency(before.agency());
  draft.mutable_modification()->set_original(before.name());
  draft.mutable_modification()->set_reason(request.reason());
  return Decision::Create(std::move(draft));
}

absl::StatusOr<Decision> Withdraw(const Article60Request& before,
                                  const v1::WithdrawArticle60RequestRequest& request) {
  ASSIGN_OR_RETURN(
      const v1::Article60State state,
      Admit({.verb = Verb::kWithdraw, .who = common::v1::PARTY_OWNER, .before = before}));
  Article60Request after = before;
  after.set_state(state);
  after.set_withdrawal_reason(request.reason());
  return Become(std::move(after), Verb::kWithdraw);
}

absl::StatusOr<Decision> Delete(const Article60Request& before) {
  RETURN_IF_ERROR(
      Admit({.verb = Verb::kDelete, .who = common::v1::PARTY_OWNER, .before = before}).status());
  return Decision::Delete(before);
}

absl::StatusOr<Decision> TakeOver(const Article60Request& before, absl::string_view owner) {
  if (before.owner() == owner) return Decision::Unchanged(before);
  Article60Request after = before;
  after.set_owner(std::string(owner));
  return Decision::Of(std::move(after), "takenOver");
}

}  // namespace mandat::socialaid::article60
