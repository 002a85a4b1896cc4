#ifndef SERVICES_LIB_RUNTIME_SERVED_H_
#define SERVICES_LIB_RUNTIME_SERVED_H_

// A gRPC service of ours: the base of the class that answers it, and what the server asks of it
// before it starts.

#include <grpcpp/impl/codegen/service_type.h>
#include <grpcpp/support/server_callback.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/access/rules.h"
#include "services/lib/runtime/call_gate.h"

namespace mandat::runtime {

class ServedMethod;

// What the server sees.
class ServedService {
 public:
  virtual ~ServedService() = default;

  virtual grpc::Service* service() = 0;
  virtual const char* full_name() const = 0;
  // INTERNAL where the proto is not linked in.
  absl::Status FindDescriptor(const google::protobuf::ServiceDescriptor** descriptor) const;

  // Resolves every method, once, before the server starts. FAILED_PRECONDITION `METHOD_NOT_SERVED`
  // where the proto has a method for which there is no line in the class.
  absl::Status Bind(const access::MethodRules& rules, const CallGate& gate);

  // The server stops: streams that callers go on filling end soon, and no new one begins.
  void EndStreams();

 private:
  friend class ServedMethod;
  std::vector<ServedMethod*> methods_;
};

// One line of the class. A member of it, so it lives as long.
class ServedMethod {
 public:
  ServedMethod(ServedService* service, absl::string_view name) : name_(name) {
    service->methods_.push_back(this);
  }
  virtual ~ServedMethod() = default;
  ServedMethod(const ServedMethod&) = delete;
  ServedMethod& operator=(const ServedMethod&) = delete;

  // As the proto names it, without the service.
  absl::string_view name() const { return name_; }

 protected:
  const GatedMethod& gated() const { return gated_; }
  const CallGate& gate() const { return *gate_; }

 private:
  friend class ServedService;
  // Makes the handler. Not at construction: the members that it uses may be declared further down.
  virtual void Prepare() = 0;
  // Does what EndStreams() of the service says, where there is something to do.
  virtual void EndStreams() {}

  const absl::string_view name_;
  GatedMethod gated_;
  const CallGate* gate_ = nullptr;
};

// `class Requests final : public Served<v1::SocialAidService> { public: MANDAT_UNARY(…) … };`
template <class Api>
class Served : public ServedService, public Api::CallbackService {
 public:
  grpc::Service* service() final { return this; }
  const char* full_name() const final { return Api::service_full_name(); }

 protected:
  using ServedBase = typename Api::CallbackService;
};

// What a method takes and gives, found among the overloads of the generated class.
template <class RequestType, class ResponseType>
struct MethodTypes {
  using Request = RequestType;
  using Response = ResponseType;
};
template <class Class, class Request, class Response>
MethodTypes<Request, Response> TypesOf(
    grpc::ServerUnaryReactor* (Class::*)(grpc::CallbackServerContext*, const Request*, Response*));
template <class Class, class Request, class Response>
MethodTypes<Request, Response> TypesOf(
    grpc::ServerWriteReactor<Response>* (Class::*)(grpc::CallbackServerContext*, const Request*));
template <class Class, class Request, class Response>
MethodTypes<Request, Response> TypesOf(
    grpc::ServerBidiReactor<Request, Response>* (Class::*)(grpc::CallbackServerContext*));

#define MANDAT_METHOD_TYPES_(method) decltype(mandat::runtime::TypesOf(&ServedBase::method))

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_SERVED_H_
