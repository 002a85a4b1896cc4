#ifndef SERVICES_SOCIALAID_LAW_ORACLE_FOR_TEST_H_
#define SERVICES_SOCIALAID_LAW_ORACLE_FOR_TEST_H_

// An oracle of the search that lays days out one by one. It is written from the text of the law,
// shares no code with the library (its calendar is that of the standard library) and tries every
// number of days in turn.

#include <algorithm>
#include <chrono>
#include <map>
#include <vector>

#include "mandat/socialaid/v1/article60.pb.h"

namespace mandat::socialaid::law::oracle {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

inline constexpr double kTolerance =
    1e-7;  // far below the finest fraction that the careers can make

inline sys_days Moved(sys_days day, int by) {
  year_month_day moved = year_month_day(day) + months(by);
  if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
  return sys_days(moved);
}

inline bool IsWorkday(sys_days day) { return std::chrono::weekday(day) != std::chrono::Sunday; }

struct OracleSpell {
  sys_days first;
  sys_days last;
  v1::DayKind kind;
  double share;  // of a day that each working day is worth; 1 for uninterrupted full-time
  bool uninterrupted;
};

struct OracleCase {
  sys_days birth;
  sys_days start;
  int weekly = 3800;
  int reference = 3800;
  bool half_days = false;
  std::vector<OracleSpell> career;
  std::vector<OracleSpell> events;
  bool admitted_before = false;
  sys_days earlier_admission;
};

inline constexpr sys_days kReform =
    sys_days(year_month_day(std::chrono::year(2026), std::chrono::month(3), std::chrono::day(1)));
inline constexpr sys_days kOrigin =
    sys_days(year_month_day(std::chrono::year(1995), std::chrono::month(1), std::chrono::day(1)));
inline constexpr int kDays = 40 * 366;

class Oracle {
 public:
  Oracle(const OracleCase& c, bool reformed) : case_(c), reformed_(reformed) {
    LayCareer();
    LayContract();
    LayReference();
  }

  // The fewest days with which a claim is admitted under this rule; -1 if none.
  int FewestDays() {
    const double a_day = (case_.half_days ? 2.0 : 1.0) * case_.weekly / case_.reference;
    const bool counts =
        !case_.half_days || case_.weekly >= 1200 || case_.weekly * 3 >= case_.reference;
    for (int n = 0; n <= (counts ? 42 * 26 * a_day + kTolerance : 0); ++n) {
      // Contract days that are begun: no floating point where a whole number is at stake.
      const int units = case_.weekly * (case_.half_days ? 2 : 1);
      const int contract_days = (n * case_.reference + units - 1) / units;
      const sys_days last = last_days_[static_cast<size_t>(contract_days)];
      const sys_days claim = last + days(1);
      if (reformed_ != (claim >= kReform)) continue;
      if (Admitted(n, contract_days, a_day, last, claim)) return n;
    }
    return -1;
  }

 private:
  static int At(sys_days day) { return static_cast<int>((day - kOrigin).count()); }

  bool Counts(v1::DayKind kind) const {
    switch (kind) {
      case v1::DAY_KIND_SELF_EMPLOYMENT:
      case v1::DAY_KIND_CAREER_BREAK:
      case v1::DAY_KIND_IMPRISONMENT:
        return false;
      case v1::DAY_KIND_SICKNESS_INDEMNIFIED:
      case v1::DAY_KIND_FULL_UNEMPLOYMENT:
      case v1::DAY_KIND_VOCATIONAL_TRAINING:
      case v1::DAY_KIND_WAITING_DAY:
        return !reformed_;
      default:
        return true;
    }
  }

  bool Prolongs(const OracleSpell& spell) const {
    if (spell.kind == v1::DAY_KIND_SELF_EMPLOYMENT) {
      return !reformed_ || Moved(spell.first, 3) <= spell.last + days(1);
    }
    return spell.kind == v1::DAY_KIND_CAREER_BREAK || spell.kind == v1::DAY_KIND_IMPRISONMENT ||
           (reformed_ && spell.kind == v1::DAY_KIND_SICKNESS_INDEMNIFIED);
  }

  double& UnpaidTaken(sys_days day) {
    return unpaid_[static_cast<int>(year_month_day(day).year())];
  }

  // One unpaid day of the year, if the ten are not used up.
  bool TakeUnpaid(sys_days day) {
    double& taken = UnpaidTaken(day);
    if (reformed_ || taken + 1 > 10 + kTolerance) return false;
    taken += 1;
    return true;
  }

