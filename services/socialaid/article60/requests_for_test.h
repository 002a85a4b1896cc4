#ifndef SERVICES_SOCIALAID_ARTICLE60_REQUESTS_FOR_TEST_H_
#define SERVICES_SOCIALAID_ARTICLE60_REQUESTS_FOR_TEST_H_

// For tests: a request in each state that it goes through, and what is asked of it there.

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/socialaid/article60/rules.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::article60 {

inline absl::Time BrusselsTime(int year, int month, int day, int hour, int minute) {
  return absl::FromCivil(absl::CivilMinute(year, month, day, hour, minute), base::BrusselsZone());
}

// Sent on Thursday 1 February 2024 at 10:00 in Brussels.
inline v1::Article60Request Sent() {
  return With(TestDraft(), "state: ARTICLE60_STATE_SENT send_time { seconds: 1706778000 }");
}

inline v1::ReturnArticle60RequestRequest Returning(const std::string& fields) {
  return Parsed<v1::ReturnArticle60RequestRequest>(R"(name: "article60Requests/r1" )" + fields);
}

// Sent on 1 February 2024, returned on the third for its start and its second spell.
inline v1::Article60Request Returned() {
  const char kSpell[] = R"(career { kind: DAY_KIND_WORK days_hundredths: 700
      period { start_date { year: 2020 month: 1 day: 1 } end_date { year: 2020 month: 3 day: 31 } } })";
  const auto decision = Return(With(Sent(), std::string(kSpell) + kSpell), Returning(R"(
      fields { field: "planned_start" reason: "a Sunday?" }
      fields { field: "career[1].days_hundredths" reason: "check" })"),
                               TestNow() + absl::Hours(48));
  return After<v1::Article60Request>(decision);
}

inline v1::Article60Request Calculated() {
  return With(Sent(), R"(state: ARTICLE60_STATE_CALCULATED answer_time { seconds: 1706778001 }
      due_time { seconds: 1707433200 } answer { days: 468 } duplicate_reason: "x"
      contact { telephone: "+3225551234" } comments { field: "career" text: "x" }
      answer_pauses { start_time { seconds: 1 } } forwardings { to: "centres/c1" }
      returned_fields { field: "career" reason: "x" } career { kind: 1 })");
}

inline v1::CalculateArticle60RequestRequest Calculation(const std::string& override_text = "") {
  return Parsed<v1::CalculateArticle60RequestRequest>(
      R"(name: "article60Requests/r1" )" +
      (override_text.empty() ? "" : "override { " + override_text + " }"));
}

// Of a manager.
inline constexpr char kOverride[] =
    R"(days: 400 end_date { year: 2025 month: 6 day: 1 } outcome: ARTICLE60_OUTCOME_OPENS_RIGHT
       reason: "Certified days that the centre did not know.")";

inline v1::Centre OtherCentre() {
  return With(TestCentre(), R"(name: "centres/c2" enterprise_number: "0428759497")");
}

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_REQUESTS_FOR_TEST_H_
