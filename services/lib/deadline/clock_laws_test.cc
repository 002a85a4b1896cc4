// Laws that hold for every rule, and an oracle that walks day by day.

#include <random>

#include "gtest/gtest.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/deadline/clock.h"
#include "services/lib/testing/messages.h"
#include "services/lib/testing/seed.h"

namespace mandat::deadline {
namespace {

using common::v1::Clock;
using common::v1::DeadlineRule;

constexpr int kCases = 4000;
constexpr absl::CivilDay kFrom(2024, 1, 1);
constexpr int kDays = 900;

unsigned SeedOf() { return testing::SeedOr(20261122); }

absl::Time At(absl::CivilDay day, int minute) {
  return absl::FromCivil(absl::CivilMinute(day) + minute, base::BrusselsZone());
}

Calendar Belgian() {
  return Calendar::Make(testing::Parsed<common::v1::WorkingCalendar>(R"(
    country: COUNTRY_BELGIUM
    closings {
      period {
        start_date { year: 2024 month: 12 day: 24 } end_date { year: 2025 month: 1 day: 5 }
      }
      title { en: "winter closing" }
    })"),
                        "calendar")
      .value();
}

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  int Pick(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  absl::Time Later(absl::Time time, int minutes_most) {
    return time + absl::Minutes(Pick(0, minutes_most));
  }

  // A rule that counts on, with one pause or two.
  Clock Next() {
    Clock clock;
    DeadlineRule& rule = *clock.mutable_rule();
    rule.set_unit(static_cast<common::v1::DeadlineUnit>(Pick(1, 4)));
    rule.set_count(rule.unit() == common::v1::DEADLINE_UNIT_MONTHS ? Pick(0, 6) : Pick(0, 40));
    rule.set_far_day_excluded(rule.unit() != common::v1::DEADLINE_UNIT_MONTHS && Pick(0, 3) == 0);
    rule.set_cut_off_minutes(Pick(0, 1) * 900);
    rule.set_moves_off_closed_days(Pick(0, 1) == 1);
    rule.set_resume_rule(static_cast<common::v1::ResumeRule>(Pick(0, 2)));
    absl::Time time = At(kFrom + Pick(0, kDays), Pick(0, 1439));
    *clock.mutable_start_time() = base::ToTimestamp(time);
    for (int pauses = Pick(0, 2); pauses > 0; --pauses) {
      common::v1::Pause* pause = clock.add_pauses();
      pause->mutable_reason()->set_en("reason");
      time = Later(time, 20 * 1440);
      *pause->mutable_start_time() = base::ToTimestamp(time);
      time = Later(time, 20 * 1440);
      *pause->mutable_end_time() = base::ToTimestamp(time);
    }
    return clock;
  }

 private:
  std::mt19937 random_;
};

absl::CivilDay Due(const Clock& clock) {
  static const Calendar& calendar = *new Calendar(Belgian());
  const auto deadline = Compute(clock, calendar);
  EXPECT_TRUE(deadline.ok()) << deadline.status() << clock.DebugString();
  return base::ParseDate(deadline->due_date(), "due_date").value();
}

Clock Without(Clock clock) {
  clock.clear_pauses();
  return clock;
}

// Walks from day to day with what is left in its hand, as a clerk would; knows days alone.
class Clerk {
 public:
  explicit Clerk(const Clock& clock) : clock_(clock), rule_(clock.rule()) {}

  absl::CivilDay Due() {
    Begin(base::ToTime(clock_.start_time()), rule_.count() + (rule_.far_day_excluded() ? 1 : 0));
    for (const common::v1::Pause& pause : clock_.pauses()) {
      const absl::CivilDay from = base::BrusselsDay(base::ToTime(pause.start_time()));
      // Up to the day of the pause, the days go on counting.
      while (today_ < from && left_ > 0) Tomorrow();
      if (left_ == 0 && Settle(today_) < from) return Settle(today_);
      Begin(base::ToTime(pause.end_time()), rule_.resume_rule() == common::v1::RESUME_RULE_RESTART
                                                ? rule_.count() + (rule_.far_day_excluded() ? 1 : 0)
                                                : left_);
    }
    while (left_ > 0) Tomorrow();
    return Settle(today_);
  }

 private:
  void Begin(absl::Time time, int left) {
    today_ = base::BrusselsDay(time);
    const absl::CivilMinute civil = absl::ToCivilMinute(time, base::BrusselsZone());
    left_ = left;
    if (rule_.cut_off_minutes() == 0) return;
    if (calendar_.IsOpen(today_) && civil.hour() * 60 + civil.minute() < rule_.cut_off_minutes()) {
      return;
    }
    if (calendar_.IsOpen(today_)) ++today_;
    while (!calendar_.IsOpen(today_)) ++today_;
  }
  void Tomorrow() {
    ++today_;
    const bool counts =
        rule_.unit() != common::v1::DEADLINE_UNIT_WORKING_DAYS || calendar_.IsOpen(today_);
    if (counts) --left_;
  }
  absl::CivilDay Settle(absl::CivilDay day) const {
    while (rule_.moves_off_closed_days() && !calendar_.IsOpen(day)) ++day;
    return day;
  }

