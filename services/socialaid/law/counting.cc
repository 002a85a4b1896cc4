#include "services/socialaid/law/counting.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/law/assimilation.h"
#include "services/socialaid/law/quarters.h"

namespace mandat::socialaid::law {
namespace {

// No quarter lies in fewer days: 90, less a Sunday. (Only one of 92 has one at both edges.)
constexpr Day kShortestQuarter = 89;

// `a` and `b` hold 62 bits; 0 where their least common multiple does not.
int64_t CommonMultiple(int64_t a, int64_t b) {
  if (a % b == 0) return a;
  const absl::int128 multiple = absl::int128(a / std::gcd(a, b)) * b;
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max() / 2;
  return multiple > kMost ? 0 : static_cast<int64_t>(multiple);
}

DaySpan YearOf(Day day) {
  const absl::CivilYear year(ToCivilDay(day));
  return {ToDay(absl::CivilDay(year)), ToDay(absl::CivilDay(year + 1)) - 1};
}

}  // namespace

absl::StatusOr<Career> Career::Make(absl::Span<const Spell> spells, const Law& law, bool half_days,
                                    int64_t regime_denominator, Day contract_start) {
  Career career;
  career.units_a_day_ = half_days ? 2 : 1;
  career.full_quarter_days_ = law[Key::kFullQuarterDays];
  career.quarter_cap_ = law[half_days ? Key::kHalfDayQuarterCap : Key::kQuarterCap];
  career.unpaid_limit_ = law[Key::kUnpaidAbsenceDays];
  career.pieces_.reserve(spells.size());
  career.shares_.reserve(spells.size());
  const int64_t week_days = law[Key::kWeekDays];
  std::vector<const Spell*> unpaid;
  for (const Spell& spell : spells) {
    const Treatment treatment = TreatmentOf(spell.kind, law);
    if (treatment == Treatment::kCountsLimited) unpaid.push_back(&spell);
    if (treatment != Treatment::kCounts) continue;
    if (spell.uninterrupted) {
      career.pieces_.push_back({spell.days, 0});
    } else {
      career.AddShare(spell.days, spell.amount * week_days, spell.a_week);
    }
  }
  std::stable_sort(unpaid.begin(), unpaid.end(),
                   [](const Spell* a, const Spell* b) { return a->days.first < b->days.first; });
  for (const Spell* spell : unpaid)
    RETURN_IF_ERROR(career.AddUnpaidAbsence(*spell, law, contract_start));
  career.JoinPieces();
  RETURN_IF_ERROR(career.ChooseScale(regime_denominator));
  return career;
}

void Career::AddShare(DaySpan span, int64_t days_numerator, int64_t days_denominator) {
  const int64_t numerator = days_numerator * units_a_day_;
  const int64_t divisor = std::gcd(numerator, days_denominator);
  shares_.push_back(
      {span, MondaysToSaturdays(span), numerator / divisor, days_denominator / divisor, 0});
}

absl::Status Career::AddUnpaidAbsence(const Spell& spell, const Law& law, Day contract_start) {
  const int work_days = MondaysToSaturdays(spell.days);
  const Day end = std::min(spell.days.last, contract_start - 1);
  for (Day first = spell.days.first; first <= end;) {
    const DaySpan year = YearOf(first);
    const DaySpan part = Intersection(year, {first, end});
    first = year.last + 1;
    base::Rational& taken = unpaid_taken_[ToCivilDay(part.first).year()];
    ASSIGN_OR_RETURN(const base::Rational left, Subtract(unpaid_limit_, taken));
    base::Rational days = MondaysToSaturdays(part);
    if (spell.uninterrupted) {
      days = std::min<base::Rational>(days, left.Floor());
      if (days > 0) pieces_.push_back({{part.first, WorkDay(part.first, days.numerator())}, 0});
    } else {
      // The share of the part, in full days, up to what is left.
      const bool whole = part == spell.days;
      ASSIGN_OR_RETURN(days, base::Rational::Of(spell.amount * law[Key::kWeekDays] *
                                                    (whole ? 1 : MondaysToSaturdays(part)),
                                                spell.a_week * (whole ? 1 : work_days)));
      days = std::min(days, left);
      AddShare(part, days.numerator(), days.denominator());
    }
    ASSIGN_OR_RETURN(taken, Add(taken, days));
  }
  return absl::OkStatus();
}

void Career::JoinPieces() {
  std::sort(pieces_.begin(), pieces_.end(),
            [](const Piece& a, const Piece& b) { return a.span.first < b.span.first; });
  size_t joined = 0;
  for (const Piece& piece : pieces_) {
    // A Sunday between two spells interrupts nothing.
    if (joined > 0 &&
        MondaysToSaturdays({pieces_[joined - 1].span.last + 1, piece.span.first - 1}) == 0) {
      Day& last = pieces_[joined - 1].span.last;
      last = std::max(last, piece.span.last);
    } else {
      pieces_[joined++] = piece;
    }
  }
  pieces_.resize(joined);
  for (Piece& piece : pieces_) piece.days = FullTimeDays(piece.span);
}

absl::Status Career::ChooseScale(int64_t regime_denominator) {
  scale_ = regime_denominator;
  for (const Share& share : shares_) {
    scale_ = CommonMultiple(scale_, share.denominator);
    if (scale_ == 0) {
      return base::Error(absl::StatusCode::kOutOfRange, "RATIONAL_OVERFLOW",
                         "The regimes of the career have no common denominator of 62 bits.");
    }
  }
  for (Share& share : shares_) {
    share.parts = absl::int128(share.numerator) * (scale_ / share.denominator);
  }
  return absl::OkStatus();
}

int64_t Career::FullTimeDays(DaySpan span) const {
  if (span.last - span.first + 1 < kShortestQuarter) return MondaysToSaturdays(span);
  const FullQuarters quarters = FullQuarters::In(span);
  if (quarters.last < quarters.first) return MondaysToSaturdays(span);
  return MondaysToSaturdays({span.first, FirstDayOf(quarters.first) - 1}) +
         full_quarter_days_ * (quarters.last - quarters.first + 1) +
         MondaysToSaturdays({FirstDayOf(quarters.last + 1), span.last});
}

DayCount Career::CountUncapped(DaySpan span) const {
  int64_t days = 0;
  for (const Piece& piece : pieces_) {
    if (span.Contains(piece.span)) {
      days += piece.days;
    } else if (span.Meets(piece.span)) {
      days += FullTimeDays(Intersection(piece.span, span));
    }
  }
  DayCount count(absl::int128(days * units_a_day_) * scale_);
  for (const Share& share : shares_) {
    if (span.Contains(share.span)) {
      count.Add(share.parts);
    } else if (span.Meets(share.span)) {
      // A cut spell has two days or more, so at least one is no Sunday.
      count.AddShare(share.parts, MondaysToSaturdays(Intersection(share.span, span)),
                     share.work_days);
    }
  }
  return count;
}

DayCount Career::Count(DaySpan span) const {
  if (span.empty()) return {};
  if (quarter_cap_ == 0) return CountUncapped(span);
  DayCount count;
  for (Quarter q = QuarterOf(span.first); q <= QuarterOf(span.last); ++q) {
    const DaySpan quarter{FirstDayOf(q), FirstDayOf(q + 1) - 1};
    const DayCount days = CountUncapped(Intersection(quarter, span));
    count.Add(days.Reaches(quarter_cap_, scale_) ? DayCount(absl::int128(quarter_cap_) * scale_)
                                                 : days);
  }
  return count;
}

int64_t Career::UnpaidAbsenceLeft(absl::civil_year_t year) const {
  const auto taken = unpaid_taken_.find(year);
  return taken == unpaid_taken_.end() ? unpaid_limit_ : unpaid_limit_ - taken->second.Ceil();
}

}  // namespace mandat::socialaid::law
