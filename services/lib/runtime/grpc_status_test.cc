#include "services/lib/runtime/grpc_status.h"

#include <string>

#include "gmock/gmock.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/runtime/log.h"
#include "services/lib/testing/matchers.h"

namespace mandat::runtime {
namespace {

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kDomain[] = "test.mandat.be";
constexpr char kMethod[] = "mandat.test.v1.Tests/Get";

TEST(ToGrpc, OkIsOkBothWays) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus(), kDomain, kMethod).ok());
  EXPECT_THAT(FromGrpc(grpc::Status::OK), IsOk());
}

TEST(ToGrpc, EveryCodeWithAReasonSurvivesTheJourneyExceptOwnFaults) {
  for (int code = 1; code <= 16; ++code) {
    SCOPED_TRACE(code);
    const auto sent = base::Error(static_cast<absl::StatusCode>(code), "SOME_REASON", "Some text.",
                                  {{"key", "value"}});
    const grpc::Status wire = ToGrpc(sent, kDomain, kMethod);
    const bool own_fault = code == 2 || code == 13 || code == 15;
    EXPECT_EQ(wire.error_code(), own_fault ? 13 : code);
    EXPECT_THAT(FromGrpc(wire), HasReason(own_fault ? "INTERNAL" : "SOME_REASON"));
    if (!own_fault) {
      EXPECT_EQ(base::MetadataOf(FromGrpc(wire)), base::MetadataOf(sent));
    }
  }
}

TEST(ToGrpc, OwnFaultsAreLoggedInFullAndLeaveAsAReferenceAlone) {
  const absl::Status faults[] = {
      base::Error(absl::StatusCode::kInternal, "ROW_BROKEN", "secret table",
                  {{"row", "secret id"}}),
      base::Error(absl::StatusCode::kDataLoss, "ROW_BROKEN", "secret table",
                  {{"row", "secret id"}}),
      absl::UnknownError("secret table, secret id"),
      absl::UnavailableError("secret table, secret id"),  // no reason: nobody meant it for a caller
  };
  for (const absl::Status& fault : faults) {
    SCOPED_TRACE(fault);
    CapturedLogForTest log;
    const grpc::Status wire = ToGrpc(fault, kDomain, kMethod);
    EXPECT_EQ(wire.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_THAT(wire.error_message(), MatchesRegex("internal error \\(reference [0-9a-f]{16}\\)"));
    EXPECT_THAT(wire.error_details(), Not(HasSubstr("secret")));
    EXPECT_THAT(wire.error_details(), Not(HasSubstr("ROW_BROKEN")));
    const absl::Status seen = FromGrpc(wire);
    EXPECT_THAT(seen, HasReason("INTERNAL"));
    const std::string reference = base::MetadataOf(seen)["reference"];
    EXPECT_THAT(base::MetadataOf(seen), SizeIs(1));
    ASSERT_THAT(log.Lines(), SizeIs(1));
    EXPECT_THAT(log.Lines()[0],
                AllOf(HasSubstr("\"severity\":\"ERROR\""), HasSubstr(reference),
                      HasSubstr("secret table"), HasSubstr("secret id"), HasSubstr(kMethod)));
  }
}

TEST(ToGrpc, TwoFaultsHaveTwoReferences) {
  CapturedLogForTest log;
  EXPECT_NE(ToGrpc(absl::InternalError("x"), kDomain, kMethod).error_message(),
            ToGrpc(absl::InternalError("x"), kDomain, kMethod).error_message());
}

TEST(ToGrpc, StaysBelowWhatClientsTakeAsMetadata) {
  std::string message;
  for (int i = 0; i < 5000; ++i) message += "é";
  const grpc::Status wire =
      ToGrpc(base::Error(absl::StatusCode::kInvalidArgument, "TOO_MUCH", "x" + message,
                         {{"a", "small"}, {"b", std::string(9000, 'y')}}),
             kDomain, kMethod);
  EXPECT_LT(wire.error_message().size() + wire.error_details().size(), 5000u);
  EXPECT_EQ(wire.error_message().size() % 2, 1u) << "no half a character at the end";
  EXPECT_THAT(FromGrpc(wire), HasReason("TOO_MUCH"));
  EXPECT_EQ(base::MetadataOf(FromGrpc(wire))["a"], "small");
}

TEST(FromGrpc, ErrorsOfTheTransportHaveNoReason) {
  const absl::Status status =
      FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection refused"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(base::ReasonOf(status), IsEmpty());
  EXPECT_EQ(status.message(), "connection refused");
  const absl::Status garbled =
      FromGrpc(grpc::Status(grpc::StatusCode::ABORTED, "x", "\xff\xff no message"));
  EXPECT_THAT(garbled, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(base::ReasonOf(garbled), IsEmpty());
}

}  // namespace
}  // namespace mandat::runtime
