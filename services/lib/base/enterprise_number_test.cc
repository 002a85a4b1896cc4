#include "services/lib/base/enterprise_number.h"

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

struct Row {
  const char* text;
  const char* digits;  // null = refused
};

TEST(ParseEnterpriseNumber, KnownNumbers) {
  const Row rows[] = {
      {"0403019261", "0403019261"},
      {"0403.019.261", "0403019261"},
      {"0403 019 261", "0403019261"},
      {"403019261", "0403019261"},
      {"403.019.261", "0403019261"},
      {"0428759497", "0428759497"},  // remainder 0: the check is 97
      {"428759497", "0428759497"},
      {"0136695962", "0136695962"},
      {"0428759400", nullptr},  // (first eight + last two) mod 97 is 0, yet 97 is wanted
      {"0431150351", nullptr},  // should end in 50
      {"0403019260", nullptr},
      {"2403019261", nullptr},
      {"", nullptr},
      {"40301926", nullptr},
      {"00403019261", nullptr},
      {"BE0403019261", nullptr},
      {"0403-019-261", nullptr},
      {"040301926x", nullptr},
  };
  for (const Row& row : rows) {
    const auto number = ParseEnterpriseNumber(row.text, "centre.enterprise_number");
    if (row.digits != nullptr) {
      ASSERT_TRUE(number.ok()) << row.text;
      EXPECT_EQ(*number, row.digits);
    } else {
      EXPECT_EQ(ReasonOf(number.status()), "ENTERPRISE_NUMBER_INVALID") << row.text;
      EXPECT_EQ(MetadataOf(number.status())["field"], "centre.enterprise_number");
    }
  }
  EXPECT_TRUE(ParseEnterpriseNumber("0431150350", "n").ok());
}

TEST(ParseEnterpriseNumber, RefusesAFirstDigitAboveOneWithFittingCheckDigits) {
  // 97 - (20000000 mod 97): the number of an establishment unit, not of an enterprise.
  const int check = 97 - 20000000 % 97;
  const std::string text = absl::StrFormat("20000000%02d", check);
  EXPECT_EQ(ReasonOf(ParseEnterpriseNumber(text, "n").status()), "ENTERPRISE_NUMBER_INVALID");
}

TEST(MakeEnterpriseNumber, IsAcceptedAndNoDigitOfItMayChange) {
  for (int first = 0; first < 20'000'000; first += 79'943) {
    const auto number = MakeEnterpriseNumber(absl::StrFormat("%08d", first));
    ASSERT_TRUE(number.ok());
    ASSERT_EQ(ParseEnterpriseNumber(*number, "n").value(), *number);
    for (size_t at = 0; at < number->size(); ++at) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string changed = *number;
        changed[at] = digit;
        EXPECT_EQ(ParseEnterpriseNumber(changed, "n").ok(), digit == (*number)[at]) << changed;
      }
    }
  }
}

TEST(MakeEnterpriseNumber, Refusals) {
  for (const char* digits : {"", "0403019", "040301926", "20000000", "0403019x"}) {
    EXPECT_EQ(ReasonOf(MakeEnterpriseNumber(digits).status()), "ENTERPRISE_NUMBER_INVALID");
  }
}

}  // namespace
}  // namespace mandat::base
