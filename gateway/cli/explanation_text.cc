#include "gateway/cli/explanation_text.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/cli/difference_text.h"
#include "google/protobuf/descriptor.h"
#include "mandat/common/v1/history.pb.h"
#include "mandat/common/v1/types.pb.h"
#include "services/lib/base/localized_text.h"

namespace mandat::cli {
namespace {

using common::v1::FieldDifference;
using common::v1::LocalizedText;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "answer_deadline" → "Answer deadline".
std::string Heading(const FieldDescriptor& field) {
  std::string words = absl::StrReplaceAll(field.name(), {{"_", " "}});
  words[0] = absl::ascii_toupper(words[0]);
  return words;
}

class Explanation {
 public:
  explicit Explanation(const std::string& language) : language_(language) {}

  // What the fields of a message say; below the top all of it as one paragraph.
  std::string Text(const Message& message, int depth) const {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    std::string text;
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
      const std::string inner = FieldText(message, *field, depth);
      if (inner.empty()) continue;
      if (depth > 0) {
        text += inner;
      } else {
        absl::StrAppend(&text, text.empty() ? "" : "\n", Heading(*field), "\n", inner);
      }
    }
    return text;
  }

 private:
  std::string FieldText(const Message& message, const FieldDescriptor& field, int depth) const {
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    if (!field.is_repeated()) return OneText(reflection.GetMessage(message, &field), "  ", depth);
    std::string text;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      const std::string mark = absl::StrCat(std::string(2 * depth + 2, ' '), i + 1, ". ");
      text += OneText(reflection.GetRepeatedMessage(message, &field, i), mark, depth);
    }
    return text;
  }
  std::string OneText(const Message& message, const std::string& mark, int depth) const {
    if (message.GetDescriptor() == FieldDifference::descriptor()) {
      const std::string text = FieldDifferenceText(static_cast<const FieldDifference&>(message));
      return absl::StrCat("  ", absl::StrReplaceAll(text, {{"\n  ", "\n    "}}));
    }
    if (message.GetDescriptor() != LocalizedText::descriptor()) return Text(message, depth + 1);
    const absl::string_view text =
        base::Pick(static_cast<const LocalizedText&>(message), language_);
    return text.empty() ? "" : absl::StrCat(mark, text, "\n");
  }

  const std::string& language_;
};

}  // namespace

std::string ExplanationText(const Message& explanation, const std::string& language) {
  std::string text = Explanation(language).Text(explanation, 0);
  return text.empty() ? "There is nothing to explain yet.\n" : text;
}

}  // namespace mandat::cli
