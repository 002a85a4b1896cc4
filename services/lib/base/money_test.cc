#include "services/lib/base/money.h"

#include <limits>

#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

google::type::Money Wire(const std::string& currency, int64_t units, int32_t nanos) {
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

TEST(ParseMoney, ReadsText) {
  const std::pair<const char*, int64_t> rows[] = {
      {"0.01", 1},
      {"0", 0},
      {"-0.00", 0},
      {"12", 1200},
      {"12.5", 1250},
      {"12.05", 1205},
      {"1314.20", 131420},
      {"-12.34", -1234},
      {"-0.50", -50},
      {"007.00", 700},
      {"92233720368547758.07", kMost},
      {"-92233720368547758.08", kLeast},
  };
  for (const auto& [text, cents] : rows) {
    const auto money = ParseMoney(text, "amount");
    ASSERT_TRUE(money.ok()) << text;
    EXPECT_EQ(money->cents, cents) << text;
  }
}

TEST(ParseMoney, RefusesOtherText) {
  for (const char* text :
       {"", "-", ".", ".50", "1.", "1.234", "1,50", "+1", "--1", "1.-5", " 1", "1 ", "1e3", "0x1",
        "1.2.3", "EUR", "92233720368547758.08", "-92233720368547758.09", "99999999999999999999"}) {
    const auto money = ParseMoney(text, "amount");
    EXPECT_EQ(ReasonOf(money.status()), "MONEY_INVALID") << text;
    EXPECT_EQ(MetadataOf(money.status())["field"], "amount");
  }
}

TEST(ParseMoney, RefusesWhatEuroCentsCannotSay) {
  const google::type::Money refused[] = {
      Wire("", 1, 0),
      Wire("USD", 1, 0),
      Wire("eur", 1, 0),
      Wire("EUR", 1, 1),
      Wire("EUR", 0, 9'999'999),
      Wire("EUR", 0, 1'000'000'000),
      Wire("EUR", 0, -1'000'000'000),
      Wire("EUR", 1, -10'000'000),
      Wire("EUR", -1, 10'000'000),
      Wire("EUR", kMost, 0),
      Wire("EUR", kLeast, 0),
      Wire("EUR", kMost / 100, 80'000'000),
  };
  for (const google::type::Money& money : refused) {
    EXPECT_EQ(ReasonOf(ParseMoney(money, "amount").status()), "MONEY_INVALID")
        << money.ShortDebugString();
  }
}

TEST(ToMoney, WireAndTextRoundTrip) {
  for (int64_t cents :
       {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{99}, int64_t{-99}, int64_t{100}, int64_t{-100},
        int64_t{131420}, int64_t{-131420}, kMost, kLeast}) {
    EXPECT_EQ(ParseMoney(ToMoney({cents}), "a").value(), Money{cents});
    EXPECT_EQ(ParseMoney(ToText({cents}), "a").value(), Money{cents});
  }
  EXPECT_EQ(ToMoney({-150}).SerializeAsString(), Wire("EUR", -1, -500'000'000).SerializeAsString());
}

TEST(ToText, HasTwoDecimals) {
  EXPECT_EQ(ToText({1}), "0.01");
  EXPECT_EQ(ToText({-50}), "-0.50");
  EXPECT_EQ(ToText({131420}), "1314.20");
  EXPECT_EQ(ToText({kLeast}), "-92233720368547758.08");
}

TEST(Add, RefusesToOverflow) {
  EXPECT_EQ(Add({131420}, {-20}).value(), Money{131400});
  EXPECT_EQ(Add({kMost - 1}, {1}).value(), Money{kMost});
  EXPECT_EQ(Add({kLeast + 1}, {-1}).value(), Money{kLeast});
  EXPECT_EQ(ReasonOf(Add({kMost}, {1}).status()), "MONEY_OVERFLOW");
  EXPECT_EQ(ReasonOf(Add({-1}, {kLeast}).status()), "MONEY_OVERFLOW");
  EXPECT_EQ(Add({-1}, {kLeast}).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(Money, Compares) {
  EXPECT_LT(Money{1}, Money{2});
  EXPECT_GE(Money{-1}, Money{-1});
}

}  // namespace
}  // namespace mandat::base
