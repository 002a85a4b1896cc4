#ifndef SERVICES_LIB_TESTING_TCP_GATE_H_
#define SERVICES_LIB_TESTING_TCP_GATE_H_

// A door between a client and a server on this machine that a test can close at a chosen moment.

#include <atomic>

#include "services/lib/runtime/thread.h"

namespace mandat::testing {

// Passes bytes between each client of port() and the server, one client at a time; a new client is
// let in once the one before is gone.
class TcpGate {
 public:
  explicit TcpGate(int server_port);
  ~TcpGate();
  TcpGate(const TcpGate&) = delete;
  TcpGate& operator=(const TcpGate&) = delete;

  int port() const { return port_; }

  // Closes the client's connection now; returns when that is done.
  void Cut();
  // Closes it when the client sends something next, which the server does not get.
  void CutAtNextRequest() { order_ = Order::kCutAtRequest; }
  // Closes it when the server sends something next, which the client does not get.
  void CutAtNextReply() { order_ = Order::kCutAtReply; }

 private:
  enum class Order { kPass, kCutNow, kCutAtRequest, kCutAtReply };

  void Run();
  void Pass(int client, int server);

  const int server_port_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<Order> order_ = Order::kPass;
  std::atomic<bool> open_ = true;
  runtime::Thread thread_;
};

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_TCP_GATE_H_
