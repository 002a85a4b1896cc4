#ifndef SERVICES_LIB_TESTING_MATCHERS_H_
#define SERVICES_LIB_TESTING_MATCHERS_H_

// What tests say about absl::Status, absl::StatusOr<T> and protobuf messages. There is no "is not
// OK": a test says which error it expects.

#include <memory>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/lib/base/error.h"

namespace mandat::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <class T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// The differences between `actual` and `expected`, one a line; empty when they are equal.
inline std::string Differences(const google::protobuf::Message& expected,
                               const google::protobuf::Message& actual) {
  if (expected.GetDescriptor() != actual.GetDescriptor()) {
    return "a " + actual.GetTypeName() + " instead of a " + expected.GetTypeName();
  }
  std::string differences;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&differences);
  return differencer.Compare(expected, actual) ? "" : differences;
}

// A message of the same type as `like` from its text form; the text is the test's own, so a fault
// in it is reported as a difference.
inline std::string DifferencesFromText(const std::string& expected,
                                       const google::protobuf::Message& actual) {
  std::unique_ptr<google::protobuf::Message> parsed(actual.New());
  if (!google::protobuf::TextFormat::ParseFromString(expected, parsed.get())) {
    return "the expected text is not a " + actual.GetTypeName();
  }
  return Differences(*parsed, actual);
}

// EXPECT_THAT(Close(request), IsOk());
MATCHER(IsOk, negation ? "is an error" : "is OK") {
  *result_listener << StatusOf(arg);
  return StatusOf(arg).ok();
}

// EXPECT_THAT(ParseSsin(text), IsOkAndHolds(Property(&Ssin::year, 1985)));
MATCHER_P(IsOkAndHolds, inner, "is OK and its value matches") {
  if (!arg.ok()) {
    *result_listener << arg.status();
    return false;
  }
  return ::testing::ExplainMatchResult(inner, *arg, result_listener);
}

// EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
MATCHER_P(StatusIs, code, "has the code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg);
  return StatusOf(arg).code() == code;
}

// EXPECT_THAT(status, HasReason("ETAG_MISMATCH"));
MATCHER_P(HasReason, reason, "has the reason " + ::testing::PrintToString(reason)) {
  *result_listener << StatusOf(arg) << " with the reason \"" << base::ReasonOf(StatusOf(arg))
                   << "\"";
  return base::ReasonOf(StatusOf(arg)) == reason;
}

MATCHER_P(EqualsProtoMessage, expected, "equals\n" + expected.DebugString()) {
  const std::string differences = Differences(expected, arg);
  *result_listener << differences;
  return differences.empty();
}

MATCHER_P(EqualsProtoText, expected, "equals\n" + expected) {
  const std::string differences = DifferencesFromText(expected, arg);
  *result_listener << differences;
  return differences.empty();
}

// EXPECT_THAT(reply, EqualsProto(expected)); EXPECT_THAT(reply, EqualsProto("name: 'centres/c1'"));
inline auto EqualsProto(const std::string& text) { return EqualsProtoText(text); }
template <class Message>
auto EqualsProto(
    const Message& expected) requires std::is_base_of_v<google::protobuf::Message, Message> {
  return EqualsProtoMessage(expected);
}

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_MATCHERS_H_
