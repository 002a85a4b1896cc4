#ifndef GATEWAY_CLI_METHOD_INDEX_H_
#define GATEWAY_CLI_METHOD_INDEX_H_

// What can be called, read from the protos that are linked in and their google.api.http options: no
// method of any service is named in this program.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace mandat::cli {

enum class MethodKind {
  kGet,          // GET …/{name=centres/*}
  kList,         // GET …/centres, GET …/{person=persons/*}/consultations
  kHistory,      // GET …/{name=article60Requests/*}/revisions
  kDifference,   // GET …/{name=article60Requests/*}/difference
  kExplanation,  // GET …/{name=article60Requests/*}/explanation
  kStatistics,   // GET …/article60Statistics/{year}
  kContent,      // GET …/{name=article60Exports/*}/content, a stream
  kCreate,       // POST …/centres with the resource as its body
  kBatch,        // POST …/article60Requests/batchCreate
  kFile,         // a stream in both directions, with lines that hold a resource
  kUpdate,       // PATCH …/{centre.name=centres/*}
  kAct,          // POST …/{name=centres/*}/merge, DELETE …/{name=centres/*}
  kOther,        // the rest, callable by name alone
};

struct Method {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  MethodKind kind = MethodKind::kOther;
  // Short name of the service, `socialaid`; empty for what every service offers.
  std::string service;
  // `article60Requests`; empty for kOther.
  std::string collection;
  // Of kAct: `send`, `delete`. Empty otherwise.
  std::string verb;
  // Of kCreate and kUpdate: the field of the request that holds the resource. Null otherwise.
  const google::protobuf::FieldDescriptor* resource = nullptr;
  // Whether a repeat without a `request_id` could do it twice.
  bool changes = true;
};

class MethodIndex {
 public:
  // Every service of every proto of ours.
  static MethodIndex OfLinkedServices();

  explicit MethodIndex(const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  const std::vector<Method>& methods() const { return methods_; }

  // Null where there is none. `verb` is empty but for kAct.
  const Method* Find(MethodKind kind, absl::string_view collection,
                     absl::string_view verb = "") const;
  // By `CreateCentre`, `SocialAidService.CreateCentre` or the full name with dots or slashes.
  const Method* FindByName(absl::string_view name) const;

  // Sorted, none twice.
  std::vector<std::string> Collections(MethodKind kind) const;
  std::vector<std::string> Verbs(absl::string_view collection) const;
  // Short names, `socialaid`.
  std::vector<std::string> Services() const;

 private:
  std::vector<Method> methods_;
};

// The repeated messages of a list's answer; null where it is no list.
const google::protobuf::FieldDescriptor* ItemsOf(const google::protobuf::Descriptor& response);

// The message in a request of a stream of lines; of an answer, the receipt. Null where there is
// none.
const google::protobuf::FieldDescriptor* LineOf(const google::protobuf::Descriptor& message);

// The collection of a resource name: `centres` of `centres/laeken`. Empty where it is no name.
absl::string_view CollectionOf(absl::string_view name);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_METHOD_INDEX_H_
