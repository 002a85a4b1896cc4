#include "services/socialaid/legal_parameters/rules.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/digest.h"
#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/text.h"
#include "services/lib/base/timestamp.h"
#include "services/socialaid/checks.h"
#include "services/socialaid/law/key_names.h"
#include "services/socialaid/law/published_law.h"
#include "services/socialaid/legal_parameters/states.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid::legal_parameters {
namespace {

using base::Error;
using base::InvalidField;
using ledger::Decision;
using storage::v1::PublishedLaw;
using v1::LegalParameter;

constexpr size_t kReferenceBytes = 200;
constexpr size_t kNoteBytes = 1000;
constexpr size_t kReasonBytes = 500;
// Days on which the law may change: what answers may rest on is worked out for each pair of them.
constexpr size_t kChangesMost = 40;

constexpr size_t kIdMost = 63;
constexpr size_t kDigestDigits = 8;

absl::Status CheckKey(absl::string_view key, absl::string_view field) {
  if (law::KeyNamed(key).has_value()) return absl::OkStatus();
  const std::string near = absl::StrJoin(law::NearNames(key), ", ");
  return base::WithMetadata(
      InvalidField("PARAMETER_UNKNOWN", field,
                   absl::StrCat("There is no such key; the nearest are ", near, ".")),
      "known", near);
}

absl::Status CheckSource(v1::LegalParameterSource source) {
  const std::string field = "legal_parameter.source";
  if (source == v1::LEGAL_PARAMETER_SOURCE_UNSPECIFIED) return Required(field);
  if (v1::LegalParameterSource_IsValid(source)) return absl::OkStatus();
  return InvalidField("SOURCE_UNKNOWN", field, "Give one of the sources that the API names.");
}

absl::Status CheckKnown(const LegalParameter& parameter, absl::CivilDay today) {
  const absl::CivilDay known_from = base::ToDay(parameter.known_from());
  if (known_from <= today) return absl::OkStatus();
  const std::string day = base::ToIso(known_from);
  return Error(absl::StatusCode::kFailedPrecondition, "LEGAL_PARAMETER_NOT_KNOWN",
               absl::StrCat("Its text is published on ", day, "; publish the value from then on."),
               {{"knownFrom", day}});
}

absl::Status CheckChanges(const PublishedLaw& law) {
  std::set<absl::CivilDay> changes;
  for (const auto& value : law.values()) changes.insert(base::ToDay(value.in_force_from()));
  if (changes.size() <= kChangesMost) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "LAW_CHANGES_TOO_OFTEN",
               absl::StrCat("The law may change on ", kChangesMost,
                            " days; let the value begin on one of those that it has."),
               {{"limit", absl::StrCat(kChangesMost)}});
}

// The law with the value in it.
absl::StatusOr<PublishedLaw> With(const PublishedLaw& law, const LegalParameter& parameter,
                                  absl::CivilDay today) {
  const std::optional<law::Parameter> row = law::RowOf(parameter);
  if (!row.has_value()) {
    return Error(absl::StatusCode::kFailedPrecondition, "PARAMETER_UNKNOWN",
                 absl::StrCat("The service does not know ", parameter.key(), " any more."),
                 {{"key", parameter.key()}});
  }
  if (law::Holds(law, *row)) {
    return Error(absl::StatusCode::kAlreadyExists, "LEGAL_PARAMETER_TAKEN",
                 "A value of this key is published for the same days; a correction names the later "
                 "day on which it was published.");
  }
  PublishedLaw after = law;
  law::Add({*row}, &after);
  RETURN_IF_ERROR(CheckChanges(after));
  const absl::Status sound = law::ParametersOf(&after, today).status();
  if (sound.ok()) return after;
  // Of the state of the law, not of the request.
  return Error(absl::StatusCode::kFailedPrecondition, base::ReasonOf(sound), sound.message(),
               base::MetadataOf(sound));
}

