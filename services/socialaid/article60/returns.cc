#include "services/socialaid/article60/returns.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/lib/base/error.h"
#include "services/lib/json/difference.h"
#include "services/lib/json/field_path.h"

namespace mandat::socialaid::article60 {
namespace {

using v1::Article60Request;
using v1::ReturnedField;
using Answers = google::protobuf::RepeatedPtrField<v1::FieldComment>;

// What the answer rests on, and whom to ask about it. Person and centre are another request;
// another office is a forwarding.
constexpr std::array<absl::string_view, 7> kReturnable = {
    "contact", "planned_start",     "working_time",   "admission",
    "career",  "earlier_admission", "contract_events"};

absl::Status NotReturned(absl::string_view field) {
  return base::Error(absl::StatusCode::kFailedPrecondition, "FIELD_NOT_RETURNED",
                     absl::StrCat("The office did not return ", field,
                                  "; it is closed until the request is answered."),
                     {{"field", std::string(field)}});
}

bool IsAnswered(const ReturnedField& returned, const Answers& answers) {
  return std::any_of(answers.begin(), answers.end(), [&](const v1::FieldComment& answer) {
    return answer.field() == returned.field();
  });
}

}  // namespace

bool IsReturnable(absl::string_view path) {
  if (!json::IsPath(*Article60Request::descriptor(), path)) return false;
  return std::any_of(kReturnable.begin(), kReturnable.end(),
                     [&](absl::string_view field) { return json::IsWithin(path, field); });
}

absl::Status CheckFieldsExist(const Article60Request& request,
                              const v1::ReturnArticle60RequestRequest& returning) {
  for (int i = 0; i < returning.fields_size(); ++i) {
    const std::string& path = returning.fields(i).field();
    if (json::ValueAt(request, path).exists) continue;
    return base::InvalidField(
        "FIELD_UNKNOWN", absl::StrCat("fields[", i, "].field"),
        absl::StrCat("The request has no ", path, ". Name what it has, or the field around it."));
  }
  return absl::OkStatus();
}

std::vector<ReturnedField> FieldsReturned(const Article60Request& request,
                                          const v1::ReturnArticle60RequestRequest& returning) {
  std::vector<ReturnedField> fields;
  for (const ReturnedField& named : returning.fields()) {
    ReturnedField& field = fields.emplace_back();
    field.set_field(named.field());
    field.set_reason(named.reason());
    const json::PathValue value = json::ValueAt(request, named.field());
    if (value.json.has_value()) field.set_value(*value.json);
  }
  return fields;
}

// Also where an element that was returned is gone.
bool IsChanged(const Article60Request& request, const ReturnedField& returned) {
  const json::PathValue now = json::ValueAt(request, returned.field());
  if (now.json.has_value() != returned.has_value()) return true;
  return now.json.has_value() && *now.json != returned.value();
}

absl::Status CheckReturnedFieldsAlone(const Article60Request& before,
                                      const Article60Request& after) {
  for (const common::v1::FieldDifference& difference : json::Differences(before, after)) {
    const auto& returned = before.returned_fields();
    const bool open = std::any_of(returned.begin(), returned.end(), [&](const auto& field) {
      return json::IsWithin(difference.path(), field.field());
    });
    if (!open) return NotReturned(difference.path());
  }
  return absl::OkStatus();
}

absl::Status CheckAnswersAsked(const Article60Request& request, const Answers& answers) {
  for (const v1::FieldComment& answer : answers) {
    const auto& returned = request.returned_fields();
    const bool asked = std::any_of(returned.begin(), returned.end(), [&](const auto& field) {
      return field.field() == answer.field();
    });
    if (!asked) return NotReturned(answer.field());
  }
  return absl::OkStatus();
}

absl::Status CheckFieldsAnswered(const Article60Request& request, const Answers& answers) {
  std::vector<std::string> open;
  for (const ReturnedField& returned : request.returned_fields()) {
    if (!IsChanged(request, returned) && !IsAnswered(returned, answers)) {
      open.push_back(returned.field());
    }
  }
  if (open.empty()) return absl::OkStatus();
  const std::string fields = absl::StrJoin(open, ",");
  return base::Error(absl::StatusCode::kFailedPrecondition, "FIELDS_UNANSWERED",
                     absl::StrCat("Change what the office returned, or say in `answers` why it is "
                                  "right: ",
                                  fields, "."),
                     {{"fields", fields}});
}

}  // namespace mandat::socialaid::article60