  // What each working day of an absence by part of the day is worth, year by year: together no more
  // than is left of the ten.
  std::map<int, double> UnpaidShares(const OracleSpell& spell) {
    std::map<int, double> shares;
    if (reformed_) return shares;
    std::map<int, int> workdays;
    for (sys_days day = spell.first; day <= spell.last && day < case_.start; day += days(1)) {
      if (IsWorkday(day)) ++workdays[static_cast<int>(year_month_day(day).year())];
    }
    for (const auto& [year, count] : workdays) {
      const double worth = std::min(count * spell.share, 10 - unpaid_[year]);
      unpaid_[year] += worth;
      shares[year] = worth / count;
    }
    return shares;
  }

  void LayCareer() {
    full_.assign(kDays, 0);
    std::vector<double> shares(kDays, 0);
    prolonging_.assign(kDays, 0);
    for (const OracleSpell& spell : case_.career) {
      const bool unpaid = spell.kind == v1::DAY_KIND_UNPAID_ABSENCE;
      std::map<int, double> unpaid_shares;
      if (unpaid && !spell.uninterrupted) unpaid_shares = UnpaidShares(spell);
      for (sys_days day = spell.first; day <= spell.last; day += days(1)) {
        // A spell of the career that reaches into the contract stops at its eve.
        if (day >= case_.start) break;
        if (Prolongs(spell)) prolonging_[static_cast<size_t>(At(day))] = 1;
        if (!IsWorkday(day)) continue;
        if (unpaid && spell.uninterrupted ? !TakeUnpaid(day) : !unpaid && !Counts(spell.kind)) {
          continue;
        }
        if (reformed_ && case_.admitted_before && day <= case_.earlier_admission) continue;
        if (spell.uninterrupted) {
          full_[static_cast<size_t>(At(day))] = 1;
        } else {
          shares[static_cast<size_t>(At(day))] +=
              unpaid ? unpaid_shares[static_cast<int>(year_month_day(day).year())] : spell.share;
        }
      }
    }
    full_sum_.reserve(kDays + 1);
    share_sum_.reserve(kDays + 1);
    full_sum_.assign(1, 0);
    share_sum_.assign(1, 0);
    for (int i = 0; i < kDays; ++i) {
      full_sum_.push_back(full_sum_.back() + full_[static_cast<size_t>(i)]);
      share_sum_.push_back(share_sum_.back() + shares[static_cast<size_t>(i)]);
    }
  }

  // last_days_[n] = the day on which the nth contract day falls, by convention A.
  void LayContract() {
    std::vector<char> interrupted(kDays, 0);
    for (const OracleSpell& event : case_.events) {
      std::vector<sys_days> run;  // what an absence goes through since its last day that counted
      bool lost = false;
      const auto end_run = [&] {
        // A Sunday belongs to the days that are lost around it.
        for (const sys_days day : run) {
          if (lost) interrupted[static_cast<size_t>(At(day))] = 1;
        }
        run.clear();
        lost = false;
      };
      for (sys_days day = std::max(event.first, case_.start); day <= event.last; day += days(1)) {
        if (Prolongs(event)) prolonging_[static_cast<size_t>(At(day))] = 1;
        if (event.kind != v1::DAY_KIND_UNPAID_ABSENCE) {
          if (!Counts(event.kind)) interrupted[static_cast<size_t>(At(day))] = 1;
          continue;
        }
        const year_month_day date(day);
        if (date == date.year() / std::chrono::January / 1) end_run();
        if (IsWorkday(day) && TakeUnpaid(day)) {
          end_run();
        } else {
          run.push_back(day);
          lost = lost || IsWorkday(day);
        }
      }
      end_run();
    }
    last_days_.push_back(case_.start - days(1));
    // Walk the calendar: a month of the contract offers a day of work on each of its first 25 days
    // and on its last.
    int offered = 0;
    int taken_out = 0;
    sys_days day = case_.start;
    for (int month = 1; last_days_.size() <= 42 * 26 * 2 + 2; ++month) {
      const sys_days next_month = Moved(case_.start, month);
      for (int of_month = 1; day < next_month; ++of_month, day += days(1)) {
        if (of_month <= 25 || day + days(1) == next_month) ++offered;
        if (interrupted[static_cast<size_t>(At(day))]) {
          if (IsWorkday(day)) ++taken_out;
          continue;
        }
        while (static_cast<int>(last_days_.size()) <= offered - taken_out) {
          last_days_.push_back(day);
        }
      }
    }
  }

