#include "gateway/cli/batch_file.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "mandat/socialaid/v1/article60_batch.pb.h"
#include "services/lib/base/uuid.h"
#include "services/lib/testing/matchers.h"

namespace mandat::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

BatchFile Cut(const std::string& text, const Defaults& defaults = {}) {
  return CutIntoCalls(text, defaults, *socialaid::v1::Article60Line::descriptor()).value();
}

TEST(CutIntoCalls, KeepsThePlacesAndPassesOverEmptyLines) {
  const BatchFile file = Cut("{\"send\":true}\n\n  \r\n{\"send\":false}\n");
  EXPECT_EQ(file.lines, 2);
  ASSERT_EQ(file.calls.size(), 1u);
  EXPECT_THAT(file.calls[0].places, ElementsAre(1, 4));
  EXPECT_EQ(file.calls[0].lines[0]["send"], true);
  EXPECT_TRUE(file.refused.empty());
}

TEST(CutIntoCalls, RefusesLinesThatNoServerCouldRead) {
  const BatchFile file = Cut("{\n{\"colour\":1}\n[]\n{\"send\":true}\n");
  EXPECT_EQ(file.lines, 4);
  ASSERT_EQ(file.refused.size(), 3u);
  EXPECT_EQ(file.refused[0].place, 1);
  EXPECT_THAT(file.refused[1].error, HasSubstr("colour"));
  EXPECT_EQ(file.refused[2].place, 3);
  EXPECT_THAT(file.calls[0].places, ElementsAre(4));
}

TEST(CutIntoCalls, ALineHasTheSameIdWhereverItStands) {
  const BatchFile one = Cut("{\"send\":true}\n{\"send\":false,\"duplicateReason\":\"a\"}\n");
  const BatchFile other = Cut("{\"duplicateReason\":\"a\", \"send\":false}\n");
  const std::string id = one.calls[0].lines[1]["requestId"];
  EXPECT_TRUE(base::IsUuid(id));
  EXPECT_EQ(other.calls[0].lines[0]["requestId"], id);
  EXPECT_NE(one.calls[0].lines[0]["requestId"], id);
  const std::string own = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";
  EXPECT_EQ(Cut(absl::StrCat("{\"requestId\":\"", own, "\"}")).calls[0].lines[0]["requestId"], own);
}

TEST(CutIntoCalls, DefaultsFillWhatALineDoesNotSay) {
  const BatchFile file = Cut("{}\n{\"send\":false}\n", {{"send", "true"}});
  EXPECT_EQ(file.calls[0].lines[0]["send"], "true") << "as the command line writes it";
  EXPECT_EQ(file.calls[0].lines[1]["send"], false);
  EXPECT_THAT(CutIntoCalls("{}", {{"colour", "red"}}, *socialaid::v1::Article60Line::descriptor()),
              testing::HasReason("WRONG_USE"));
}

TEST(CutIntoCalls, CallsAreOfFiveHundredLinesAndOfLessThanTheLargestRequest) {
  std::string many, large;
  for (int i = 0; i < 1001; ++i) absl::StrAppend(&many, "{\"duplicateReason\":\"", i, "\"}\n");
  const BatchFile by_count = Cut(many);
  ASSERT_EQ(by_count.calls.size(), 3u);
  EXPECT_EQ(by_count.calls[0].places.size(), 500u);
  EXPECT_EQ(by_count.calls[2].places.size(), 1u);
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&large, "{\"duplicateReason\":\"", std::string(20'000, 'x'), "\"}\n");
  }
  const BatchFile by_size = Cut(large);
  EXPECT_EQ(by_size.calls.size(), 3u);
  for (const BatchCall& call : by_size.calls) EXPECT_LT(call.lines.dump().size(), 1'000'000u);
}

}  // namespace
}  // namespace mandat::cli
