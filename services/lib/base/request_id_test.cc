#include "services/lib/base/request_id.h"

#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

TEST(CheckRequestId, WantsAUuidInItsCanonicalForm) {
  EXPECT_TRUE(CheckRequestId("7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11").ok());
  for (const char* bad :
       {"", "mine", "7E6B1A52-6F0E-4C7B-9A58-0D0F3A3C5B11", "7e6b1a526f0e4c7b9a580d0f3a3c5b11"}) {
    const absl::Status status = CheckRequestId(bad);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << bad;
    EXPECT_EQ(ReasonOf(status), "REQUEST_ID_INVALID") << bad;
    EXPECT_EQ(MetadataOf(status)["field"], "request_id") << bad;
  }
}

}  // namespace
}  // namespace mandat::base
