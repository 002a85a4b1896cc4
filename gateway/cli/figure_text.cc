#include "gateway/cli/figure_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "gateway/cli/arguments.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/period.h"
#include "services/lib/base/timestamp.h"

namespace mandat::cli {
namespace {

using base::Period;
using objectives::v1::Figure;
using objectives::v1::Indicator;

// More than any budget; a hundred times as much is still a number of 64 bits.
constexpr int64_t kEurosMost = 10'000'000'000'000'000;

// `units` of `value` rounded half up: tenths of a percent, tenths, cents.
int64_t Rounded(const common::v1::Rational& value, int64_t units) {
  const absl::int128 twice = absl::int128(value.numerator()) * units * 2 + value.denominator();
  const absl::int128 divisor = absl::int128(value.denominator()) * 2;
  absl::int128 floor = twice / divisor;
  if (twice % divisor < 0) --floor;
  return static_cast<int64_t>(floor);
}

// 1640 = "1,640".
std::string Grouped(int64_t number) {
  if (number < 0) return absl::StrCat("-", Grouped(-number));
  if (number < 1000) return absl::StrCat(number);
  return absl::StrFormat("%s,%03d", Grouped(number / 1000), number % 1000);
}

// What stands before the point, for so many parts of a whole: -5 tenths are "-0".
std::string WholeText(int64_t parts, int64_t of_whole) {
  return absl::StrCat(parts < 0 ? "-" : "", Grouped(std::abs(parts / of_whole)));
}

// 941 tenths = "94.1"; whole numbers without a point.
std::string TenthsText(int64_t tenths) {
  const std::string whole = WholeText(tenths, 10);
  return tenths % 10 == 0 ? whole : absl::StrCat(whole, ".", std::abs(tenths % 10));
}

// -50 cents = "-0.50 EUR".
std::string CentsText(int64_t cents) {
  return absl::StrFormat("%s.%02d EUR", WholeText(cents, 100), std::abs(cents % 100));
}

// As long as the value is beside the largest one; shares beside the whole.
std::string FigureBar(const Indicator& indicator, const Figure& figure, int64_t largest) {
  if (!figure.has_value()) return "";
  return Bar(Rounded(figure.value(), 1000),
             indicator.unit() == objectives::v1::UNIT_SHARE ? 1000 : largest);
}

std::string PartText(const Figure& figure) {
  if (!figure.has_denominator()) return "";
  return absl::StrCat(Grouped(figure.numerator()), " of ", Grouped(figure.denominator()));
}

}  // namespace

absl::StatusOr<common::v1::Period> ParsePeriodText(absl::string_view text) {
  const std::vector<absl::string_view> days = absl::StrSplit(text, "..");
  if (days.size() == 2) {
    absl::CivilDay first, last;
    if (absl::ParseCivilTime(days[0], &first) && absl::ParseCivilTime(days[1], &last) &&
        first <= last) {
      return base::ToPeriod({first, last + 1});
    }
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  int year = 0, part = 0;
  if (absl::SimpleAtoi(parts[0], &year) && year >= 1900 && year <= 2999) {
    if (parts.size() == 1) {
      return base::ToPeriod({absl::CivilDay(year, 1, 1), absl::CivilDay(year + 1, 1, 1)});
    }
    absl::string_view second = parts[1];
    const bool quarter = absl::ConsumePrefix(&second, "q") || absl::ConsumePrefix(&second, "Q");
    const int months = quarter ? 3 : 1;
    if (parts.size() == 2 && absl::SimpleAtoi(second, &part) && part >= 1 && part <= 12 / months) {
      const absl::CivilMonth first(year, (part - 1) * months + 1);
      return base::ToPeriod({absl::CivilDay(first), absl::CivilDay(first + months)});
    }
  }
  return WrongUse(absl::StrCat("'", text,
                               "' is no period: write 2026, 2026-q4, 2026-11, or two "
                               "days as 2024-01-01..2028-12-31."));
}

std::string PeriodText(const common::v1::Period& period) {
  const absl::CivilDay first = base::ToDay(period.start_date());
  const absl::CivilDay end = base::ToDay(period.end_date()) + 1;
  const auto months = absl::CivilMonth(end) - absl::CivilMonth(first);
  if (first.day() == 1 && end.day() == 1) {
    if (months == 12 && first.month() == 1) return absl::StrCat(first.year());
    if (months == 3 && first.month() % 3 == 1) {
      return absl::StrCat(first.year(), "-q", (first.month() + 2) / 3);
    }
    if (months == 1) return absl::StrFormat("%d-%02d", first.year(), first.month());
  }
  return absl::StrCat(base::ToIso(first), "..", base::ToIso(end - 1));
}

std::string ValueText(objectives::v1::Unit unit, const common::v1::Rational* value) {
  if (value == nullptr) return "-";
  switch (unit) {
    case objectives::v1::UNIT_SHARE:
      return PermilleText(Rounded(*value, 1000));
    case objectives::v1::UNIT_CENTS:
      return CentsText(Rounded(*value, 1));
    default:
      return TenthsText(Rounded(*value, 10));
  }
}

std::string PermilleText(int64_t permille) { return absl::StrCat(TenthsText(permille), " %"); }

absl::StatusOr<common::v1::Rational> ParseValueText(objectives::v1::Unit unit,
                                                    absl::string_view text) {
  const absl::Status wrong = WrongUse(absl::StrCat(
      "'", text, "' is no value: write 12, 12.5, 87.5% or, of parts and wholes, 7/8."));
  common::v1::Rational value;
  value.set_denominator(1);
  const std::vector<absl::string_view> fraction = absl::StrSplit(text, '/');
  int64_t numerator = 0, denominator = 1;
  if (fraction.size() == 2) {
    if (unit == objectives::v1::UNIT_CENTS || !absl::SimpleAtoi(fraction[0], &numerator) ||
        !absl::SimpleAtoi(fraction[1], &denominator) || denominator <= 0) {
      return wrong;
    }
    value.set_numerator(numerator);
    value.set_denominator(denominator);
    return value;
  }
  absl::string_view number = absl::StripAsciiWhitespace(text);
  const bool percent = absl::ConsumeSuffix(&number, "%");
  number = absl::StripAsciiWhitespace(number);
  const std::vector<absl::string_view> parts = absl::StrSplit(number, '.');
  const absl::string_view decimals = parts.size() == 2 ? parts[1] : absl::string_view();
  constexpr size_t kDecimalsMost = 6;
  if (parts.size() > 2 || decimals.size() > kDecimalsMost ||
      !absl::SimpleAtoi(absl::StrCat(parts[0], decimals), &numerator)) {
    return wrong;
  }
  for (size_t i = 0; i < decimals.size(); ++i) denominator *= 10;
  if (percent) denominator *= 100;
  if (unit == objectives::v1::UNIT_CENTS) {
    const bool too_much = numerator > kEurosMost || numerator < -kEurosMost;
    if (percent || decimals.size() > 2 || too_much) return wrong;
    numerator *= 100 / denominator;
    denominator = 1;
  }
  value.set_numerator(numerator);
  value.set_denominator(denominator);
  return value;
}

std::string FiguresText(const Indicator& indicator, const std::vector<Figure>& figures,
                        const Reading& reading) {
  int64_t largest = 0;
  std::vector<std::vector<std::string>> rows;
  for (const Figure& figure : figures) {
    if (figure.has_value()) largest = std::max(largest, Rounded(figure.value(), 1000));
  }
  for (const Figure& figure : figures) {
    rows.push_back({PeriodText(figure.period()),
                    ValueText(indicator.unit(), figure.has_value() ? &figure.value() : nullptr),
                    PartText(figure), FigureBar(indicator, figure, largest)});
  }
  std::string text =
      absl::StrCat(indicator.number(), " ", base::Pick(indicator.title(), reading.language), "\n",
                   Table({"period", "figure", "part", ""}, rows, reading.width));
  if (figures.empty()) return text;
  for (const objectives::v1::FactSource& source : figures.back().sources()) {
    absl::StrAppend(&text, "As of position ", source.position(), " of ", source.service(), ".\n");
  }
  if (figures.back().catching_up()) {
    absl::StrAppend(&text, "Earlier events are still being counted.\n");
  }
  return text;
}

std::string FactText(const objectives::v1::Fact& fact) {
  return absl::StrCat(
      fact.role() == objectives::v1::FACT_ROLE_DENOMINATOR ? "whole  " : "part   ", fact.resource(),
      "@", fact.version(), "  ", fact.type().substr(fact.type().rfind('.') + 1), "  position ",
      fact.position(), fact.amount() == 1 ? "" : absl::StrCat("  +", fact.amount()));
}

}  // namespace mandat::cli
