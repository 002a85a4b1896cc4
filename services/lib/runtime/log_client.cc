#include "services/lib/runtime/log_client.h"

#include <grpcpp/client_context.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "mandat/common/v1/log.grpc.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/log_queries.h"
#include "services/lib/runtime/grpc_status.h"

namespace mandat::runtime {
namespace {

constexpr int kPage = 1000;
constexpr std::chrono::seconds kDeadline(10);

absl::StatusOr<std::string> ReadToken(const std::string& path) {
  std::ifstream file(path);
  std::string token;
  if (file >> token) return token;
  return base::Error(absl::StatusCode::kUnavailable, "PEER_TOKEN_UNREADABLE",
                     absl::StrCat("There is no token in ", path, "."), {{"path", path}});
}

common::v1::ListEventsRequest PageAfter(int64_t position) {
  common::v1::ListEventsRequest request;
  request.set_after_position(position);
  request.set_page_size(kPage);
  return request;
}

}  // namespace

absl::StatusOr<events::ReplaySource> AskForEvents(const ServerAddress& peer,
                                                  const std::string& token_file) {
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel, OpenChannel(peer));
  const std::shared_ptr<common::v1::LogService::Stub> stub =
      common::v1::LogService::NewStub(std::move(channel));
  return
      [stub, token_file](int64_t after_position) -> absl::StatusOr<common::v1::ListEventsResponse> {
        ASSIGN_OR_RETURN(const std::string token, ReadToken(token_file));
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer " + token);
        context.set_deadline(std::chrono::system_clock::now() + kDeadline);
        common::v1::ListEventsResponse response;
        RETURN_IF_ERROR(FromGrpc(stub->ListEvents(&context, PageAfter(after_position), &response)));
        return response;
      };
}

events::ReplaySource ReadOwnEvents(ledger::Store& store, const ledger::Catalog& catalog,
                                   const std::string& service) {
  return [&store, &catalog,
          service](int64_t after_position) -> absl::StatusOr<common::v1::ListEventsResponse> {
    ASSIGN_OR_RETURN(const std::unique_ptr<ledger::Reader> reader, store.OpenReader());
    return events::ListEvents(*reader, catalog, service, PageAfter(after_position));
  };
}

}  // namespace mandat::runtime
