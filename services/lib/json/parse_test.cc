#include "services/lib/json/parse.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/wrappers.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/log.pb.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/text.h"
#include "services/lib/json/message.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"

namespace mandat::json {
namespace {

using common::v1::Rational;
using google::protobuf::Message;
using google::type::Money;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using objectives::v1::Target;
using socialaid::v1::Article60Request;
using socialaid::v1::TraceStep;

ParseOptions Ignoring() {
  ParseOptions options;
  options.unknown = ParseOptions::Unknown::kIgnore;
  return options;
}

template <typename T>
T Read(const std::string& json, const ParseOptions& options = {}) {
  T message;
  EXPECT_THAT(ParseJson(json, &message, options), IsOk()) << json;
  return message;
}

// `REASON at field`, as far as they are given.
std::string Fault(const std::string& json, Message* out, const ParseOptions& options = {}) {
  const absl::Status status = ParseJson(json, out, options);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument)) << json;
  EXPECT_EQ(out->ByteSizeLong(), 0u) << json;
  return base::ReasonOf(status) + " at " + base::MetadataOf(status)["field"];
}

template <typename T>
std::string FaultOf(const std::string& json, const ParseOptions& options = {}) {
  T message;
  return Fault(json, &message, options);
}

TEST(ParseJson, ReadsEveryKindOfValue) {
  EXPECT_THAT(Read<Article60Request>(
                  R"({"state":"sent","plannedStart":"2026-03-01","owner":"0403019261",
                      "sendTime":"2026-03-12T13:00:00.5Z","workingTime":{},
                      "career":[{"daysHundredths":0},{}],
                      "answer":{"calculation":{"days":-3,"halfDays":true,
                        "daysExact":{"denominator":2,"numerator":935}}}})"),
              EqualsProto(R"pb(
                state: ARTICLE60_STATE_SENT
                planned_start { year: 2026 month: 3 day: 1 }
                owner: "0403019261"
                send_time { seconds: 1773320400 nanos: 500000000 }
                working_time {}
                career { days_hundredths: 0 }
                career {}
                answer {
                  calculation {
                    days: -3
                    half_days: true
                    days_exact { numerator: 935 denominator: 2 }
                  }
                }
              )pb"));
  EXPECT_THAT(Read<TraceStep>(R"({"arguments":{"b":"2","a\"":""}})"),
              EqualsProto("arguments { key: 'b' value: '2' } arguments { key: 'a\"' value: '' }"));
  EXPECT_THAT(Read<Target>(R"({"continuous":{},"validFrom":"2026-01-00"})"),
              EqualsProto("continuous {} valid_from { year: 2026 month: 1 }"));
  EXPECT_THAT(Read<google::protobuf::UninterpretedOption>(R"({"stringValue":"+/8="})"),
              EqualsProto("string_value: '\\373\\377'"));
  EXPECT_THAT(
      Read<common::v1::Access>(R"({"roles":["welfareCentreAgent","service"],"party":"any"})"),
      EqualsProto("roles: [ROLE_WELFARE_CENTRE_AGENT, ROLE_SERVICE] party: PARTY_ANY"));
}

TEST(ParseJson, ReadsWhatIsOneValueAsTheWhole) {
  EXPECT_THAT(Read<google::type::Date>(R"("2026-03-01")"),
              EqualsProto("year: 2026 month: 3 day: 1"));
  EXPECT_THAT(Read<google::protobuf::Timestamp>(R"("1970-01-01T00:00:01Z")"),
              EqualsProto("seconds: 1"));
  EXPECT_THAT(Read<Money>(R"({"value":"-0.01","currency":"EUR"})"),
              EqualsProto("currency_code: 'EUR' nanos: -10000000"));
  EXPECT_THAT(Read<Money>(R"({"value":"1.00"})"), EqualsProto("units: 1"));
  EXPECT_THAT(Read<Rational>(R"({"numerator":0,"denominator":0})"), EqualsProto(""));
}

TEST(ParseJson, ClearsWhatWasThere) {
  auto request = testing::Parsed<Article60Request>("owner: 'a' career {}");
  EXPECT_THAT(ParseJson(R"({"centre":"centres/c1"})", &request), IsOk());
  EXPECT_THAT(request, EqualsProto("centre: 'centres/c1'"));
}

