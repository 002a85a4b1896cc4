#include "services/socialaid/law/trace.h"

#include <algorithm>

#include "services/lib/base/status_macros.h"
#include "services/socialaid/law/right_length.h"

namespace mandat::socialaid::law {
namespace {

void TraceRuleAndAge(const Facts& facts, const Search& search, const Standing& standing,
                     CalculationWriter& writer) {
  const Law& law = search.law();
  writer.Step(
      "RULE_IN_FORCE_ON_CLAIM_DAY", ReferenceOf(law, Key::kRuleSet),
      {Argument::Date("claim_day", standing.claim_day), {"rule_set", int64_t{law.rule_set}}});
  if (!search.regime_counts()) {
    writer.Step("REGIME_BELOW_MINIMUM", ReferenceOf(law, Key::kPartTimeWeeklyHours),
                {{"reference_hours", facts.working_time.reference_hours_hundredths()},
                 {"weekly_hours", facts.working_time.weekly_hours_hundredths()}});
  }
  if (law.rule_set != v1::RULE_SET_BEFORE_2026_03) return;
  writer.Step("BRACKET_BY_AGE_ON_LAST_DAY", ReferenceOf(law, Key::kAgeDayOffset),
              {{"age", AgeOn(facts.birth, standing.last_day + law.Int(Key::kAgeDayOffset))},
               {"age_on_first_day", AgeOn(facts.birth, facts.start)},
               Argument::Date("first_day", facts.start),
               Argument::Date("last_day", standing.last_day)});
}

}  // namespace

void TraceEarlierLaws(absl::Span<const Search> searches, CalculationWriter& writer) {
  for (const Search& search : searches) {
    writer.Step("EARLIER_RULE_NOT_MET", ReferenceOf(search.law(), Key::kRuleSet),
                {Argument::Date("last_claim_day", search.law().claim_days.last),
                 {"rule_set", int64_t{search.law().rule_set}}});
  }
}

absl::Status TraceAdmission(const Facts& facts, const Search& search, const Hit& hit,
                            CalculationWriter& writer) {
  const auto& [line, standing] = hit;
  const int64_t scale = search.career().scale();
  TraceRuleAndAge(facts, search, standing, writer);
  const Day plain_start = AddMonths(standing.claim_day, -line.months);
  writer.Step("REFERENCE_PERIOD", line.legal_reference,
              {Argument::Date("first_day", standing.period.first),
               Argument::Date("last_day", standing.period.last),
               {"months", line.months},
               {"prolonged_days", plain_start - standing.period.first}});
  if (search.law().rule_set == v1::RULE_SET_FROM_2026_03 && facts.earlier_admission) {
    writer.Step("DAYS_AFTER_EARLIER_ADMISSION", line.legal_reference,
                {Argument::Date("admission", *facts.earlier_admission)});
  }
  ASSIGN_OR_RETURN(const base::Rational career, standing.career.ToRational(scale));
  ASSIGN_OR_RETURN(const base::Rational contract, standing.contract.ToRational(scale));
  writer.Step("DAYS_IN_REFERENCE_PERIOD", ReferenceOf(search.law(), Key::kFullQuarterDays),
              {{"career", career}, {"contract", contract}});
  if (line.asks_for_career()) {
    ASSIGN_OR_RETURN(const base::Rational before, standing.before.ToRational(scale));
    writer.Step("DAYS_BEFORE_REFERENCE_PERIOD", line.legal_reference,
                {{"days", before}, {"years", line.career_years}});
  }
  ASSIGN_OR_RETURN(const base::Rational counted, Add(career, contract));
  writer.Step(
      "CONDITION_MET", line.legal_reference,
      {{"counted", counted}, {"days", line.days}, {"line", line.code}, {"months", line.months}});
  return absl::OkStatus();
}

void TraceDays(const Facts& facts, const Search& search, const Hit& hit,
               const base::Rational& exact, const EndDates& ends, CalculationWriter& writer) {
  const Law& law = search.law();
  const int64_t days = hit.standing.days;
  writer.Step("DAYS_TO_WORK", ReferenceOf(law, Key::kRounding), {{"days", days}, {"exact", exact}});
  const Regime& regime = search.regime();
  if (regime.numerator != regime.denominator) {
    writer.Step("REGIME_STRETCHES_DAYS", ReferenceOf(law, Key::kDaysPerMonth),
                {{"contract_days", regime.ContractDays(days)},
                 {"reference_hours", facts.working_time.reference_hours_hundredths()},
                 {"weekly_hours", facts.working_time.weekly_hours_hundredths()}});
  }
  const int64_t interrupted = search.calendar().InterruptedDays(hit.standing.last_day);
  if (interrupted > 0) {
    writer.Step("EVENTS_PUSH_LAST_DAY", hit.line.legal_reference, {{"days", interrupted}});
  }
  const bool is_a = law[Key::kConvention] == v1::END_DATE_CONVENTION_A;
  writer.Step("LAST_DAY", ReferenceOf(law, Key::kConvention),
              {{"convention", absl::string_view(is_a ? "A" : "B")},
               Argument::Date("end_date_a", ends.a),
               Argument::Date("end_date_b", ends.b)});
}

void TraceRight(const Facts& facts, const Search& search, const Hit& hit,
                CalculationWriter& writer) {
  const Law& law = search.law();
  if (law.rule_set != v1::RULE_SET_FROM_2026_03) return;
  const int64_t scale = search.career().scale();
  const absl::int128 all = search.Past(facts.start).parts() / scale + hit.standing.days;
  // Two half-days of the past are a day of it.
  const auto beyond = static_cast<int64_t>(all) - hit.line.days;
  const int64_t extra = std::max<int64_t>(0, facts.half_days ? beyond / 2 : beyond);
  writer.Step("RIGHT_LENGTH", ReferenceOf(law, Key::kRightBaseMonths),
              {{"extra_days", extra}, {"months", RightMonths(law, extra)}});
}

absl::Status TraceRefusal(const Facts& facts, const Search& search, CalculationWriter& writer) {
  bool first = true;
  for (const Line& line : search.lines()) {
    const std::optional<Standing> standing = search.Longest(line);
    if (!standing) continue;
    if (first) TraceRuleAndAge(facts, search, *standing, writer);
    first = false;
    ASSIGN_OR_RETURN(const base::Rational counted,
                     standing->InPeriod().ToRational(search.career().scale()));
    writer.Step(
        "CONDITION_NOT_MET", line.legal_reference,
        {{"counted", counted}, {"days", line.days}, {"line", line.code}, {"months", line.months}});
  }
  return absl::OkStatus();
}

}  // namespace mandat::socialaid::law
