#include "services/lib/base/check_digits.h"

#include "gtest/gtest.h"

namespace mandat::base {
namespace {

TEST(IsDigits, WantsTheExactCountOfAsciiDigits) {
  EXPECT_TRUE(IsDigits("0123456789", 10));
  EXPECT_TRUE(IsDigits("", 0));
  EXPECT_FALSE(IsDigits("012", 2));
  EXPECT_FALSE(IsDigits("012", 4));
  EXPECT_FALSE(IsDigits("0x2", 3));
  EXPECT_FALSE(IsDigits("1/:", 3));
  EXPECT_FALSE(IsDigits("\xd9\xa1", 2)) << "an Arabic digit is not an ASCII digit";
}

TEST(Mod97, AgreesWithIntegerArithmetic) {
  for (long long n = 0; n < 10'000'000'000'000; n = n * 3 + 41) {
    EXPECT_EQ(Mod97(std::to_string(n)), n % 97) << n;
  }
  EXPECT_EQ(Mod97(""), 0);
  // Longer than any integer type: 10 has order 96 modulo 97.
  EXPECT_EQ(Mod97("1" + std::string(96, '0')), 1);
}

TEST(Mod97From1, Writes97ForZero) {
  EXPECT_EQ(Mod97From1("96"), 96);
  EXPECT_EQ(Mod97From1("97"), 97);
  EXPECT_EQ(Mod97From1("0"), 97);
  EXPECT_EQ(Mod97From1("98"), 1);
}

TEST(TwoDigits, PadsWithZero) {
  EXPECT_EQ(TwoDigits(0), "00");
  EXPECT_EQ(TwoDigits(7), "07");
  EXPECT_EQ(TwoDigits(97), "97");
}

TEST(Without, DropsOnlySeparators) {
  EXPECT_EQ(Without("85.07.30-033 28", ".- "), "85073003328");
  EXPECT_EQ(Without("a.b", "-"), "a.b");
  EXPECT_EQ(Without("", "."), "");
}

}  // namespace
}  // namespace mandat::base
