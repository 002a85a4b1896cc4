#include "services/lib/base/resource_name.h"

#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

TEST(IsId, LowerCaseDigitsAndHyphen) {
  for (int c = 0; c < 256; ++c) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    EXPECT_EQ(IsId(std::string(1, static_cast<char>(c))), allowed) << c;
  }
  EXPECT_TRUE(IsId("la-louviere-1"));
  EXPECT_FALSE(IsId("la/louviere"));
  EXPECT_FALSE(IsId(""));
  EXPECT_TRUE(IsId(std::string(63, 'a')));
  EXPECT_FALSE(IsId(std::string(64, 'a')));
}

TEST(ValidateId, NamesTheField) {
  EXPECT_EQ(ValidateId("abc", "centre_id"), absl::OkStatus());
  const absl::Status status = ValidateId("Abc", "centre_id");
  EXPECT_EQ(ReasonOf(status), "ID_INVALID");
  EXPECT_EQ(MetadataOf(status)["field"], "centre_id");
}

TEST(ParseName, UndoesMakeName) {
  EXPECT_EQ(MakeName("centres", "abc"), "centres/abc");
  EXPECT_EQ(ParseName(MakeName("centres", "abc"), "centres", "name").value(), "abc");
}

TEST(ParseName, Refusals) {
  for (const char* name : {"", "centres", "centres/", "/abc", "abc", "offices/abc", "centres/a/b",
                           "centres//abc", "Centres/abc", "centresabc", "centres/ABC",
                           "centres/abc/", "xcentres/abc", "centre/abc", "centres/a b"}) {
    const auto id = ParseName(name, "centres", "name");
    EXPECT_EQ(ReasonOf(id.status()), "NAME_INVALID") << name;
    EXPECT_EQ(MetadataOf(id.status())["field"], "name");
  }
}

TEST(ResourceName, APartOfAnEmptyNameIsEmpty) {
  EXPECT_EQ(CollectionIn("centres/abc"), "centres");
  EXPECT_EQ(IdIn("centres/abc"), "abc");
  EXPECT_EQ(CollectionIn(""), "");
  EXPECT_EQ(IdIn(""), "");
}

}  // namespace
}  // namespace mandat::base