  double CareerDays(sys_days first, sys_days last) const {
    first = std::max(first, kOrigin);
    last = std::min(last, case_.start - days(1));
    if (last < first) return 0;
    double sum =
        share_sum_[static_cast<size_t>(At(last) + 1)] - share_sum_[static_cast<size_t>(At(first))];
    // Quarter by quarter: 78 where every working day of it is inside and worked.
    auto quarter =
        std::lower_bound(Quarters().begin(), Quarters().end(), first,
                         [](const OracleQuarter& one, sys_days day) { return one.last < day; });
    for (; quarter->first <= last; ++quarter) {
      const sys_days from = std::max(first, quarter->first);
      const sys_days to = std::min(last, quarter->last);
      const int worked =
          full_sum_[static_cast<size_t>(At(to) + 1)] - full_sum_[static_cast<size_t>(At(from))];
      sum += worked == quarter->workdays ? 78 : worked;
    }
    return sum * (case_.half_days ? 2 : 1);
  }

  struct OracleQuarter {
    sys_days first;
    sys_days last;
    int workdays;
  };

  static const std::vector<OracleQuarter>& Quarters() {
    static const auto& quarters = *new std::vector<OracleQuarter>([] {
      std::vector<OracleQuarter> all;
      for (sys_days first = kOrigin; At(first) < kDays - 92; first = Moved(first, 3)) {
        all.push_back({first, Moved(first, 3) - days(1), 0});
        for (sys_days day = first; day <= all.back().last; day += days(1)) {
          if (IsWorkday(day)) ++all.back().workdays;
        }
      }
      return all;
    }());
    return quarters;
  }

  // Contract days that are over on the eve of `day`.
  int ContractDaysBefore(sys_days day) const {
    return static_cast<int>(std::lower_bound(last_days_.begin() + 1, last_days_.end(), day) -
                            last_days_.begin()) -
           1;
  }

  // All days but those that prolong, in a row: so many of them before the claim.
  void LayReference() {
    plain_before_.reserve(kDays);
    plain_days_.reserve(kDays);
    for (int i = 0; i < kDays; ++i) {
      plain_before_.push_back(plain_days_.size());
      if (!prolonging_[static_cast<size_t>(i)]) plain_days_.push_back(kOrigin + days(i));
    }
  }

  sys_days PeriodStart(sys_days claim, int length) const {
    const auto wanted = static_cast<size_t>((claim - Moved(claim, -length)).count());
    return plain_days_[plain_before_[static_cast<size_t>(At(claim))] - wanted];
  }

  bool Admitted(int n, int contract_days, double a_day, sys_days last, sys_days claim) const {
    // Days in the last so many months, and in the ten years before them.
    const auto in = [&](int length) {
      sys_days start = PeriodStart(claim, length);
      if (reformed_ && case_.admitted_before) {
        start = std::max(start, case_.earlier_admission + days(1));
      }
      const int lost = std::min(ContractDaysBefore(start), contract_days);
      return CareerDays(start, claim - days(1)) + std::max(0.0, n - lost * a_day) + kTolerance;
    };
    const auto before = [&](int length) {
      const sys_days start = PeriodStart(claim, length);
      return CareerDays(Moved(start, -120), start - days(1)) + ContractDaysBefore(start) * a_day +
             kTolerance;
    };
    if (reformed_) return in(36) >= 312;
    const auto has_reached = [&](int age) {
      const year_month_day birthday = year_month_day(case_.birth) + years(age);
      return last >= (birthday.ok() ? sys_days(birthday)
                                    : sys_days(birthday.year() / std::chrono::March / 1));
    };
    if (in(42) >= 624) return true;
    if (!has_reached(50) && in(33) >= 468) return true;
    if (!has_reached(36)) return in(21) >= 312;
    if (!has_reached(50)) {
      const double days_in = in(33);
      if (days_in >= 234 && before(33) >= 1560) return true;
      return days_in >= 312 && before(33) >= 8 * (468 - days_in);
    }
    const double days_in = in(42);
    if (days_in >= 312 && before(42) >= 1560) return true;
    return days_in >= 416 && before(42) >= 8 * (624 - days_in);
  }

  const OracleCase& case_;
  bool reformed_;
  std::vector<char> full_;
  std::vector<int> full_sum_;
  std::vector<double> share_sum_;
  std::vector<char> prolonging_;
  std::vector<sys_days> plain_days_;
  std::vector<size_t> plain_before_;
  std::vector<sys_days> last_days_;
  std::map<int, double> unpaid_;  // days that absences took of the ten, by year
};

// The same under the rule that wants fewer; -1 if neither admits.
inline int FewestDays(const OracleCase& c) {
  const int before = Oracle(c, false).FewestDays();
  const int reformed = Oracle(c, true).FewestDays();
  if (before < 0 || reformed < 0) return std::max(before, reformed);
  return std::min(before, reformed);
}

}  // namespace mandat::socialaid::law::oracle

#endif  // SERVICES_SOCIALAID_LAW_ORACLE_FOR_TEST_H_
