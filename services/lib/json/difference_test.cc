#include "services/lib/json/difference.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/common/v1/role.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/testing/messages.h"

namespace mandat::json {
namespace {

using mandat::testing::Parsed;
using socialaid::v1::Article60Request;
using socialaid::v1::TraceStep;

// `path: before -> after`, a line each; `none` where there is no value.
std::string Lines(const google::protobuf::Message& before, const google::protobuf::Message& after) {
  const auto differences = Differences(before, after);
  return absl::StrJoin(differences, "\n", [](std::string* out, const auto& difference) {
    absl::StrAppend(out, difference.path(), ": ",
                    difference.has_before() ? difference.before() : "none", " -> ",
                    difference.has_after() ? difference.after() : "none");
  });
}

template <typename T>
std::string LinesOf(const std::string& before, const std::string& after) {
  return Lines(Parsed<T>(before), Parsed<T>(after));
}

TEST(Differences, OfRequests) {
  const struct {
    const char* before;
    const char* after;
    const char* lines;
  } rows[] = {
      // Scalars, codes and what is one value.
      {"", "", ""},
      {"owner: 'a'", "owner: 'a'", ""},
      {"owner: 'a'", "owner: 'b\"'", R"(owner: "a" -> "b\"")"},
      {"", "owner: 'b'", R"(owner: none -> "b")"},
      {"owner: 'a'", "", R"(owner: "a" -> none)"},
      {"state: ARTICLE60_STATE_DRAFT", "state: ARTICLE60_STATE_SENT",
       R"(state: "draft" -> "sent")"},
      {"state: ARTICLE60_STATE_DRAFT", "state: 77", R"(state: "draft" -> 77)"},
      {"state: 78", "state: 77", "state: 78 -> 77"},
      {"planned_start { year: 2024 month: 3 day: 1 }",
       "planned_start { year: 2024 month: 4 day: 1 }",
       R"(planned_start: "2024-03-01" -> "2024-04-01")"},
      {"send_time { seconds: 0 nanos: 1000 }", "send_time { seconds: 0 nanos: 1000 }", ""},
      {"answer { calculation { days_exact { numerator: 1 denominator: 2 } } }",
       "answer { calculation { days_exact { numerator: 1 denominator: 3 } } }",
       R"(answer.calculation.days_exact: {"numerator":1,"denominator":2} -> )"
       R"({"numerator":1,"denominator":3})"},
      // In the order of the type, not of the values.
      {"owner: 'a' state: ARTICLE60_STATE_DRAFT", "state: ARTICLE60_STATE_SENT owner: 'b'",
       "state: \"draft\" -> \"sent\"\nowner: \"a\" -> \"b\""},
      // Messages: entered where both have them, whole where one lacks it.
      {"contact { display_name: 'A' email: 'x' }", "contact { display_name: 'B' email: 'x' }",
       R"(contact.display_name: "A" -> "B")"},
      {"", "contact { display_name: 'B' }", R"(contact: none -> {"displayName":"B"})"},
      {"contact { display_name: 'A' }", "contact {}", R"(contact.display_name: "A" -> none)"},
      {"", "contact {}", "contact: none -> {}"},
      {"contact {}", "", "contact: {} -> none"},
      {"contact {}", "contact {}", ""},
      // Presence: a zero that was given is not the same as nothing.
      {"career { }", "career { days_hundredths: 0 }", "career[0].days_hundredths: none -> 0"},
      {"career { days_hundredths: 0 }", "career { days_hundredths: 50 }",
       "career[0].days_hundredths: 0 -> 50"},
      // Lists, by place.
      {"career { days_hundredths: 100 }", "career { days_hundredths: 100 } career {}",
       "career[1]: none -> {}"},
      {"career { days_hundredths: 1 } career { days_hundredths: 2 }",
       "career { days_hundredths: 2 }",
       "career[0].days_hundredths: 1 -> 2\ncareer[1]: {\"daysHundredths\":2} -> none"},
      {"comments { field: 'a' text: 'x' }", "comments { field: 'a' text: 'y' }",
       R"(comments[0].text: "x" -> "y")"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(LinesOf<Article60Request>(row.before, row.after), row.lines)
        << row.before << " | " << row.after;
  }
}

TEST(Differences, OfMapsAreByKeyAndSorted) {
  EXPECT_EQ(
      LinesOf<TraceStep>("arguments { key: 'b' value: '1' } arguments { key: 'c' value: '1' }",
                         "arguments { key: 'c' value: '1' } arguments { key: 'b' value: '2' }"
                         "arguments { key: 'a\\\"]' value: '' }"),
      "arguments[\"a\\\"]\"]: none -> \"\"\narguments[\"b\"]: \"1\" -> \"2\"");
  EXPECT_EQ(LinesOf<google::protobuf::Struct>(
                "fields { key: 'a' value { list_value { values { number_value: 1 } } } }",
                "fields { key: 'a' value { list_value { values { number_value: 2 } } } }"),
            R"(fields["a"].list_value.values[0].number_value: 1 -> 2)");
}

TEST(Differences, OfListsOfScalarsAndCodesAreByPlace) {
  EXPECT_EQ(LinesOf<common::v1::Access>("roles: [ROLE_SERVICE, ROLE_OPERATOR]",
                                        "roles: [ROLE_SERVICE, ROLE_AUDITOR, 0]"),
            "roles[1]: \"operator\" -> \"auditor\"\nroles[2]: none -> 0");
  EXPECT_EQ(LinesOf<google::protobuf::FileDescriptorProto>("public_dependency: [1, 2]",
                                                           "public_dependency: [1]"),
            "public_dependency[1]: 2 -> none");
}

TEST(Differences, GoneBackwardsAreTheSameWithTheValuesExchanged) {
  const auto before = Parsed<Article60Request>(
      "owner: 'a' contact { email: 'x' } career { days_hundredths: 1 } career {}");
  const auto after = Parsed<Article60Request>("state: ARTICLE60_STATE_SENT career {}");
  const auto forth = Differences(before, after);
  const auto back = Differences(after, before);
  ASSERT_EQ(forth.size(), 5u);
  ASSERT_EQ(back.size(), forth.size());
  for (size_t i = 0; i < forth.size(); ++i) {
    EXPECT_EQ(forth[i].path(), back[i].path());
    EXPECT_EQ(forth[i].has_before(), back[i].has_after());
    EXPECT_EQ(forth[i].has_after(), back[i].has_before());
    EXPECT_EQ(forth[i].before(), back[i].after());
    EXPECT_EQ(forth[i].after(), back[i].before());
  }
}

}  // namespace
}  // namespace mandat::json
