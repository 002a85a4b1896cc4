#include "services/lib/base/number_order.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"

namespace mandat::base {
namespace {

TEST(NumberOrder, CountsDigitsAsNumbers) {
  const std::vector<std::string> sorted = {"1.1",  "1.2",   "1.10", "2",    "2.1",
                                           "OS 2", "OS 10", "T1",   "T1.1", "T10"};
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t j = 0; j < sorted.size(); ++j) {
      EXPECT_EQ(NumberComesBefore(sorted[i], sorted[j]), i < j) << sorted[i] << " " << sorted[j];
    }
  }
  EXPECT_FALSE(NumberComesBefore("2.02", "2.2"));
  EXPECT_FALSE(NumberComesBefore("2.2", "2.02"));
  EXPECT_TRUE(NumberComesBefore("99999999999999999999998", "99999999999999999999999"));
}

}  // namespace
}  // namespace mandat::base
