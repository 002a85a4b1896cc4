#include "gateway/cli/session.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gateway/cli/files.h"
#include "gateway/cli/persona.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/json/message.h"
#include "services/lib/runtime/channel.h"

namespace mandat::cli {
namespace {

constexpr absl::Duration kTokenLifetime = absl::Minutes(10);

// The terminal's width; 0 where nobody watches.
size_t ScreenWidth() {
  winsize size = {};
  if (isatty(STDOUT_FILENO) != 1 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

Reading ReadingOf(const Settings& settings) {
  const std::string language = settings.Get("MANDAT_LANGUAGE");
  return {language.empty() ? settings.Get("LANG").substr(0, 2) : language, ScreenWidth()};
}

}  // namespace

absl::StatusOr<CommonOptions> TakeCommonOptions(Arguments* arguments) {
  CommonOptions options;
  const std::string output = arguments->Take("output").value_or("table");
  if (output != "table" && output != "json") {
    return WrongUse(absl::StrCat("--output is table or json, not '", output, "'."));
  }
  options.json = output == "json";
  options.persona = arguments->Take("as").value_or("");
  options.service = arguments->Take("service").value_or("");
  ASSIGN_OR_RETURN(options.rules.deadline,
                   arguments->TakeDuration("deadline", options.rules.deadline));
  return options;
}

Session::Session(Settings settings, CommonOptions options)
    : index_(MethodIndex::OfLinkedServices()),
      settings_(std::move(settings)),
      options_(std::move(options)),
      reading_(ReadingOf(settings_)) {}

absl::StatusOr<std::string> Session::Service() const {
  const std::vector<std::string> services = index_.Services();
  if (options_.service.empty() && services.size() == 1) return services.front();
  for (const std::string& service : services) {
    if (service == options_.service) return service;
  }
  return WrongUse(
      absl::StrCat("Name a service with --service: ", absl::StrJoin(services, ", "), "."));
}

absl::StatusOr<std::string> Session::ServiceOf(const Method& method) const {
  if (!method.service.empty()) return method.service;
  return Service();
}

absl::StatusOr<std::string> Session::Token() const {
  std::string persona = options_.persona;
  if (persona.empty()) {
    std::string token = settings_.Get("MANDAT_TOKEN");
    if (!token.empty()) return token;
    const std::string file = settings_.Get("MANDAT_TOKEN_FILE");
    if (!file.empty()) {
      ASSIGN_OR_RETURN(token, ReadFile(file));
      return std::string(absl::StripAsciiWhitespace(token));
    }
    persona = settings_.Get("MANDAT_PERSONA");
  }
  if (persona.empty()) {
    return WrongUse(
        "Say who calls: MANDAT_TOKEN, MANDAT_TOKEN_FILE, or --as=PERSONA on a local system.");
  }
  ASSIGN_OR_RETURN(const std::vector<Persona> personas, LoadPersonas(settings_));
  ASSIGN_OR_RETURN(const Persona found, FindPersona(personas, persona));
  return SignToken(settings_, found.actor, kTokenLifetime, absl::Now());
}

absl::StatusOr<std::unique_ptr<Client>> Session::MakeClient(const Method& method,
                                                            std::string token) const {
  ASSIGN_OR_RETURN(const std::string service, ServiceOf(method));
  runtime::ServerAddress server;
  ASSIGN_OR_RETURN(server.address, settings_.AddressOf(service));
  server.ca_file = settings_.Get("MANDAT_TLS_CA");
  server.certificate_file = settings_.Get("MANDAT_TLS_CERTIFICATE");
  server.key_file = settings_.Get("MANDAT_TLS_KEY");
  ASSIGN_OR_RETURN(auto channel, runtime::OpenChannel(server));
  return std::make_unique<Client>(std::move(channel), std::move(token), options_.rules);
}

absl::StatusOr<Client*> Session::ClientOf(const Method& method) {
  ASSIGN_OR_RETURN(const std::string service, ServiceOf(method));
  std::unique_ptr<Client>& client = clients_[service];
  if (client == nullptr) {
    ASSIGN_OR_RETURN(std::string token, Token());
    ASSIGN_OR_RETURN(client, MakeClient(method, std::move(token)));
  }
  return client.get();
}

absl::StatusOr<MessagePtr> Session::Call(const Method& method, const Json& request) {
  const MessagePtr message = NewMessage(*method.descriptor->input_type());
  RETURN_IF_ERROR(ReadMessage(request, message.get()));
  ASSIGN_OR_RETURN(Client * client, ClientOf(method));
  return client->Call(method, message.get());
}

void Session::Print(const google::protobuf::Message& message) const {
  std::cout << (options_.json ? json::ToJson(message) + "\n" : Sheet(message, reading_));
}

}  // namespace mandat::cli
