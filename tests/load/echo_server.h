#ifndef TESTS_LOAD_ECHO_SERVER_H_
#define TESTS_LOAD_ECHO_SERVER_H_

// The barest server that gRPC allows, once for each of its two ways of serving: whatever a service
// of ours costs on top is ours. Answers LogService.ListEvents with one event whose text has as many
// bytes as asked for.

#include <cstddef>
#include <memory>

namespace mandat::load {

struct EchoOptions {
  // Bytes of the text in the reply.
  size_t reply_bytes = 700;
  // Whether a thread of its own finishes the calls, as a ledger does, or the thread that received
  // them.
  bool reply_from_another_thread = false;
};

// Serves until destroyed.
class EchoServer {
 public:
  virtual ~EchoServer() = default;

  // The port on 127.0.0.1.
  virtual int port() const = 0;
};

// With reactors, on the threads that gRPC itself runs.
std::unique_ptr<EchoServer> MakeCallbackEcho(const EchoOptions& options);

// With two completion queues, one thread each.
std::unique_ptr<EchoServer> MakeCompletionQueueEcho(const EchoOptions& options);

}  // namespace mandat::load

#endif  // TESTS_LOAD_ECHO_SERVER_H_
