#ifndef SERVICES_LIB_RUNTIME_RESPONDER_H_
#define SERVICES_LIB_RUNTIME_RESPONDER_H_

// The right, and the duty, to answer one call.

#include <cassert>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mandat::runtime {

// Where answers go.
template <class Response>
class AnswerSink {
 public:
  // Called once. The sink may be gone afterwards.
  virtual void Answer(absl::StatusOr<Response> answer) = 0;

 protected:
  ~AnswerSink() = default;
};

// Call it exactly once, on any thread. The request and the access::Call that came with it are gone
// afterwards. Destroyed without having been called it answers INTERNAL, so that no caller waits for
// ever.
template <class Response>
class Responder {
 public:
  explicit Responder(AnswerSink<Response>* sink) : sink_(sink) {}
  ~Responder() { Drop(); }
  Responder(Responder&& other) noexcept : sink_(std::exchange(other.sink_, nullptr)) {}
  Responder& operator=(Responder&& other) noexcept {
    Drop();
    sink_ = std::exchange(other.sink_, nullptr);
    return *this;
  }

  void operator()(absl::StatusOr<Response> answer) {
    assert(sink_ != nullptr);
    std::exchange(sink_, nullptr)->Answer(std::move(answer));
  }

 private:
  void Drop() {
    if (sink_ != nullptr) (*this)(absl::InternalError("a handler dropped its call"));
  }

  AnswerSink<Response>* sink_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_RESPONDER_H_
