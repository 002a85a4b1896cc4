#include "services/objectives/assessment/aggregate.h"

#include "services/lib/base/status_macros.h"

namespace mandat::objectives {

using base::Rational;

absl::StatusOr<std::optional<Rational>> Aggregate(const v1::Indicator& indicator,
                                                  absl::Span<const Piece> pieces) {
  const v1::Aggregation how =
      indicator.cumulative() ? v1::AGGREGATION_LAST : indicator.aggregation();
  std::optional<Rational> latest;
  Rational sum, parts, wholes;
  int64_t count = 0;
  for (const Piece& piece : pieces) {
    if (!piece.value.has_value()) continue;
    latest = piece.value;
    ++count;
    ASSIGN_OR_RETURN(sum, base::Add(sum, *piece.value));
    ASSIGN_OR_RETURN(parts, base::Add(parts, piece.numerator));
    ASSIGN_OR_RETURN(wholes, base::Add(wholes, piece.denominator));
  }
  if (count == 0) return std::nullopt;
  switch (how) {
    case v1::AGGREGATION_SUM:
      return sum;
    case v1::AGGREGATION_AVERAGE: {
      ASSIGN_OR_RETURN(const Rational mean, base::Divide(sum, count));
      return mean;
    }
    case v1::AGGREGATION_RATIO: {
      // Every piece has a value, so no whole is zero.
      ASSIGN_OR_RETURN(const Rational ratio, base::Divide(parts, wholes));
      return ratio;
    }
    default:
      return latest;
  }
}

}  // namespace mandat::objectives
