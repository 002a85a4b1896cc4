#include "services/lib/base/number_order.h"

#include <utility>

#include "gtest/gtest.h"

namespace mandat::base {
namespace {

TEST(NumberComesBefore, CountsDigitsAsNumbers) {
  for (const auto& [first, second] :
       {std::pair("OS 2", "OS 10"), std::pair("1.2", "1.10"), std::pair("1", "1.1"),
        std::pair("9", "T1"), std::pair("T1.2", "T2.1"), std::pair("4.1", "4.1b")}) {
    EXPECT_TRUE(NumberComesBefore(first, second)) << first << " " << second;
    EXPECT_FALSE(NumberComesBefore(second, first)) << first << " " << second;
  }
  EXPECT_FALSE(NumberComesBefore("1.1", "1.1"));
}

}  // namespace
}  // namespace mandat::base
