#include "services/socialaid/law/search.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/socialaid/law/assimilation.h"

namespace mandat::socialaid::law {
namespace {

// Days of unpaid absence during the contract that are not assimilated any more; those that are come
// first.
std::vector<DaySpan> UnpaidBeyondLimit(const DaySpan span, const Career& career,
                                       std::map<absl::civil_year_t, int64_t>& left) {
  std::vector<DaySpan> beyond;
  for (Day first = span.first; first <= span.last;) {
    const absl::CivilYear year(ToCivilDay(first));
    const Day year_end = ToDay(absl::CivilDay(year + 1)) - 1;
    const DaySpan part{first, std::min(span.last, year_end)};
    int64_t& allowed =
        left.try_emplace(year.year(), career.UnpaidAbsenceLeft(year.year())).first->second;
    const int64_t days = MondaysToSaturdays(part);
    const int64_t taken = std::min(days, allowed);
    allowed -= taken;
    if (taken < days)
      beyond.push_back({taken == 0 ? part.first : WorkDay(part.first, taken) + 1, part.last});
    first = part.last + 1;
  }
  return beyond;
}

std::vector<DaySpan> InterruptionsOf(const Facts& facts, const Law& law, const Career& career) {
  std::vector<Spell> events = facts.events;
  std::sort(events.begin(), events.end(),
            [](const Spell& a, const Spell& b) { return a.days.first < b.days.first; });
  std::vector<DaySpan> interruptions;
  std::map<absl::civil_year_t, int64_t> unpaid_left;
  for (const Spell& event : events) {
    const Treatment treatment = TreatmentOf(event.kind, law);
    if (treatment == Treatment::kCounts) continue;
    const DaySpan span{std::max(event.days.first, facts.start), event.days.last};
    if (span.empty()) continue;
    if (treatment == Treatment::kCountsLimited) {
      for (const DaySpan part : UnpaidBeyondLimit(span, career, unpaid_left)) {
        interruptions.push_back(part);
      }
    } else {
      interruptions.push_back(span);
    }
  }
  return interruptions;
}

std::vector<DaySpan> ProlongingOf(const Facts& facts, const Law& law) {
  std::vector<DaySpan> prolonging;
  const int self_employment_months = law.Int(Key::kSelfEmploymentMonths);
  const auto take = [&](const Spell& spell, DaySpan span) {
    if (span.empty() || TreatmentOf(spell.kind, law) != Treatment::kProlongs) return;
    if (spell.kind == v1::DAY_KIND_SELF_EMPLOYMENT &&
        spell.days.last + 1 < AddMonths(spell.days.first, self_employment_months)) {
      return;
    }
    prolonging.push_back(span);
  };
  for (const Spell& spell : facts.career) {
    take(spell, Intersection(spell.days, {kStartOfTime, facts.start - 1}));
  }
  for (const Spell& event : facts.events) {
    take(event, Intersection(event.days, {facts.start, kEndOfTime}));
  }
  return prolonging;
}

}  // namespace

absl::StatusOr<Career> CareerOf(const Facts& facts, const Law& law) {
  const Regime regime = Regime::Of(facts.working_time, facts.half_days);
  return Career::Make(facts.career, law, facts.half_days, regime.denominator, facts.start);
}

Search::Search(const Facts& facts, const Law& law, Career career)
    : facts_(&facts),
      law_(&law),
      regime_(Regime::Of(facts.working_time, facts.half_days)),
      career_(std::move(career)),
      interruptions_(InterruptionsOf(facts, law, career_)),
      calendar_(CalendarBy(static_cast<v1::EndDateConvention>(law[Key::kConvention]))),
      reference_(ProlongingOf(facts, law)),
      lines_(LinesOf(law, facts.half_days)),
      first_countable_(law.rule_set == v1::RULE_SET_FROM_2026_03 && facts.earlier_admission
                           ? *facts.earlier_admission + 1
                           : ToDay(base::kFirstDay)),
      most_days_(MostDays()),
      longest_last_day_(calendar_.LastDay(regime_.ContractDays(most_days_))) {}

ContractCalendar Search::CalendarBy(v1::EndDateConvention convention) const {
  return ContractCalendar(facts_->start, convention, law_->Int(Key::kDaysPerMonth), interruptions_);
}

bool Search::regime_counts() const {
  if (!facts_->half_days) return true;
  const int64_t weekly = facts_->working_time.weekly_hours_hundredths();
  return weekly >= (*law_)[Key::kPartTimeWeeklyHours] ||
         weekly * (*law_)[Key::kPartTimeShare] >= facts_->working_time.reference_hours_hundredths();
}

int64_t Search::MostDays() const {
  if (!regime_counts()) return 0;
  return regime_.DaysIn((*law_)[Key::kLongestContractMonths] * (*law_)[Key::kDaysPerMonth]);
}

Day Search::ClaimDay(int64_t days) const {
  return calendar_.LastDay(regime_.ContractDays(days)) + law_->Int(Key::kClaimDayOffset);
}

Search::Range Search::DaysFor(const Line& line) const {
  // The last days with which the claim falls under the law and the age into the line's bracket.
  const Day claim_offset = law_->Int(Key::kClaimDayOffset);
  const Day age_offset = law_->Int(Key::kAgeDayOffset);
  DaySpan last_days{law_->claim_days.first - claim_offset, law_->claim_days.last - claim_offset};
  if (line.age_from > 0) {
    last_days.first =
        std::max(last_days.first, Birthday(facts_->birth, line.age_from) - age_offset);
  }
  if (line.age_to < Line::kAnyAge) {
    last_days.last =
        std::min(last_days.last, Birthday(facts_->birth, line.age_to) - 1 - age_offset);
  }
  if (last_days.last < facts_->start - 1) return {0, -1};
  const int64_t first = last_days.first < facts_->start
                            ? 0
                            : regime_.DaysIn(calendar_.DaysUntil(last_days.first - 1)) + 1;
  if (last_days.last >= longest_last_day_) return {first, most_days_};
  return {first, regime_.DaysIn(calendar_.DaysUntil(last_days.last))};
}

DayCount Search::CareerIn(DaySpan span) const {
  return career_.Count(Intersection(span, {first_countable_, facts_->start - 1}));
}

DayCount Search::Past(Day day) const { return CareerIn({kStartOfTime, day - 1}); }

DayCount Search::ContractIn(int64_t days, Day period_start) const {
  const int64_t lost = calendar_.DaysUntil(std::max(period_start, first_countable_) - 1);
  const int64_t parts_a_day = career_.scale() / regime_.denominator * regime_.numerator;
  const absl::int128 parts =
      absl::int128(days) * career_.scale() - absl::int128(lost) * parts_a_day;
  return DayCount(std::max<absl::int128>(parts, 0));
}

// Career and contract from the years before `first_start` to the eve of `last_start`.
DayCount Search::Before(const Line& line, Day first_start, Day last_start) const {
  DayCount count = CareerIn({AddMonths(first_start, -12 * line.career_years), last_start - 1});
  const int64_t parts_a_day = career_.scale() / regime_.denominator * regime_.numerator;
  count.Add(absl::int128(calendar_.DaysUntil(last_start - 1)) * parts_a_day);
  return count;
}

Standing Search::StandingAt(const Line& line, int64_t days) const {
  Standing standing;
  standing.days = days;
  standing.claim_day = ClaimDay(days);
  standing.last_day = standing.claim_day - law_->Int(Key::kClaimDayOffset);
  const Day start = reference_.Start(standing.claim_day, line.months);
  standing.period = {start, standing.claim_day - 1};
  standing.career = CareerIn(standing.period);
  standing.contract = ContractIn(days, start);
  if (line.asks_for_career() && standing.InPeriod().Reaches(line.days, career_.scale())) {
    standing.before = Before(line, start, start);
  }
  return standing;
}

// Days of contract that must come to those of `standing`, which does not meet the line, before any
// number up to `last` can meet it: at least so many, and at least 1.
int64_t Search::LeastMore(const Line& line, const Standing& standing, int64_t last) const {
  Day earliest = standing.period.first;
  DayCount in_period = standing.InPeriod();
  if (!reference_.plain()) {
    earliest = reference_.EarliestStart(standing.claim_day, line.months);
    in_period = CareerIn({earliest, kEndOfTime});
    in_period.Add(ContractIn(standing.days, earliest));
  }
  const int64_t more = std::max<int64_t>(1, in_period.Lacking(line.days, career_.scale()));
  if (!line.asks_for_career() || standing.days + more > last) return more;
  // With the best career of a stretch of the next days; the shorter it is, the less is it too good.
  for (int64_t stretch = last - standing.days; stretch > 0; stretch /= 2) {
    const Day latest = reference_.LatestStart(ClaimDay(standing.days + stretch), line.months);
    const int64_t lacking =
        Lacking(line, in_period, Before(line, earliest, latest), career_.scale());
    if (lacking > 1) return std::min(lacking, stretch + 1);
  }
  return 1;
}

std::optional<Standing> Search::FirstMeeting(const Line& line, Range days) const {
  while (days.first <= days.last) {
    const Standing standing = StandingAt(line, days.first);
    if (Lacking(line, standing.InPeriod(), standing.before, career_.scale()) == 0) return standing;
    days.first += LeastMore(line, standing, days.last);
  }
  return std::nullopt;
}

std::optional<Standing> Search::Longest(const Line& line) const {
  const Range days = DaysFor(line);
  if (days.last < days.first) return std::nullopt;
  return StandingAt(line, days.last);
}

std::optional<Hit> Search::First(int64_t below) const {
  std::optional<Hit> best;
  for (const Line& line : lines_) {
    Range days = DaysFor(line);
    days.last = std::min(days.last, below - 1);
    if (auto standing = FirstMeeting(line, days)) {
      best = Hit{line, *standing};
      below = standing->days;
    }
  }
  return best;
}

}  // namespace mandat::socialaid::law
