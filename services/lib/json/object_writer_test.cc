#include "services/lib/json/object_writer.h"

#include <string>

#include "google/type/date.pb.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/types.pb.h"

namespace mandat::json {
namespace {

TEST(ObjectWriter, WritesEveryKindInOrder) {
  common::v1::Rational third;
  third.set_numerator(1);
  third.set_denominator(3);
  std::string out = "> ";
  ObjectWriter object(&out);
  object.Text("text", "a\"b")
      .Integer("integer", -7)
      .Double("double", 0.5)
      .Bool("bool", false)
      .Instant("time", absl::FromUnixMicros(1'000'001))
      .Message("data", third)
      .Raw("raw", "[1,2]");
  object.Close();
  EXPECT_EQ(out, R"(> {"text":"a\"b","integer":-7,"double":0.5,"bool":false,)"
                 R"("time":"1970-01-01T00:00:01.000001Z","data":{"numerator":1,"denominator":3},)"
                 R"("raw":[1,2]})");
}

TEST(ObjectWriter, WritesAnEmptyObject) {
  std::string out;
  ObjectWriter object(&out);
  object.Close();
  EXPECT_EQ(out, "{}");
}

TEST(ObjectWriter, EscapesNamesToo) {
  std::string out;
  ObjectWriter object(&out);
  object.Text("a\nb", "c");
  object.Close();
  EXPECT_EQ(out, R"({"a\nb":"c"})");
}

}  // namespace
}  // namespace mandat::json