  const Clock& clock_;
  const DeadlineRule& rule_;
  const Calendar calendar_ = Belgian();
  absl::CivilDay today_;
  int left_ = 0;
};

TEST(Laws, TheClerkFindsTheSameDay) {
  Generator generator(SeedOf());
  int paused = 0;
  for (int i = 0; i < kCases; ++i) {
    const Clock clock = generator.Next();
    if (clock.rule().unit() == common::v1::DEADLINE_UNIT_MONTHS) continue;
    paused += clock.pauses_size() > 0 && Due(clock) != Due(Without(clock)) ? 1 : 0;
    ASSERT_EQ(Due(clock), Clerk(clock).Due()) << i << "\n" << clock.DebugString();
  }
  EXPECT_GT(paused, kCases / 10);
}

TEST(Laws, WhoBeginsLaterIsDueNoEarlier) {
  Generator generator(SeedOf());
  for (int i = 0; i < kCases; ++i) {
    const Clock clock = generator.Next();
    Clock later = clock;
    const absl::Time start = base::ToTime(clock.start_time());
    const absl::Time bound = clock.pauses().empty() ? start + absl::Hours(24 * 40)
                                                    : base::ToTime(clock.pauses(0).start_time());
    const int minutes = static_cast<int>(absl::ToInt64Minutes(bound - start));
    *later.mutable_start_time() = base::ToTimestamp(generator.Later(start, minutes));
    ASSERT_LE(Due(clock), Due(later)) << i << "\n" << clock.DebugString() << later.DebugString();
  }
}

TEST(Laws, WhoResumesLaterIsDueNoEarlier) {
  Generator generator(SeedOf());
  for (int i = 0; i < kCases; ++i) {
    const Clock clock = generator.Next();
    if (clock.pauses().empty()) continue;
    Clock later = clock;
    common::v1::Pause& last = *later.mutable_pauses()->rbegin();
    *last.mutable_end_time() =
        base::ToTimestamp(generator.Later(base::ToTime(last.end_time()), 20 * 1440));
    ASSERT_LE(Due(clock), Due(later)) << i << "\n" << clock.DebugString() << later.DebugString();
  }
}

TEST(Laws, APauseNeverShortens) {
  Generator generator(SeedOf());
  for (int i = 0; i < kCases; ++i) {
    Clock clock = generator.Next();
    while (!clock.pauses().empty()) {
      const absl::CivilDay with = Due(clock);
      clock.mutable_pauses()->RemoveLast();
      ASSERT_LE(Due(clock), with) << i << "\n" << clock.DebugString();
    }
  }
}

TEST(Laws, APauseWithinADayChangesNothing) {
  Generator generator(SeedOf());
  for (int i = 0; i < kCases; ++i) {
    Clock clock = Without(generator.Next());
    clock.mutable_rule()->set_cut_off_minutes(0);
    clock.mutable_rule()->set_resume_rule(common::v1::RESUME_RULE_CONTINUE);
    const absl::CivilDay start = base::BrusselsDay(base::ToTime(clock.start_time()));
    const absl::CivilDay day = start + generator.Pick(1, 60);
    Clock paused = clock;
    common::v1::Pause* pause = paused.add_pauses();
    pause->mutable_reason()->set_en("reason");
    *pause->mutable_start_time() = base::ToTimestamp(At(day, 0));
    *pause->mutable_end_time() = base::ToTimestamp(At(day, 1439));
    ASSERT_EQ(Due(clock), Due(paused)) << i << "\n" << paused.DebugString();
  }
}

TEST(Laws, ARestartIsAFreshStart) {
  Generator generator(SeedOf());
  int restarted = 0;
  for (int i = 0; i < kCases; ++i) {
    Clock clock = generator.Next();
    clock.mutable_rule()->set_resume_rule(common::v1::RESUME_RULE_RESTART);
    if (clock.pauses_size() != 1) continue;
    if (Due(clock) == Due(Without(clock))) continue;
    Clock fresh = Without(clock);
    *fresh.mutable_start_time() = clock.pauses(0).end_time();
    ASSERT_EQ(Due(clock), Due(fresh)) << i << "\n" << clock.DebugString();
    ++restarted;
  }
  EXPECT_GT(restarted, kCases / 20);
}

TEST(Laws, MoreDaysNeverEndEarlier) {
  Generator generator(SeedOf());
  for (int i = 0; i < kCases; ++i) {
    const Clock clock = generator.Next();
    Clock longer = Without(clock);
    longer.mutable_rule()->set_count(clock.rule().count() + 1);
    ASSERT_LE(Due(Without(clock)), Due(longer)) << i << "\n" << clock.DebugString();
  }
}

TEST(Laws, CountingBackIsTheMirrorOfCountingOn) {
  Generator generator(SeedOf());
  for (int i = 0; i < kCases; ++i) {
    Clock on = Without(generator.Next());
    on.mutable_rule()->set_cut_off_minutes(0);
    on.mutable_rule()->set_moves_off_closed_days(false);
    if (on.rule().unit() == common::v1::DEADLINE_UNIT_MONTHS) continue;
    const absl::CivilDay start = base::BrusselsDay(base::ToTime(on.start_time()));
    // From a closed day there is no way back to it.
    if (!Belgian().IsOpen(start)) continue;
    Clock back = on;
    back.mutable_rule()->clear_resume_rule();
    back.mutable_rule()->set_direction(common::v1::DEADLINE_DIRECTION_BEFORE);
    *back.mutable_start_time() = base::ToTimestamp(At(Due(on), 600));
    ASSERT_EQ(Due(back), start) << i << "\n" << on.DebugString();
  }
}

}  // namespace
}  // namespace mandat::deadline
