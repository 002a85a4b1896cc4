#ifndef SERVICES_SOCIALAID_LAW_FACTS_H_
#define SERVICES_SOCIALAID_LAW_FACTS_H_

// The decisive facts of a request, checked.

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/socialaid/law/days.h"
#include "services/socialaid/law/spell.h"

namespace mandat::socialaid::law {

struct Facts {
  absl::CivilDay birth;
  Day start = 0;
  v1::WorkingTime working_time;
  bool half_days = false;  // admission as a voluntary part-time worker
  std::vector<Spell> career;
  std::vector<Spell> events;
  std::optional<Day> earlier_admission;
};

// Errors about a field, besides those of ReadSpell, ReadEvent and CheckWorkingTime:
// PLANNED_START_INVALID (absent, or not from 2000 to 2099), ADMISSION_MISSING, BIRTH_DATE_INVALID
// (not before the start), DATE_INVALID, CAREER_TOO_LONG (over 400 spells), TOO_MANY_EVENTS (over
// 100).
absl::StatusOr<Facts> ReadFacts(const v1::Article60Request& request, absl::CivilDay birth);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_FACTS_H_
