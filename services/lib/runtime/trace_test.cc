#include "services/lib/runtime/trace.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace mandat::runtime {
namespace {

constexpr char kValid[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(ParseTraceparent, TakesWhatTheStandardTakes) {
  const auto context = ParseTraceparent(kValid);
  ASSERT_TRUE(context.has_value());
  EXPECT_EQ(context->trace_id[0], 0x0a);
  EXPECT_EQ(context->trace_id[15], 0x9c);
  EXPECT_EQ(context->span_id[0], 0xb7);
  EXPECT_EQ(context->span_id[7], 0x31);
  EXPECT_EQ(context->flags, 1);
  EXPECT_EQ(FormatTraceparent(*context), kValid);
  // Later versions may have more, and go on in version 00.
  const auto later = ParseTraceparent("cc" + std::string(kValid).substr(2) + "-what-the-future");
  ASSERT_TRUE(later.has_value());
  EXPECT_EQ(FormatTraceparent(*later), kValid);
  EXPECT_TRUE(ParseTraceparent("cc" + std::string(kValid).substr(2)).has_value());
}

TEST(ParseTraceparent, RefusesWhatTheStandardCallsInvalid) {
  const std::string valid = kValid;
  const std::string wrong[] = {
      "",
      "00",
      valid.substr(0, 54),                                         // cut off
      valid + "-",                                                 // more in version 00
      valid + "0",                                                 //
      "cc" + valid.substr(2) + "0",                                // more without a hyphen
      "ff" + valid.substr(2),                                      // forbidden version
      "0x" + valid.substr(2),                                      //
      "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",   // capitals
      "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",   // no digit
      "00-00000000000000000000000000000000-b7ad6b7169203331-01",   // zero
      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",   // zero
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",   //
      "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",   // separators
      "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",   //
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01"};  //
  for (const std::string& text : wrong) EXPECT_FALSE(ParseTraceparent(text).has_value()) << text;
}

TEST(ChildOf, KeepsTraceAndFlagsAndHasAnIdOfItsOwn) {
  const TraceContext parent = *ParseTraceparent(kValid);
  const TraceContext child = ChildOf(parent);
  EXPECT_EQ(child.trace_id, parent.trace_id);
  EXPECT_EQ(child.flags, parent.flags);
  EXPECT_NE(child.span_id, parent.span_id);
}

TEST(NewTrace, IsValidAndUnlikeAnyOther) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string text = FormatTraceparent(NewTrace());
    EXPECT_TRUE(ParseTraceparent(text).has_value()) << text;
    EXPECT_TRUE(seen.insert(text.substr(3, 32)).second);
  }
}

}  // namespace
}  // namespace mandat::runtime
