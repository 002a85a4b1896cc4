#ifndef TESTS_LOAD_ECHO_PROCESS_H_
#define TESTS_LOAD_ECHO_PROCESS_H_

// The bare echo of echo_server.h in a process of its own: this program, started again.

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/lib/testing/child_process.h"
#include "tests/load/ground.h"

namespace mandat::load {

inline constexpr char kEcho[] = "/mandat.common.v1.LogService/ListEvents";
// The first argument that makes this program an echo; then the way and the bytes.
inline constexpr char kServeEcho[] = "serve-echo";

class EchoProcess {
 public:
  // `way` is `callback` or `queue`; a reply has `reply_bytes` bytes.
  static absl::StatusOr<std::unique_ptr<EchoProcess>> Start(const Ground& ground,
                                                            const std::string& way,
                                                            int64_t reply_bytes);

  const std::string& address() const { return address_; }

 private:
  EchoProcess() = default;

  std::string address_;
  std::unique_ptr<testing::ChildProcess> process_;
};

// What the child does: prints its port and serves until it is killed.
[[noreturn]] void ServeEcho(const std::string& way, int64_t reply_bytes);

}  // namespace mandat::load

#endif  // TESTS_LOAD_ECHO_PROCESS_H_
