#include "gateway/cli/difference_text.h"

#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

std::string TextOf(const char* difference) {
  return DifferenceText(testing::Parsed<common::v1::Difference>(difference));
}

TEST(DifferenceText, ShowsWhatWasAndWhatIs) {
  EXPECT_EQ(TextOf(R"(before { version: 1 verb: "created" } after { version: 3 verb: "sent" }
                      fields { path: "state" before: '"draft"' after: '"sent"' }
                      fields { path: "career[1]" before: '{"days":1}' }
                      fields { path: "due_time" after: "" })"),
            "From version 1 (created) to version 3 (sent)\n"
            "state\n  - \"draft\"\n  + \"sent\"\n"
            "career[1]\n  - {\"days\":1}\n"
            "due_time\n  + \n");
}

TEST(DifferenceText, SaysWhatIsNotThere) {
  EXPECT_EQ(TextOf(R"(before { version: 2 verb: "sent" } after { version: 4 verb: "erased" }
                      erased: true)"),
            "From version 2 (sent) to version 4 (erased)\n"
            "Personal fields were erased; they are not compared.\n"
            "Nothing differs.\n");
}

}  // namespace
}  // namespace mandat::cli
