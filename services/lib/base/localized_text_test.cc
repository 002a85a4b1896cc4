#include "services/lib/base/localized_text.h"

#include <string>

#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

common::v1::LocalizedText Text(const std::string& fr, const std::string& nl, const std::string& de,
                               const std::string& en) {
  common::v1::LocalizedText text;
  text.set_fr(fr);
  text.set_nl(nl);
  text.set_de(de);
  text.set_en(en);
  return text;
}

std::string Refusal(const absl::Status& status) {
  return ReasonOf(status) + " " + MetadataOf(status)["field"];
}

TEST(ValidateLocalizedText, WantsOneLanguage) {
  EXPECT_EQ(Refusal(ValidateLocalizedText({}, 10, "title")), "FIELD_REQUIRED title");
  EXPECT_TRUE(ValidateLocalizedText(Text("a", "", "", ""), 10, "title").ok());
  EXPECT_TRUE(ValidateLocalizedText(Text("", "a", "", ""), 10, "title").ok());
  EXPECT_TRUE(ValidateLocalizedText(Text("", "", "a", ""), 10, "title").ok());
  EXPECT_TRUE(ValidateLocalizedText(Text("", "", "", "a"), 10, "title").ok());
}

TEST(ValidateLocalizedText, ChecksEachLanguage) {
  EXPECT_EQ(Refusal(ValidateLocalizedText(Text("abc", "", "", ""), 2, "t")), "TEXT_TOO_LONG t.fr");
  EXPECT_EQ(Refusal(ValidateLocalizedText(Text("a", "abc", "", ""), 2, "t")), "TEXT_TOO_LONG t.nl");
  EXPECT_EQ(Refusal(ValidateLocalizedText(Text("a", "", "\x01", ""), 2, "t")), "TEXT_INVALID t.de");
  EXPECT_EQ(Refusal(ValidateLocalizedText(Text("", "", "", "\x1f"), 2, "t")), "TEXT_INVALID t.en");
}

TEST(Pick, TakesTheLanguageOrTheNextOfTheOrder) {
  const auto all = Text("f", "n", "d", "e");
  EXPECT_EQ(Pick(all, "fr"), "f");
  EXPECT_EQ(Pick(all, "nl"), "n");
  EXPECT_EQ(Pick(all, "de"), "d");
  EXPECT_EQ(Pick(all, "en"), "e");
  EXPECT_EQ(Pick(all, "it"), "f");
  EXPECT_EQ(Pick(all, ""), "f");
  EXPECT_EQ(Pick(Text("", "n", "d", "e"), "fr"), "n");
  EXPECT_EQ(Pick(Text("", "", "d", "e"), "nl"), "d");
  EXPECT_EQ(Pick(Text("", "", "", "e"), "de"), "e");
  EXPECT_EQ(Pick(Text("f", "", "", ""), "en"), "f");
  EXPECT_EQ(Pick({}, "fr"), "");
}

}  // namespace
}  // namespace mandat::base
