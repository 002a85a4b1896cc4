#include "services/lib/json/message.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/money.pb.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/log.pb.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/common/v1/role.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/json/names.h"
#include "services/lib/testing/messages.h"

namespace mandat::json {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using mandat::testing::Parsed;

std::string ReadTestFile(absl::string_view name) {
  std::ifstream file(absl::StrCat(MANDAT_SOURCE_DIR, "/services/lib/json/testdata/", name));
  EXPECT_TRUE(file.good()) << name;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

template <typename T>
class Golden : public ::testing::Test {};
using GoldenTypes =
    ::testing::Types<socialaid::v1::Article60Request, socialaid::v1::Centre, socialaid::v1::Person>;
TYPED_TEST_SUITE(Golden, GoldenTypes);

// Every field of `message` is set, so that the golden files leave no field out.
void ExpectFullyPopulated(const Message& message) {
  const auto* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    EXPECT_TRUE(field->is_repeated() ? message.GetReflection()->FieldSize(message, field) > 0
                                     : message.GetReflection()->HasField(message, field))
        << field->full_name();
  }
}

// The files are pairs: the message as text format and the JSON on one line.
TYPED_TEST(Golden, IsWrittenAsTheFileSays) {
  const std::string name = absl::AsciiStrToLower(TypeParam::descriptor()->name());
  const auto message = Parsed<TypeParam>(ReadTestFile(absl::StrCat(name, ".txtpb")));
  ExpectFullyPopulated(message);
  EXPECT_EQ(ToJson(message) + "\n", ReadTestFile(absl::StrCat(name, ".json")));
}

TYPED_TEST(Golden, IsJsonThatAnotherParserReads) {
  const std::string name = absl::AsciiStrToLower(TypeParam::descriptor()->name());
  const auto message = Parsed<TypeParam>(ReadTestFile(absl::StrCat(name, ".txtpb")));
  google::protobuf::Struct parsed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ToJson(message), &parsed).ok());
  for (int i = 0; i < TypeParam::descriptor()->field_count(); ++i) {
    EXPECT_EQ(parsed.fields().count(TypeParam::descriptor()->field(i)->json_name()), 1);
  }
}

TEST(ToJson, LeavesOutWhatHasNoValue) {
  EXPECT_EQ(ToJson(socialaid::v1::Article60Request()), "{}");
  socialaid::v1::Article60Calculation calculation;
  calculation.set_days(0);
  calculation.set_half_days(false);
  calculation.set_parameters_digest("");
  EXPECT_EQ(ToJson(calculation), "{}");
}

TEST(ToJson, WritesAnExplicitZeroAndAnEmptyMessage) {
  socialaid::v1::CareerSpell spell;
  spell.set_days_hundredths(0);
  spell.mutable_working_time();
  EXPECT_EQ(ToJson(spell), R"({"workingTime":{},"daysHundredths":0})");
}

TEST(ToJson, WritesA64BitIntegerAsANumber) {
  common::v1::Revision revision;
  revision.set_position(9223372036854775807);
  EXPECT_EQ(ToJson(revision), R"({"position":9223372036854775807})");
}

TEST(ToJson, WritesARationalWithBothParts) {
  EXPECT_EQ(ToJson(common::v1::Rational()), R"({"numerator":0,"denominator":0})");
}

TEST(ToJson, WritesMoneyAsAnAmount) {
  EXPECT_EQ(ToJson(Parsed<google::type::Money>("currency_code: 'EUR' nanos: 10000000")),
            R"({"value":"0.01","currency":"EUR"})");
}

TEST(ToJson, LeavesOutEnumsWithoutACode) {
  common::v1::Revision revision;
  revision.set_role(static_cast<common::v1::Role>(9999));
  EXPECT_EQ(ToJson(revision), "{}");
  common::v1::Access access;
  access.add_roles(common::v1::ROLE_UNSPECIFIED);
  access.add_roles(common::v1::ROLE_WELFARE_CENTRE_AGENT);
  access.add_roles(static_cast<common::v1::Role>(9999));
  access.add_roles(common::v1::ROLE_SERVICE);
  access.set_party(common::v1::PARTY_ANY);
  EXPECT_EQ(ToJson(access), R"({"roles":["welfareCentreAgent","service"],"party":"any"})");
}

TEST(ToJson, SortsTheKeysOfMaps) {
  socialaid::v1::TraceStep step;
  for (const char* key : {"b", "\"", "a", "z", "ab", "Z"}) (*step.mutable_arguments())[key] = key;
  EXPECT_EQ(ToJson(step), R"({"arguments":{"\"":"\"","Z":"Z","a":"a","ab":"ab","b":"b","z":"z"}})");
}

