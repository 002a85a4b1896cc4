#include "services/lib/base/money.h"

#include <limits>

#include "absl/numeric/int128.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/check_digits.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

constexpr int32_t kNanosPerCent = 10'000'000;
constexpr int32_t kNanosPerUnit = 1'000'000'000;

absl::Status Refused(absl::string_view field, absl::string_view message) {
  return InvalidField("MONEY_INVALID", field, message);
}

bool Fits(absl::int128 cents) {
  return cents >= std::numeric_limits<int64_t>::min() &&
         cents <= std::numeric_limits<int64_t>::max();
}

absl::StatusOr<Money> FromCents(absl::int128 cents, absl::string_view field) {
  if (!Fits(cents)) return Refused(field, "The amount is too large.");
  return Money{static_cast<int64_t>(cents)};
}

}  // namespace

absl::StatusOr<Money> ParseMoney(absl::string_view text, absl::string_view field) {
  absl::string_view units = text;
  const bool negative = absl::ConsumePrefix(&units, "-");
  std::string decimals = "00";
  if (const size_t point = units.find('.'); point != absl::string_view::npos) {
    decimals = std::string(units.substr(point + 1));
    if (decimals.size() == 1) decimals.push_back('0');
    units = units.substr(0, point);
  }
  if (units.empty() || !IsDigits(units, units.size()) || !IsDigits(decimals, 2)) {
    return Refused(field, "Write the amount as 12.34, with at most two decimals.");
  }
  int64_t whole = 0;
  int cents = 0;
  if (!absl::SimpleAtoi(units, &whole) || !absl::SimpleAtoi(decimals, &cents)) {
    return Refused(field, "The amount is too large.");
  }
  const absl::int128 magnitude = absl::int128(whole) * 100 + cents;
  return FromCents(negative ? -magnitude : magnitude, field);
}

absl::StatusOr<Money> ParseMoney(const google::type::Money& money, absl::string_view field) {
  if (money.currency_code() != kEuro) return Refused(field, "Only EUR is accepted.");
  const int32_t nanos = money.nanos();
  if (nanos <= -kNanosPerUnit || nanos >= kNanosPerUnit) {
    return Refused(field, "Nanos must be less than one unit.");
  }
  if ((money.units() > 0 && nanos < 0) || (money.units() < 0 && nanos > 0)) {
    return Refused(field, "Units and nanos must have the same sign.");
  }
  if (nanos % kNanosPerCent != 0) return Refused(field, "Fractions of a cent are not accepted.");
  return FromCents(absl::int128(money.units()) * 100 + nanos / kNanosPerCent, field);
}

std::string ToText(Money money) {
  // The sign apart: "-0.50" has no unit that could carry it. Unsigned: the least int64 has no
  // negation.
  const bool negative = money.cents < 0;
  const uint64_t cents = static_cast<uint64_t>(money.cents);
  const uint64_t magnitude = negative ? uint64_t{0} - cents : cents;
  return absl::StrCat(negative ? "-" : "", magnitude / 100, ".",
                      TwoDigits(static_cast<int>(magnitude % 100)));
}

google::type::Money ToMoney(Money money) {
  google::type::Money message;
  message.set_currency_code(kEuro);
  message.set_units(money.cents / 100);
  message.set_nanos(static_cast<int32_t>(money.cents % 100) * kNanosPerCent);
  return message;
}

absl::StatusOr<Money> Add(Money a, Money b) {
  const absl::int128 sum = absl::int128(a.cents) + b.cents;
  if (!Fits(sum)) {
    return Error(absl::StatusCode::kOutOfRange, "MONEY_OVERFLOW", "The sum is too large.");
  }
  return Money{static_cast<int64_t>(sum)};
}

}  // namespace mandat::base
