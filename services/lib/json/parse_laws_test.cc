// Laws: whatever a message of ours holds, reading what was written gives it again.

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/log.pb.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/json/message.h"
#include "services/lib/json/names.h"
#include "services/lib/json/parse.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"

namespace mandat::json {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using mandat::testing::EqualsProto;
using mandat::testing::IsOk;

constexpr int kCases = 400;

bool HasCode(const FieldDescriptor& field, int number) {
  const auto* value = field.enum_type()->FindValueByNumber(number);
  return value != nullptr && !EnumCode(*value).empty();
}

// Random messages with what writing keeps, beside what it leaves out.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  // Fills `kept` and `whole` alike, but for what writing leaves out: that is in `whole` alone.
  void Fill(Message* whole, Message* kept, int depth) {
    const Descriptor& type = *whole->GetDescriptor();
    if (&type == google::type::Date::descriptor()) return FillDate(whole, kept);
    if (&type == google::protobuf::Timestamp::descriptor()) return FillInstant(whole, kept);
    if (&type == google::type::Money::descriptor()) return FillMoney(whole, kept);
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      // Of a oneof, one member.
      const auto* oneof = field->real_containing_oneof();
      if (oneof != nullptr && whole->GetReflection()->HasOneof(*whole, oneof)) continue;
      if (depth == 0 && field->message_type() != nullptr) continue;
      if (Draw(3) == 0) continue;
      const int count = field->is_repeated() ? Draw(4) : 1;
      for (int n = 0; n < count; ++n) FillField(field, whole, kept, depth);
    }
  }

  int Draw(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

 private:
  template <typename T>
  T Number() {
    switch (Draw(4)) {
      case 0:
        return T{};
      case 1:
        return std::numeric_limits<T>::min();
      case 2:
        return std::numeric_limits<T>::max();
      default:
        return static_cast<T>(random_() ^ (uint64_t{random_()} << 32));
    }
  }

  double Floating() {
    static constexpr double kSome[] = {0.0, -0.0, 0.1, 1e300, 5e-324, 123456789.125};
    switch (Draw(3)) {
      case 0:
        return kSome[Draw(6)];
      case 1:
        return std::numeric_limits<double>::infinity() * (Draw(2) == 0 ? 1 : -1);
      default:
        return static_cast<double>(Number<int64_t>()) / 3;
    }
  }

  std::string Text() {
    static constexpr const char* kSome[] = {"",     "a",    "é€😀", "\"\\/", "\n\t\x01\x7f",
                                            "true", "null", "{}",  "a b",   "\xef\xbf\xbd"};
    return absl::StrCat(kSome[Draw(10)], kSome[Draw(10)], Draw(2) == 0 ? "" : "x");
  }

  std::string Bytes() {
    std::string bytes;
    for (int i = Draw(9); i > 0; --i) bytes.push_back(static_cast<char>(Draw(256)));
    return bytes;
  }

  static google::type::Date DateOf(int year, int month, int day) {
    google::type::Date date;
    date.set_year(year);
    date.set_month(month);
    date.set_day(day);
    return date;
  }

  void FillDate(Message* whole, Message* kept) {
    whole->CopyFrom(DateOf(Draw(10000), Draw(13), Draw(32)));
    kept->CopyFrom(*whole);
  }

  void FillInstant(Message* whole, Message* kept) {
    auto* instant = static_cast<google::protobuf::Timestamp*>(whole);
    instant->set_seconds(-62135596800 + static_cast<int64_t>(random_() % 315537897600));
    instant->set_nanos(Draw(2) == 0 ? Draw(1000) * 1'000'000 : Draw(1'000'000'000));
    kept->CopyFrom(*whole);
    // Digits below the microsecond are left out.
    static_cast<google::protobuf::Timestamp*>(kept)->set_nanos(instant->nanos() / 1000 * 1000);
  }

  void FillMoney(Message* whole, Message* kept) {
    auto* money = static_cast<google::type::Money*>(whole);
    money->set_units(Number<int64_t>());
    const int nanos = Draw(2) == 0 ? Draw(100) * 10'000'000 : Draw(1'000'000'000);
    money->set_nanos(money->units() < 0 || (money->units() == 0 && Draw(2) == 0) ? -nanos : nanos);
    if (Draw(4) > 0) money->set_currency_code("EUR");
    kept->CopyFrom(*whole);
  }

  template <typename Value, typename Set, typename Add>
  static void Put(Message* message, const FieldDescriptor* field, Set set, Add add, Value value) {
    const Reflection& values = *message->GetReflection();
    if (field->is_repeated()) {
      (values.*add)(message, field, std::move(value));
    } else {
      (values.*set)(message, field, std::move(value));
    }
  }

  template <typename Value, typename Set, typename Add>
  void PutBoth(Message* whole, Message* kept, const FieldDescriptor* field, Set set, Add add,
               const Value& value) {
    Put(whole, field, set, add, value);
    Put(kept, field, set, add, value);
  }

  void FillField(const FieldDescriptor* field, Message* whole, Message* kept, int depth) {
    const auto put = [&](auto set, auto add, const auto& value) {
      PutBoth(whole, kept, field, set, add, value);
    };
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return put(&Reflection::SetInt32, &Reflection::AddInt32, Number<int32_t>());
      case FieldDescriptor::CPPTYPE_INT64:
        return put(&Reflection::SetInt64, &Reflection::AddInt64, Number<int64_t>());
      case FieldDescriptor::CPPTYPE_UINT32:
        return put(&Reflection::SetUInt32, &Reflection::AddUInt32, Number<uint32_t>());
      case FieldDescriptor::CPPTYPE_UINT64:
        return put(&Reflection::SetUInt64, &Reflection::AddUInt64, Number<uint64_t>());
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return put(&Reflection::SetDouble, &Reflection::AddDouble, Floating());
      case FieldDescriptor::CPPTYPE_FLOAT:
        return put(&Reflection::SetFloat, &Reflection::AddFloat, static_cast<float>(Draw(99)) / 7);
      case FieldDescriptor::CPPTYPE_BOOL:
        return put(&Reflection::SetBool, &Reflection::AddBool, Draw(2) == 0);
      case FieldDescriptor::CPPTYPE_STRING:
        return put(&Reflection::SetString, &Reflection::AddString,
                   field->type() == FieldDescriptor::TYPE_BYTES ? Bytes() : Text());
      case FieldDescriptor::CPPTYPE_ENUM:
        return FillCode(field, whole, kept);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return field->is_map() ? FillMap(field, whole, kept, depth)
                               : FillMessage(field, whole, kept, depth);
    }
  }

  void FillCode(const FieldDescriptor* field, Message* whole, Message* kept) {
    const auto* type = field->enum_type();
    // proto2 keeps no numbers that it does not know.
    const bool open = type->file()->syntax() == google::protobuf::FileDescriptor::SYNTAX_PROTO3;
    const int number =
        open && Draw(5) == 0 ? 9999 : type->value(Draw(type->value_count()))->number();
    Put(whole, field, &Reflection::SetEnumValue, &Reflection::AddEnumValue, number);
    if (HasCode(*field, number)) {
      Put(kept, field, &Reflection::SetEnumValue, &Reflection::AddEnumValue, number);
    }
  }

  void FillMessage(const FieldDescriptor* field, Message* whole, Message* kept, int depth) {
    const auto make = [field](Message* in) {
      return field->is_repeated() ? in->GetReflection()->AddMessage(in, field)
                                  : in->GetReflection()->MutableMessage(in, field);
    };
    Message* inner_whole = make(whole);
    Message* inner_kept = make(kept);
    Fill(inner_whole, inner_kept, depth - 1);
  }

  // Keys that cannot meet.
  void FillMap(const FieldDescriptor* field, Message* whole, Message* kept, int depth) {
    const std::string key = absl::StrCat(Text(), ++keys_);
    Message* entries[] = {whole->GetReflection()->AddMessage(whole, field),
                          kept->GetReflection()->AddMessage(kept, field)};
    for (Message* entry : entries) {
      entry->GetReflection()->SetString(entry, field->message_type()->map_key(), key);
    }
    FillField(field->message_type()->map_value(), entries[0], entries[1], depth);
  }

  std::mt19937 random_;
  int keys_ = 0;
};

template <typename T>
class ReadingBack : public ::testing::Test {};
using Types =
    ::testing::Types<socialaid::v1::Article60Request, socialaid::v1::Centre, socialaid::v1::Person,
                     socialaid::v1::TraceStep, objectives::v1::Plan, objectives::v1::Action,
                     objectives::v1::Indicator, objectives::v1::Target, common::v1::Revision,
                     common::v1::Access, google::protobuf::Value,
                     google::protobuf::FileDescriptorProto>;
TYPED_TEST_SUITE(ReadingBack, Types);

TYPED_TEST(ReadingBack, GivesTheMessageAgain) {
  Generator generator(testing::SeedOr(20261129));
  size_t longest = 0;
  for (int i = 0; i < kCases; ++i) {
    TypeParam whole, kept, read;
    generator.Fill(&whole, &kept, 4);
    const std::string json = ToJson(whole);
    longest = std::max(longest, json.size());
    ASSERT_THAT(ParseJson(json, &read), IsOk()) << json;
    ASSERT_THAT(read, EqualsProto(kept)) << json;
    // A list of nothing but values that are left out is written empty, and then not at all.
    ASSERT_EQ(ToJson(read), ToJson(kept));
  }
  EXPECT_GT(longest, 50u);
}

// Cut off anywhere, or with a byte changed, it is refused or another message: never half of one.
TYPED_TEST(ReadingBack, NeverGivesHalfAMessage) {
  Generator generator(testing::SeedOr(20261130));
  for (int i = 0; i < 20; ++i) {
    TypeParam whole, kept, read;
    generator.Fill(&whole, &kept, 3);
    std::string json = ToJson(whole);
    for (size_t at = 0; at < json.size(); at += 1 + json.size() / 100) {
      EXPECT_FALSE(ParseJson(json.substr(0, at), &read).ok());
      EXPECT_EQ(read.ByteSizeLong(), 0u);
      const char before = json[at];
      json[at] = static_cast<char>(generator.Draw(128));
      if (ParseJson(json, &read).ok()) {
        TypeParam again;
        EXPECT_THAT(ParseJson(ToJson(read), &again), IsOk());
        EXPECT_EQ(ToJson(again), ToJson(read));
      } else {
        EXPECT_EQ(read.ByteSizeLong(), 0u);
      }
      json[at] = before;
    }
  }
}

}  // namespace
}  // namespace mandat::json
