#ifndef SERVICES_SOCIALAID_LAW_TRACE_H_
#define SERVICES_SOCIALAID_LAW_TRACE_H_

// The steps of an answer, in the order in which a person would reason. Codes and arguments:
// answer.h.

#include "absl/types/span.h"
#include "services/lib/base/rational.h"
#include "services/socialaid/law/calculation_writer.h"
#include "services/socialaid/law/facts.h"
#include "services/socialaid/law/search.h"

namespace mandat::socialaid::law {

// Last days by both conventions.
struct EndDates {
  Day a = 0;
  Day b = 0;
};

// That the laws which were searched before did not admit.
void TraceEarlierLaws(absl::Span<const Search> searches, CalculationWriter& writer);

// Why the claim is admitted. RATIONAL_OVERFLOW as AnswerBytes.
absl::Status TraceAdmission(const Facts& facts, const Search& search, const Hit& hit,
                            CalculationWriter& writer);

// How many days it takes and until when.
void TraceDays(const Facts& facts, const Search& search, const Hit& hit,
               const base::Rational& exact, const EndDates& ends, CalculationWriter& writer);

// How long the right lasts, where the law says.
void TraceRight(const Facts& facts, const Search& search, const Hit& hit,
                CalculationWriter& writer);

// Why no contract of the regime is admitted under the law that was searched last.
absl::Status TraceRefusal(const Facts& facts, const Search& search, CalculationWriter& writer);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_TRACE_H_
