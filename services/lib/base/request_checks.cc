#include "services/lib/base/request_checks.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/text.h"

namespace mandat::base {
namespace {

constexpr absl::CivilDay kFirstOfCentury(2000, 1, 1);
constexpr absl::CivilDay kLastOfCentury(2099, 12, 31);

bool IsEmpty(const common::v1::LocalizedText& text) {
  return text.fr().empty() && text.nl().empty() && text.de().empty() && text.en().empty();
}

}  // namespace

absl::Status Required(absl::string_view field) {
  return InvalidField("FIELD_REQUIRED", field, "It is required.");
}

absl::Status CheckName(absl::string_view name, absl::string_view collection,
                       absl::string_view field) {
  if (name.empty()) return Required(field);
  return ParseName(name, collection, field).status();
}

absl::Status CheckNameIfSet(absl::string_view name, absl::string_view collection,
                            absl::string_view field) {
  return name.empty() ? absl::OkStatus() : CheckName(name, collection, field);
}

absl::Status CheckIdIfSet(absl::string_view id, absl::string_view field) {
  return id.empty() ? absl::OkStatus() : ValidateId(id, field);
}

absl::Status CheckRequiredText(absl::string_view text, size_t max_bytes, absl::string_view field) {
  if (text.empty()) return Required(field);
  return ValidateText(text, max_bytes, field);
}

absl::Status CheckTextIfSet(const common::v1::LocalizedText& text, size_t max_bytes,
                            absl::string_view field) {
  return IsEmpty(text) ? absl::OkStatus() : ValidateLocalizedText(text, max_bytes, field);
}

absl::Status CheckCount(int count, int limit, absl::string_view field) {
  if (count <= limit) return absl::OkStatus();
  return WithMetadata(InvalidField("TOO_MANY_ITEMS", field, absl::StrCat("At most ", limit, ".")),
                      "limit", absl::StrCat(limit));
}

absl::Status CheckDayOfCentury(const google::type::Date& date, absl::string_view field) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDate(date, field));
  if (day >= kFirstOfCentury && day <= kLastOfCentury) return absl::OkStatus();
  return InvalidField("DATE_OUT_OF_RANGE", field, "Give a day from 2000-01-01 to 2099-12-31.");
}

std::string ElementOf(absl::string_view list, int index) {
  return absl::StrCat(list, "[", index, "]");
}

}  // namespace mandat::base
