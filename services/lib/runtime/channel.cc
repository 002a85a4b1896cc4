#include "services/lib/runtime/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::runtime {
namespace {

constexpr int kReconnectPauseMs = 50;
constexpr int kAnswerBytesMax = 64 << 20;

}  // namespace

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream file(path);
  std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.good() && !content.empty()) return content;
  return base::Error(absl::StatusCode::kInvalidArgument, "TLS_FILE_UNREADABLE",
                     absl::StrCat("Cannot read ", path, "."), {{"path", path}});
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const ServerAddress& server) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectPauseMs);
  arguments.SetMaxReceiveMessageSize(kAnswerBytesMax);
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (!server.ca_file.empty()) {
    grpc::SslCredentialsOptions options;
    ASSIGN_OR_RETURN(options.pem_root_certs, ReadPem(server.ca_file));
    ASSIGN_OR_RETURN(options.pem_cert_chain, ReadPem(server.certificate_file));
    ASSIGN_OR_RETURN(options.pem_private_key, ReadPem(server.key_file));
    credentials = grpc::SslCredentials(options);
  }
  return grpc::CreateCustomChannel(server.address, credentials, arguments);
}

}  // namespace mandat::runtime
