#ifndef SERVICES_SOCIALAID_LAW_PARAMETERS_H_
#define SERVICES_SOCIALAID_LAW_PARAMETERS_H_

// Every figure of the law of article 60 as dated, sourced data. No other file of this library knows
// a legal figure.
//
// Bitemporal: a value is in force for claim days from `in_force_from`, and known from `known_from`.
// Which rule set applies to a claim day is itself such a value (`claim.rule_set`), so a draft
// reform can be tried on any date.
//
// What the sources do not say has a documented default here, marked kUnverified:
// - no cap on the days of a quarter but the 78 of an uninterrupted full one (`count.quarter_cap` =
//   0 = none);
// - the career alternatives of a higher age bracket are not open to a younger worker: the list for
//   those under 36 has none (`admission.before_2026_03.higher_bracket_with_career` = 0);
// - self-employment, career break and imprisonment prolong the reference period under the old rule
//   as under the new (`reference.before_2026_03.prolonged` = 1), as the list of art. 30 §3 was not
//   found;
// - a voluntary part-time worker has the same lines in half-days, in reference periods that are not
//   longer (`admission.before_2026_03.part_time_extra_months` = 0);
// - a fraction of a day is rounded up, once, at the end (`count.rounding` = 1, the only way there
//   is).

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/socialaid/law/days.h"

namespace mandat::socialaid::law {

// What a figure is called in the code. Names, units and ranges: parameter_table.cc.
enum class Key : uint8_t {
  kRuleSet,
  kClaimDayOffset,
  kAgeDayOffset,
  kConvention,
  kDaysPerMonth,
  kFullQuarterDays,
  kWeekDays,
  kQuarterCap,
  kHalfDayQuarterCap,
  kRounding,
  kLongestContractMonths,
  kPartTimeWeeklyHours,
  kPartTimeShare,
  kSecondBracketAge,
  kThirdBracketAge,
  kDaysUnder36,
  kMonthsUnder36,
  kDaysFrom36,
  kMonthsFrom36,
  kDaysFrom50,
  kMonthsFrom50,
  kCareerYears,
  kCareerDays,
  kCareerDaysPerMissing,
  kCareerLineDaysFrom36,
  kMissingLineDaysFrom36,
  kCareerLineDaysFrom50,
  kMissingLineDaysFrom50,
  kHigherBracketWithCareer,
  kPartTimeExtraMonths,
  kUnpaidAbsenceDays,
  kProlongedBefore,
  kDaysAnyAge,
  kHalfDaysAnyAge,
  kMonthsAnyAge,
  kSelfEmploymentMonths,
  kRightBaseMonths,
  kRightDaysPerMonth,
  kRightExtraMonths,
};
inline constexpr int kKeys = static_cast<int>(Key::kRightExtraMonths) + 1;

// How far a value may be trusted.
enum class Source : char {
  kPublished = 'P',   // a page of the body concerned, or a law text
  kSecondary = '2',   // press, unions, training offices
  kContext = 'W',     // a sentence without its article
  kComputed = 'C',    // the arithmetic is right, the legal reading ours
  kUnverified = 'U',  // no text found: a default of ours
};

// What is fixed about a key: its public name, its unit, the range of its values, and the rule sets
// that consult it.
struct KeyFacts {
  absl::string_view name;
  absl::string_view unit;
  int64_t min;
  int64_t max;
  bool before_2026_03;
  bool from_2026_03;
};
const KeyFacts& FactsOf(Key key);

// One dated value.
struct Parameter {
  Key key;
  int64_t value;
  absl::CivilDay in_force_from;
  absl::CivilDay known_from;
  std::string legal_reference;
  Source source;
};

// The law as it is built in, all versions. The service stores it and answers with what is stored
// (published_law.h).
absl::Span<const Parameter> DefaultParameters();

// INVALID_ARGUMENT `PARAMETER_OUT_OF_RANGE` (metadata `key`, `value`).
absl::Status CheckRange(const Parameter& row);

// The law that holds for the claim days of a span without change.
struct Law {
  DaySpan claim_days;
  v1::RuleSet rule_set = v1::RULE_SET_UNSPECIFIED;
  // Null where the key has no value yet and the rule set does not need one.
  std::array<const Parameter*, kKeys> rows{};

  int64_t operator[](Key key) const {
    const Parameter* row = rows[static_cast<size_t>(key)];
    return row == nullptr ? 0 : row->value;
  }
  int Int(Key key) const { return static_cast<int>((*this)[key]); }
};

// Where the value stands written that the law has for a key; its rule set consults the key.
inline absl::string_view ReferenceOf(const Law& law, Key key) {
  const std::string& reference = law.rows[static_cast<size_t>(key)]->legal_reference;
  return {reference.data(), reference.size()};
}

// The parameters that an answer consulted, ready to be written.
struct UsedParameters {
  std::vector<v1::UsedParameter> rows;  // by key, then in force from
  std::string digest;                   // SHA-256 over CanonicalText, 64 hex digits
  std::string fields;                   // both as the fields of an Article60Calculation, serialised
};

// All that is known of the law on a day, by claim day. Immutable.
class Parameters {
 public:
  // Takes the rows with `known_from` <= `known_on`; of two for one key and day in force, the one
  // known later holds. INVALID_ARGUMENT (PARAMETER_OUT_OF_RANGE), FAILED_PRECONDITION
  // (PARAMETER_MISSING, metadata `key` and `from`): a rule set lacks a value from that day on.
  static absl::StatusOr<Parameters> Make(absl::Span<const Parameter> rows, absl::CivilDay known_on);

  // The built-in law as known today and later.
  static const Parameters& Default();

  Parameters(Parameters&&) = default;
  Parameters& operator=(Parameters&&) = default;

  // In the order of claim days, without gaps.
  absl::Span<const Law> laws() const { return laws_; }

  // The law on a claim day. Days before the first one get the first one.
  const Law& On(Day claim_day) const { return laws_[IndexOf(claim_day)]; }
  // Its place in laws().
  size_t IndexOf(Day claim_day) const;

  // What an answer used that consulted the laws `first` to `last`, both included, of laws().
  const UsedParameters& Used(size_t first, size_t last) const {
    return used_[first * laws_.size() + last];
  }

 private:
  Parameters() = default;

  std::vector<Parameter> rows_;
  std::vector<Law> laws_;
  std::vector<UsedParameters> used_;  // laws × laws; the lower half is empty
};

// The text that the digest covers: a line `rule_set=N` for each rule set, then
// `key=value@in_force/known` by key.
std::string CanonicalText(absl::Span<const v1::RuleSet> rule_sets,
                          absl::Span<const v1::UsedParameter> rows);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_PARAMETERS_H_
