#ifndef SERVICES_SOCIALAID_EXPORTS_RULES_H_
#define SERVICES_SOCIALAID_EXPORTS_RULES_H_

// Rules of exports: who may define which, and how long they can be fetched.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mandat/socialaid/v1/article60_export.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::socialaid::exports {

// For whom an export is made: a centre, an office of an agency, or an agency.
struct Maker {
  // Enterprise number of the centre; empty for an agency.
  std::string owner = {};
  // Enterprise number of the agency; empty for a centre.
  std::string agency = {};
  // Only this office's; empty = all that the agency or centre has.
  std::string office = {};
  // An agent sees the own office alone, and so must have one.
  bool needs_office = false;
  // Whether statistics are theirs to see.
  bool reads_statistics = false;
};

// PERMISSION_DENIED, INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckCreate(const v1::CreateArticle60ExportRequest& request, const Maker& maker);
absl::Status CheckDelete(const v1::DeleteArticle60ExportRequest& request);
absl::Status CheckFetch(const v1::FetchArticle60ExportRequest& request);

absl::StatusOr<ledger::Decision> Create(const v1::CreateArticle60ExportRequest& request,
                                        const Maker& maker, absl::string_view name, absl::Time now);

// FAILED_PRECONDITION `EXPORT_EXPIRED`, from its last instant on.
absl::Status CheckNotExpired(const v1::Article60Export& fetched, absl::Time now);

}  // namespace mandat::socialaid::exports

#endif  // SERVICES_SOCIALAID_EXPORTS_RULES_H_
