#include "services/socialaid/article60/checks.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/enterprise_number.h"
#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/text.h"
#include "services/lib/base/timestamp.h"
#include "services/socialaid/article60/returns.h"
#include "services/socialaid/law/spell.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid::article60 {
namespace {

using base::InvalidField;
using v1::Article60Request;

constexpr char kField[] = "article60_request";
constexpr absl::CivilDay kFirstStart(2000, 1, 1);
constexpr absl::CivilDay kLastStart(2099, 12, 31);
constexpr int kSpells = 400;
constexpr int kEvents = 100;
constexpr int kComments = 50;
constexpr size_t kContactNameBytes = 200;
constexpr size_t kEmailBytes = 254;
constexpr size_t kFieldBytes = 100;
constexpr size_t kCommentBytes = 1000;
// Why it is withdrawn, forwarded, sent although there is another.
constexpr size_t kReasonBytes = 500;
constexpr size_t kOverrideReasonBytes = 1000;
constexpr int kOverrideDays = 10000;

std::string Path(absl::string_view field) { return absl::StrCat(kField, ".", field); }

// E.164: a plus sign and at most 15 digits, the first not zero.
bool IsTelephone(absl::string_view text) {
  return text.size() >= 3 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), absl::ascii_isdigit);
}

// Enough to catch what is no address at all; only a letter that arrives proves one.
bool IsEmail(absl::string_view text) {
  const size_t at = text.find('@');
  return at != absl::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == absl::string_view::npos &&
         std::none_of(text.begin(), text.end(), [](char c) { return absl::ascii_isspace(c); });
}

absl::Status CheckContact(const v1::Contact& contact) {
  RETURN_IF_ERROR(
      base::ValidateText(contact.display_name(), kContactNameBytes, Path("contact.display_name")));
  if (!contact.telephone().empty() && !IsTelephone(contact.telephone())) {
    return InvalidField("TELEPHONE_INVALID", Path("contact.telephone"), "Write it as +3225551234.");
  }
  RETURN_IF_ERROR(base::ValidateText(contact.email(), kEmailBytes, Path("contact.email")));
  if (!contact.email().empty() && !IsEmail(contact.email())) {
    return InvalidField("EMAIL_INVALID", Path("contact.email"), "Write it as name@example.be.");
  }
  return absl::OkStatus();
}

absl::Status CheckPlannedStart(const google::type::Date& date) {
  ASSIGN_OR_RETURN(const absl::CivilDay start, base::ParseDate(date, Path("planned_start")));
  if (kFirstStart <= start && start <= kLastStart) return absl::OkStatus();
  return InvalidField("DATE_OUT_OF_RANGE", Path("planned_start"),
                      "Give a day from 2000-01-01 to 2099-12-31.");
}

