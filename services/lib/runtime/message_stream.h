#ifndef SERVICES_LIB_RUNTIME_MESSAGE_STREAM_H_
#define SERVICES_LIB_RUNTIME_MESSAGE_STREAM_H_

// Streams as handlers see them, without the transport.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/lib/access/call.h"

namespace mandat::runtime {

// What is sent to the caller.
template <class Response>
class StreamWriter {
 public:
  // Waits until the transport has taken the message. False once the caller is gone or the server
  // stops: return soon, with any status.
  virtual bool Write(const Response& message) = 0;
  // The same question without a message, for handlers that work long between two.
  virtual bool Wanted() const = 0;

 protected:
  ~StreamWriter() = default;
};

// A message of the caller's.
template <class Request>
struct Received {
  Request message;
  // The call as of this message: `now` is when it came, and its caller's token was good then.
  access::Call call;
  // RESOURCE_EXHAUSTED `REQUEST_TOO_LARGE`: larger than a request may be. The stream goes on.
  absl::Status size;
};

// A stream in each direction. One thread reads, one writes; they may be two.
template <class Request, class Response>
class MessageStream : public StreamWriter<Response> {
 public:
  // Waits for the next message. Nothing is read ahead, so that a caller who sends faster than the
  // handler reads is slowed down. False when there is none any more: the caller has sent all, is
  // gone, or StopReading() was called. Errors are for the handler to end with, once it has answered
  // what it has begun: UNAUTHENTICATED `TOKEN_INVALID`, `TOKEN_EXPIRED`; DEADLINE_EXCEEDED
  // `DEADLINE_EXCEEDED`, `STREAM_IDLE` where nothing came for long; UNAVAILABLE `SERVER_STOPPING`.
  // Not called again after false or an error.
  virtual absl::StatusOr<bool> Read(Received<Request>* received) = 0;

  // Read() gives false from now on, also where it waits. From any thread.
  virtual void StopReading() = 0;

 protected:
  ~MessageStream() = default;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_MESSAGE_STREAM_H_
