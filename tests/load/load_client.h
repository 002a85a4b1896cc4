#ifndef TESTS_LOAD_LOAD_CLIENT_H_
#define TESTS_LOAD_LOAD_CLIENT_H_

// A closed loop of gRPC calls: so many in flight, each followed by the next. Bodies are bytes, so
// that the same client drives a service and a bare echo.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mandat::load {

struct NextCall {
  // The serialised request.
  std::string request;
  // Sent as bearer; null = none.
  const std::string* token = nullptr;
};

struct LoadPlan {
  // `127.0.0.1:port`.
  std::string address;
  // `/mandat.socialaid.v1.SocialAidService/SendArticle60Request`.
  std::string method;
  int in_flight = 64;
  absl::Duration warm_up;
  absl::Duration length;
  // Fills the next call; false = there is none left. Called on several threads.
  std::function<bool(NextCall* next)> next;
};

struct LoadResult {
  // OK replies within `length`, and how long that was: shorter where the calls ran out.
  int64_t calls = 0;
  double seconds = 0;
  // Bytes of these replies.
  int64_t reply_bytes = 0;
  // What each call took, seconds.
  std::vector<double> latencies;

  double rate() const { return static_cast<double>(calls) / seconds; }
};

// INTERNAL with the first error where a call fails.
absl::StatusOr<LoadResult> RunLoad(const LoadPlan& plan);

}  // namespace mandat::load

#endif  // TESTS_LOAD_LOAD_CLIENT_H_
