#include "services/objectives/formulas/requirement.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/partners/v1/audit.pb.h"
#include "mandat/partners/v1/programme.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"
#include "services/objectives/formulas/resources_for_test.h"

namespace mandat::objectives::formulas {
namespace {

using google::protobuf::Message;
using socialaid::v1::Article60Request;

bool Holds(const Message& prototype, const std::string& condition, const std::string& resource) {
  const auto parsed = testing::Parsed<v1::Condition>(condition);
  const auto requirement = Requirement::Of(parsed, *prototype.GetDescriptor(), "");
  EXPECT_THAT(requirement, testing::IsOk()) << condition;
  return requirement.ok() && requirement->HoldsFor(*ResourceOf(prototype, resource));
}

// One field whose values have an order, and what it is compared with.
struct OrderedCase {
  const Message& prototype;
  const char* condition;
  std::string below, same, above, without;
};

std::vector<OrderedCase> OrderedCases() {
  const Message& request = Article60Request::default_instance();
  const absl::CivilSecond noon(2026, 3, 12, 12, 0, 0);
  const absl::CivilDay day(2026, 3, 12);
  const std::string due = At("due_time", noon), planned = On("end_date", day);
  return {
      {partners::v1::Audit::default_instance(), "field: 'level' number: 2", "level: 1", "level: 2",
       "level: 3", "-"},
      {request, "field: 'answer.days' number: 0", "answer { days: -1 }", "answer { days: 0 }",
       "answer { days: 1 }", ""},
      {v1::HealthNote::default_instance(), "field: 'confidence' number: 0", "confidence: -1",
       "confidence: 0", "confidence: 10", "words: 'no figure'"},
      {request, "field: 'planned_start' date { year: 2026 month: 3 day: 12 }",
       On("planned_start", day - 1), On("planned_start", day), On("planned_start", day + 1), ""},
      {request, "field: 'send_time' time { seconds: 1773313200 nanos: 1999 }",
       "send_time { seconds: 1773313200 }", "send_time { seconds: 1773313200 nanos: 1000 }",
       "send_time { seconds: 1773313200 nanos: 2000 }", ""},
      {request, "field: 'answer_time' other_field: 'due_time'", At("answer_time", noon - 1) + due,
       At("answer_time", noon) + due, At("answer_time", noon + 1) + due, due},
      {v1::Action::default_instance(),
       "field: 'effective_period.end_date' other_field: 'planned_period.end_date'",
       absl::StrCat("effective_period {", On("end_date", day - 1), "} planned_period {", planned,
                    "}"),
       absl::StrCat("effective_period {", planned, "} planned_period {", planned, "}"),
       absl::StrCat("effective_period {", On("end_date", day + 1), "} planned_period {", planned,
                    "}"),
       absl::StrCat("planned_period {", planned, "}")},
      {partners::v1::Programme::default_instance(),
       "field: 'occupancy.places_taken' other_field: 'occupancy.places'",
       "occupancy { places_taken: 8 places: 9 }", "occupancy { places_taken: 9 places: 9 }",
       "occupancy { places_taken: 10 places: 9 }", ""},
  };
}

struct Outcome {
  const char* comparison;
  bool below, same, above, without;
};

constexpr Outcome kOutcomes[] = {
    {"COMPARISON_EQUAL", false, true, false, false},
    {"COMPARISON_NOT_EQUAL", true, false, true, false},
    {"COMPARISON_LESS", true, false, false, false},
    {"COMPARISON_LESS_OR_EQUAL", true, true, false, false},
    {"COMPARISON_GREATER", false, false, true, false},
    {"COMPARISON_GREATER_OR_EQUAL", false, true, true, false},
};

TEST(Requirement, ComparesWhatHasAnOrder) {
  for (const OrderedCase& one : OrderedCases()) {
    for (const Outcome& outcome : kOutcomes) {
      const std::string condition =
          absl::StrCat(one.condition, " comparison: ", outcome.comparison);
      SCOPED_TRACE(condition);
      EXPECT_EQ(Holds(one.prototype, condition, one.below), outcome.below);
      EXPECT_EQ(Holds(one.prototype, condition, one.same), outcome.same);
      EXPECT_EQ(Holds(one.prototype, condition, one.above), outcome.above);
      // A number of the resource itself always has a value.
      if (one.without == "-") continue;
      EXPECT_EQ(Holds(one.prototype, condition, one.without), outcome.without);
    }
  }
}

TEST(Requirement, WithoutAValueToCompareWithNothingHolds) {
  const std::string answered = At("answer_time", absl::CivilSecond(2026, 3, 12, 12, 0, 0));
  for (const Outcome& outcome : kOutcomes) {
    const std::string condition = absl::StrCat("field: 'answer_time' other_field: 'due_time'",
                                               " comparison: ", outcome.comparison);
    EXPECT_FALSE(Holds(Article60Request::default_instance(), condition, answered)) << condition;
    EXPECT_FALSE(Holds(Article60Request::default_instance(), condition, "")) << condition;
  }
}

struct EqualityCase {
  const Message& prototype;
  const char* condition;
  const char* same;
  const char* other;
  const char* without;
};

TEST(Requirement, ComparesWhatHasNoOrder) {
  const Message& request = Article60Request::default_instance();
  const EqualityCase cases[] = {
      {request, "field: 'centre' text: 'centres/a'", "centre: 'centres/a'", "centre: 'centres/b'",
       ""},
      {request, "field: 'centre' other_field: 'office'", "centre: 'a' office: 'a'",
       "centre: 'a' office: 'A'", "centre: 'a'"},
      {request, "field: 'answer.outcome' text: 'opensRight'",
       "answer { outcome: ARTICLE60_OUTCOME_OPENS_RIGHT }",
       "answer { outcome: ARTICLE60_OUTCOME_ALREADY_OPEN }", "answer { days: 3 }"},
      // A code of a later program is no value for this one.
      {request, "field: 'answer.outcome' text: 'opensRight'",
       "answer { outcome: ARTICLE60_OUTCOME_OPENS_RIGHT }",
       "answer { outcome: ARTICLE60_OUTCOME_NOT_ATTAINABLE }", "answer { outcome: 77 }"},
      {request, "field: 'answer.outcome' other_field: 'answer.calculation.outcome'",
       "answer { outcome: 1 calculation { outcome: 1 } }",
       "answer { outcome: 1 calculation { outcome: 2 } }", "answer { outcome: 1 }"},
      {request, "field: 'answer.calculation.half_days' truth: true",
       "answer { calculation { half_days: true } }", "answer { calculation { days: 3 } }",
       "answer { days: 3 }"},
      {v1::Indicator::default_instance(), "field: 'cumulative' truth: false", "number: '2'",
       "cumulative: true", nullptr},
  };
  for (const EqualityCase& one : cases) {
    const std::string equal = absl::StrCat(one.condition, " comparison: COMPARISON_EQUAL");
    const std::string differs = absl::StrCat(one.condition, " comparison: COMPARISON_NOT_EQUAL");
    SCOPED_TRACE(one.condition);
    EXPECT_TRUE(Holds(one.prototype, equal, one.same));
    EXPECT_FALSE(Holds(one.prototype, equal, one.other));
    EXPECT_FALSE(Holds(one.prototype, differs, one.same));
    EXPECT_TRUE(Holds(one.prototype, differs, one.other));
    if (one.without == nullptr) continue;
    EXPECT_FALSE(Holds(one.prototype, equal, one.without));
    EXPECT_FALSE(Holds(one.prototype, differs, one.without));
  }
}

struct PresenceCase {
  const Message& prototype;
  const char* field;
  const char* resource;
  bool present;
};

TEST(Requirement, KnowsWhatIsAValue) {
  const Message& request = Article60Request::default_instance();
  const PresenceCase cases[] = {
      {request, "centre", "centre: 'centres/a'", true},
      {request, "centre", "", false},
      {request, "state", "state: ARTICLE60_STATE_DRAFT", true},
      {request, "state", "", false},
      {request, "state", "state: 99", false},
      {request, "planned_start", "planned_start { year: 2024 month: 2 day: 29 }", true},
      {request, "planned_start", "planned_start { year: 2023 month: 2 day: 29 }", false},
      {request, "planned_start", "planned_start { year: 2024 month: 2 }", false},
      {request, "planned_start", "planned_start { month: 2 day: 1 }", false},
      {request, "planned_start", "planned_start { year: -1 month: 2 day: 1 }", false},
      {request, "planned_start", "", false},
      {request, "send_time", "send_time {}", true},                          // 1 January 1970
      {request, "send_time", "send_time { seconds: 253402300800 }", false},  // the year 10000
      {request, "send_time", "", false},
      {request, "answer.days", "answer {}", true},
      {request, "answer.days", "", false},
      {request, "answer.calculation.half_days", "answer { calculation {} }", true},
      {request, "answer.calculation.half_days", "answer {}", false},
      {v1::HealthNote::default_instance(), "confidence", "confidence: 0", true},
      {v1::HealthNote::default_instance(), "confidence", "words: 'no figure'", false},
  };
  for (const PresenceCase& one : cases) {
    const std::string field = absl::StrCat("field: '", one.field, "' comparison: COMPARISON_");
    SCOPED_TRACE(absl::StrCat(field, " ", one.resource));
    EXPECT_EQ(Holds(one.prototype, absl::StrCat(field, "PRESENT"), one.resource), one.present);
    EXPECT_EQ(Holds(one.prototype, absl::StrCat(field, "ABSENT"), one.resource), !one.present);
  }
}

}  // namespace
}  // namespace mandat::objectives::formulas
