#include "services/objectives/targets/rules.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/request_checks.h"
#include "services/objectives/checks.h"
#include "services/objectives/names.h"
#include "services/objectives/plans/rules.h"

namespace mandat::objectives::targets {
namespace {

using base::Error;
using base::InvalidField;
using ledger::Decision;
using v1::Target;

constexpr size_t kActBytes = 200;
constexpr size_t kWordsBytes = 1000;
constexpr int kWholePermille = 1000;
constexpr int kMonthsMost = 60;
constexpr int kTimesMost = 366;
constexpr int kDayMost = 31;

absl::Status CheckValue(bool present, const common::v1::Rational& value, absl::string_view field) {
  if (!present) return base::Required(field);
  return base::ParseRational(value, field).status();
}

absl::Status CheckDay(bool present, const google::type::Date& day, absl::string_view field) {
  if (!present) return base::Required(field);
  return base::CheckDayOfCentury(day, field);
}

absl::Status CheckDayIfSet(bool present, const google::type::Date& day, absl::string_view field) {
  return present ? base::CheckDayOfCentury(day, field) : absl::OkStatus();
}

absl::Status CheckCoverage(const v1::FullCoverageTarget& target) {
  RETURN_IF_ERROR(CheckDayIfSet(target.has_by(), target.by(), "target.full_coverage.by"));
  return base::CheckTextIfSet(target.before_act(), kActBytes, "target.full_coverage.before_act");
}

absl::Status CheckMultiply(const v1::MultiplyTarget& target) {
  const char* const factor = "target.multiply.factor";
  RETURN_IF_ERROR(CheckValue(target.has_factor(), target.factor(), factor));
  if (target.factor().numerator() <= 0) {
    return InvalidField("RATIONAL_INVALID", factor, "Give a factor above 0.");
  }
  return CheckDay(target.has_by(), target.by(), "target.multiply.by");
}

absl::Status CheckReduce(const v1::ReduceTarget& target) {
  if (target.rate_permille() < 1 || target.rate_permille() > kWholePermille) {
    return InvalidField("RATE_INVALID", "target.reduce.rate_permille",
                        "Give 1 to 1000 permille a year.");
  }
  return CheckDayIfSet(target.has_until(), target.until(), "target.reduce.until");
}

absl::Status CheckRhythm(int value, int most, absl::string_view field) {
  if (value >= 1 && value <= most) return absl::OkStatus();
  return InvalidField("RHYTHM_INVALID", field, absl::StrCat("Give 1 to ", most, "."));
}

absl::Status CheckEvery(const v1::EveryTarget& target) {
  switch (target.rhythm_case()) {
    case v1::EveryTarget::kMonths:
      return CheckRhythm(target.months(), kMonthsMost, "target.every.months");
    case v1::EveryTarget::kTimesAYear:
      return CheckRhythm(target.times_a_year(), kTimesMost, "target.every.times_a_year");
    case v1::EveryTarget::kDayOfMonth:
      return CheckRhythm(target.day_of_month(), kDayMost, "target.every.day_of_month");
    case v1::EveryTarget::RHYTHM_NOT_SET:
      break;
  }
  return base::Required("target.every");
}

absl::Status CheckShape(const Target& target) {
  switch (target.shape_case()) {
    case Target::kReach:
      RETURN_IF_ERROR(
          CheckValue(target.reach().has_value(), target.reach().value(), "target.reach.value"));
      return CheckDay(target.reach().has_by(), target.reach().by(), "target.reach.by");
    case Target::kKeep:
      return CheckValue(target.keep().has_level(), target.keep().level(), "target.keep.level");
    case Target::kFullCoverage:
      return CheckCoverage(target.full_coverage());
    case Target::kMultiply:
      return CheckMultiply(target.multiply());
    case Target::kReduce:
      return CheckReduce(target.reduce());
    case Target::kEvery:
      return CheckEvery(target.every());
    case Target::kMilestone:
      return CheckDay(target.milestone().has_by(), target.milestone().by(), "target.milestone.by");
    case Target::kContinuous:
      return absl::OkStatus();
    case Target::SHAPE_NOT_SET:
      break;
  }
  return base::Required("target.shape");
}

absl::Status Precondition(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

// Whether the indicator can show such a thing.
absl::Status CheckFits(const Target& target, const v1::Indicator& indicator) {
  if (NeedsBaseline(target) && !indicator.has_baseline()) {
    return Precondition("BASELINE_MISSING",
                        "A multiple or a reduction counts from the baseline. Give the indicator "
                        "its baseline first.");
  }
  if (target.has_full_coverage() && indicator.unit() != v1::UNIT_SHARE) {
    return Precondition("TARGET_SHAPE_INVALID",
                        "Full coverage is a share of 100 %. Give a value to reach instead.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckSet(const v1::SetTargetRequest& request, absl::CivilDay today) {
  const Target& target = request.target();
  RETURN_IF_ERROR(base::CheckName(target.indicator(), kIndicators, "target.indicator"));
  RETURN_IF_ERROR(CheckShape(target));
  RETURN_IF_ERROR(base::ValidateLocalizedText(target.words(), kWordsBytes, "target.words"));
  RETURN_IF_ERROR(CheckDayIfSet(target.has_valid_from(), target.valid_from(), "target.valid_from"));
  if (target.has_basis()) RETURN_IF_ERROR(CheckCitation(target.basis(), "target.basis", today));
  return base::CheckIdIfSet(request.target_id(), "target_id");
}

absl::Status CheckList(const v1::ListTargetsRequest& request) {
  RETURN_IF_ERROR(base::CheckNameIfSet(request.plan(), kPlans, "plan"));
  return base::CheckNameIfSet(request.indicator(), kIndicators, "indicator");
}

bool NeedsBaseline(const Target& target) { return target.has_multiply() || target.has_reduce(); }

absl::StatusOr<Decision> Set(const v1::SetTargetRequest& request, absl::string_view name,
                             const v1::Plan& plan, const v1::Indicator& indicator,
                             const Target* before) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  if (plan.state() != v1::PLAN_STATE_DRAFT && !request.target().has_basis()) {
    return Precondition("TARGET_WITHOUT_DECISION",
                        "The plan is adopted: cite in `basis` the decision or amendment that sets "
                        "the target.");
  }
  RETURN_IF_ERROR(CheckFits(request.target(), indicator));
  Target target = request.target();
  base::KeepSettable(&target);
  target.set_name(std::string(name));
  target.set_owner(plan.owner());
  target.set_supervisor(plan.supervisor());
  target.set_plan(plan.name());
  if (before == nullptr) return Decision::Create(std::move(target), "set");
  target.set_replaces(before->name());
  Target replaced = *before;
  replaced.set_replaced_by(target.name());
  return Decision::Create(std::move(target), "set").Also(std::move(replaced), "replaced");
}

}  // namespace mandat::objectives::targets
