#include "services/socialaid/checks.h"

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/text.h"

namespace mandat::socialaid {

absl::Status Required(absl::string_view field) {
  return base::InvalidField("FIELD_REQUIRED", field, "It is required.");
}

absl::Status CheckName(absl::string_view name, absl::string_view collection,
                       absl::string_view field) {
  if (name.empty()) return Required(field);
  return base::ParseName(name, collection, field).status();
}

absl::Status CheckNameIfSet(absl::string_view name, absl::string_view collection,
                            absl::string_view field) {
  return name.empty() ? absl::OkStatus() : CheckName(name, collection, field);
}

absl::Status CheckRequiredText(absl::string_view text, size_t max_bytes, absl::string_view field) {
  if (text.empty()) return Required(field);
  return base::ValidateText(text, max_bytes, field);
}

absl::Status CheckCount(int count, int limit, absl::string_view field) {
  if (count <= limit) return absl::OkStatus();
  return base::WithMetadata(
      base::InvalidField("TOO_MANY_ITEMS", field, absl::StrCat("At most ", limit, ".")), "limit",
      absl::StrCat(limit));
}

}  // namespace mandat::socialaid
