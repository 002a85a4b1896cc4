#include "services/objectives/checks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives {
namespace {

TEST(CheckCitation, NamesWhatDecidedAndWhen) {
  const auto check = [](const std::string& text) {
    return Fault(CheckCitation(Parsed<v1::Citation>(text), "basis", kToday));
  };
  EXPECT_EQ(check(""), "FIELD_REQUIRED basis.reference");
  EXPECT_EQ(check("reference: 'd'"), "FIELD_REQUIRED basis.date");
  EXPECT_EQ(check("reference: 'd' date { year: 2024 month: 2 day: 30 }"),
            "DATE_INVALID basis.date");
  EXPECT_EQ(check("reference: 'd' date { year: 1999 month: 12 day: 31 }"),
            "DATE_OUT_OF_RANGE basis.date");
  EXPECT_EQ(check("reference: 'd' date { year: 2024 month: 2 day: 1 }"), "");
  EXPECT_EQ(check("reference: 'd' date { year: 2024 month: 2 day: 2 }"), "DATE_INVALID basis.date");
  EXPECT_EQ(check(absl::StrCat("reference: '", std::string(200, 'x'),
                               "' date { year: 2024 month: 2 day: 1 }")),
            "");
  EXPECT_EQ(check(absl::StrCat("reference: '", std::string(201, 'x'), "'")),
            "TEXT_TOO_LONG basis.reference");
  EXPECT_EQ(check("reference: 'a\\001'"), "TEXT_INVALID basis.reference");
}

absl::Status Check(const std::string& text) {
  return CheckResponsibilities(Parsed<v1::Objective>(text).responsibilities(), "r");
}

// From the first of a month of 2024 to the last day before another one; 0 is open.
std::string Held(const std::string& role, int from, int before) {
  std::string text =
      absl::StrCat("responsibilities { role: RESPONSIBILITY_ROLE_", role,
                   " holder: 'h' period { start_date { year: 2024 month: ", from, " day: 1 }");
  const absl::CivilDay last = absl::CivilDay(absl::CivilMonth(2024, before)) - 1;
  if (before != 0) {
    absl::StrAppend(&text, " end_date { year: ", last.year(), " month: ", last.month(),
                    " day: ", last.day(), " }");
  }
  return text + " } } ";
}

TEST(CheckResponsibilities, RefusesEachBadFieldWithItsReason) {
  const std::string role = "role: RESPONSIBILITY_ROLE_AGENT ";
  const std::string start = "period { start_date { year: 2024 month: 1 day: 1 } } ";
  EXPECT_EQ(Fault(Check("responsibilities { }")), "ROLE_UNKNOWN r[0].role");
  EXPECT_EQ(Fault(Check("responsibilities { " + role + " }")), "FIELD_REQUIRED r[0].holder");
  EXPECT_EQ(Fault(Check(absl::StrCat("responsibilities { ", role, "holder: '",
                                     std::string(201, 'x'), "' }"))),
            "TEXT_TOO_LONG r[0].holder");
  EXPECT_EQ(Fault(Check("responsibilities { " + role + "holder: 'h\\001' }")),
            "TEXT_INVALID r[0].holder");
  EXPECT_EQ(Fault(Check("responsibilities { " + role + "holder: 'h' }")),
            "PERIOD_INVALID r[0].period");
  EXPECT_EQ(Fault(Check("responsibilities { " + role +
                        "holder: 'h' period { start_date { year: 2024 month: 13 day: 1 } } }")),
            "DATE_INVALID r[0].period.start_date");
  EXPECT_EQ(Fault(Check("responsibilities { " + role + "holder: 'h' " + start + "}")), "");
  std::string many;
  for (int i = 0; i < 60; ++i) {
    many += absl::StrCat(
        "responsibilities { ", role, "holder: 'h' period { start_date { year: ", 2000 + i,
        " month: 1 day: 1 } end_date { year: ", 2000 + i, " month: 12 day: 31 } } } ");
  }
  EXPECT_EQ(Fault(Check(many)), "");
  EXPECT_EQ(Fault(Check(many + "responsibilities { }")), "TOO_MANY_ITEMS r");
}

TEST(CheckResponsibilities, OfOneRoleThereIsOneHolderAtATime) {
  EXPECT_EQ(Fault(Check(Held("POLITICAL", 1, 4) + Held("POLITICAL", 4, 0))), "");
  EXPECT_EQ(Fault(Check(Held("POLITICAL", 1, 0) + Held("ADMINISTRATIVE", 1, 0))), "");
  const absl::Status overlap = Check(Held("POLITICAL", 1, 5) + Held("POLITICAL", 4, 0));
  EXPECT_EQ(Fault(overlap), "RESPONSIBILITIES_OVERLAP r[1].period");
  EXPECT_EQ(base::MetadataOf(overlap)["role"], "POLITICAL");
  // An open one has no end, whichever comes first in the list.
  EXPECT_EQ(Fault(Check(Held("AGENT", 6, 0) + Held("AGENT", 1, 0))),
            "RESPONSIBILITIES_OVERLAP r[1].period");
}

}  // namespace
}  // namespace mandat::objectives
