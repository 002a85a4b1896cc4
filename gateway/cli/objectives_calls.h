#ifndef GATEWAY_CLI_OBJECTIVES_CALLS_H_
#define GATEWAY_CLI_OBJECTIVES_CALLS_H_

// Calls to objectives with messages of its protos, for commands that know what they show. Methods
// are named as the service calls them: `FreezeDashboard`.

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/cli/client.h"
#include "gateway/cli/input.h"
#include "gateway/cli/listing.h"
#include "gateway/cli/method_index.h"
#include "gateway/cli/session.h"
#include "google/protobuf/message.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {

const Method& ObjectivesMethod(const Session& session, absl::string_view name);

// `WRONG_USE` where the name is not of the collection; `one` is what it should have been: "plan".
absl::Status CheckCollection(absl::string_view collection, absl::string_view one,
                             const std::string& name);

// All of a collection that the fields of the request choose. `WRONG_USE` where nobody can list it.
absl::StatusOr<Listing> ReadCollection(Session& session, absl::string_view collection,
                                       Json request);

// A message as what it is.
template <typename T>
T Typed(const google::protobuf::Message& message) {
  T typed;
  typed.CopyFrom(message);
  return typed;
}

template <typename T>
std::vector<T> Typed(const Listing& listing) {
  std::vector<T> items;
  for (const google::protobuf::Message* item : listing.items) items.push_back(Typed<T>(*item));
  return items;
}

// Errors of CheckCollection(), and of the service.
template <typename T>
absl::StatusOr<T> ReadOne(Session& session, absl::string_view collection, absl::string_view one,
                          const std::string& name) {
  RETURN_IF_ERROR(CheckCollection(collection, one, name));
  const Method* method = session.index().Find(MethodKind::kGet, collection);
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, {{"name", name}}));
  return Typed<T>(*answer);
}

// As Client::Call() does it.
template <typename Answer>
absl::StatusOr<Answer> CallObjectives(Session& session, absl::string_view name,
                                      google::protobuf::Message* request) {
  const Method& method = ObjectivesMethod(session, name);
  ASSIGN_OR_RETURN(Client* const client, session.ClientOf(method));
  ASSIGN_OR_RETURN(const MessagePtr answer, client->Call(method, request));
  return Typed<Answer>(*answer);
}

// As Client::Stream() does it.
template <typename Piece>
absl::Status StreamObjectives(Session& session, absl::string_view name,
                              const google::protobuf::Message& request,
                              absl::FunctionRef<void(const Piece&)> take) {
  const Method& method = ObjectivesMethod(session, name);
  ASSIGN_OR_RETURN(Client* const client, session.ClientOf(method));
  return client->Stream(method, request, [&take](const google::protobuf::Message& piece) {
    take(Typed<Piece>(piece));
  });
}

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_OBJECTIVES_CALLS_H_
