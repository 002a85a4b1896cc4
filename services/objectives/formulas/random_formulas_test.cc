// Formulas of all shapes, sound and broken: whatever they say, the check answers, and what passes
// it can be counted and told.

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/formulas/program.h"
#include "services/objectives/formulas/resources_for_test.h"
#include "services/objectives/formulas/terms.h"
#include "services/objectives/formulas/words.h"

namespace mandat::objectives::formulas {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {
    for (const auto& [name, type] : EventTypes::Published().all()) types_.push_back(name);
  }

  int UpTo(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most + 1)); }

  v1::Formula Formula() {
    v1::Formula formula;
    // Mostly of one type of event, so that some of them are sound.
    type_ = types_[static_cast<size_t>(UpTo(static_cast<int>(types_.size()) - 1))];
    FillIn(&formula, 6);
    return formula;
  }

  // Sets fields at random, any value that their type allows.
  void FillIn(Message* message, int depth) {
    const Reflection& values = *message->GetReflection();
    const Descriptor& type = *message->GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      const int count = field->is_repeated() ? UpTo(2) : UpTo(1);
      for (int k = 0; k < count; ++k) Set(values, message, field, depth);
    }
  }

 private:
  std::string Path() {
    const EventType* type = EventTypes::Published().Find(type_);
    const Descriptor* in = &type->resource();
    std::string path;
    while (in != nullptr && in->field_count() > 0) {
      const FieldDescriptor* field = in->field(UpTo(in->field_count() - 1));
      absl::StrAppend(&path, path.empty() ? "" : ".", field->name());
      in = field->message_type() != nullptr && UpTo(3) != 0 ? field->message_type() : nullptr;
      if (path.size() > 150) break;
    }
    return path;
  }

  std::string Text(const FieldDescriptor* field) {
    static const char* const odd[] = {"",     ".",       "..", "a.", "\x01", "indicators/a",
                                      "done", "{field}", "ü"};
    if (UpTo(9) == 0) return odd[UpTo(8)];
    if (UpTo(30) == 0) return std::string(static_cast<size_t>(UpTo(400)), 'x');
    if (field->name() == "type") return UpTo(9) == 0 ? types_[0] : type_;
    if (field->name() == "indicators") return absl::StrCat("indicators/", UpTo(5));
    return Path();
  }

  void Set(const Reflection& values, Message* message, const FieldDescriptor* field, int depth) {
    const bool list = field->is_repeated();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (depth == 0 || field->is_map()) return;
        return FillIn(
            list ? values.AddMessage(message, field) : values.MutableMessage(message, field),
            depth - 1);
      case FieldDescriptor::CPPTYPE_STRING:
        return list ? values.AddString(message, field, Text(field))
                    : values.SetString(message, field, Text(field));
      case FieldDescriptor::CPPTYPE_ENUM:
        if (!list) values.SetEnumValue(message, field, UpTo(9));
        return;
      case FieldDescriptor::CPPTYPE_INT32:
        if (!list) values.SetInt32(message, field, Number());
        return;
      case FieldDescriptor::CPPTYPE_INT64:
        if (!list)
          values.SetInt64(message, field, int64_t{Number()} * (UpTo(1) == 0 ? 1 : 4'000'000'000));
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        if (!list) values.SetBool(message, field, UpTo(1) == 0);
        return;
      default:
        return;
    }
  }

  int32_t Number() { return UpTo(2) == 0 ? static_cast<int32_t>(random_()) : UpTo(31); }

  std::mt19937 random_;
  std::vector<std::string> types_;
  std::string type_;
};

TEST(RandomFormulas, AreCheckedCountedAndTold) {
  Generator generator(testing::SeedOr(60));
  int sound = 0;
  std::vector<std::string> reasons;
  for (int i = 0; i < 20'000; ++i) {
    const v1::Formula formula = generator.Formula();
    const absl::Status status = CheckFormula(formula, "formula");
    const common::v1::LocalizedText words = WordsOf(formula);
    Program program;
    EXPECT_EQ(program.Add(i, formula).ok(), status.ok());
    if (!status.ok()) {
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
      EXPECT_EQ(base::MetadataOf(status)["field"].rfind("formula", 0), 0u) << status;
      reasons.push_back(base::ReasonOf(status));
      continue;
    }
    ++sound;
    EXPECT_FALSE(words.fr().empty() || words.nl().empty() || words.de().empty() ||
                 words.en().empty());
    for (const auto& [name, type] : EventTypes::Published().all()) {
      if (!program.Counts(name)) continue;
      const std::unique_ptr<Message> resource(type.prototype->New());
      generator.FillIn(resource.get(), 5);
      for (const Counted& one :
           CountedBothWays(program, name, *resource, absl::FromUnixSeconds(1'773'403'200))) {
        EXPECT_EQ(one.formula, i);
      }
    }
  }
  // The generator meets every refusal and makes sound ones too, or it would prove nothing.
  EXPECT_GT(sound, 100);
  EXPECT_THAT(reasons, ::testing::IsSupersetOf(
                           {"FORMULA_EMPTY", "EVENT_TYPE_UNKNOWN", "FORMULA_FIELD_UNKNOWN",
                            "FORMULA_FIELD_PERSONAL", "FORMULA_FIELD_TYPE", "CONDITION_INVALID",
                            "FORMULA_INVALID", "OPERATION_UNKNOWN", "FORMULA_TOO_LARGE"}));
}

}  // namespace
}  // namespace mandat::objectives::formulas
