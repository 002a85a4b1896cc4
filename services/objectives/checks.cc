#include "services/objectives/checks.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/period.h"

namespace mandat::objectives {
namespace {

using base::InvalidField;
using v1::Responsibility;

constexpr size_t kReferenceBytes = 200;
constexpr size_t kHolderBytes = 200;
constexpr int kResponsibilities = 60;

// Of one role there is one holder at a time.
absl::Status CheckOneAtATime(
    const google::protobuf::RepeatedPtrField<Responsibility>& responsibilities,
    const std::vector<base::Period>& periods, absl::string_view field) {
  for (int later = 0; later < responsibilities.size(); ++later) {
    for (int earlier = 0; earlier < later; ++earlier) {
      if (responsibilities[earlier].role() != responsibilities[later].role()) continue;
      if (!base::Overlaps(periods[earlier], periods[later])) continue;
      const std::string role(absl::StripPrefix(
          v1::ResponsibilityRole_Name(responsibilities[later].role()), "RESPONSIBILITY_ROLE_"));
      return base::WithMetadata(
          InvalidField("RESPONSIBILITIES_OVERLAP",
                       absl::StrCat(base::ElementOf(field, later), ".period"),
                       absl::StrCat("Of the role ", role,
                                    " somebody else answers for it then. End the one before the "
                                    "other begins.")),
          "role", role);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckCitation(const v1::Citation& citation, absl::string_view field,
                           absl::CivilDay today) {
  RETURN_IF_ERROR(base::CheckRequiredText(citation.reference(), kReferenceBytes,
                                          absl::StrCat(field, ".reference")));
  const std::string date = absl::StrCat(field, ".date");
  if (!citation.has_date()) return base::Required(date);
  RETURN_IF_ERROR(base::CheckDayOfCentury(citation.date(), date));
  if (base::ToDay(citation.date()) <= today) return absl::OkStatus();
  return InvalidField("DATE_INVALID", date, "Nothing can be decided after today.");
}

absl::Status CheckResponsibilities(
    const google::protobuf::RepeatedPtrField<Responsibility>& responsibilities,
    absl::string_view field) {
  RETURN_IF_ERROR(base::CheckCount(responsibilities.size(), kResponsibilities, field));
  std::vector<base::Period> periods;
  for (int i = 0; i < responsibilities.size(); ++i) {
    const Responsibility& one = responsibilities[i];
    const std::string at = base::ElementOf(field, i);
    if (one.role() == v1::RESPONSIBILITY_ROLE_UNSPECIFIED ||
        !v1::ResponsibilityRole_IsValid(one.role())) {
      return InvalidField("ROLE_UNKNOWN", absl::StrCat(at, ".role"),
                          "Give POLITICAL, ADMINISTRATIVE or AGENT.");
    }
    RETURN_IF_ERROR(
        base::CheckRequiredText(one.holder(), kHolderBytes, absl::StrCat(at, ".holder")));
    ASSIGN_OR_RETURN(base::Period period,
                     base::ParsePeriod(one.period(), absl::StrCat(at, ".period")));
    periods.push_back(std::move(period));
  }
  return CheckOneAtATime(responsibilities, periods, field);
}

}  // namespace mandat::objectives
