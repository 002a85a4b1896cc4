#include "services/objectives/restatements/rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/text.h"
#include "services/lib/base/timestamp.h"
#include "services/objectives/names.h"
#include "services/objectives/plans/rules.h"
#include "services/objectives/restatements/states.h"

namespace mandat::objectives::restatements {
namespace {

using base::Error;
using ledger::Decision;
using measurements::TakenFigure;
using v1::Measurement;
using v1::Restatement;

constexpr size_t kGroundsBytes = 1000;
constexpr size_t kEvidenceBytes = 2000;

absl::Status CheckNamed(absl::string_view name) {
  return base::CheckName(name, kRestatements, "name");
}

absl::Status Precondition(absl::string_view reason, absl::string_view message,
                          base::Metadata metadata = {}) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message, std::move(metadata));
}

// Whether the value that was published is this one.
bool IsPublished(const Measurement& measurement, bool has_value,
                 const common::v1::Rational& value) {
  return measurements::SameValue(measurement.accepted().has_value(), measurement.accepted().value(),
                                 has_value, value);
}

bool IsPublished(const Measurement& measurement, const TakenFigure& figure) {
  return IsPublished(measurement, figure.value.has_value(),
                     figure.value.value_or(common::v1::Rational()));
}

// What every restatement of a measurement says.
Restatement Begun(absl::string_view name, const Measurement& measurement, absl::Time now) {
  Restatement restatement;
  restatement.set_name(std::string(name));
  restatement.set_state(v1::RESTATEMENT_STATE_PROPOSED);
  restatement.set_owner(measurement.owner());
  restatement.set_supervisor(measurement.supervisor());
  restatement.set_plan(measurement.plan());
  restatement.set_indicator(measurement.indicator());
  restatement.set_measurement(measurement.name());
  *restatement.mutable_period() = measurement.period();
  if (measurement.accepted().has_value()) {
    *restatement.mutable_old_value() = measurement.accepted().value();
  }
  *restatement.mutable_value_date() = base::ToDate(base::BrusselsDay(now));
  return restatement;
}

void TakeFigure(const TakenFigure& figure, absl::Time now, Restatement* restatement) {
  restatement->clear_new_value();
  if (figure.value.has_value()) *restatement->mutable_new_value() = *figure.value;
  *restatement->mutable_provenance() = figure.provenance;
  *restatement->mutable_value_date() = base::ToDate(base::BrusselsDay(now));
}

absl::StatusOr<Restatement> Decided(const Restatement& before, Verb verb, const By& by) {
  ASSIGN_OR_RETURN(const v1::RestatementState state, Admit(before, verb, by.person));
  Restatement after = before;
  after.set_state(state);
  after.set_decider(std::string(by.person));
  *after.mutable_decide_time() = base::ToTimestamp(by.now);
  return after;
}

// Whether somebody rejected exactly this difference from what is published.
bool WasRejected(const Measurement& measurement, const TakenFigure& figure,
                 const Restatement& restatement) {
  return restatement.state() == v1::RESTATEMENT_STATE_REJECTED &&
         IsPublished(measurement, restatement.has_old_value(), restatement.old_value()) &&
         measurements::SameValue(restatement.has_new_value(), restatement.new_value(),
                                 figure.value.has_value(),
                                 figure.value.value_or(common::v1::Rational()));
}

// `settled`: the facts agree with what is published, or the difference was rejected before.
absl::StatusOr<Decision> OfWaiting(const Restatement& waiting, bool settled,
                                   const TakenFigure& figure, absl::Time now) {
  if (settled) {
    ASSIGN_OR_RETURN(Restatement lapsed, Decided(waiting, Verb::kLapse, {"", now}));
    return Decision::Of(std::move(lapsed), EventOf(Verb::kLapse));
  }
  if (measurements::SameValue(waiting.has_new_value(), waiting.new_value(),
                              figure.value.has_value(),
                              figure.value.value_or(common::v1::Rational()))) {
    return Decision::Unchanged(waiting);
  }
  RETURN_IF_ERROR(Admit(waiting, Verb::kRevise, "").status());
  Restatement revised = waiting;
  TakeFigure(figure, now, &revised);
  return Decision::Of(std::move(revised), EventOf(Verb::kRevise));
}

}  // namespace

absl::Status CheckPropose(const v1::ProposeRestatementRequest& request) {
  const Restatement& wanted = request.restatement();
  RETURN_IF_ERROR(base::CheckName(wanted.measurement(), kMeasurements, "restatement.measurement"));
  if (wanted.has_new_value()) {
    RETURN_IF_ERROR(base::ParseRational(wanted.new_value(), "restatement.new_value").status());
  }
  RETURN_IF_ERROR(base::CheckRequiredText(wanted.grounds(), kGroundsBytes, "restatement.grounds"));
  return base::CheckRequiredText(wanted.evidence(), kEvidenceBytes, "restatement.evidence");
}

