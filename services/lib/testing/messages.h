#ifndef SERVICES_LIB_TESTING_MESSAGES_H_
#define SERVICES_LIB_TESTING_MESSAGES_H_

// Messages from their text form, for tests. A fault in the text fails the test.

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace mandat::testing {

template <typename T>
T Parsed(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// `message` with the fields of `text` merged into it.
template <typename T>
T With(T message, const std::string& text) {
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(text, &message)) << text;
  return message;
}

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_MESSAGES_H_
