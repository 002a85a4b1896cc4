#include "services/lib/base/structured_communication.h"

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

TEST(ParseStructuredCommunication, KnownOnes) {
  const std::pair<const char*, const char*> rows[] = {
      {"+++123/1234/12328+++", "123123412328"}, {"***123/1234/12328***", "123123412328"},
      {"+++000/8000/90655+++", "000800090655"}, {"+++090/9337/55493+++", "090933755493"},
      {"+++000/0000/00097+++", "000000000097"},
  };
  for (const auto& [text, digits] : rows) {
    const auto parsed = ParseStructuredCommunication(text, "communication");
    ASSERT_TRUE(parsed.ok()) << text;
    EXPECT_EQ(*parsed, digits);
  }
}

TEST(ParseStructuredCommunication, Refusals) {
  for (const char* text :
       {"", "123123412328", "+++123/1234/12329+++", "+++000/0000/00000+++", "***123/1234/12328+++",
        "+++123/1234/12328", "123/1234/12328", "+++1231234/12328+++", "+++1231/234/12328+++",
        "++++123/1234/12328+++", "+++123/1234/123280+++", "+++123/1234/1232x+++",
        "+++ 123/1234/12328+++"}) {
    const auto parsed = ParseStructuredCommunication(text, "communication");
    EXPECT_EQ(ReasonOf(parsed.status()), "STRUCTURED_COMMUNICATION_INVALID") << text;
    EXPECT_EQ(MetadataOf(parsed.status())["field"], "communication");
  }
}

TEST(MakeStructuredCommunication, IsAcceptedAndNoDigitOfItMayChange) {
  for (int64_t first = 0; first < 10'000'000'000; first += 41'234'567) {
    const auto digits = MakeStructuredCommunication(absl::StrFormat("%010d", first));
    ASSERT_TRUE(digits.ok());
    for (size_t at = 0; at < digits->size(); ++at) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string changed = *digits;
        changed[at] = digit;
        const auto parsed =
            ParseStructuredCommunication(FormatStructuredCommunication(changed), "c");
        ASSERT_EQ(parsed.ok(), digit == (*digits)[at]) << changed;
      }
    }
  }
}

TEST(MakeStructuredCommunication, WantsTenDigits) {
  for (const char* digits : {"", "123123412", "12312341232", "123123412x"}) {
    EXPECT_EQ(ReasonOf(MakeStructuredCommunication(digits).status()),
              "STRUCTURED_COMMUNICATION_INVALID");
  }
}

}  // namespace
}  // namespace mandat::base
