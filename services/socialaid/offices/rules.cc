#include "services/socialaid/offices/rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/checks.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid::offices {
namespace {

using base::InvalidField;
using ledger::Decision;
using v1::Office;

constexpr size_t kNameBytes = 200;
constexpr size_t kCodeCharacters = 10;

absl::Status CheckOffice(const Office& office, Fields fields) {
  const bool all = fields == Fields::kAll;
  const std::string& code = office.code();
  if (code.empty() && all) return Required("office.code");
  const bool known = std::all_of(code.begin(), code.end(), [](char c) {
    return absl::ascii_isdigit(c) || absl::ascii_isupper(c);
  });
  if (!known || code.size() > kCodeCharacters) {
    return InvalidField("OFFICE_CODE_INVALID", "office.code",
                        "Give 1 to 10 digits or upper-case letters.");
  }
  if (!all && !office.has_display_name()) return absl::OkStatus();
  return base::ValidateLocalizedText(office.display_name(), kNameBytes, "office.display_name");
}

}  // namespace

absl::Status CheckCreate(const v1::CreateOfficeRequest& request) {
  RETURN_IF_ERROR(CheckOffice(request.office(), Fields::kAll));
  return base::CheckIdIfSet(request.office_id(), "office_id");
}

absl::Status CheckUpdate(const v1::UpdateOfficeRequest& request) {
  RETURN_IF_ERROR(CheckName(request.office().name(), kOffices, "office.name"));
  ASSIGN_OR_RETURN(const Office wanted, base::Masked(request.update_mask(), request.office()));
  return CheckOffice(wanted, Fields::kSet);
}

absl::Status CheckMerge(const v1::MergeOfficeRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kOffices, "name"));
  RETURN_IF_ERROR(CheckName(request.successor(), kOffices, "successor"));
  if (request.successor() != request.name()) return absl::OkStatus();
  return InvalidField("SUCCESSOR_INVALID", "successor", "An office cannot succeed itself.");
}

absl::StatusOr<Decision> Create(const v1::CreateOfficeRequest& request, absl::string_view name,
                                absl::string_view agency) {
  Office office = request.office();
  base::KeepSettable(&office);
  office.set_name(std::string(name));
  office.set_agency(std::string(agency));
  return Decision::Create(std::move(office));
}

absl::StatusOr<Decision> Update(const Office& before, const v1::UpdateOfficeRequest& request) {
  RETURN_IF_ERROR(CheckRunning(before));
  ASSIGN_OR_RETURN(Office after, base::Updated(before, request.update_mask(), request.office()));
  RETURN_IF_ERROR(CheckOffice(after, Fields::kAll));
  return Decision::Of(std::move(after), "updated");
}

absl::StatusOr<Decision> Merge(const Office& before, const Office& successor) {
  RETURN_IF_ERROR(CheckRunning(before));
  if (!successor.successor().empty() || successor.agency() != before.agency()) {
    return InvalidField("SUCCESSOR_INVALID", "successor",
                        "It was merged itself, or is an office of another agency.");
  }
  Office ended = before;
  ended.set_successor(successor.name());
  return Decision::Of(std::move(ended), "merged");
}

absl::Status CheckRunning(const Office& office) {
  if (office.successor().empty()) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, "OFFICE_MERGED",
                     absl::StrCat("The office was merged into ", office.successor(), "."),
                     {{"successor", office.successor()}});
}

}  // namespace mandat::socialaid::offices
