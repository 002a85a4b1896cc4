#include "services/lib/events/broker_guarantees.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/nats_connection.h"

namespace mandat::events {
namespace {

// First version with `sync_interval: always`.
constexpr std::pair<int, int> kSyncAlways = {2, 10};
// Longer than any greeting; the longest seen is below 2 KiB.
constexpr size_t kGreetingBytesMax = 64 * 1024;

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

struct Address {
  std::string host;
  std::string port;
};

// `nats://user:password@host:port` → host and port.
Address AddressOf(absl::string_view url) {
  absl::string_view first = *absl::StrSplit(url, absl::MaxSplits(',', 1)).begin();
  const size_t scheme = first.find("://");
  if (scheme != absl::string_view::npos) first.remove_prefix(scheme + 3);
  const size_t user = first.rfind('@');
  if (user != absl::string_view::npos) first.remove_prefix(user + 1);
  const size_t colon = first.rfind(':');
  if (colon == absl::string_view::npos) return {std::string(first), "4222"};
  return {std::string(first.substr(0, colon)), std::string(first.substr(colon + 1))};
}

// The first line that the server at `address` sends.
absl::StatusOr<std::string> Greeting(const Address& address, absl::Duration timeout) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* raw = nullptr;
  if (getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &raw) != 0) {
    return BrokerStatus(NATS_NO_SERVER, "finding the broker");
  }
  const std::unique_ptr<addrinfo, Destroy<freeaddrinfo>> found(raw);
  const Socket socket(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval limit = absl::ToTimeval(timeout);
  setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (connect(socket.get(), found->ai_addr, found->ai_addrlen) != 0) {
    return BrokerStatus(NATS_NO_SERVER, "connecting");
  }
  std::string line;
  char bytes[4096];
  while (line.find('\n') == std::string::npos && line.size() < kGreetingBytesMax) {
    const ssize_t count = recv(socket.get(), bytes, sizeof bytes, 0);
    if (count <= 0) return BrokerStatus(NATS_TIMEOUT, "reading the broker's greeting");
    line.append(bytes, static_cast<size_t>(count));
  }
  return line.substr(0, line.find('\n'));
}

}  // namespace

BrokerGuarantees GuaranteesOf(absl::string_view version) {
  BrokerGuarantees guarantees;
  guarantees.version = std::string(version);
  const std::vector<absl::string_view> parts = absl::StrSplit(version, '.');
  std::pair<int, int> number = {0, 0};
  if (parts.size() >= 2 && absl::SimpleAtoi(parts[0], &number.first) &&
      absl::SimpleAtoi(parts[1], &number.second)) {
    guarantees.can_sync_always = number >= kSyncAlways;
  }
  guarantees.statement = absl::StrCat(
      "NATS ", version,
      guarantees.can_sync_always
          ? ": acknowledged events survive a loss of power if sync_interval is `always`."
          : ": acknowledged events of the last two minutes may be lost with the power; the relay "
            "publishes them again.");
  return guarantees;
}

absl::StatusOr<BrokerGuarantees> ProbeBroker(absl::string_view url, absl::Duration timeout) {
  ASSIGN_OR_RETURN(const std::string line, Greeting(AddressOf(url), timeout));
  absl::string_view info = line;
  if (!absl::ConsumePrefix(&info, "INFO ")) {
    return BrokerStatus(NATS_PROTOCOL_ERROR, "reading the broker's greeting");
  }
  const auto json =
      nlohmann::json::parse(info.begin(), info.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("version") || !json["version"].is_string()) {
    return BrokerStatus(NATS_PROTOCOL_ERROR, "reading the broker's greeting");
  }
  return GuaranteesOf(json["version"].get<std::string>());
}

}  // namespace mandat::events
