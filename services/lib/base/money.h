#ifndef SERVICES_LIB_BASE_MONEY_H_
#define SERVICES_LIB_BASE_MONEY_H_

// Amounts of money, exact: whole cents of euro. No other currency is accepted, so that no sum can
// mix two.

#include <compare>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/money.pb.h"

namespace mandat::base {

// The ISO 4217 code under which amounts travel.
inline constexpr char kEuro[] = "EUR";

// An amount in euro; may be negative.
struct Money {
  int64_t cents = 0;

  friend auto operator<=>(const Money&, const Money&) = default;
};

// The amount that `text` writes: an optional minus, digits, and a point with one or two decimals
// where there are cents ("0.01", "-12.5", "1314"). `MONEY_INVALID` for any other text and for
// amounts beyond 64 bits of cents.
absl::StatusOr<Money> ParseMoney(absl::string_view text, absl::string_view field);

// The amount of `money`. `MONEY_INVALID`: another currency than EUR, a fraction of a cent, units
// and nanos of different signs, nanos beyond one unit, more than 64 bits of cents.
absl::StatusOr<Money> ParseMoney(const google::type::Money& money, absl::string_view field);

// With two decimals: "0.01", "-12.50".
std::string ToText(Money money);

// The same amount on the wire.
google::type::Money ToMoney(Money money);

// The sum; OUT_OF_RANGE `MONEY_OVERFLOW` beyond 64 bits of cents.
absl::StatusOr<Money> Add(Money a, Money b);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_MONEY_H_
