#include "services/lib/privacy/sensitive.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "mandat/socialaid/v1/service.pb.h"

namespace mandat::privacy {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::Reflection;
using google::protobuf::TextFormat;
using google::protobuf::UnknownFieldSet;

// Two elements in every list and map, text or digits in every scalar, a message in every message.
void Fill(Message* message, const std::string& path);

void FillScalar(Message* message, const FieldDescriptor* field, const std::string& text) {
  const Reflection& values = *message->GetReflection();
  std::string literal = "1";
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) literal = "'" + text + "'";
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) literal = "true";
  if (field->is_repeated()) {
    ASSERT_TRUE(TextFormat::MergeFromString(
        field->name() + ": " + literal + " " + field->name() + ": " + literal, message));
  } else {
    ASSERT_TRUE(TextFormat::ParseFieldValueFromString(literal, field, message));
    ASSERT_TRUE(values.HasField(*message, field)) << field->full_name();
  }
}

void Fill(Message* message, const std::string& path) {
  const Reflection& values = *message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    const std::string here = path + "." + field->name();
    if (field->message_type() == nullptr) {
      FillScalar(message, field, here);
    } else if (field->is_repeated()) {
      for (int n = 0; n < 2; ++n) {
        Fill(values.AddMessage(message, field), here + std::to_string(n));
      }
    } else {
      Fill(values.MutableMessage(message, field), here);
    }
  }
}

std::string Print(const Message& message, const FieldDescriptor* field, int index) {
  std::string text;
  TextFormat::PrintFieldValueToString(message, field, index, &text);
  return text;
}

// The messages of a list, or the entries of a map by key: a map keeps them in no order.
std::vector<const Message*> Elements(const Message& message, const FieldDescriptor* field) {
  std::vector<const Message*> elements;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    elements.push_back(&message.GetReflection()->GetRepeatedMessage(message, field, i));
  }
  if (field->is_map()) {
    const FieldDescriptor* key = field->message_type()->map_key();
    std::sort(elements.begin(), elements.end(), [key](const Message* a, const Message* b) {
      return Print(*a, key, -1) < Print(*b, key, -1);
    });
  }
  return elements;
}

// `after` is `before` without its marked fields. Counts those in `cleared`.
void ExpectRedacted(const Message& before, const Message& after, int* cleared) {
  const Reflection& values = *before.GetReflection();
  for (int i = 0; i < before.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = before.GetDescriptor()->field(i);
    SCOPED_TRACE(field->full_name());
    const auto count = [&](const Message& message) {
      return field->is_repeated() ? values.FieldSize(message, field)
                                  : static_cast<int>(values.HasField(message, field));
    };
    if (field->options().GetExtension(common::v1::sensitive)) {
      EXPECT_EQ(count(after), 0);
      ++*cleared;
      continue;
    }
    ASSERT_EQ(count(after), count(before));
    for (int n = 0; n < count(before); ++n) {
      if (field->message_type() == nullptr) {
        const int index = field->is_repeated() ? n : -1;
        EXPECT_EQ(Print(after, field, index), Print(before, field, index));
      } else if (field->is_repeated()) {
        ExpectRedacted(*Elements(before, field)[n], *Elements(after, field)[n], cleared);
      } else {
        ExpectRedacted(values.GetMessage(before, field), values.GetMessage(after, field), cleared);
      }
    }
  }
}

std::vector<const Descriptor*> MessagesOfSocialAid() {
  std::vector<const Descriptor*> types;
  for (const FileDescriptor* file :
       {socialaid::v1::Article60Request::descriptor()->file(),
        socialaid::v1::Centre::descriptor()->file(), socialaid::v1::Person::descriptor()->file()}) {
    for (int i = 0; i < file->message_type_count(); ++i) types.push_back(file->message_type(i));
  }
  return types;
}

TEST(Redact, ClearsExactlyTheMarkedFieldsOfEveryMessage) {
  int cleared_in_all = 0;
  for (const Descriptor* type : MessagesOfSocialAid()) {
    SCOPED_TRACE(type->full_name());
    std::unique_ptr<Message> before(MessageFactory::generated_factory()->GetPrototype(type)->New());
    Fill(before.get(), type->name());
    std::unique_ptr<Message> after(before->New());
    after->CopyFrom(*before);
    Redact(after.get());
    int cleared = 0;
    ExpectRedacted(*before, *after, &cleared);
    EXPECT_EQ(cleared > 0, HasSensitiveFields(type));
    cleared_in_all += cleared;
  }
  EXPECT_GT(cleared_in_all, 50);
}