absl::Status CheckAccept(const v1::AcceptRestatementRequest& request) {
  return CheckNamed(request.name());
}

absl::Status CheckReject(const v1::RejectRestatementRequest& request) {
  RETURN_IF_ERROR(CheckNamed(request.name()));
  return base::CheckRequiredText(request.reason(), kGroundsBytes, "reason");
}

absl::Status CheckList(const v1::ListRestatementsRequest& request) {
  RETURN_IF_ERROR(base::CheckNameIfSet(request.plan(), kPlans, "plan"));
  RETURN_IF_ERROR(base::CheckNameIfSet(request.measurement(), kMeasurements, "measurement"));
  if (v1::RestatementState_IsValid(request.state())) return absl::OkStatus();
  return base::InvalidField("STATE_UNKNOWN", "state",
                            "Give one of the states of the proto, or none.");
}

absl::StatusOr<Decision> Propose(const v1::ProposeRestatementRequest& request,
                                 absl::string_view name, const Measurement& measurement,
                                 const Restatement* open, const v1::Indicator& indicator,
                                 const v1::Plan& plan, const By& by) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  if (indicator.source() == v1::VALUE_SOURCE_COMPUTED) {
    return Precondition("INDICATOR_COMPUTED",
                        "Facts give its values: where they come to differ, the service proposes a "
                        "restatement itself.");
  }
  if (measurement.state() != v1::MEASUREMENT_STATE_ACCEPTED) {
    return Precondition("MEASUREMENT_NOT_ACCEPTED",
                        "Nothing of it is published. Enter the right value instead.");
  }
  if (open != nullptr) {
    return Precondition("RESTATEMENT_OPEN",
                        absl::StrCat("A restatement of it waits for a decision: ", open->name(),
                                     ". Have it decided first."),
                        {{"restatement", open->name()}});
  }
  const Restatement& wanted = request.restatement();
  if (IsPublished(measurement, wanted.has_new_value(), wanted.new_value())) {
    return Precondition("VALUE_UNCHANGED", "This value is the one that was published.");
  }
  Restatement restatement = Begun(name, measurement, by.now);
  if (wanted.has_new_value()) *restatement.mutable_new_value() = wanted.new_value();
  restatement.set_cause(v1::RESTATEMENT_CAUSE_CORRECTION);
  restatement.set_grounds(wanted.grounds());
  restatement.set_evidence(wanted.evidence());
  restatement.set_proposer(std::string(by.person));
  return Decision::Create(std::move(restatement), "proposed");
}

absl::StatusOr<Decision> Accept(const Restatement& before, const Measurement& measurement,
                                const By& by) {
  ASSIGN_OR_RETURN(Restatement after, Decided(before, Verb::kAccept, by));
  Measurement restated = measurement;
  restated.clear_value();
  restated.clear_provenance();
  v1::AcceptedValue accepted;
  if (after.has_new_value()) {
    *accepted.mutable_value() = after.new_value();
    *restated.mutable_value() = after.new_value();
  }
  if (after.has_provenance()) {
    *accepted.mutable_provenance() = after.provenance();
    *restated.mutable_provenance() = after.provenance();
  }
  *accepted.mutable_value_date() = after.value_date();
  *restated.mutable_value_date() = after.value_date();
  measurements::Publish(std::move(accepted), by.now, &restated);
  return Decision::Of(std::move(after), EventOf(Verb::kAccept))
      .Also(std::move(restated), "restated");
}

absl::StatusOr<Decision> Reject(const Restatement& before,
                                const v1::RejectRestatementRequest& request, const By& by) {
  ASSIGN_OR_RETURN(Restatement after, Decided(before, Verb::kReject, by));
  after.set_rejection_reason(request.reason());
  return Decision::Of(std::move(after), EventOf(Verb::kReject)).Because(request.reason());
}

absl::StatusOr<Decision> ByFacts(const Measurement& measurement, const TakenFigure& figure,
                                 const std::vector<const Restatement*>& all, absl::string_view name,
                                 absl::Time now) {
  if (measurement.state() != v1::MEASUREMENT_STATE_ACCEPTED || figure.catching_up) {
    return Decision::Unchanged(measurement);
  }
  const bool settled = IsPublished(measurement, figure) ||
                       std::any_of(all.begin(), all.end(), [&](const Restatement* one) {
                         return WasRejected(measurement, figure, *one);
                       });
  for (const Restatement* one : all) {
    if (one->state() != v1::RESTATEMENT_STATE_PROPOSED) continue;
    return OfWaiting(*one, settled, figure, now);
  }
  if (settled) return Decision::Unchanged(measurement);
  Restatement restatement = Begun(name, measurement, now);
  TakeFigure(figure, now, &restatement);
  restatement.set_cause(v1::RESTATEMENT_CAUSE_FACTS);
  return Decision::Create(std::move(restatement), "proposed");
}

}  // namespace mandat::objectives::restatements