LegalParameter Decided(const LegalParameter& before, v1::LegalParameterState state,
                       const Steward& steward, absl::Time now) {
  LegalParameter after = before;
  after.set_state(state);
  after.set_decider(std::string(steward.pseudonym));
  *after.mutable_decide_time() = base::ToTimestamp(now);
  return after;
}

LegalParameter BuiltIn(const law::Parameter& row, absl::Time now) {
  LegalParameter parameter;
  parameter.set_name(base::MakeName(kLegalParameters, BuiltInId(row)));
  parameter.set_unit(std::string(law::FactsOf(row.key).unit));
  law::Write(row, &parameter);
  return Decided(parameter, v1::LEGAL_PARAMETER_STATE_PUBLISHED, {}, now);
}

std::string Digits(absl::CivilDay day) {
  return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day());
}

}  // namespace

absl::Status CheckPropose(const v1::ProposeLegalParameterRequest& request) {
  const LegalParameter& parameter = request.legal_parameter();
  if (parameter.key().empty()) return Required("legal_parameter.key");
  RETURN_IF_ERROR(CheckKey(parameter.key(), "legal_parameter.key"));
  if (!parameter.has_value()) return Required("legal_parameter.value");
  const law::Key key = *law::KeyNamed(parameter.key());
  RETURN_IF_ERROR(base::WithMetadata(law::CheckRange({key, parameter.value(), {}, {}, "", {}}),
                                     "field", "legal_parameter.value"));
  RETURN_IF_ERROR(
      base::ParseDate(parameter.in_force_from(), "legal_parameter.in_force_from").status());
  RETURN_IF_ERROR(base::ParseDate(parameter.known_from(), "legal_parameter.known_from").status());
  RETURN_IF_ERROR(CheckRequiredText(parameter.legal_reference(), kReferenceBytes,
                                    "legal_parameter.legal_reference"));
  RETURN_IF_ERROR(CheckSource(parameter.source()));
  return base::ValidateText(parameter.note(), kNoteBytes, "legal_parameter.note");
}

absl::Status CheckPublish(const v1::PublishLegalParameterRequest& request) {
  return CheckName(request.name(), kLegalParameters, "name");
}

absl::Status CheckReject(const v1::RejectLegalParameterRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kLegalParameters, "name"));
  return CheckRequiredText(request.reason(), kReasonBytes, "reason");
}

absl::Status CheckWithdraw(const v1::WithdrawLegalParameterRequest& request) {
  return CheckName(request.name(), kLegalParameters, "name");
}

absl::Status CheckList(const v1::ListLegalParametersRequest& request) {
  if (request.all_versions() && (request.has_in_force_at() || request.has_known_at())) {
    return InvalidField("FILTER_CONFLICT", "all_versions",
                        "Every version holds on some day; leave the days out.");
  }
  if (request.state() != v1::LEGAL_PARAMETER_STATE_UNSPECIFIED && !request.all_versions()) {
    return InvalidField("FILTER_CONFLICT", "state",
                        "What holds is published; ask for all versions to filter by state.");
  }
  if (!v1::LegalParameterState_IsValid(request.state())) {
    return InvalidField("STATE_UNKNOWN", "state", "Give one of the states that the API names.");
  }
  if (request.has_in_force_at()) {
    RETURN_IF_ERROR(base::ParseDate(request.in_force_at(), "in_force_at").status());
  }
  if (request.has_known_at()) {
    RETURN_IF_ERROR(base::ParseDate(request.known_at(), "known_at").status());
  }
  return request.key().empty() ? absl::OkStatus() : CheckKey(request.key(), "key");
}

absl::StatusOr<Decision> Propose(const v1::ProposeLegalParameterRequest& request,
                                 absl::string_view name, const Steward& steward) {
  LegalParameter parameter = request.legal_parameter();
  base::KeepSettable(&parameter);
  parameter.set_name(std::string(name));
  parameter.set_state(v1::LEGAL_PARAMETER_STATE_PROPOSED);
  parameter.set_unit(std::string(law::FactsOf(*law::KeyNamed(parameter.key())).unit));
  parameter.set_organisation(std::string(steward.organisation));
  parameter.set_proposer(std::string(steward.pseudonym));
  return Decision::Create(std::move(parameter), "proposed");
}

