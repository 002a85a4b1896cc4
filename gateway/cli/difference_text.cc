#include "gateway/cli/difference_text.h"

#include "absl/strings/str_cat.h"

namespace mandat::cli {
namespace {

std::string VersionText(const common::v1::Revision& revision) {
  return absl::StrCat("version ", revision.version(), " (", revision.verb(), ")");
}

}  // namespace

std::string DifferenceText(const common::v1::Difference& difference) {
  std::string text = absl::StrCat("From ", VersionText(difference.before()), " to ",
                                  VersionText(difference.after()), "\n");
  if (difference.erased()) {
    absl::StrAppend(&text, "Personal fields were erased; they are not compared.\n");
  }
  if (difference.fields().empty()) absl::StrAppend(&text, "Nothing differs.\n");
  for (const common::v1::FieldDifference& field : difference.fields()) {
    absl::StrAppend(&text, FieldDifferenceText(field));
  }
  return text;
}

std::string FieldDifferenceText(const common::v1::FieldDifference& field) {
  std::string text = absl::StrCat(field.path(), "\n");
  if (field.has_before()) absl::StrAppend(&text, "  - ", field.before(), "\n");
  if (field.has_after()) absl::StrAppend(&text, "  + ", field.after(), "\n");
  return text;
}

}  // namespace mandat::cli
