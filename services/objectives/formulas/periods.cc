#include "services/objectives/formulas/periods.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/formulas/frequency.h"

namespace mandat::objectives::formulas {
namespace {

using base::Period;

absl::string_view NameOf(int months) {
  switch (months) {
    case 1:
      return "a calendar month";
    case 3:
      return "a calendar quarter";
    case kMonthsOfYear:
      return "a calendar year";
    default:
      return "the period of the plan";
  }
}

}  // namespace

Periods::Periods(v1::Frequency frequency, const Period& term)
    : months_(MonthsOf(frequency)), term_(term) {}

Period Periods::From(absl::CivilMonth first) const {
  return {absl::CivilDay(first), absl::CivilDay(first + months_)};
}

std::optional<Period> Periods::Of(absl::CivilDay day) const {
  if (is_term()) return base::Contains(term_, day) ? std::optional(term_) : std::nullopt;
  const absl::CivilMonth month(day);
  return From(month - (month.month() - 1) % months_);
}

std::string Periods::KeyOf(const Period& period) const {
  const absl::CivilDay first = period.start;
  switch (months_) {
    case 1:
      return absl::StrFormat("%04d-%02d", first.year(), first.month());
    case 3:
      return absl::StrFormat("%04d-q%d", first.year(), (first.month() + 2) / 3);
    case kMonthsOfYear:
      return absl::StrFormat("%04d", first.year());
    default:
      return "term";
  }
}

std::optional<Period> Periods::Before(const Period& period) const {
  if (is_term()) return std::nullopt;
  return From(absl::CivilMonth(period.start) - months_);
}

std::optional<Period> Periods::YearBefore(const Period& period) const {
  if (is_term()) return std::nullopt;
  return From(absl::CivilMonth(period.start) - kMonthsOfYear);
}

std::vector<Period> Periods::BeginningIn(const Period& span, size_t most) const {
  std::vector<Period> periods;
  if (is_term()) {
    if (base::Contains(span, term_.start) && most > 0) periods.push_back(term_);
    return periods;
  }
  Period next = *Of(span.start);
  if (next.start < span.start) next = From(absl::CivilMonth(next.end));
  while (next.start < span.end && periods.size() < most) {
    periods.push_back(next);
    next = From(absl::CivilMonth(next.end));
  }
  return periods;
}

absl::StatusOr<Period> Periods::Parse(const common::v1::Period& period,
                                      absl::string_view field) const {
  ASSIGN_OR_RETURN(const Period parsed, base::ParsePeriod(period, field));
  if (Of(parsed.start) == parsed) return parsed;
  return base::InvalidField(
      "PERIOD_INVALID", field,
      absl::StrCat("Give the first and the last day of ", NameOf(months_), "."));
}

}  // namespace mandat::objectives::formulas
