#ifndef SERVICES_SOCIALAID_EXPORTS_COMMANDS_H_
#define SERVICES_SOCIALAID_EXPORTS_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/empty.pb.h"
#include "mandat/socialaid/v1/article60_export.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::socialaid {

struct CreateArticle60Export {
  using Request = v1::CreateArticle60ExportRequest;
  using Response = v1::Article60Export;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct DeleteArticle60Export {
  using Request = v1::DeleteArticle60ExportRequest;
  using Response = google::protobuf::Empty;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_EXPORTS_COMMANDS_H_
