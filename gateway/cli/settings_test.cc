#include "gateway/cli/settings.h"

#include "gateway/cli/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::cli {
namespace {

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::IsOkAndHolds;
using ::mandat::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::Pair;

TEST(ParseProfile, ReadsWhatAShellReads) {
  const auto values = ParseProfile("# here\nexport A=1\n\n  B=x=y\nC=a\\ b\\\\c\nD=\n");
  ASSERT_THAT(values, IsOk());
  EXPECT_THAT(*values,
              ElementsAre(Pair("A", "1"), Pair("B", "x=y"), Pair("C", "a b\\c"), Pair("D", "")));
}

TEST(ParseProfile, RefusesWhatOnlyAShellCanRead) {
  for (const char* line : {"A='x'", "A=\"x\"", "A=$HOME", "A=$'x'"}) {
    EXPECT_THAT(ParseProfile(line), HasReason("WRONG_USE")) << line;
  }
}

TEST(Settings, TheEnvironmentComesBeforeTheProfile) {
  const TempDir folder;
  const std::string profile = folder.File("env");
  ASSERT_THAT(WriteFile(profile, "MANDAT_SERVER=a:1\nMANDAT_TOKEN=profile\n"), IsOk());
  const auto settings = Settings::Load({"MANDAT_PROFILE=" + profile, "MANDAT_TOKEN=environment"});
  ASSERT_THAT(settings, IsOk());
  EXPECT_EQ(settings->Get("MANDAT_TOKEN"), "environment");
  EXPECT_EQ(settings->Get("MANDAT_SERVER"), "a:1");
}

TEST(Settings, AProfileThatIsNotThereIsSaid) {
  EXPECT_THAT(Settings::Load({"MANDAT_PROFILE=/nowhere"}), HasReason("FILE_NOT_READ"));
}

TEST(Settings, AServiceHasItsOwnAddressOrThatOfAll) {
  const auto settings = Settings::Load({"MANDAT_SERVER=all:1", "MANDAT_SOCIALAID=own:2"});
  ASSERT_THAT(settings, IsOk());
  EXPECT_THAT(settings->AddressOf("socialaid"), IsOkAndHolds("own:2"));
  EXPECT_THAT(settings->AddressOf("partners"), IsOkAndHolds("all:1"));
  EXPECT_THAT(Settings::Load({})->AddressOf("socialaid"), HasReason("WRONG_USE"));
}

}  // namespace
}  // namespace mandat::cli