TEST(ToJson, WritesATypeThatContainsItself) {
  google::protobuf::Value value;
  value.mutable_list_value()->add_values()->mutable_list_value()->add_values()->set_bool_value(
      false);
  EXPECT_EQ(ToJson(value),
            R"({"listValue":{"values":[{"listValue":{"values":[{"boolValue":false}]}}]}})");
}

TEST(ToJson, OrdersByFieldNumberNotByDeclaration) {
  // DescriptorProto declares field 6 (extension) between 2 and 3.
  google::protobuf::DescriptorProto type;
  type.set_name("T");
  type.add_field()->set_name("f");
  type.add_extension()->set_name("x");
  type.add_nested_type()->set_name("n");
  EXPECT_EQ(
      ToJson(type),
      R"({"name":"T","field":[{"name":"f"}],"nestedType":[{"name":"n"}],"extension":[{"name":"x"}]})");
}

TEST(ToJson, WritesBytesAsBase64) {
  google::protobuf::UninterpretedOption option;
  option.set_string_value("\xfb\xff");
  EXPECT_EQ(ToJson(option), R"({"stringValue":"+/8="})");
}

TEST(ToJson, IsOneLineWhateverTheText) {
  socialaid::v1::Person person;
  person.set_family_name("x\n\x01\"},{\xff");
  EXPECT_EQ(ToJson(person), "{\"familyName\":\"x\\n\\u0001\\\"},{\xef\xbf\xbd\"}");
}

TEST(EnumCode, DropsThePrefixOfItsEnum) {
  const struct {
    const google::protobuf::EnumValueDescriptor* value;
    const char* code;
  } rows[] = {
      {socialaid::v1::Article60State_descriptor()->FindValueByName("ARTICLE60_STATE_DRAFT"),
       "draft"},
      {common::v1::Role_descriptor()->FindValueByName("ROLE_WELFARE_CENTRE_AGENT"),
       "welfareCentreAgent"},
      {socialaid::v1::RuleSet_descriptor()->FindValueByName("RULE_SET_FROM_2026_03"), "from202603"},
      {socialaid::v1::EndDateConvention_descriptor()->FindValueByName("END_DATE_CONVENTION_B"),
       "b"},
      {socialaid::v1::Erasure::State_descriptor()->FindValueByName("STATE_ERASED"), "erased"},
      {common::v1::Role_descriptor()->FindValueByName("ROLE_UNSPECIFIED"), ""},
      // An enum without an unspecified value keeps its names.
      {google::protobuf::NullValue_descriptor()->FindValueByNumber(0), "nullValue"},
  };
  for (const auto& row : rows) EXPECT_EQ(EnumCode(*row.value), row.code);
}

TEST(EnumCode, IsUniqueAndNeverEmptyInEveryEnumOfOurs) {
  for (const auto* file : {common::v1::Role_descriptor()->file(),
                           socialaid::v1::Article60State_descriptor()->file()}) {
    for (int i = 0; i < file->enum_type_count(); ++i) {
      std::set<std::string> codes;
      for (int v = 1; v < file->enum_type(i)->value_count(); ++v) {
        const std::string code = EnumCode(*file->enum_type(i)->value(v));
        EXPECT_FALSE(code.empty()) << file->enum_type(i)->value(v)->name();
        EXPECT_TRUE(codes.insert(code).second) << code;
      }
    }
  }
}

TEST(ValueOfCode, IsTheOneThatHasIt) {
  const auto& roles = *common::v1::Role_descriptor();
  for (int i = 1; i < roles.value_count(); ++i) {
    EXPECT_EQ(ValueOfCode(roles, EnumCode(*roles.value(i))), roles.value(i));
  }
  for (const char* code : {"", "unspecified", "ROLE_WELFARE_CENTRE_AGENT", "welfarecentreagent"}) {
    EXPECT_EQ(ValueOfCode(roles, code), nullptr) << code;
  }
}

TEST(ToJson, GivesTheSameFromManyThreads) {
  const auto message =
      Parsed<socialaid::v1::Article60Request>(ReadTestFile("article60request.txtpb"));
  const std::string expected = ReadTestFile("article60request.json");
  std::vector<std::string> written(4);
  std::vector<std::thread> threads;
  for (std::string& out : written) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) out = ToJson(message) + "\n";
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& out : written) EXPECT_EQ(out, expected);
}

}  // namespace
}  // namespace mandat::json
