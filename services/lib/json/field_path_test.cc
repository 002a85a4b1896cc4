#include "services/lib/json/field_path.h"

#include "gtest/gtest.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/json/difference.h"
#include "services/lib/testing/messages.h"

namespace mandat::json {
namespace {

using socialaid::v1::Article60Request;
using testing::Parsed;

bool IsPathOfARequest(const char* path) { return IsPath(*Article60Request::descriptor(), path); }

TEST(IsPath, KnowsFieldsElementsAndWholeLists) {
  for (const char* path : {"planned_start", "working_time.weekly_hours_hundredths", "career",
                           "career[0]", "career[12].period.start_date", "contact.telephone"}) {
    EXPECT_TRUE(IsPathOfARequest(path)) << path;
  }
}

TEST(IsPath, RefusesWhatNoMessageOfTheTypeHas) {
  for (const char* path :
       {"", ".", "none", "plannedStart", "planned_start.year", "planned_start[0]", "career.period",
        "career[]", "career[-1]", "career[+1]", "career[01]", "career[1", "career[1]x",
        "career[1][2]", "career[99999999999]", "career[0].", "contact..telephone",
        "contact.telephone.x", " career"}) {
    EXPECT_FALSE(IsPathOfARequest(path)) << path;
  }
}

TEST(ValueAt, IsTheValueAsInADifference) {
  const auto request = Parsed<Article60Request>(R"(admission: ADMISSION_FULL_TIME
      planned_start { year: 2026 month: 4 day: 1 } contact { telephone: "+3225551234" }
      career { kind: DAY_KIND_WORK days_hundredths: 0 } career { kind: DAY_KIND_STRIKE })");
  EXPECT_EQ(ValueAt(request, "planned_start").json, "\"2026-04-01\"");
  EXPECT_EQ(ValueAt(request, "admission").json, "\"fullTime\"");
  EXPECT_EQ(ValueAt(request, "contact.telephone").json, "\"+3225551234\"");
  EXPECT_EQ(ValueAt(request, "career[0].days_hundredths").json, "0");
  EXPECT_EQ(ValueAt(request, "career[1]").json, "{\"kind\":\"strike\"}");
  EXPECT_EQ(ValueAt(request, "career").json,
            "[{\"kind\":\"work\",\"daysHundredths\":0},{\"kind\":\"strike\"}]");
  for (const auto& difference : Differences(Article60Request(), request)) {
    EXPECT_EQ(ValueAt(request, difference.path()).json, difference.after()) << difference.path();
  }
}

TEST(ValueAt, TellsAnEmptyFieldFromAWayThatIsNotThere) {
  const auto request = Parsed<Article60Request>("career { kind: DAY_KIND_WORK }");
  for (const char* empty : {"planned_start", "working_time", "contract_events", "admission",
                            "career[0].days_hundredths"}) {
    EXPECT_TRUE(ValueAt(request, empty).exists) << empty;
    EXPECT_FALSE(ValueAt(request, empty).json.has_value()) << empty;
  }
  for (const char* missing : {"career[1]", "career[1].kind", "contract_events[0]",
                              "working_time.weekly_hours_hundredths"}) {
    EXPECT_FALSE(ValueAt(request, missing).exists) << missing;
  }
}

TEST(IsWithin, IsThePlaceOrOneInIt) {
  EXPECT_TRUE(IsWithin("career", "career"));
  EXPECT_TRUE(IsWithin("career[1].kind", "career"));
  EXPECT_TRUE(IsWithin("career[1].kind", "career[1]"));
  EXPECT_TRUE(IsWithin("contact.email", "contact"));
  EXPECT_FALSE(IsWithin("career[10]", "career[1]"));
  EXPECT_FALSE(IsWithin("career", "career[1]"));
  EXPECT_FALSE(IsWithin("career_x", "career"));
}

}  // namespace
}  // namespace mandat::json
