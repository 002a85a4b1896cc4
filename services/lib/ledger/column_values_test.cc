#include "services/lib/ledger/column_values.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"

namespace mandat::ledger {
namespace {

using mandat::testing::Parsed;

TEST(ColumnValues, CountDaysAndMicrosecondsFrom1970AndNothingIsNull) {
  const auto date = Parsed<google::type::Date>("year: 1970 month: 2 day: 1");
  EXPECT_EQ(DateOr(true, date), Value(int64_t{31}));
  EXPECT_TRUE(IsNull(DateOr(false, date)));
  const auto time = Parsed<google::protobuf::Timestamp>("seconds: 2 nanos: 5000");
  EXPECT_EQ(TimeOr(true, time), Value(int64_t{2'000'005}));
  EXPECT_TRUE(IsNull(TimeOr(false, time)));
}

TEST(ColumnValues, CodesLoseThePrefixOfTheirEnumeration) {
  EXPECT_EQ(Word("ARTICLE60_STATE_SENT", "ARTICLE60_STATE_"), "SENT");
}

}  // namespace
}  // namespace mandat::ledger
