#include "gateway/cli/request_file.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/socialaid/v1/article60_batch.pb.h"
#include "services/lib/base/uuid.h"
#include "services/lib/testing/matchers.h"

namespace mandat::cli {
namespace {

using socialaid::v1::Article60Line;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<FileLine> Read(
    const std::string& text, const Defaults& defaults = {},
    const google::protobuf::Descriptor& type = *Article60Line::descriptor()) {
  std::istringstream stream(text);
  auto file = RequestFile::Open(&stream, defaults, type).value();
  std::vector<FileLine> lines;
  while (std::optional<FileLine> line = file.Next()) lines.push_back(*std::move(line));
  EXPECT_EQ(file.lines(), static_cast<int64_t>(lines.size()));
  std::istringstream again(text);
  EXPECT_EQ(CountLines(again), file.lines());
  return lines;
}

const Article60Line& Of(const FileLine& line) {
  return static_cast<const Article60Line&>(*line.message);
}

std::vector<int64_t> PlacesOf(const std::vector<FileLine>& lines) {
  std::vector<int64_t> places;
  for (const FileLine& line : lines) places.push_back(line.place);
  return places;
}

TEST(RequestFile, KeepsThePlacesAndPassesOverEmptyLines) {
  const auto lines = Read("{\"send\":true}\n\n  \r\n{\"send\":false}");
  EXPECT_THAT(PlacesOf(lines), ElementsAre(1, 4));
  EXPECT_TRUE(Of(lines[0]).send());
  EXPECT_FALSE(Of(lines[1]).send());
}

TEST(RequestFile, RefusesLinesThatNoServerCouldRead) {
  const auto lines = Read("{\n{\"colour\":1}\n[]\n{\"send\":true}\n");
  EXPECT_THAT(PlacesOf(lines), ElementsAre(1, 2, 3, 4));
  for (size_t i = 0; i < 3; ++i) EXPECT_THAT(lines[i].status, testing::HasReason("WRONG_USE"));
  EXPECT_THAT(std::string(lines[1].status.message()), HasSubstr("colour"));
  EXPECT_THAT(lines[3].status, testing::IsOk());
}

TEST(RequestFile, RefusesALineTooLongAndGoesOnAfterIt) {
  const auto lines = Read(
      absl::StrCat("{\"duplicateReason\":\"", std::string(3 << 20, 'x'), "\"}\n{\"send\":true}\n"));
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(std::string(lines[0].status.message()), HasSubstr("more than 2097152 bytes"));
  EXPECT_TRUE(Of(lines[1]).send());
}

TEST(RequestFile, ALineHasTheSameIdWhereverItStands) {
  const auto one = Read("{\"send\":true}\n{\"send\":false,\"duplicateReason\":\"a\"}\n");
  const auto other = Read("{\"duplicateReason\":\"a\", \"send\":false}\n");
  const std::string id = Of(one[1]).request_id();
  EXPECT_TRUE(base::IsUuid(id));
  EXPECT_EQ(Of(other[0]).request_id(), id);
  EXPECT_NE(Of(one[0]).request_id(), id);
  const std::string own = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";
  EXPECT_EQ(Of(Read(absl::StrCat("{\"requestId\":\"", own, "\"}"))[0]).request_id(), own);
}

// A value may be set, changed and set again: what a line says does not tell which it is.
TEST(RequestFile, ALineWithoutAnIdOfItsOwnIsReadAsItIs) {
  using objectives::v1::MeasurementLine;
  const auto lines = Read("{\"measurement\":{\"indicator\":\"indicators/i1\"}}\n{}\n",
                          {{"submit", "true"}}, *MeasurementLine::descriptor());
  ASSERT_THAT(lines, SizeIs(2));
  ASSERT_THAT(lines[0].status, testing::IsOk());
  const auto& line = static_cast<const MeasurementLine&>(*lines[0].message);
  EXPECT_EQ(line.measurement().indicator(), "indicators/i1");
  EXPECT_TRUE(line.submit());
  EXPECT_TRUE(HaveOwnIds(*Article60Line::descriptor()));
  EXPECT_FALSE(HaveOwnIds(*MeasurementLine::descriptor()));
}

TEST(RequestFile, DefaultsFillWhatALineDoesNotSay) {
  const auto lines = Read("{}\n{\"send\":false}\n", {{"send", "true"}});
  EXPECT_TRUE(Of(lines[0]).send());
  EXPECT_FALSE(Of(lines[1]).send());
  std::istringstream empty;
  EXPECT_THAT(RequestFile::Open(&empty, {{"colour", "red"}}, *Article60Line::descriptor()).status(),
              testing::HasReason("WRONG_USE"));
}

}  // namespace
}  // namespace mandat::cli
