#ifndef SERVICES_LIB_RUNTIME_CHANNEL_H_
#define SERVICES_LIB_RUNTIME_CHANNEL_H_

// Connections to a server of ours.

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace mandat::runtime {

// Which server, and how to know that it is the right one.
struct ServerAddress {
  // host:port.
  std::string address;
  // PEM files for mutual TLS: the authorities of the server, and what is shown to it; all empty =
  // in the clear, for servers on this machine.
  std::string ca_file;
  std::string certificate_file;
  std::string key_file;
};

// Connects when it is first used, and again where the connection is lost. INVALID_ARGUMENT
// `TLS_FILE_UNREADABLE` (metadata `path`).
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const ServerAddress& server);

// The content of a PEM file; INVALID_ARGUMENT `TLS_FILE_UNREADABLE` also where it is empty.
absl::StatusOr<std::string> ReadPem(const std::string& path);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_CHANNEL_H_
