#include "services/socialaid/law/assimilation.h"

#include "absl/base/macros.h"

namespace mandat::socialaid::law {
namespace {

using enum Treatment;

constexpr char kWorked[] = "AR 25.11.1991 art. 37";
constexpr char kAssimilated[] = "AR 25.11.1991 art. 38";
constexpr char kProlonged[] = "AR 25.11.1991 art. 30 §3";
constexpr char kLaw2025[] = "Law-programme 18.7.2025";

// In the order of DayKind, from DAY_KIND_WORK.
constexpr KindRule kRules[] = {
    {v1::DAY_KIND_WORK, kCounts, kCounts, kWorked, kLaw2025},
    {v1::DAY_KIND_HOLIDAY, kCounts, kCounts, kAssimilated, kLaw2025},
    {v1::DAY_KIND_SICKNESS_PAID_BY_EMPLOYER, kCounts, kCounts, kAssimilated, kLaw2025},
    {v1::DAY_KIND_SICKNESS_INDEMNIFIED, kCounts, kProlongs, kAssimilated, kLaw2025},
    {v1::DAY_KIND_COMPENSATORY_REST, kCounts, kCounts, kAssimilated, kLaw2025},
    {v1::DAY_KIND_MATERNITY_LEAVE, kCounts, kCounts, kAssimilated, kLaw2025},
    {v1::DAY_KIND_TEMPORARY_UNEMPLOYMENT, kCounts, kCounts, kAssimilated, kLaw2025},
    {v1::DAY_KIND_STRIKE, kCounts, kCounts, kAssimilated, kLaw2025},
    {v1::DAY_KIND_UNPAID_ABSENCE, kCountsLimited, kNone, kAssimilated, kLaw2025},
    {v1::DAY_KIND_FULL_UNEMPLOYMENT, kCounts, kNone, kAssimilated, kLaw2025},
    {v1::DAY_KIND_WAITING_DAY, kCounts, kNone, kAssimilated, kLaw2025},
    {v1::DAY_KIND_VOCATIONAL_TRAINING, kCounts, kNone, kAssimilated, kLaw2025},
    {v1::DAY_KIND_SELF_EMPLOYMENT, kProlongs, kProlongs, kProlonged, kLaw2025},
    {v1::DAY_KIND_CAREER_BREAK, kProlongs, kProlongs, kProlonged, kLaw2025},
    {v1::DAY_KIND_IMPRISONMENT, kProlongs, kProlongs, kProlonged, kLaw2025},
};
static_assert(ABSL_ARRAYSIZE(kRules) == v1::DayKind_MAX);

}  // namespace

const KindRule& RuleOf(v1::DayKind kind) { return kRules[kind - 1]; }

Treatment TreatmentOf(v1::DayKind kind, const Law& law) {
  const KindRule& rule = RuleOf(kind);
  if (law.rule_set == v1::RULE_SET_FROM_2026_03) return rule.from_2026_03;
  if (rule.before_2026_03 == kProlongs && law[Key::kProlongedBefore] == 0) return kNone;
  return rule.before_2026_03;
}

}  // namespace mandat::socialaid::law
