// How an export begins, before any server is asked.

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/cli/command.h"
#include "gateway/cli/files.h"
#include "gtest/gtest.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::cli {
namespace {

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::IsOkAndHolds;
using ::mandat::testing::StatusIs;

// With a server that is away.
absl::Status Export(const std::string& path) {
  CommonOptions options;
  options.rules.tries_max = 1;
  Session session(Settings::Load({"MANDAT_SERVER=127.0.0.1:1", "MANDAT_TOKEN=token"}).value(),
                  options);
  Arguments arguments = Arguments::Parse({"requests", absl::StrCat("--to=", path)});
  return FindCommand({"export"})->run(session, arguments);
}

TEST(Export, AsksNobodyForWhatCannotBeKept) {
  const testing::TempDir folder;
  EXPECT_THAT(Export(folder.File("none/requests.csv")), HasReason("FILE_NOT_WRITTEN"));
  EXPECT_THAT(Export(folder.path()), HasReason("FILE_NOT_WRITTEN"));
  EXPECT_THAT(Export(folder.File("requests.csv")), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(Export, LeavesTheFileOfBeforeWhereNothingComes) {
  const testing::TempDir folder;
  ASSERT_THAT(WriteFile(folder.File("requests.csv"), "yesterday"), IsOk());
  EXPECT_THAT(Export(folder.File("requests.csv")), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ReadFile(folder.File("requests.csv")), IsOkAndHolds("yesterday"));
}

TEST(WriteFile, SaysWhatCannotBeWritten) {
  const testing::TempDir folder;
  EXPECT_THAT(WriteFile(folder.path(), "text"), HasReason("FILE_NOT_WRITTEN"));
  EXPECT_THAT(AppendToFile("/dev/full", "text"), HasReason("FILE_NOT_WRITTEN"));
  ASSERT_THAT(WriteFile(folder.File("text"), "text"), IsOk());
  EXPECT_THAT(ReadFile(folder.File("text")), IsOkAndHolds("text"));
}

}  // namespace
}  // namespace mandat::cli
