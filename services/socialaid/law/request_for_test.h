#ifndef SERVICES_SOCIALAID_LAW_REQUEST_FOR_TEST_H_
#define SERVICES_SOCIALAID_LAW_REQUEST_FOR_TEST_H_

// Short ways to write the requests of the tests.

#include <string>

#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/base/civil_date.h"

namespace mandat::socialaid::law {

// "2026-03-12", a day that exists.
inline absl::CivilDay Civil(absl::string_view iso) { return base::ParseIsoDate(iso, "").value(); }
inline google::type::Date DateOf(absl::string_view iso) { return base::ToDate(Civil(iso)); }

inline v1::WorkingTime Hours(int weekly_hundredths, int reference_hundredths = 3800,
                             int days_hundredths = 500) {
  v1::WorkingTime time;
  time.set_weekly_hours_hundredths(weekly_hundredths);
  time.set_reference_hours_hundredths(reference_hundredths);
  time.set_weekly_days_hundredths(days_hundredths);
  return time;
}

// A full-time contract from `start`, full-time admission, no career.
inline v1::Article60Request FullTimeFrom(absl::string_view start) {
  v1::Article60Request request;
  *request.mutable_planned_start() = DateOf(start);
  *request.mutable_working_time() = Hours(3800);
  request.set_admission(v1::ADMISSION_FULL_TIME);
  return request;
}

inline v1::CareerSpell SpellOf(absl::string_view first, absl::string_view last,
                               v1::DayKind kind = v1::DAY_KIND_WORK) {
  v1::CareerSpell spell;
  *spell.mutable_period()->mutable_start_date() = DateOf(first);
  *spell.mutable_period()->mutable_end_date() = DateOf(last);
  spell.set_kind(kind);
  return spell;
}

// So many days of incomplete full-time in a six-day week.
inline v1::CareerSpell DaysWorked(absl::string_view first, absl::string_view last, int days) {
  v1::CareerSpell spell = SpellOf(first, last);
  spell.set_days_hundredths(days * 100);
  return spell;
}

inline v1::ContractEvent EventOf(absl::string_view first, absl::string_view last,
                                 v1::DayKind kind) {
  v1::ContractEvent event;
  *event.mutable_period()->mutable_start_date() = DateOf(first);
  *event.mutable_period()->mutable_end_date() = DateOf(last);
  event.set_kind(kind);
  return event;
}

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_REQUEST_FOR_TEST_H_
