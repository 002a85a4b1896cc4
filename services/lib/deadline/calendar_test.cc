#include "services/lib/deadline/calendar.h"

#include "gtest/gtest.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"

namespace mandat::deadline {
namespace {

using common::v1::WorkingCalendar;
using testing::Parsed;

Calendar Make(const std::string& text) {
  return Calendar::Make(Parsed<WorkingCalendar>(text), "calendar").value();
}

constexpr char kBridge[] = R"(
  country: COUNTRY_BELGIUM
  closings {
    period { start_date { year: 2026 month: 5 day: 15 } end_date { year: 2026 month: 5 day: 15 } }
    title { fr: "pont de l'Ascension" nl: "brugdag" }
  })";

TEST(Calendar, ClosesWeekendsHolidaysAndClosings) {
  const Calendar calendar = Make(kBridge);
  const struct {
    absl::CivilDay day;
    bool open;
    const char* title;
  } rows[] = {
      {absl::CivilDay(2026, 5, 13), true, ""},
      {absl::CivilDay(2026, 5, 14), false, "Ascension"},
      {absl::CivilDay(2026, 5, 15), false, "pont de l'Ascension"},
      {absl::CivilDay(2026, 5, 16), false, ""},
      {absl::CivilDay(2026, 5, 17), false, ""},
      {absl::CivilDay(2026, 5, 18), true, ""},
      // A holiday on a Saturday keeps its title.
      {absl::CivilDay(2026, 8, 15), false, "Assomption"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(calendar.IsOpen(row.day), row.open) << row.day;
    const auto title = calendar.TitleOf(row.day);
    EXPECT_EQ(title.has_value() ? title->fr() : "", row.title) << row.day;
  }
  EXPECT_EQ(calendar.OpenFrom(absl::CivilDay(2026, 5, 14)), absl::CivilDay(2026, 5, 18));
  EXPECT_EQ(calendar.OpenFrom(absl::CivilDay(2026, 5, 13)), absl::CivilDay(2026, 5, 13));
  EXPECT_EQ(calendar.OpenUntil(absl::CivilDay(2026, 5, 17)), absl::CivilDay(2026, 5, 13));
}

TEST(Calendar, KeepsTheHolidaysOfItsCountry) {
  const Calendar belgium = Make("country: COUNTRY_BELGIUM");
  const Calendar france = Make("country: COUNTRY_FRANCE");
  const Calendar moselle = Make("country: COUNTRY_FRANCE alsace_moselle: true");
  const absl::CivilDay belgian(2026, 7, 21);
  const absl::CivilDay french(2026, 7, 14);
  const absl::CivilDay good_friday(2026, 4, 3);
  EXPECT_FALSE(belgium.IsOpen(belgian));
  EXPECT_TRUE(france.IsOpen(belgian));
  EXPECT_TRUE(belgium.IsOpen(french));
  EXPECT_FALSE(france.IsOpen(french));
  EXPECT_TRUE(france.IsOpen(good_friday));
  EXPECT_FALSE(moselle.IsOpen(good_friday));
}

TEST(Calendar, ClosesTheDaysOfTheWeekThatItNames) {
  const Calendar sundays = Make("country: COUNTRY_FRANCE closed_weekdays: SUNDAY");
  EXPECT_TRUE(sundays.IsOpen(absl::CivilDay(2026, 3, 14)));
  EXPECT_FALSE(sundays.IsOpen(absl::CivilDay(2026, 3, 15)));
  const Calendar mondays_only = Make(
      "country: COUNTRY_FRANCE closed_weekdays: [SUNDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, "
      "SATURDAY]");
  EXPECT_EQ(mondays_only.OpenFrom(absl::CivilDay(2026, 3, 17)), absl::CivilDay(2026, 3, 23));
}

TEST(Calendar, RefusesWhatCannotBe) {
  const struct {
    const char* text;
    const char* reason;
    const char* field;
  } rows[] = {
      {"", "CALENDAR_INVALID", "c.country"},
      {"country: 7", "CALENDAR_INVALID", "c.country"},
      {"country: COUNTRY_BELGIUM alsace_moselle: true", "CALENDAR_INVALID", "c.alsace_moselle"},
      {"country: COUNTRY_FRANCE closed_weekdays: 8", "CALENDAR_INVALID", "c.closed_weekdays"},
      {"country: COUNTRY_FRANCE closed_weekdays: 0", "CALENDAR_INVALID", "c.closed_weekdays"},
      {"country: COUNTRY_FRANCE closed_weekdays: [1, 2, 3, 4, 5, 6, 7]", "CALENDAR_INVALID",
       "c.closed_weekdays"},
      {"country: COUNTRY_FRANCE closings { title { fr: 'pont' } }", "PERIOD_INVALID",
       "c.closings[0].period"},
      {"country: COUNTRY_FRANCE closings { title { fr: 'pont' } "
       "period { start_date { year: 2026 month: 5 day: 15 } } }",
       "CALENDAR_INVALID", "c.closings[0].period"},
      {"country: COUNTRY_FRANCE closings { period { start_date { year: 2026 month: 5 day: 15 } "
       "end_date { year: 2026 month: 5 day: 15 } } }",
       "FIELD_REQUIRED", "c.closings[0].title"},
      {"country: COUNTRY_FRANCE closings { title { fr: 'pont' } "
       "period { start_date { year: 2026 month: 1 day: 1 } "
       "end_date { year: 2036 month: 1 day: 9 } } }",
       "CALENDAR_INVALID", "c.closings"},
  };
  for (const auto& row : rows) {
    const auto made = Calendar::Make(Parsed<WorkingCalendar>(row.text), "c");
    EXPECT_EQ(base::ReasonOf(made.status()), row.reason) << row.text;
    EXPECT_EQ(base::MetadataOf(made.status())["field"], row.field) << row.text;
  }
  // Ten years of 3,660 days and not one more.
  EXPECT_THAT(Calendar::Make(
                  Parsed<WorkingCalendar>("country: COUNTRY_FRANCE closings { title { fr: 'pont' } "
                                          "period { start_date { year: 2026 month: 1 day: 1 } "
                                          "end_date { year: 2036 month: 1 day: 8 } } }"),
                  "c"),
              testing::IsOk());
}

}  // namespace
}  // namespace mandat::deadline
