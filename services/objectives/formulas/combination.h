#ifndef SERVICES_OBJECTIVES_FORMULAS_COMBINATION_H_
#define SERVICES_OBJECTIVES_FORMULAS_COMBINATION_H_

// Figures out of what was counted, and out of other figures.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/formula.pb.h"
#include "services/lib/base/rational.h"

namespace mandat::objectives::formulas {

// The value of a figure; absent where there is none.
using FigureValue = std::optional<base::Rational>;

// The value of a share; absent where the whole is 0. OUT_OF_RANGE `RATIONAL_OVERFLOW`.
absl::StatusOr<FigureValue> ShareOf(int64_t part, int64_t whole);

// What the operation makes of the figures of the indicators, as many as it takes and in their
// order; of a growth, the figure and that of the same period a year before. Absent where one of
// them is, or where one is divided by 0. OUT_OF_RANGE `RATIONAL_OVERFLOW` where the exact value, or
// a sum on the way to it, needs more than 64 bits.
absl::StatusOr<FigureValue> Combine(v1::Operation operation, absl::Span<const FigureValue> figures);

// The indicators that each indicator's formula combines, by name; those that combine none may be
// left out.
using Operands = std::map<std::string, std::vector<std::string>, std::less<>>;

// The indicators that make a circle, the first once more at the end: "indicators/a",
// "indicators/b", "indicators/a". Empty where there is none.
std::vector<std::string> FindCircle(const Operands& operands);

// What the formula combines; empty for a tally and a share.
std::vector<std::string> OperandsOf(const v1::Formula& formula);

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_COMBINATION_H_
