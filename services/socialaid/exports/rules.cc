#include "services/socialaid/exports/rules.h"

#include <utility>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/socialaid/article60/checks.h"
#include "services/socialaid/article60/statistics.h"
#include "services/socialaid/checks.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid::exports {
namespace {

using base::Error;
using base::InvalidField;
using ledger::Decision;
using v1::Article60Export;

constexpr absl::Duration kLifetime = absl::Hours(7 * 24);

absl::Status CheckContent(const Article60Export& wanted) {
  switch (wanted.content_case()) {
    case Article60Export::kRequests: {
      v1::ListArticle60RequestsRequest list;
      list.set_state(wanted.requests().state());
      list.set_queue(wanted.requests().queue());
      return article60::CheckList(list);
    }
    case Article60Export::kStatistics: {
      v1::GetArticle60StatisticsRequest statistics;
      statistics.set_year(wanted.statistics().year());
      return article60::CheckStatistics(statistics);
    }
    case Article60Export::CONTENT_NOT_SET:
      break;
  }
  return Required("article60_export.requests");
}

}  // namespace

absl::Status CheckCreate(const v1::CreateArticle60ExportRequest& request, const Maker& maker) {
  const Article60Export& wanted = request.article60_export();
  if (wanted.has_statistics() && !maker.reads_statistics) {
    return Error(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED",
                 "The statistics of a centre are for: welfare_centre_manager.",
                 {{"roles", "welfare_centre_manager"}});
  }
  RETURN_IF_ERROR(CheckContent(wanted));
  if (wanted.language().empty()) return Required("article60_export.language");
  if (!base::LanguageOf(wanted.language()).has_value()) {
    return InvalidField("LANGUAGE_UNKNOWN", "article60_export.language",
                        "Give one of fr, nl, de and en.");
  }
  if (!v1::CsvSeparator_IsValid(wanted.separator())) {
    return InvalidField("SEPARATOR_UNKNOWN", "article60_export.separator",
                        "Give one of the values of the enumeration.");
  }
  if (maker.needs_office && maker.office.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "UNIT_REQUIRED",
                 "Your token names no office, so there is nothing that you could export.");
  }
  return absl::OkStatus();
}

absl::Status CheckDelete(const v1::DeleteArticle60ExportRequest& request) {
  return CheckName(request.name(), kArticle60Exports, "name");
}

absl::Status CheckFetch(const v1::FetchArticle60ExportRequest& request) {
  return CheckName(request.name(), kArticle60Exports, "name");
}

absl::StatusOr<Decision> Create(const v1::CreateArticle60ExportRequest& request, const Maker& maker,
                                absl::string_view name, absl::Time now) {
  Article60Export made = request.article60_export();
  base::KeepSettable(&made);
  made.set_name(std::string(name));
  made.set_owner(maker.owner);
  made.set_agency(maker.agency);
  made.set_office(maker.office);
  *made.mutable_expire_time() = base::ToTimestamp(now + kLifetime);
  return Decision::Create(std::move(made));
}

absl::Status CheckNotExpired(const Article60Export& fetched, absl::Time now) {
  const absl::Time expires = base::ToTime(fetched.expire_time());
  if (now < expires) return absl::OkStatus();
  const std::string day = base::ToIso(base::BrusselsDay(expires));
  return Error(absl::StatusCode::kFailedPrecondition, "EXPORT_EXPIRED",
               "The export could be fetched until " + day + ". Make a new one.",
               {{"expired", day}});
}

}  // namespace mandat::socialaid::exports