absl::Status CheckCareer(const Article60Request& draft) {
  const std::string list = Path("career");
  RETURN_IF_ERROR(CheckCount(draft.career_size(), kSpells, list));
  for (int i = 0; i < draft.career_size(); ++i) {
    const v1::CareerSpell& spell = draft.career(i);
    RETURN_IF_ERROR(law::ReadSpell(spell, list, i).status());
    if (!spell.employer().empty()) {
      RETURN_IF_ERROR(
          base::ParseEnterpriseNumber(spell.employer(), absl::StrCat(list, "[", i, "].employer"))
              .status());
    }
    if (!v1::Evidence_IsValid(spell.evidence())) {
      return InvalidField("EVIDENCE_UNKNOWN", absl::StrCat(list, "[", i, "].evidence"),
                          "Give one of the values of the enumeration.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckEvents(const Article60Request& draft) {
  const std::string list = Path("contract_events");
  RETURN_IF_ERROR(CheckCount(draft.contract_events_size(), kEvents, list));
  for (int i = 0; i < draft.contract_events_size(); ++i) {
    RETURN_IF_ERROR(law::ReadEvent(draft.contract_events(i), list, i).status());
  }
  return absl::OkStatus();
}

absl::Status CheckComments(const google::protobuf::RepeatedPtrField<v1::FieldComment>& comments,
                           absl::string_view list) {
  RETURN_IF_ERROR(CheckCount(comments.size(), kComments, list));
  for (int i = 0; i < comments.size(); ++i) {
    const std::string item = absl::StrCat(list, "[", i, "]");
    RETURN_IF_ERROR(
        CheckRequiredText(comments[i].field(), kFieldBytes, absl::StrCat(item, ".field")));
    RETURN_IF_ERROR(
        CheckRequiredText(comments[i].text(), kCommentBytes, absl::StrCat(item, ".text")));
  }
  return absl::OkStatus();
}

// `FIELD_REPEATED` where two items are about one field.
template <typename Items>
absl::Status CheckNamedOnce(const Items& items, absl::string_view list) {
  for (int i = 0; i < items.size(); ++i) {
    for (int j = 0; j < i; ++j) {
      if (items[i].field() != items[j].field()) continue;
      return InvalidField("FIELD_REPEATED", absl::StrCat(list, "[", i, "].field"),
                          "Name each field once.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckReturnedFields(const v1::ReturnArticle60RequestRequest& request) {
  if (request.fields().empty()) return Required("fields");
  RETURN_IF_ERROR(CheckCount(request.fields_size(), kReturnedFieldsMost, "fields"));
  for (int i = 0; i < request.fields_size(); ++i) {
    const v1::ReturnedField& field = request.fields(i);
    const std::string item = absl::StrCat("fields[", i, "]");
    RETURN_IF_ERROR(CheckRequiredText(field.field(), kFieldBytes, absl::StrCat(item, ".field")));
    if (!IsReturnable(field.field())) {
      return InvalidField(
          "FIELD_UNKNOWN", absl::StrCat(item, ".field"),
          "Name a field on which the answer rests, as planned_start or career[2].period.");
    }
    RETURN_IF_ERROR(
        CheckRequiredText(field.reason(), kCommentBytes, absl::StrCat(item, ".reason")));
  }
  return CheckNamedOnce(request.fields(), "fields");
}

absl::Status CheckParties(const Article60Request& draft, Fields fields) {
  const auto check = fields == Fields::kAll ? CheckName : CheckNameIfSet;
  RETURN_IF_ERROR(check(draft.centre(), kCentres, Path("centre")));
  RETURN_IF_ERROR(CheckNameIfSet(draft.office(), kOffices, Path("office")));
  return check(draft.person(), kPersons, Path("person"));
}

absl::Status CheckOverride(const v1::Article60Override& decided) {
  const auto invalid = [](absl::string_view field, absl::string_view message) {
    return InvalidField("OVERRIDE_INVALID", absl::StrCat("override.", field), message);
  };
  if (decided.days() < 0 || decided.days() > kOverrideDays) {
    return invalid("days", "Give 0 to 10000 days.");
  }
  if (decided.has_end_date()) {
    RETURN_IF_ERROR(base::ParseDate(decided.end_date(), "override.end_date").status());
  }
  if (decided.outcome() == v1::ARTICLE60_OUTCOME_UNSPECIFIED) return Required("override.outcome");
  if (!v1::Article60Outcome_IsValid(decided.outcome())) {
    return invalid("outcome", "Give one of the values of the enumeration.");
  }
  const bool opens = decided.outcome() == v1::ARTICLE60_OUTCOME_OPENS_RIGHT;
  if (opens != (decided.days() > 0)) {
    return invalid("days", "Days are left to work where they open the right, and only there.");
  }
  if (opens != decided.has_end_date()) {
    return invalid("end_date", "It is given where days open the right, and only there.");
  }
  return CheckRequiredText(decided.reason(), kOverrideReasonBytes, "override.reason");
}

}  // namespace

absl::Status CheckDraft(const Article60Request& draft, Fields fields) {
  RETURN_IF_ERROR(CheckParties(draft, fields));
  RETURN_IF_ERROR(CheckContact(draft.contact()));
  if (draft.has_planned_start()) RETURN_IF_ERROR(CheckPlannedStart(draft.planned_start()));
  if (draft.has_working_time()) {
    RETURN_IF_ERROR(law::CheckWorkingTime(draft.working_time(), Path("working_time")));
  }
  if (!v1::Admission_IsValid(draft.admission())) {
    return InvalidField("ADMISSION_UNKNOWN", Path("admission"),
                        "Give one of the values of the enumeration.");
  }
  RETURN_IF_ERROR(CheckCareer(draft));
  if (draft.has_earlier_admission()) {
    RETURN_IF_ERROR(base::ParseDate(draft.earlier_admission(), Path("earlier_admission")).status());
  }
  RETURN_IF_ERROR(CheckEvents(draft));
  return CheckComments(draft.comments(), Path("comments"));
}

absl::Status CheckCreate(const v1::CreateArticle60RequestRequest& request) {
  return CheckDraft(request.article60_request(), Fields::kAll);
}

absl::Status CheckUpdate(const v1::UpdateArticle60RequestRequest& request) {
  RETURN_IF_ERROR(CheckName(request.article60_request().name(), kArticle60Requests, Path("name")));
  RETURN_IF_ERROR(base::CheckMask(request.update_mask(), *Article60Request::descriptor()));
  Article60Request wanted = request.article60_request();
  base::KeepMasked(request.update_mask(), &wanted);
  return CheckDraft(wanted, Fields::kSet);
}

absl::Status CheckSend(const v1::SendArticle60RequestRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  return base::ValidateText(request.duplicate_reason(), kReasonBytes, "duplicate_reason");
}

absl::Status CheckReturn(const v1::ReturnArticle60RequestRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  return CheckReturnedFields(request);
}

absl::Status CheckResend(const v1::ResendArticle60RequestRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  RETURN_IF_ERROR(CheckComments(request.answers(), "answers"));
  return CheckNamedOnce(request.answers(), "answers");
}

absl::Status CheckForward(const v1::ForwardArticle60RequestRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  RETURN_IF_ERROR(
      CheckName(request.to(), CollectionIn(request.to()) == kOffices ? kOffices : kCentres, "to"));
  return CheckRequiredText(request.reason(), kReasonBytes, "reason");
}

absl::Status CheckModify(const v1::ModifyArticle60RequestRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  if (request.reason() == v1::MODIFICATION_REASON_UNSPECIFIED) return Required("reason");
  if (v1::ModificationReason_IsValid(request.reason())) return absl::OkStatus();
  return InvalidField("MODIFICATION_REASON_UNKNOWN", "reason",
                      "Give one of the values of the enumeration.");
}

absl::Status CheckCalculate(const v1::CalculateArticle60RequestRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  return request.has_override() ? CheckOverride(request.override()) : absl::OkStatus();
}

absl::Status CheckWithdraw(const v1::WithdrawArticle60RequestRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  return CheckRequiredText(request.reason(), kReasonBytes, "reason");
}

absl::Status CheckDelete(const v1::DeleteArticle60RequestRequest& request) {
  return CheckName(request.name(), kArticle60Requests, "name");
}

absl::Status CheckList(const v1::ListArticle60RequestsRequest& request) {
  if (!v1::Article60State_IsValid(request.state())) {
    return InvalidField("STATE_UNKNOWN", "state", "Give one of the values of the enumeration.");
  }
  RETURN_IF_ERROR(CheckNameIfSet(request.person(), kPersons, "person"));
  if (!v1::Article60Queue_IsValid(request.queue())) {
    return InvalidField("QUEUE_UNKNOWN", "queue", "Give one of the values of the enumeration.");
  }
  if (request.queue() != 0 && request.state() != 0) {
    return InvalidField("QUEUE_WITH_STATE", "queue", "A queue says itself in which states.");
  }
  return absl::OkStatus();
}

absl::Status CheckExplain(const v1::ExplainArticle60RequestRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  return base::ParseTimestamp(request.if_answered_time(), "if_answered_time").status();
}

absl::Status CheckSimulate(const v1::SimulateArticle60RequestRequest& request) {
  const Article60Request& facts = request.article60_request();
  for (const auto& [given, field] : {std::pair(facts.has_planned_start(), "planned_start"),
                                     std::pair(facts.has_working_time(), "working_time"),
                                     std::pair(facts.admission() != 0, "admission")}) {
    if (!given) return InvalidField("FIELD_REQUIRED", Path(field), "The answer rests on it.");
  }
  RETURN_IF_ERROR(CheckDraft(facts, Fields::kSet));
  if (!request.has_birth_date()) {
    return InvalidField("FIELD_REQUIRED", "birth_date", "The answer rests on it.");
  }
  ASSIGN_OR_RETURN(const absl::CivilDay birth, base::ParseDate(request.birth_date(), "birth_date"));
  ASSIGN_OR_RETURN(const absl::CivilDay start,
                   base::ParseDate(facts.planned_start(), Path("planned_start")));
  if (birth < start) return absl::OkStatus();
  return InvalidField("BIRTH_DATE_INVALID", "birth_date",
                      "Give a day before the start of the contract.");
}

}  // namespace mandat::socialaid::article60
