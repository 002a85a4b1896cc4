#include "services/lib/testing/tcp_gate.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace mandat::testing {
namespace {

// How soon an order of the test is seen.
constexpr int kPollMs = 2;

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool SendAll(int socket, const char* bytes, ssize_t size) {
  while (size > 0) {
    const ssize_t sent = send(socket, bytes, static_cast<size_t>(size), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= sent;
  }
  return true;
}

}  // namespace

TcpGate::TcpGate(int server_port)
    : server_port_(server_port), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
  listen(listener_, 8);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = runtime::Thread("gate", [this] { Run(); });
}

TcpGate::~TcpGate() {
  open_ = false;
  thread_.Join();
  close(listener_);
}

void TcpGate::Cut() {
  order_ = Order::kCutNow;
  while (order_ != Order::kPass) std::this_thread::yield();
}

void TcpGate::Run() {
  while (open_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, kPollMs) <= 0) continue;
    const int client = accept(listener_, nullptr, nullptr);
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = Loopback(server_port_);
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
      Pass(client, server);
    }
    close(client);
    close(server);
    // Only now, so that whoever waits in Cut() knows that it is done.
    order_ = Order::kPass;
  }
}

void TcpGate::Pass(int client, int server) {
  static thread_local char bytes[1 << 16];
  while (open_ && order_ != Order::kCutNow) {
    pollfd sides[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (poll(sides, 2, kPollMs) <= 0) continue;
    if (sides[0].revents != 0) {
      if (order_ == Order::kCutAtRequest) return;
      const ssize_t size = read(client, bytes, sizeof(bytes));
      if (size <= 0 || !SendAll(server, bytes, size)) return;
    }
    if (sides[1].revents != 0) {
      if (order_ == Order::kCutAtReply) return;
      const ssize_t size = read(server, bytes, sizeof(bytes));
      if (size <= 0 || !SendAll(client, bytes, size)) return;
    }
  }
}

}  // namespace mandat::testing