TEST(Redact, LeavesNothingOfAPersonInTheBytes) {
  socialaid::v1::Article60Revision revision;
  Fill(&revision, "");
  auto& request = *revision.mutable_article60_request();
  request.mutable_contact()->set_email("secret-1");
  request.add_comments()->set_text("secret-2");
  request.mutable_answer()->mutable_override()->set_reason("secret-3");
  request.mutable_answer()->mutable_calculation()->add_steps()->set_code("secret-4");
  request.set_person("secret-5");
  request.set_owner("0123456749");
  Redact(&revision);
  EXPECT_EQ(revision.SerializeAsString().find("secret"), std::string::npos);
  EXPECT_EQ(revision.article60_request().owner(), "0123456749");
  EXPECT_EQ(revision.article60_request().answer().calculation().parameters_size(), 2);
}

TEST(Redact, DropsWhatThisBuildDoesNotKnow) {
  socialaid::v1::Article60Request request;
  request.set_owner("0123456749");
  request.GetReflection()->MutableUnknownFields(&request)->AddLengthDelimited(900, "secret");
  auto* answer = request.mutable_answer();
  answer->GetReflection()->MutableUnknownFields(answer)->AddLengthDelimited(900, "secret");
  Redact(&request);
  EXPECT_EQ(request.SerializeAsString().find("secret"), std::string::npos);
  EXPECT_EQ(request.owner(), "0123456749");
}

TEST(IsSensitive, IsWhatTheProtoSays) {
  const Descriptor* person = socialaid::v1::Person::descriptor();
  EXPECT_TRUE(IsSensitive(person->FindFieldByName("ssin")));
  EXPECT_TRUE(IsSensitive(person->FindFieldByName("replaced_ssins")));
  EXPECT_FALSE(IsSensitive(person->FindFieldByName("name")));
  EXPECT_FALSE(IsSensitive(socialaid::v1::Centre::descriptor()->FindFieldByName("language")));
}

TEST(HasSensitiveFields, LooksAtEveryDepth) {
  EXPECT_TRUE(HasSensitiveFields(socialaid::v1::Person::descriptor()));
  EXPECT_TRUE(HasSensitiveFields(socialaid::v1::Article60Answer::descriptor()));
  EXPECT_TRUE(HasSensitiveFields(socialaid::v1::ListArticle60RequestsResponse::descriptor()));
  EXPECT_FALSE(HasSensitiveFields(socialaid::v1::Centre::descriptor()));
  EXPECT_FALSE(HasSensitiveFields(socialaid::v1::TraceStep::descriptor()));
  EXPECT_FALSE(HasSensitiveFields(google::protobuf::Struct::descriptor()));  // contains itself
}

// A type that contains itself: directly, in a list and in a map. It lives as long as the plans made
// for it.
const Descriptor* NodeType() {
  google::protobuf::FileDescriptorProto file;
  EXPECT_TRUE(TextFormat::ParseFromString(
      R"pb(
        name: "node.proto"
        syntax: "proto3"
        message_type {
          name: "Node"
          field {
            name: "secret"
            number: 1
            type: TYPE_STRING
            label: LABEL_OPTIONAL
            options {
              [mandat.common.v1.sensitive]: true
            }
          }
          field { name: "open" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
          field {
            name: "child"
            number: 3
            type: TYPE_MESSAGE
            type_name: ".Node"
            label: LABEL_OPTIONAL
          }
          field {
            name: "list"
            number: 4
            type: TYPE_MESSAGE
            type_name: ".Node"
            label: LABEL_REPEATED
          }
          field {
            name: "by_key"
            number: 5
            type: TYPE_MESSAGE
            type_name: ".Node.ByKeyEntry"
            label: LABEL_REPEATED
          }
          nested_type {
            name: "ByKeyEntry"
            field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
            field {
              name: "value"
              number: 2
              type: TYPE_MESSAGE
              type_name: ".Node"
              label: LABEL_OPTIONAL
            }
            options { map_entry: true }
          }
        })pb",
      &file));
  static auto& pool = *new google::protobuf::DescriptorPool;
  static const FileDescriptor* built = pool.BuildFile(file);
  return built->message_type(0);
}

TEST(Redact, EntersListsMapsAndTypesThatContainThemselves) {
  static auto& factory = *new google::protobuf::DynamicMessageFactory;
  std::unique_ptr<Message> node(factory.GetPrototype(NodeType())->New());
  ASSERT_TRUE(TextFormat::ParseFromString(
      R"pb(
        secret: "s"
        open: "a"
        child {
          secret: "s"
          open: "b"
          list { secret: "s" open: "c" }
        }
        list { secret: "s" }
        list {
          by_key {
            key: "k"
            value {
              secret: "s"
              open: "d"
              child { secret: "s" }
            }
          }
        })pb",
      node.get()));
  Redact(node.get());
  TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  printer.PrintToString(*node, &text);
  EXPECT_EQ(text, R"(open: "a" child { open: "b" list { open: "c" } } list { } )"
                  R"(list { by_key { key: "k" value { open: "d" child { } } } } )");
}

}  // namespace
}  // namespace mandat::privacy
