#ifndef SERVICES_SOCIALAID_LAW_ANSWER_H_
#define SERVICES_SOCIALAID_LAW_ANSWER_H_

// How long must this person work under article 60 §7 to open the right to full unemployment
// benefits?
//
// The rule that decides: the smallest number of days such that a claim on the day after the last
// day worked is admitted under the rule in force on that claim day, with the age reached on the
// last day. (Both days are parameters.)
//
// Readings:
// - The fewest days decide, also where events count under one rule only and a claim with more days
//   could come sooner; with equally few days it is the earlier rule.
// - A contract is not searched beyond 42 months of contract days, the longest reference period:
//   none adds days to a line after that.
// - Nothing here says whether the centre may offer such a contract: that a part-time one is at
//   least half-time and at most six months, and that the last job lasts four weeks (one source
//   only), are not conditions of admission here.
// - `days_exact` is what the line that is met lacks without the contract. Where that is a day or
//   more below `days`, not the count decided but the calendar (the day on which a rule or a bracket
//   begins), and `days_exact` is `days`.
// - The last day comes from the rounded days.
// - Days of the career on or after the start of the contract do not count, nor do they prolong.
// - Under the rule from 1.3.2026 nothing counts up to and including the day of an earlier
//   admission.
// - More of a career never means more days to work where what is added is counted work. It can
//   where it is an event that prolongs the reference period, as that takes days out of the ten
//   years before it; and where it is unpaid absence, as the first ten days of a year are those that
//   count.

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/socialaid/law/parameters.h"

namespace mandat::socialaid::law {

// The answer for a request and the person's birth date, as its canonical bytes: the same facts and
// parameters always give the same bytes. Errors: those of ReadFacts; RATIONAL_OVERFLOW where the
// exact days need more than 64 bits.
//
// Steps of the trace, with their arguments in alphabetical order:
// - EARLIER_RULE_NOT_MET: last_claim_day, rule_set
// - RULE_IN_FORCE_ON_CLAIM_DAY: claim_day, rule_set
// - REGIME_BELOW_MINIMUM: reference_hours, weekly_hours (hundredths)
// - BRACKET_BY_AGE_ON_LAST_DAY: age, age_on_first_day, first_day, last_day
// - REFERENCE_PERIOD: first_day, last_day, months, prolonged_days
// - DAYS_AFTER_EARLIER_ADMISSION: admission
// - DAYS_IN_REFERENCE_PERIOD: career, contract
// - DAYS_BEFORE_REFERENCE_PERIOD: days, years
// - CONDITION_MET, CONDITION_NOT_MET: counted, days, line, months
// - DAYS_TO_WORK: days, exact
// - REGIME_STRETCHES_DAYS: contract_days, reference_hours, weekly_hours (hundredths)
// - EVENTS_PUSH_LAST_DAY: days
// - LAST_DAY: convention, end_date_a, end_date_b
// - RIGHT_LENGTH: extra_days, months
absl::StatusOr<std::string> AnswerBytes(const v1::Article60Request& request, absl::CivilDay birth,
                                        const Parameters& parameters);

// The same as a message.
absl::StatusOr<v1::Article60Calculation> Answer(const v1::Article60Request& request,
                                                absl::CivilDay birth, const Parameters& parameters);

// The canonical bytes of a calculation: CanonicalBytes(Answer(x)) is AnswerBytes(x).
std::string CanonicalBytes(const v1::Article60Calculation& calculation);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_ANSWER_H_
