#ifndef SERVICES_OBJECTIVES_FORMULAS_RESOURCES_FOR_TEST_H_
#define SERVICES_OBJECTIVES_FORMULAS_RESOURCES_FOR_TEST_H_

// Resources and events for the tests of formulas, from their text form.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/lib/base/civil_date.h"
#include "services/objectives/formulas/event_types.h"
#include "services/objectives/formulas/program.h"

namespace mandat::objectives::formulas {

inline std::unique_ptr<google::protobuf::Message> ResourceOf(
    const google::protobuf::Message& prototype, const std::string& text) {
  std::unique_ptr<google::protobuf::Message> resource(prototype.New());
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, resource.get())) << text;
  return resource;
}

// An instant by the clock of Brussels, as a field of the text form: "send_time { seconds: … }".
inline std::string At(absl::string_view field, absl::CivilSecond local) {
  const absl::Time time = absl::FromCivil(local, base::BrusselsZone());
  return absl::StrCat(" ", field, " { seconds: ", absl::ToUnixSeconds(time), " }");
}

// A day likewise.
inline std::string On(absl::string_view field, absl::CivilDay day) {
  return absl::StrCat(" ", field, " { year: ", day.year(), " month: ", day.month(),
                      " day: ", day.day(), " }");
}

// An event without a journey over the bus. The type stands without `be.mandat.` before it.
struct TestEvent {
  std::string type;
  std::string resource;
  absl::Time commit_time =
      absl::FromUnixSeconds(1'773'403'200);  // 13 March 2026, 13:00 in Brussels
};

// A contribution with a text of its own.
struct Counted {
  int64_t formula = 0;
  v1::FactRole role = v1::FACT_ROLE_NUMERATOR;
  absl::CivilDay day;
  int64_t amount = 0;
  std::string distinct;

  friend bool operator==(const Counted&, const Counted&) = default;
};

// What an event adds: the same whether its resource is given or its bytes are.
inline std::vector<Counted> CountedBothWays(const Program& program, absl::string_view type,
                                            const google::protobuf::Message& resource,
                                            absl::Time commit_time) {
  std::vector<Counted> counted, of_bytes;
  const auto into = [](std::vector<Counted>* all) {
    return [all](const Contribution& one) {
      all->push_back({one.formula, one.role, one.day, one.amount, std::string(one.distinct)});
    };
  };
  program.Evaluate(type, resource, commit_time, into(&counted));
  BytesEvaluation evaluation(program);
  // Nothing is left of the one before.
  for (int times = 0; times < 2; ++times) {
    of_bytes.clear();
    EXPECT_TRUE(
        evaluation.Evaluate(type, resource.SerializeAsString(), commit_time, into(&of_bytes)));
    EXPECT_TRUE(of_bytes == counted) << type << " " << resource.DebugString();
  }
  return counted;
}

inline std::vector<Counted> CountedIn(const Program& program, const TestEvent& event) {
  const std::string name = absl::StrCat("be.mandat.", event.type);
  const EventType* type = EventTypes::Published().Find(name);
  EXPECT_NE(type, nullptr) << name;
  if (type == nullptr) return {};
  return CountedBothWays(program, name, *ResourceOf(*type->prototype, event.resource),
                         event.commit_time);
}

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_RESOURCES_FOR_TEST_H_
