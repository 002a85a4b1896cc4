#ifndef GATEWAY_CLI_SESSION_H_
#define GATEWAY_CLI_SESSION_H_

// One run of the program: what it knows, who calls, and how answers are shown.

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/cli/arguments.h"
#include "gateway/cli/client.h"
#include "gateway/cli/input.h"
#include "gateway/cli/method_index.h"
#include "gateway/cli/settings.h"
#include "gateway/cli/table.h"

namespace mandat::cli {

// The options that every command understands.
struct CommonOptions {
  // For programs: JSON instead of tables.
  bool json = false;
  // Acts as this persona instead of as MANDAT_TOKEN says; empty = not.
  std::string persona;
  // The service to speak with where every service has what is asked; empty = the only one.
  std::string service;
  CallRules rules;
};

// Takes them out of the arguments. `WRONG_USE`.
absl::StatusOr<CommonOptions> TakeCommonOptions(Arguments* arguments);

class Session {
 public:
  Session(Settings settings, CommonOptions options);

  const MethodIndex& index() const { return index_; }
  const Settings& settings() const { return settings_; }
  const CommonOptions& options() const { return options_; }
  const Reading& reading() const { return reading_; }

  // The service that `--service` names, or the only one that is known. `WRONG_USE`.
  absl::StatusOr<std::string> Service() const;

  // The token of --as, MANDAT_TOKEN, the file MANDAT_TOKEN_FILE or the persona MANDAT_PERSONA, in
  // this order. `WRONG_USE` where there is none; errors of SignToken().
  absl::StatusOr<std::string> Token() const;

  // A connection to the service that owns the method, with the caller's token.
  absl::StatusOr<Client*> ClientOf(const Method& method);
  // The same with another token: a client of its own.
  absl::StatusOr<std::unique_ptr<Client>> MakeClient(const Method& method, std::string token) const;

  // Calls with a request made from JSON; see Client::Call and ReadMessage.
  absl::StatusOr<MessagePtr> Call(const Method& method, const Json& request);

  // Writes one message to standard output.
  void Print(const google::protobuf::Message& message) const;

 private:
  absl::StatusOr<std::string> ServiceOf(const Method& method) const;

  const MethodIndex index_;
  const Settings settings_;
  const CommonOptions options_;
  const Reading reading_;
  // By service.
  std::map<std::string, std::unique_ptr<Client>> clients_;
};

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_SESSION_H_
