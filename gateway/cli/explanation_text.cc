#include "gateway/cli/explanation_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "mandat/common/v1/types.pb.h"
#include "services/lib/base/localized_text.h"

namespace mandat::cli {
namespace {

using common::v1::LocalizedText;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

class Paragraphs {
 public:
  explicit Paragraphs(const std::string& language) : language_(language) {}

  void Read(const Message& message) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
      if (field->is_repeated()) {
        ReadList(message, *field);
      } else {
        ReadOne(message.GetReflection()->GetMessage(message, field), "");
      }
    }
  }

  std::string Text() const { return absl::StrJoin(paragraphs_, "\n\n"); }
  bool empty() const { return paragraphs_.empty(); }

 private:
  void ReadOne(const Message& message, const std::string& before) {
    if (message.GetDescriptor() != LocalizedText::descriptor()) return Read(message);
    const absl::string_view text =
        base::Pick(static_cast<const LocalizedText&>(message), language_);
    if (!text.empty()) paragraphs_.push_back(absl::StrCat(before, text));
  }
  void ReadList(const Message& message, const FieldDescriptor& field) {
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      ReadOne(reflection.GetRepeatedMessage(message, &field, i), absl::StrCat(i + 1, ". "));
    }
  }

  const std::string& language_;
  std::vector<std::string> paragraphs_;
};

}  // namespace

std::string ExplanationText(const Message& explanation, const std::string& language) {
  Paragraphs paragraphs(language);
  paragraphs.Read(explanation);
  return paragraphs.empty() ? "There is nothing to explain yet.\n"
                            : absl::StrCat(paragraphs.Text(), "\n");
}

}  // namespace mandat::cli
