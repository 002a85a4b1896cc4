#include "services/lib/base/entropy.h"

#include <set>
#include <vector>

#include "gtest/gtest.h"

namespace mandat::base {
namespace {

TEST(RandomBytes, NeverRepeats) {
  std::set<std::array<uint8_t, 16>> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(RandomBytes<16>()).second);
}

TEST(FillWithRandomBytes, ReachesEveryByteOfALongSpan) {
  // A byte that stays zero over 40 fills (chance 256^-40) was not written.
  std::vector<uint8_t> touched(1000, 0);
  for (int i = 0; i < 40; ++i) {
    std::vector<uint8_t> bytes(touched.size(), 0);
    FillWithRandomBytes(absl::MakeSpan(bytes));
    for (size_t at = 0; at < bytes.size(); ++at) touched[at] |= bytes[at];
  }
  for (size_t at = 0; at < touched.size(); ++at) EXPECT_NE(touched[at], 0) << at;
}

TEST(FillWithRandomBytes, KeepsWithinTheSpan) {
  std::vector<uint8_t> bytes(600, 0xAB);
  FillWithRandomBytes(absl::MakeSpan(bytes).subspan(10, 580));
  for (size_t at = 0; at < 10; ++at) {
    EXPECT_EQ(bytes[at], 0xAB);
    EXPECT_EQ(bytes[590 + at], 0xAB);
  }
}

}  // namespace
}  // namespace mandat::base
