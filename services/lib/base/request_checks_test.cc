#include "services/lib/base/request_checks.h"

#include <string>

#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"

namespace mandat::base {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::Parsed;

TEST(RequestChecks, NamesAreOfTheirCollection) {
  EXPECT_THAT(CheckName("plans/p1", "plans", "name"), IsOk());
  EXPECT_THAT(CheckName("", "plans", "name"), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(CheckName("centres/p1", "plans", "name"), HasReason("NAME_INVALID"));
  EXPECT_THAT(CheckNameIfSet("", "plans", "parent"), IsOk());
  EXPECT_THAT(CheckNameIfSet("plans/", "plans", "parent"), HasReason("NAME_INVALID"));
}

TEST(RequestChecks, IdsMayBeAbsent) {
  EXPECT_THAT(CheckIdIfSet("", "plan_id"), IsOk());
  EXPECT_THAT(CheckIdIfSet("p-1", "plan_id"), IsOk());
  EXPECT_THAT(CheckIdIfSet("P1", "plan_id"), HasReason("ID_INVALID"));
}

TEST(RequestChecks, TextsHaveALimit) {
  EXPECT_THAT(CheckRequiredText("", 3, "t"), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(CheckRequiredText("abc", 3, "t"), IsOk());
  EXPECT_THAT(CheckRequiredText("abcd", 3, "t"), HasReason("TEXT_TOO_LONG"));
  EXPECT_THAT(CheckTextIfSet({}, 3, "t"), IsOk());
  EXPECT_THAT(CheckTextIfSet(Parsed<common::v1::LocalizedText>("nl: 'abc'"), 3, "t"), IsOk());
  EXPECT_THAT(CheckTextIfSet(Parsed<common::v1::LocalizedText>("nl: 'abcd'"), 3, "t"),
              HasReason("TEXT_TOO_LONG"));
}

TEST(RequestChecks, ListsHaveALimitThatTheErrorNames) {
  EXPECT_THAT(CheckCount(20, 20, "values"), IsOk());
  const absl::Status status = CheckCount(21, 20, "values");
  EXPECT_THAT(status, HasReason("TOO_MANY_ITEMS"));
  EXPECT_EQ(MetadataOf(status)["limit"], "20");
  EXPECT_EQ(MetadataOf(status)["field"], "values");
  EXPECT_EQ(ElementOf("plan.values", 2), "plan.values[2]");
}

TEST(RequestChecks, DaysAreOfThisCentury) {
  const auto check = [](const std::string& text) {
    return ReasonOf(CheckDayOfCentury(Parsed<google::type::Date>(text), "date"));
  };
  EXPECT_EQ(check("year: 2000 month: 1 day: 1"), "");
  EXPECT_EQ(check("year: 2099 month: 12 day: 31"), "");
  EXPECT_EQ(check("year: 1999 month: 12 day: 31"), "DATE_OUT_OF_RANGE");
  EXPECT_EQ(check("year: 2100 month: 1 day: 1"), "DATE_OUT_OF_RANGE");
  EXPECT_EQ(check("year: 2024"), "DATE_INVALID");
}

TEST(RequestChecks, AnUpdateIsWhatItsMaskTakesOver) {
  const auto wanted = Parsed<common::v1::LocalizedText>("fr: 'a' nl: 'b'");
  google::protobuf::FieldMask mask;
  mask.add_paths("nl");
  EXPECT_EQ(Masked(mask, wanted)->fr(), "");
  EXPECT_EQ(Masked(mask, wanted)->nl(), "b");
  const auto before = Parsed<common::v1::LocalizedText>("fr: 'x' nl: 'y'");
  EXPECT_EQ(Updated(before, mask, wanted)->fr(), "x");
  EXPECT_EQ(Updated(before, mask, wanted)->nl(), "b");
  mask.add_paths("es");
  EXPECT_THAT(Masked(mask, wanted), HasReason("MASK_INVALID"));
}

}  // namespace
}  // namespace mandat::base