absl::StatusOr<Decision> Publish(const LegalParameter& before, const PublishedLaw* law,
                                 const Steward& steward, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::LegalParameterState state,
                   Admit(before, Verb::kPublish, steward.pseudonym));
  const absl::CivilDay today = base::BrusselsDay(now);
  RETURN_IF_ERROR(CheckKnown(before, today));
  if (law == nullptr) {
    return Error(absl::StatusCode::kUnavailable, "LAW_NOT_STORED",
                 "The service is storing the values that it is built with; repeat in a minute.");
  }
  ASSIGN_OR_RETURN(PublishedLaw after, With(*law, before, today));
  return Decision::Of(Decided(before, state, steward, now), EventOf(Verb::kPublish))
      .Also(std::move(after), "updated");
}

absl::StatusOr<Decision> Reject(const LegalParameter& before,
                                const v1::RejectLegalParameterRequest& request,
                                const Steward& steward, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::LegalParameterState state,
                   Admit(before, Verb::kReject, steward.pseudonym));
  LegalParameter after = Decided(before, state, steward, now);
  after.set_rejection_reason(request.reason());
  return Decision::Of(std::move(after), EventOf(Verb::kReject)).Because(request.reason());
}

absl::StatusOr<Decision> Withdraw(const LegalParameter& before, const Steward& steward,
                                  absl::Time now) {
  ASSIGN_OR_RETURN(const v1::LegalParameterState state,
                   Admit(before, Verb::kWithdraw, steward.pseudonym));
  return Decision::Of(Decided(before, state, steward, now), EventOf(Verb::kWithdraw));
}

Decision Install(const PublishedLaw* law, absl::Span<const law::Parameter> built_in,
                 absl::Time now) {
  const std::vector<law::Parameter> missing =
      law::MissingFrom(law, built_in, base::BrusselsDay(now));
  PublishedLaw after = law == nullptr ? PublishedLaw() : *law;
  if (law != nullptr && missing.empty()) return Decision::Unchanged(std::move(after));
  after.set_name(kArticle60Law);
  law::Add(missing, &after);
  Decision decision = law == nullptr ? Decision::Create(std::move(after))
                                     : Decision::Of(std::move(after), "updated");
  for (const law::Parameter& row : missing) {
    decision = std::move(decision).AlsoCreate(BuiltIn(row, now), EventOf(Verb::kPublish));
  }
  return decision;
}

std::string BuiltInId(const law::Parameter& row) {
  const absl::string_view name = law::FactsOf(row.key).name;
  std::string key = absl::StrReplaceAll(name, {{".", "-"}, {"_", "-"}});
  const std::string days =
      absl::StrCat("-", Digits(row.in_force_from), "-", Digits(row.known_from));
  if (key.size() + days.size() > kIdMost) {
    const std::string hex = base::Sha256Hex(name).substr(0, kDigestDigits);
    key.resize(kIdMost - days.size() - hex.size() - 1);
    absl::StrAppend(&key, "-", hex);
  }
  return key + days;
}

std::vector<LegalParameter> Holding(std::vector<LegalParameter> published,
                                    absl::CivilDay in_force_at, absl::CivilDay known_at) {
  const auto days = [](const LegalParameter& parameter) {
    return std::pair(base::ToDay(parameter.in_force_from()), base::ToDay(parameter.known_from()));
  };
  std::map<std::string, LegalParameter> holding;
  for (LegalParameter& parameter : published) {
    const auto [in_force_from, known_from] = days(parameter);
    if (in_force_from > in_force_at || known_from > known_at) continue;
    const auto [held, first] = holding.try_emplace(parameter.key());
    if (first || days(held->second) < days(parameter)) held->second = std::move(parameter);
  }
  std::vector<LegalParameter> values;
  for (auto& [key, parameter] : holding) values.push_back(std::move(parameter));
  return values;
}

}  // namespace mandat::socialaid::legal_parameters
