#ifndef SERVICES_OBJECTIVES_ASSESSMENT_AGGREGATE_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_AGGREGATE_H_

// What values of shorter periods give for a longer one.

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/rational.h"

namespace mandat::objectives {

// The value of one of the shorter periods.
struct Piece {
  // None where it has no value.
  std::optional<base::Rational> value;
  // Part and whole as they were counted, which the reduced value no longer says.
  int64_t numerator = 0;
  int64_t denominator = 1;
};

// Of pieces oldest first; those without value are passed over, and where none has one, there is
// none.
//
//   | aggregation | gives                                  |
//   |-------------|----------------------------------------|
//   | LAST        | the latest value                       |
//   | SUM         | all added up                           |
//   | AVERAGE     | their mean, each counting the same     |
//   | RATIO       | all parts over all wholes              |
//
// A cumulative indicator already holds what came before: its latest value stands, whatever its
// aggregation is. OUT_OF_RANGE `RATIONAL_OVERFLOW`.
absl::StatusOr<std::optional<base::Rational>> Aggregate(const v1::Indicator& indicator,
                                                        absl::Span<const Piece> pieces);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_AGGREGATE_H_
