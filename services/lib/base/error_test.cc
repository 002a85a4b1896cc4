#include "services/lib/base/error.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mandat::base {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(Error, CarriesCodeReasonMessageAndMetadata) {
  const absl::Status error = Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "Read it again.",
                                   {{"given", "a"}, {"current", "b"}});
  EXPECT_EQ(error.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(error.message(), "Read it again.");
  EXPECT_EQ(ReasonOf(error), "ETAG_MISMATCH");
  EXPECT_THAT(MetadataOf(error), UnorderedElementsAre(Pair("given", "a"), Pair("current", "b")));
}

TEST(InvalidField, NamesTheField) {
  const absl::Status error = InvalidField("DATE_INVALID", "career[2].period", "no such day");
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(error.message(), "career[2].period: no such day");
  EXPECT_EQ(ReasonOf(error), "DATE_INVALID");
  EXPECT_THAT(MetadataOf(error), UnorderedElementsAre(Pair("field", "career[2].period")));
}

TEST(ReasonOf, IsEmptyForOkAndForForeignErrors) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
  EXPECT_EQ(ReasonOf(absl::InternalError("from a library")), "");
}

TEST(MetadataOf, IgnoresForeignPayloads) {
  absl::Status error = Error(absl::StatusCode::kNotFound, "CENTRE_NOT_FOUND", "none");
  error.SetPayload("type.googleapis.com/other", absl::Cord("x"));
  error.SetPayload("mandat.be/metadata/", absl::Cord("an entry without a key"));
  EXPECT_THAT(MetadataOf(error), IsEmpty());
  EXPECT_THAT(MetadataOf(absl::OkStatus()), IsEmpty());
}

TEST(WithMetadata, AddsAndReplaces) {
  absl::Status error = InvalidField("TEXT_TOO_LONG", "title", "too long");
  error = WithMetadata(std::move(error), "limit", "200");
  error = WithMetadata(std::move(error), "limit", "500");
  EXPECT_EQ(ReasonOf(error), "TEXT_TOO_LONG");
  EXPECT_THAT(MetadataOf(error),
              UnorderedElementsAre(Pair("field", "title"), Pair("limit", "500")));
}

TEST(WithMetadata, OkStaysOk) {
  EXPECT_EQ(WithMetadata(absl::OkStatus(), "limit", "200"), absl::OkStatus());
}

}  // namespace
}  // namespace mandat::base
