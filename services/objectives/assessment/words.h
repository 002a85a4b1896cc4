#ifndef SERVICES_OBJECTIVES_ASSESSMENT_WORDS_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_WORDS_H_

// Values in words: "87,5 %", "12 500 EUR", "3 jours".

#include <cstdint>

#include "mandat/common/v1/types.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/rational.h"

namespace mandat::objectives {

// `value` with its unit and at most two decimals (of a percent, of a euro). What is finer is cut
// off towards what is worse by `direction`, so that no text says more than was reached: 99,996 % is
// "99,99 %". Beyond 64 bits of hundredths, the exact fraction.
common::v1::LocalizedText WordsOf(const base::Rational& value, v1::Unit unit,
                                  v1::Direction direction);

// Permille as the number of a percentage: 875 is "87,5".
base::Figure Percent(int64_t permille);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_WORDS_H_
