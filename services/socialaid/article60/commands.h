#ifndef SERVICES_SOCIALAID_ARTICLE60_COMMANDS_H_
#define SERVICES_SOCIALAID_ARTICLE60_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/empty.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::socialaid {

struct CreateArticle60Request {
  using Request = v1::CreateArticle60RequestRequest;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct UpdateArticle60Request {
  using Request = v1::UpdateArticle60RequestRequest;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// One open request for a person and an owner: the person guards the look-up, a unique index stands
// behind it for requests that one centre filed.
struct SendArticle60Request {
  using Request = v1::SendArticle60RequestRequest;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct ReturnArticle60Request {
  using Request = v1::ReturnArticle60RequestRequest;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct ResendArticle60Request {
  using Request = v1::ResendArticle60RequestRequest;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// To a centre: guarded as sending is.
struct ForwardArticle60Request {
  using Request = v1::ForwardArticle60RequestRequest;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// The original is held as if it changed, for its etag; what begins is the copy.
struct ModifyArticle60Request {
  using Request = v1::ModifyArticle60RequestRequest;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct CalculateArticle60Request {
  using Request = v1::CalculateArticle60RequestRequest;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct WithdrawArticle60Request {
  using Request = v1::WithdrawArticle60RequestRequest;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct DeleteArticle60Request {
  using Request = v1::DeleteArticle60RequestRequest;
  using Response = google::protobuf::Empty;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// No method: what the succession of centres does with each request. The request is the one to take
// over, with its etag and the new owner.
struct TakeOverArticle60Request {
  using Request = v1::Article60Request;
  using Response = v1::Article60Request;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_ARTICLE60_COMMANDS_H_
