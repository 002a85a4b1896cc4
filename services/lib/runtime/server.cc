#include "services/lib/runtime/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <grpcpp/security/server_credentials.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/runtime/channel.h"
#include "services/lib/runtime/log.h"

namespace mandat::runtime {
namespace {

using google::protobuf::ServiceDescriptor;

constexpr absl::Duration kReadinessPoll = absl::Milliseconds(250);

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsOf(const TlsFiles& files) {
  if (files.certificate.empty() && files.private_key.empty() && files.client_authorities.empty()) {
    return grpc::InsecureServerCredentials();
  }
  if (files.certificate.empty() || files.private_key.empty()) {
    return base::Error(absl::StatusCode::kInvalidArgument, "TLS_FILES_INCOMPLETE",
                       "TLS needs both a certificate and its private key.");
  }
  grpc::SslServerCredentialsOptions ssl;
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  ASSIGN_OR_RETURN(pair.private_key, ReadPem(files.private_key));
  ASSIGN_OR_RETURN(pair.cert_chain, ReadPem(files.certificate));
  ssl.pem_key_cert_pairs.push_back(std::move(pair));
  if (!files.client_authorities.empty()) {
    ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadPem(files.client_authorities));
    ssl.client_certificate_request = GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
  }
  return grpc::SslServerCredentials(ssl);
}

// Linking the reflection library turns it on for every server of the process; this takes it out
// again.
class WithoutReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->erase(std::remove_if(plugins->begin(), plugins->end(),
                                  [](const auto& plugin) {
                                    return plugin->name() == "proto_server_reflection";
                                  }),
                   plugins->end());
  }
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options) {
  std::unique_ptr<Server> server(new Server(options));
  RETURN_IF_ERROR(server->BindServices());
  RETURN_IF_ERROR(server->Listen());
  server->readiness_ = Thread("readiness", [one = server.get()] { one->WatchReadiness(); });
  return server;
}

Server::Server(const ServerOptions& options) : options_(options), gate_(options.gate) {}

Server::~Server() { Stop(absl::ZeroDuration(), absl::ZeroDuration()); }

absl::Status Server::BindServices() {
  std::vector<const ServiceDescriptor*> descriptors;
  for (const ServedService* service : options_.services) {
    RETURN_IF_ERROR(service->FindDescriptor(&descriptors.emplace_back()));
  }
  ASSIGN_OR_RETURN(rules_, access::MethodRules::Of(descriptors));
  for (ServedService* service : options_.services) RETURN_IF_ERROR(service->Bind(rules_, gate_));
  return absl::OkStatus();
}

absl::Status Server::Listen() {
  // Debian's Abseil looks for deadlocks in every lock that gRPC takes.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::ServerCredentials> credentials,
                   CredentialsOf(options_.tls));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  if (options_.reflection) {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  } else {
    builder.SetOption(std::make_unique<WithoutReflection>());
  }
  builder.AddListeningPort(options_.address, std::move(credentials), &port_);
  builder.SetMaxReceiveMessageSize(options_.receive_bytes_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options_.concurrent_streams_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, options_.metadata_bytes_max);
  // Its counters, which nobody can read here, cost time in every call.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  // Two servers on one port would share the callers between them in secret.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  if (options_.connection_age_max < absl::InfiniteDuration()) {
    builder.AddChannelArgument(
        GRPC_ARG_MAX_CONNECTION_AGE_MS,
        static_cast<int>(absl::ToInt64Milliseconds(options_.connection_age_max)));
  }
  for (ServedService* service : options_.services) builder.RegisterService(service->service());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return base::Error(absl::StatusCode::kUnavailable, "ADDRESS_UNAVAILABLE",
                       absl::StrCat("Cannot listen on ", options_.address, "."),
                       {{"address", options_.address}});
  }
  server_->GetHealthCheckService()->SetServingStatus(false);
  return absl::OkStatus();
}

void Server::WatchReadiness() {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  bool said = false;
  for (;;) {
    const bool ready = options_.ready == nullptr || options_.ready();
    MutexLock lock(&mutex_);
    if (!stopping_ && ready != said) {
      said = ready;
      health->SetServingStatus(ready);
      for (const ServedService* service : options_.services) {
        health->SetServingStatus(service->full_name(), ready);
      }
      LogInfo(ready ? "ready" : "not ready", {{"port", port_}});
    }
    const auto next = SteadyDeadline(kReadinessPoll);
    while (!stopping_ && stopped_.WaitUntil(&mutex_, next)) {
    }
    if (stopping_) return;
  }
}

void Server::Stop(absl::Duration drain, absl::Duration grace) {
  {
    MutexLock lock(&mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  stopped_.NotifyAll();
  readiness_.Join();
  if (server_ == nullptr) return;
  server_->GetHealthCheckService()->Shutdown();  // NOT_SERVING from now on, whoever says what.
  std::this_thread::sleep_for(absl::ToChronoMicroseconds(drain));
  for (ServedService* service : options_.services) service->EndStreams();
  server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(grace));
}

}  // namespace mandat::runtime
