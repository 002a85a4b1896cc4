#ifndef SERVICES_SOCIALAID_TEST_DATA_H_
#define SERVICES_SOCIALAID_TEST_DATA_H_

// For tests: resources that are in order, to be spoiled one field at a time. Numbers are those of
// public libraries.

#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/testing/decisions.h"
#include "services/lib/testing/messages.h"

namespace mandat::socialaid {

inline constexpr char kCentreNumber[] = "0403019261";
inline constexpr char kOtherCentreNumber[] = "0428759497";
inline constexpr char kAgencyNumber[] = "0136695962";

// 2024-02-01 10:00 in Brussels.
inline absl::Time TestNow() { return absl::FromUnixSeconds(1706778000); }

using testing::After;
using testing::Parsed;
using testing::With;

inline v1::Office TestOffice() {
  return Parsed<v1::Office>(R"(name: "offices/mons" code: "MO1" display_name { fr: "Mons" }
      agency: "0136695962")");
}

inline v1::Centre TestCentre() {
  return Parsed<v1::Centre>(R"(name: "centres/c1" enterprise_number: "0403019261"
      display_name { fr: "CPAS d'essai" } language: "fr" office: "offices/mons"
      municipalities { code: "53053" valid_from { year: 2000 month: 1 day: 1 } }
      valid_from { year: 2000 month: 1 day: 1 })");
}

// Born on 2 September 1988.
inline v1::Person TestPerson() {
  return Parsed<v1::Person>(R"(name: "persons/p1" ssin: "85073003328" given_names: "Ann"
      family_name: "Essai" birth_date { year: 1988 month: 9 day: 2 })");
}

// Complete, and a draft: full-time from 1 March 2024, no career.
inline v1::Article60Request TestDraft() {
  return Parsed<v1::Article60Request>(R"(name: "article60Requests/r1"
      state: ARTICLE60_STATE_DRAFT centre: "centres/c1" office: "offices/mons" person: "persons/p1"
      owner: "0403019261" agency: "0136695962" planned_start { year: 2024 month: 3 day: 1 }
      working_time { weekly_hours_hundredths: 3800 reference_hours_hundredths: 3800
                     weekly_days_hundredths: 500 } admission: ADMISSION_FULL_TIME)");
}

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_TEST_DATA_H_
