#include "services/lib/base/iban.h"

#include <utility>

#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

TEST(ParseBelgianIban, KnownAccounts) {
  const std::pair<const char*, const char*> rows[] = {
      {"BE68 5390 0754 7034", "BE68539007547034"}, {"BE32 1234 5678 9002", "BE32123456789002"},
      {"BE48 3200 7018 4927", "BE48320070184927"}, {"BE20 0636 4698 2456", "BE20063646982456"},
      {"BE83 1388 1173 5115", "BE83138811735115"}, {"BE68539007547034", "BE68539007547034"},
  };
  for (const auto& [text, iban] : rows) {
    const auto parsed = ParseBelgianIban(text, "iban");
    ASSERT_TRUE(parsed.ok()) << text;
    EXPECT_EQ(*parsed, iban);
  }
}

TEST(ParseBelgianIban, Refusals) {
  const std::pair<const char*, const char*> rows[] = {
      {"BE41 0918 1173 5141", "IBAN_NATIONAL_CHECK"},
      {"BE69 5390 0754 7034", "IBAN_CHECK_DIGITS"},
      {"BE68 5390 0754 7035", "IBAN_CHECK_DIGITS"},
      {"", "IBAN_FORM"},
      {"BE", "IBAN_FORM"},
      {"be68539007547034", "IBAN_FORM"},
      {"FR68539007547034", "IBAN_FORM"},
      {"BE6853900754703", "IBAN_FORM"},
      {"BE685390075470340", "IBAN_FORM"},
      {"BE6853900754703x", "IBAN_FORM"},
      {"BE68-5390-0754-7034", "IBAN_FORM"},
  };
  for (const auto& [text, rule] : rows) {
    const absl::Status status = ParseBelgianIban(text, "iban").status();
    EXPECT_EQ(ReasonOf(status), "IBAN_INVALID") << text;
    EXPECT_EQ(MetadataOf(status)["rule"], rule) << text;
    EXPECT_EQ(MetadataOf(status)["field"], "iban");
  }
}

TEST(ParseBelgianIban, NationalRemainderZeroIsWritten97) {
  EXPECT_TRUE(ParseBelgianIban("BE54000000009797", "iban").ok());
  const absl::Status status = ParseBelgianIban("BE54000000009700", "iban").status();
  EXPECT_EQ(MetadataOf(status)["rule"], "IBAN_NATIONAL_CHECK");
}

// Check digits 00, 01 and 99 leave the same remainder as 97, 98 and 02, yet nobody issues them.
TEST(ParseBelgianIban, CheckDigitsHaveNoAliases) {
  const std::pair<const char*, const char*> rows[] = {
      {"BE97000000004949", "BE00000000004949"},
      {"BE98000000009393", "BE01000000009393"},
      {"BE02000000004040", "BE99000000004040"},
  };
  for (const auto& [issued, alias] : rows) {
    EXPECT_TRUE(ParseBelgianIban(issued, "iban").ok()) << issued;
    EXPECT_EQ(MetadataOf(ParseBelgianIban(alias, "iban").status())["rule"], "IBAN_CHECK_DIGITS");
  }
}

TEST(ParseBelgianIban, NoDigitMayChange) {
  const std::string iban = "BE68539007547034";
  for (size_t at = 2; at < iban.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string changed = iban;
      changed[at] = digit;
      EXPECT_EQ(ParseBelgianIban(changed, "iban").ok(), digit == iban[at]) << changed;
    }
  }
}

}  // namespace
}  // namespace mandat::base
