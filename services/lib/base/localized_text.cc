#include "services/lib/base/localized_text.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/text.h"

namespace mandat::base {
namespace {

struct Translation {
  absl::string_view language;
  absl::string_view text;
};

// In the order in which one stands in for another.
std::array<Translation, 4> Translations(const common::v1::LocalizedText& text) {
  return {{{"fr", text.fr()}, {"nl", text.nl()}, {"de", text.de()}, {"en", text.en()}}};
}

}  // namespace

absl::Status ValidateLocalizedText(const common::v1::LocalizedText& text, size_t max_bytes,
                                   absl::string_view field) {
  bool any = false;
  for (const Translation& translation : Translations(text)) {
    RETURN_IF_ERROR(
        ValidateText(translation.text, max_bytes, absl::StrCat(field, ".", translation.language)));
    any = any || !translation.text.empty();
  }
  if (!any) return InvalidField("FIELD_REQUIRED", field, "Give the text in one language at least.");
  return absl::OkStatus();
}

absl::string_view Pick(const common::v1::LocalizedText& text, absl::string_view language) {
  absl::string_view first;
  for (const Translation& translation : Translations(text)) {
    if (translation.text.empty()) continue;
    if (translation.language == language) return translation.text;
    if (first.empty()) first = translation.text;
  }
  return first;
}

}  // namespace mandat::base