TEST(ParseJson, FindsPropertiesInAnyOrder) {
  EXPECT_THAT(Read<Rational>(R"({"denominator":2,"numerator":1})"),
              EqualsProto("numerator: 1 denominator: 2"));
  EXPECT_THAT(Read<Money>(" { \"currency\" : \"EUR\" , \"value\" : \"1\" } "),
              EqualsProto("currency_code: 'EUR' units: 1"));
}

TEST(ParseJson, ReadsTextWithEscapes) {
  EXPECT_THAT(Read<TraceStep>(R"({"argum\u0065nts":{"\u00e9\n":"x\ty\ud83d\ude00\/\u0000z"}})"),
              EqualsProto("arguments { key: 'é\\n' value: 'x\\ty😀/\\000z' }"));
  // Long enough for more than one part.
  const std::string text(5000, 'x');
  EXPECT_EQ(Read<Article60Request>("{\"owner\":\"" + text + "\\n" + text + "\"}").owner(),
            text + "\n" + text);
}

TEST(ParseJson, ReadsTheExtremesOfNumbers) {
  EXPECT_EQ(Read<common::v1::Revision>(R"({"position":9223372036854775807})").position(),
            std::numeric_limits<int64_t>::max());
  EXPECT_EQ(Read<common::v1::Revision>(R"({"position":-9223372036854775808})").position(),
            std::numeric_limits<int64_t>::min());
  EXPECT_EQ(Read<google::protobuf::UInt64Value>(R"({"value":18446744073709551615})").value(),
            std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(Read<google::protobuf::UInt32Value>(R"({"value":4294967295})").value(), 4294967295u);
  EXPECT_EQ(Read<google::protobuf::Int32Value>(R"({"value":-2147483648})").value(),
            std::numeric_limits<int32_t>::min());
  EXPECT_EQ(Read<google::protobuf::DoubleValue>(R"({"value":"-Infinity"})").value(),
            -std::numeric_limits<double>::infinity());
  EXPECT_EQ(Read<google::protobuf::DoubleValue>(R"({"value":"Infinity"})").value(),
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(Read<google::protobuf::FloatValue>(R"({"value":"-Infinity"})").value(),
            -std::numeric_limits<float>::infinity());
  EXPECT_TRUE(std::isnan(Read<google::protobuf::DoubleValue>(R"({"value":"NaN"})").value()));
  // One that a quick way of reading decimals misses by one place.
  EXPECT_EQ(Read<google::protobuf::DoubleValue>(R"({"value":9007199254740993.0e-5})").value(),
            9007199254740993.0e-5);
  EXPECT_EQ(Read<google::protobuf::FloatValue>(R"({"value":0.1})").value(), 0.1F);
  EXPECT_TRUE(std::signbit(Read<google::protobuf::DoubleValue>(R"({"value":-0})").value()));
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  const struct {
    const char* json;
    int line;
    int column;
  } rows[] = {
      {"", 1, 1},
      {"{", 1, 2},
      {"{\"owner\":\"a\"", 1, 13},
      {"{\"owner\":\"a\",}", 1, 14},
      {"{\"owner\":tru}", 1, 10},
      {"{\"owner\":'a'}", 1, 10},
      {"{\n  \"owner\": \"a\"\n  \"centre\": \"b\"}", 3, 3},
      {"{} {}", 1, 4},
      {"{}x", 1, 3},
      {"// nothing\n{}", 1, 1},
      {"{\"owner\":\"a\tb\"}", 1, 12},
      {"{\"owner\":\"\xff\"}", 1, 11},
      {"\xef\xbb\xbf{}", 1, 1},
  };
  for (const auto& row : rows) {
    Article60Request request;
    const absl::Status status = ParseJson(row.json, &request);
    EXPECT_THAT(status, HasReason("JSON_INVALID")) << row.json;
    base::Metadata metadata = base::MetadataOf(status);
    EXPECT_EQ(metadata["line"], std::to_string(row.line)) << row.json;
    EXPECT_EQ(metadata["column"], std::to_string(row.column)) << row.json;
  }
  for (const char* json :
       {R"({"owner":"\ud800"})", R"({"owner":"\x"})", R"({"career":[{"daysHundredths":01}]})",
        R"({"career":[{"daysHundredths":+1}]})", R"({"career":[{"daysHundredths":.5}]})",
        R"({"career":[{"daysHundredths":NaN}]})"}) {
    Article60Request request;
    EXPECT_THAT(ParseJson(json, &request), HasReason("JSON_INVALID")) << json;
  }
}

TEST(ParseJson, RefusesAnotherKindOfValue) {
  const struct {
    const char* json;
    const char* fault;
  } rows[] = {
      {"null", "FIELD_TYPE at "},
      {"[]", "FIELD_TYPE at "},
      {"7", "FIELD_TYPE at "},
      {R"("x")", "FIELD_TYPE at "},
      {"true", "FIELD_TYPE at "},
      {R"({"owner":null})", "FIELD_TYPE at owner"},
      {R"({"owner":7})", "FIELD_TYPE at owner"},
      {R"({"owner":{}})", "FIELD_TYPE at owner"},
      {R"({"owner":[]})", "FIELD_TYPE at owner"},
      {R"({"state":2})", "FIELD_TYPE at state"},
      {R"({"plannedStart":20260301})", "FIELD_TYPE at planned_start"},
      {R"({"plannedStart":{"year":2026}})", "FIELD_TYPE at planned_start"},
      {R"({"sendTime":1.5})", "FIELD_TYPE at send_time"},
      {R"({"workingTime":"x"})", "FIELD_TYPE at working_time"},
      {R"({"career":{}})", "FIELD_TYPE at career"},
      {R"({"career":"x"})", "FIELD_TYPE at career"},
      {R"({"career":[{},[]]})", "FIELD_TYPE at career[1]"},
      {R"({"career":[{},{},null]})", "FIELD_TYPE at career[2]"},
      {R"({"career":[{},{"daysHundredths":"7"}]})", "FIELD_TYPE at career[1].days_hundredths"},
      {R"({"career":[{"daysHundredths":7.5}]})", "FIELD_TYPE at career[0].days_hundredths"},
      {R"({"career":[{"daysHundredths":1e2}]})", "FIELD_TYPE at career[0].days_hundredths"},
      {R"({"answer":{"calculation":{"halfDays":1}}})",
       "FIELD_TYPE at answer.calculation.half_days"},
      {R"({"answer":{"calculation":{"days":true}}})", "FIELD_TYPE at answer.calculation.days"},
  };
  for (const auto& row : rows) EXPECT_EQ(FaultOf<Article60Request>(row.json), row.fault);
  EXPECT_EQ(FaultOf<TraceStep>(R"({"arguments":[]})"), "FIELD_TYPE at arguments");
  EXPECT_EQ(FaultOf<TraceStep>(R"({"arguments":"x"})"), "FIELD_TYPE at arguments");
  EXPECT_EQ(FaultOf<TraceStep>(R"({"arguments":{"a":"x","b\n":7}})"),
            R"(FIELD_TYPE at arguments["b\n"])");
  EXPECT_EQ(FaultOf<google::type::Date>("{}"), "FIELD_TYPE at ");
  EXPECT_EQ(FaultOf<google::type::Date>("[]"), "FIELD_TYPE at ");
  EXPECT_EQ(FaultOf<Money>(R"({"value":12.5})"), "FIELD_TYPE at value");
  EXPECT_EQ(FaultOf<Money>(R"({"value":12})"), "FIELD_TYPE at value");
  EXPECT_EQ(FaultOf<Money>(R"({"value":{}})"), "FIELD_TYPE at value");
  EXPECT_EQ(FaultOf<google::protobuf::DoubleValue>(R"({"value":"1"})"), "FIELD_TYPE at value");
}

TEST(ParseJson, RefusesValuesOfTheRightKindThatAreNoneOfTheType) {
  EXPECT_EQ(FaultOf<Article60Request>(R"({"plannedStart":"1 March"})"),
            "DATE_INVALID at planned_start");
  EXPECT_EQ(FaultOf<Article60Request>(R"({"sendTime":"2026-02-29T00:00:00Z"})"),
            "DATE_INVALID at send_time");
  EXPECT_EQ(FaultOf<google::type::Date>(R"("x")"), "DATE_INVALID at ");
  EXPECT_EQ(FaultOf<objectives::v1::Action>(R"({"budget":[{"amount":{"value":"1,5"}}]})"),
            "MONEY_INVALID at budget[0].amount.value");
  EXPECT_EQ(FaultOf<google::protobuf::UninterpretedOption>(R"({"stringValue":"+/8"})"),
            "BYTES_INVALID at string_value");
}

TEST(ParseJson, RefusesNumbersThatDoNotFit) {
  using google::protobuf::DoubleValue;
  using google::protobuf::FloatValue;
  using google::protobuf::Int32Value;
  using google::protobuf::Int64Value;
  using google::protobuf::UInt32Value;
  using google::protobuf::UInt64Value;
  const std::string fault = "NUMBER_OUT_OF_RANGE at value";
  EXPECT_EQ(FaultOf<Int32Value>(R"({"value":2147483648})"), fault);
  EXPECT_EQ(FaultOf<Int32Value>(R"({"value":-2147483649})"), fault);
  EXPECT_EQ(FaultOf<Int64Value>(R"({"value":9223372036854775808})"), fault);
  EXPECT_EQ(FaultOf<Int64Value>(R"({"value":-9223372036854775809})"), fault);
  EXPECT_EQ(FaultOf<Int64Value>(R"({"value":18446744073709551616})"), fault);
  EXPECT_EQ(FaultOf<UInt64Value>(R"({"value":18446744073709551616})"), fault);
  EXPECT_EQ(FaultOf<UInt64Value>(R"({"value":-1})"), fault);
  EXPECT_EQ(FaultOf<UInt32Value>(R"({"value":4294967296})"), fault);
  EXPECT_EQ(FaultOf<UInt32Value>(R"({"value":-1})"), fault);
  EXPECT_EQ(FaultOf<FloatValue>(R"({"value":1e39})"), fault);
  EXPECT_EQ(FaultOf<DoubleValue>(R"({"value":1e309})"), fault);
}

TEST(ParseJson, RefusesANameForTheSecondTime) {
  EXPECT_EQ(FaultOf<Article60Request>(R"({"owner":"a","centre":"c","owner":"a"})"),
            "FIELD_REPEATED at owner");
  EXPECT_EQ(FaultOf<Article60Request>(R"({"career":[],"career":[{}]})"),
            "FIELD_REPEATED at career");
  EXPECT_EQ(FaultOf<TraceStep>(R"({"arguments":{"a":"1","a":"1"}})"),
            R"(FIELD_REPEATED at arguments["a"])");
  EXPECT_EQ(FaultOf<Rational>(R"({"numerator":1,"numerator":1})"), "FIELD_REPEATED at numerator");
  // Of each object apart, the one after an inner one too.
  EXPECT_THAT(Read<Article60Request>(
                  R"({"career":[{"daysHundredths":1},{"daysHundredths":2}],"owner":"a"})"),
              EqualsProto("career { days_hundredths: 1 } career { days_hundredths: 2 } "
                          "owner: 'a'"));
}

TEST(ParseJson, RefusesTwoOfAOneof) {
  EXPECT_EQ(FaultOf<Target>(R"({"continuous":{},"milestone":{}})"), "FIELD_CONFLICT at milestone");
  EXPECT_EQ(FaultOf<Target>(R"({"every":{"months":0,"dayOfMonth":1}})"),
            "FIELD_CONFLICT at every.day_of_month");
}

TEST(ParseJson, RefusesHalves) {
  EXPECT_EQ(FaultOf<Rational>(R"({"numerator":1})"), "FIELD_REQUIRED at denominator");
  EXPECT_EQ(FaultOf<Rational>("{}"), "FIELD_REQUIRED at numerator");
  EXPECT_EQ(FaultOf<Target>(R"({"keep":{"level":{"denominator":1}}})"),
            "FIELD_REQUIRED at keep.level.numerator");
  EXPECT_EQ(FaultOf<Money>(R"({"currency":"EUR"})"), "FIELD_REQUIRED at value");
}

TEST(ParseJson, RefusesWhatIsUnknownWithNamesThatAreNear) {
  Article60Request request;
  const absl::Status field = ParseJson(R"({"career":[{"dayHundredths":1}]})", &request);
  EXPECT_THAT(field, HasReason("FIELD_UNKNOWN"));
  EXPECT_EQ(base::MetadataOf(field)["field"], "career[0]");
  EXPECT_EQ(base::MetadataOf(field)["near"], "daysHundredths");
  const absl::Status code = ParseJson(R"({"state":"SENT"})", &request);
  EXPECT_THAT(code, HasReason("CODE_UNKNOWN"));
  EXPECT_EQ(base::MetadataOf(code)["field"], "state");
  EXPECT_EQ(base::MetadataOf(code)["near"], "sent");
  // The proto's own spelling is not that of JSON; what is never written is never read.
  EXPECT_EQ(FaultOf<Article60Request>(R"({"planned_start":"2026-03-01"})"), "FIELD_UNKNOWN at ");
  EXPECT_EQ(FaultOf<Article60Request>(R"({"state":""})"), "CODE_UNKNOWN at state");
  EXPECT_EQ(FaultOf<Article60Request>(R"({"state":"unspecified"})"), "CODE_UNKNOWN at state");
  EXPECT_EQ(FaultOf<Money>(R"({"value":"1","units":1})"), "FIELD_UNKNOWN at ");
}

TEST(ParseJson, ShowsAtMostSixtyFourBytesOfAnUnknownName) {
  Article60Request request;
  const std::string name(1000, 'x');
  const absl::Status status = ParseJson("{\"" + name + "\":1}", &request);
  EXPECT_NE(status.message().find(std::string(64, 'x')), std::string::npos);
  EXPECT_EQ(status.message().find(std::string(65, 'x')), std::string::npos);
}

TEST(ParseJson, ShowsNoHalfCharacterOfAnUnknownNameOrCode) {
  Article60Request request;
  const std::string name = std::string(63, 'x') + "é";
  for (const std::string& json : {"{\"" + name + "\":1}", R"({"state":")" + name + "\"}"}) {
    const absl::Status status = ParseJson(json, &request);
    EXPECT_TRUE(base::IsUtf8(status.message())) << status;
    EXPECT_NE(status.message().find("\"" + std::string(63, 'x') + "\""), std::string::npos);
  }
}

TEST(ParseJson, IgnoresWhatIsUnknownWhereItIsAskedTo) {
  const auto known = testing::Parsed<Article60Request>("owner: 'a' career { } career { }");
  for (const char* more : {"1", "-1.5", "true", "null", "\"x\"", "{}", "[]",
                           R"([{"owner":[1,{"a":null}]},"x"])", R"({"owner":{"owner":[]}})"}) {
    const std::string unknown = std::string("\"newer\":") + more;
    EXPECT_THAT(Read<Article60Request>("{" + unknown + R"(,"career":[{)" + unknown + "},{}]," +
                                           R"("owner":"a",)" + unknown + "}",
                                       Ignoring()),
                EqualsProto(known));
  }
  EXPECT_THAT(Read<Article60Request>(R"({"state":"newer","owner":"a"})", Ignoring()),
              EqualsProto("owner: 'a'"));
  EXPECT_THAT(Read<common::v1::Access>(R"({"roles":["newer","service","other"]})", Ignoring()),
              EqualsProto("roles: ROLE_SERVICE"));
}

// Maps that no proto of ours has yet. Plans are kept for the life of the program, so the type is
// too.
const Message& TypeWithMaps() {
  static const Message& type = *[] {
    const auto file = testing::Parsed<google::protobuf::FileDescriptorProto>(R"pb(
      name: "maps.proto"
      syntax: "proto3"
      enum_type {
        name: "Code"
        value { name: "CODE_UNSPECIFIED" number: 0 }
        value { name: "CODE_A" number: 1 }
      }
      message_type {
        name: "Maps"
        field { name: "codes" number: 1 label: LABEL_REPEATED type_name: ".Maps.CodesEntry" }
        field { name: "by_number" number: 2 label: LABEL_REPEATED type_name: ".Maps.ByNumberEntry" }
        field { name: "by_bool" number: 3 label: LABEL_REPEATED type_name: ".Maps.ByBoolEntry" }
        nested_type {
          name: "CodesEntry"
          field { name: "key" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING }
          field { name: "value" number: 2 label: LABEL_OPTIONAL type_name: ".Code" }
          options { map_entry: true }
        }
        nested_type {
          name: "ByNumberEntry"
          field { name: "key" number: 1 label: LABEL_OPTIONAL type: TYPE_INT32 }
          field { name: "value" number: 2 label: LABEL_OPTIONAL type: TYPE_STRING }
          options { map_entry: true }
        }
        nested_type {
          name: "ByBoolEntry"
          field { name: "key" number: 1 label: LABEL_OPTIONAL type: TYPE_BOOL }
          field { name: "value" number: 2 label: LABEL_OPTIONAL type: TYPE_STRING }
          options { map_entry: true }
        }
      })pb");
    auto* pool = new google::protobuf::DescriptorPool;
    const auto* built = pool->BuildFile(file);
    EXPECT_NE(built, nullptr);
    auto* factory = new google::protobuf::DynamicMessageFactory(pool);
    return factory->GetPrototype(built->message_type(0));
  }();
  return type;
}

TEST(ParseJson, ReadsMapsOfEveryKey) {
  const std::unique_ptr<Message> maps(TypeWithMaps().New());
  const std::string json =
      R"({"codes":{"x":"a"},"byNumber":{"-7":"y","8":""},"byBool":{"false":"n","true":"j"}})";
  EXPECT_THAT(ParseJson(json, maps.get()), IsOk());
  EXPECT_EQ(ToJson(*maps), json);
  for (const char* key : {"", "x", "7.0", " 7", "+7", "7x", "2147483648"}) {
    EXPECT_EQ(Fault("{\"byNumber\":{\"" + std::string(key) + "\":\"y\"}}", maps.get()),
              "FIELD_TYPE at by_number[\"" + std::string(key) + "\"]");
  }
  EXPECT_EQ(Fault(R"({"byBool":{"True":"j"}})", maps.get()), R"(FIELD_TYPE at by_bool["True"])");
  EXPECT_EQ(Fault(R"({"codes":{"x":"b"}})", maps.get()), R"(CODE_UNKNOWN at codes["x"])");
}

TEST(ParseJson, LeavesOutEntriesOfMapsWithUnknownCodes) {
  const std::unique_ptr<Message> maps(TypeWithMaps().New());
  EXPECT_THAT(ParseJson(R"({"codes":{"x":"newer","y":"a","z":"other"}})", maps.get(), Ignoring()),
              IsOk());
  const auto& values = *maps->GetReflection();
  EXPECT_EQ(values.FieldSize(*maps, maps->GetDescriptor()->FindFieldByName("codes")), 1);
  EXPECT_EQ(ToJson(*maps), R"({"codes":{"y":"a"}})");
}

TEST(ParseJson, IgnoresNoFault) {
  EXPECT_EQ(FaultOf<Article60Request>(R"({"newer":{"a":[1,]}})", Ignoring()), "JSON_INVALID at ");
  EXPECT_EQ(FaultOf<Article60Request>(R"({"newer":[],"owner":7})", Ignoring()),
            "FIELD_TYPE at owner");
  EXPECT_EQ(FaultOf<Article60Request>(R"({"state":7})", Ignoring()), "FIELD_TYPE at state");
}

TEST(ParseJson, CountsPlacesInAListAlsoOfWhatIsLeftOut) {
  EXPECT_EQ(FaultOf<common::v1::Access>(R"({"roles":["newer","service",7]})", Ignoring()),
            "FIELD_TYPE at roles[2]");
}

TEST(ParseJson, RefusesWhatIsTooLargeOrTooDeep) {
  ParseOptions options;
  options.bytes_max = 20;
  options.depth_max = 3;
  EXPECT_THAT(Read<Article60Request>(R"({"owner":"01234567"})", options),
              EqualsProto("owner: '01234567'"));
  EXPECT_EQ(FaultOf<Article60Request>(R"({"owner":"012345678"})", options), "JSON_TOO_LARGE at ");
  options.bytes_max = 1000;
  EXPECT_THAT(Read<Article60Request>(R"({"career":[{}]})", options), EqualsProto("career {}"));
  Article60Request request;
  const absl::Status status = ParseJson(R"({"career":[{"workingTime":{}}]})", &request, options);
  EXPECT_THAT(status, HasReason("JSON_TOO_DEEP"));
  EXPECT_EQ(base::MetadataOf(status)["limit"], "3");
  // What is passed over is not exempt.
  options = Ignoring();
  EXPECT_EQ(FaultOf<Article60Request>("{\"newer\":" + std::string(100000, '['), options),
            "JSON_TOO_DEEP at ");
}

std::string ReadTestFile(const std::string& name) {
  std::ifstream file(std::string(MANDAT_SOURCE_DIR "/services/lib/json/testdata/") + name);
  EXPECT_TRUE(file.good()) << name;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

template <typename T>
void ExpectGoldenFileIsRead(const std::string& name) {
  EXPECT_THAT(Read<T>(ReadTestFile(name + ".json")), EqualsProto(ReadTestFile(name + ".txtpb")));
}

TEST(ParseJson, ReadsTheGoldenFilesOfTheWriter) {
  ExpectGoldenFileIsRead<Article60Request>("article60request");
  ExpectGoldenFileIsRead<socialaid::v1::Centre>("centre");
  ExpectGoldenFileIsRead<socialaid::v1::Person>("person");
}

TEST(ParseJson, GivesTheSameFromManyThreads) {
  const std::string json = R"({"keep":{"level":{"numerator":1,"denominator":2}}})";
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&json] {
      for (int run = 0; run < 200; ++run) EXPECT_EQ(ToJson(Read<Target>(json)), json);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace mandat::json
