// Answers of the law library on one thread: no service, no database.

#include <time.h>

#include <chrono>
#include <random>

#include "absl/time/civil_time.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/law/answer.h"
#include "tests/load/figure.h"

namespace mandat::load {
namespace {

using socialaid::v1::Article60Request;

constexpr int kCareers = 100'000;
constexpr int kPeriodsMin = 8;
constexpr int kPeriodsMax = 14;

struct Career {
  Article60Request request;
  absl::CivilDay birth;
};

void Set(absl::CivilDay day, google::type::Date* date) {
  date->set_year(static_cast<int32_t>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

// A person of 20 to 60 years and a start of contract from 2022 to 2027, on both sides of the change
// of the law; work, sickness, unemployment and others in turn, full-time and part-time.
Career RandomCareer(std::minstd_rand& random) {
  const auto pick = [&random](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  Career career;
  const absl::CivilDay start = absl::CivilDay(2022, 1, 1) + pick(0, 6 * 365);
  career.birth = start - pick(20 * 365, 60 * 365);
  Article60Request& request = career.request;
  Set(start, request.mutable_planned_start());
  request.set_admission(pick(0, 4) == 0 ? socialaid::v1::ADMISSION_PART_TIME
                                        : socialaid::v1::ADMISSION_FULL_TIME);
  socialaid::v1::WorkingTime& regime = *request.mutable_working_time();
  regime.set_reference_hours_hundredths(3800);
  regime.set_weekly_hours_hundredths(pick(1, 2) * 1900);
  regime.set_weekly_days_hundredths(500);
  absl::CivilDay day = start - pick(4 * 365, 8 * 365);
  const int periods = pick(kPeriodsMin, kPeriodsMax);
  for (int i = 0; i < periods; ++i) {
    auto* spell = request.add_career();
    Set(day, spell->mutable_period()->mutable_start_date());
    day += pick(10, 150);
    Set(day, spell->mutable_period()->mutable_end_date());
    day += pick(1, 60);
    spell->set_kind(pick(0, 2) > 0 ? socialaid::v1::DAY_KIND_WORK
                                   : static_cast<socialaid::v1::DayKind>(pick(2, 15)));
    if (pick(0, 2) == 0) {
      *spell->mutable_working_time() = regime;
      spell->mutable_working_time()->set_weekly_hours_hundredths(1900);
    }
  }
  return career;
}

// Processor time of this thread: what others take of the machine does not count.
std::chrono::duration<double> Worked() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace

absl::Status MeasureAnswers(Bench& bench) {
  std::minstd_rand random(60);
  std::vector<Career> careers;
  for (int i = 0; i < kCareers; ++i) careers.push_back(RandomCareer(random));
  const auto& law = socialaid::law::Parameters::Default();
  std::vector<double> rates, wall_rates;
  for (int round = 0; round < bench.ground.options().pairs; ++round) {
    size_t bytes = 0;
    const auto begun = std::chrono::steady_clock::now();
    const auto worked_before = Worked();
    for (const Career& career : careers) {
      ASSIGN_OR_RETURN(const std::string answer,
                       socialaid::law::AnswerBytes(career.request, career.birth, law));
      bytes += answer.size();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    const std::chrono::duration<double> worked = Worked() - worked_before;
    if (bytes == 0) return absl::InternalError("the answers are empty");
    rates.push_back(kCareers / worked.count());
    wall_rates.push_back(kCareers / took.count());
  }
  bench.report.Figure("answers_per_s", rates);
  bench.report.Figure("answers_per_s_wall", wall_rates);
  return absl::OkStatus();
}

}  // namespace mandat::load
