#include "services/socialaid/centres/rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/enterprise_number.h"
#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/checks.h"
#include "services/socialaid/names.h"
#include "services/socialaid/offices/rules.h"

namespace mandat::socialaid::centres {
namespace {

using base::InvalidField;
using ledger::Decision;
using v1::Centre;
using v1::MunicipalityCode;

constexpr size_t kNameBytes = 200;
constexpr int kMunicipalities = 50;

absl::Status CheckMunicipality(const MunicipalityCode& municipality, const std::string& field) {
  const std::string& code = municipality.code();
  const bool digits =
      code.size() == 5 && std::all_of(code.begin(), code.end(), absl::ascii_isdigit);
  if (!digits || code.front() == '0') {
    return InvalidField("MUNICIPALITY_CODE_INVALID", absl::StrCat(field, ".code"),
                        "Give the five digits of the municipality, 10000 to 99999.");
  }
  ASSIGN_OR_RETURN(const absl::CivilDay first,
                   base::ParseDate(municipality.valid_from(), absl::StrCat(field, ".valid_from")));
  if (!municipality.has_valid_to()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::CivilDay last,
                   base::ParseDate(municipality.valid_to(), absl::StrCat(field, ".valid_to")));
  if (first <= last) return absl::OkStatus();
  return InvalidField("DATE_INVALID", absl::StrCat(field, ".valid_to"),
                      "The last day lies before the first.");
}

absl::Status CheckMunicipalities(const Centre& centre, Fields fields) {
  const std::string field = "centre.municipalities";
  if (fields == Fields::kAll && centre.municipalities().empty()) return Required(field);
  RETURN_IF_ERROR(CheckCount(centre.municipalities_size(), kMunicipalities, field));
  for (int i = 0; i < centre.municipalities_size(); ++i) {
    RETURN_IF_ERROR(CheckMunicipality(centre.municipalities(i), absl::StrCat(field, "[", i, "]")));
  }
  return absl::OkStatus();
}

absl::Status CheckCentre(const Centre& centre, Fields fields) {
  const bool all = fields == Fields::kAll;
  if (!centre.enterprise_number().empty()) {
    RETURN_IF_ERROR(
        base::ParseEnterpriseNumber(centre.enterprise_number(), "centre.enterprise_number")
            .status());
  } else if (all) {
    return Required("centre.enterprise_number");
  }
  if (all || centre.has_display_name()) {
    RETURN_IF_ERROR(
        base::ValidateLocalizedText(centre.display_name(), kNameBytes, "centre.display_name"));
  }
  RETURN_IF_ERROR(CheckMunicipalities(centre, fields));
  const std::string& language = centre.language();
  if (language.empty() && all) return Required("centre.language");
  if (!language.empty() && language != "fr" && language != "nl" && language != "de") {
    return InvalidField("LANGUAGE_UNKNOWN", "centre.language", "Give fr, nl or de.");
  }
  RETURN_IF_ERROR(all ? CheckName(centre.office(), kOffices, "centre.office")
                      : CheckNameIfSet(centre.office(), kOffices, "centre.office"));
  if (!all && !centre.has_valid_from()) return absl::OkStatus();
  return base::ParseDate(centre.valid_from(), "centre.valid_from").status();
}

absl::Status Merged(const Centre& centre) {
  return base::Error(absl::StatusCode::kFailedPrecondition, "CENTRE_MERGED",
                     absl::StrCat("The centre was merged into ", centre.successor(), "."),
                     {{"successor", centre.successor()}});
}

bool EndsBefore(const MunicipalityCode& municipality, absl::CivilDay day) {
  return municipality.has_valid_to() && base::ToDay(municipality.valid_to()) < day;
}

bool Serves(const Centre& centre, const std::string& code, absl::CivilDay day) {
  return std::any_of(centre.municipalities().begin(), centre.municipalities().end(),
                     [&](const MunicipalityCode& municipality) {
                       return municipality.code() == code && !EndsBefore(municipality, day);
                     });
}

// Moves what `from` still serves on `day` to `to`: it ends here the day before and begins there.
// Codes that begin later move whole.
void MoveMunicipalities(absl::CivilDay day, Centre* from, Centre* to) {
  Centre rest;
  for (const MunicipalityCode& municipality : from->municipalities()) {
    const bool later = base::ToDay(municipality.valid_from()) >= day;
    if (!EndsBefore(municipality, day) && !Serves(*to, municipality.code(), day)) {
      MunicipalityCode* taken = to->add_municipalities();
      *taken = municipality;
      if (!later) *taken->mutable_valid_from() = base::ToDate(day);
    }
    if (later) continue;
    MunicipalityCode* kept = rest.add_municipalities();
    *kept = municipality;
    if (!EndsBefore(municipality, day)) *kept->mutable_valid_to() = base::ToDate(day - 1);
  }
  from->mutable_municipalities()->Swap(rest.mutable_municipalities());
}

bool HasEnded(const Centre& centre, absl::CivilDay today) {
  return centre.has_valid_to() && base::ToDay(centre.valid_to()) < today;
}

absl::Status CheckSuccessor(const Centre& before, const Centre& successor, absl::CivilDay day) {
  if (!successor.successor().empty()) {
    return InvalidField("SUCCESSOR_INVALID", "successor", "It was merged itself.");
  }
  if (day <= base::ToDay(before.valid_from()) || day < base::ToDay(successor.valid_from())) {
    return InvalidField("DATE_INVALID", "effective_date",
                        "It lies before the successor's first day, or the centre has no day left.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckCreate(const v1::CreateCentreRequest& request) {
  RETURN_IF_ERROR(CheckCentre(request.centre(), Fields::kAll));
  return base::CheckIdIfSet(request.centre_id(), "centre_id");
}

absl::Status CheckUpdate(const v1::UpdateCentreRequest& request) {
  RETURN_IF_ERROR(CheckName(request.centre().name(), kCentres, "centre.name"));
  ASSIGN_OR_RETURN(const Centre wanted, base::Masked(request.update_mask(), request.centre()));
  return CheckCentre(wanted, Fields::kSet);
}

absl::Status CheckMerge(const v1::MergeCentreRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kCentres, "name"));
  RETURN_IF_ERROR(CheckName(request.successor(), kCentres, "successor"));
  if (request.successor() == request.name()) {
    return InvalidField("SUCCESSOR_INVALID", "successor", "A centre cannot succeed itself.");
  }
  return base::ParseDate(request.effective_date(), "effective_date").status();
}

absl::StatusOr<Decision> Create(const v1::CreateCentreRequest& request, absl::string_view name,
                                const v1::Office& office) {
  RETURN_IF_ERROR(offices::CheckRunning(office));
  Centre centre = request.centre();
  base::KeepSettable(&centre);
  centre.set_name(std::string(name));
  ASSIGN_OR_RETURN(
      *centre.mutable_enterprise_number(),
      base::ParseEnterpriseNumber(centre.enterprise_number(), "centre.enterprise_number"));
  return Decision::Create(std::move(centre));
}

absl::StatusOr<Decision> Update(const Centre& before, const v1::UpdateCentreRequest& request,
                                const v1::Office* office) {
  if (!before.successor().empty()) return Merged(before);
  // A caller who sends back what it read may keep an office that was merged since.
  if (office != nullptr && office->name() != before.office()) {
    RETURN_IF_ERROR(offices::CheckRunning(*office));
  }
  Centre wanted = request.centre();
  if (!wanted.enterprise_number().empty()) {
    ASSIGN_OR_RETURN(
        *wanted.mutable_enterprise_number(),
        base::ParseEnterpriseNumber(wanted.enterprise_number(), "centre.enterprise_number"));
  }
  ASSIGN_OR_RETURN(Centre after, base::Updated(before, request.update_mask(), wanted));
  RETURN_IF_ERROR(CheckCentre(after, Fields::kAll));
  return Decision::Of(std::move(after), "updated");
}

absl::StatusOr<Decision> Merge(const Centre& before, const Centre& successor,
                               const v1::MergeCentreRequest& request) {
  if (!before.successor().empty()) return Merged(before);
  const absl::CivilDay day = base::ToDay(request.effective_date());
  RETURN_IF_ERROR(CheckSuccessor(before, successor, day));
  Centre ended = before;
  Centre grown = successor;
  MoveMunicipalities(day, &ended, &grown);
  RETURN_IF_ERROR(CheckCount(grown.municipalities_size(), kMunicipalities, "successor"));
  *ended.mutable_valid_to() = base::ToDate(day - 1);
  ended.set_successor(successor.name());
  return Decision::Of(std::move(ended), "merged").Also(std::move(grown), "updated");
}

absl::Status CheckMayFile(const Centre& centre, absl::CivilDay today) {
  if (HasEnded(centre, today)) return Merged(centre);
  if (base::ToDay(centre.valid_from()) <= today) return absl::OkStatus();
  const std::string first = base::ToIso(base::ToDay(centre.valid_from()));
  return base::Error(absl::StatusCode::kFailedPrecondition, "CENTRE_NOT_STARTED",
                     absl::StrCat("The centre may file from ", first, " on."),
                     {{"validFrom", first}});
}

std::vector<const Centre*> Succession(const Centre& centre, const Register& all,
                                      absl::CivilDay today) {
  std::vector<const Centre*> owners = {&centre};
  // A merged centre succeeds nobody, so that no way through the register comes back to its start.
  while (HasEnded(*owners.back(), today)) {
    const auto successor = all.find(owners.back()->successor());
    if (successor == all.end()) break;
    owners.push_back(&successor->second);
  }
  return owners;
}

}  // namespace mandat::socialaid::centres
