#ifndef SERVICES_LIB_LEDGER_COMMAND_H_
#define SERVICES_LIB_LEDGER_COMMAND_H_

// What a command is to the ledger. A service writes a struct with three pure functions:
//
//   struct SendArticle60Request {
//     using Request = v1::SendArticle60RequestRequest;
//     using Response = v1::Article60Request;
//     static absl::Status Check(const Request&, const ledger::Context&);   // the request alone
//     static ledger::Reads Read(const Request&, const ledger::Context&);   // what it names
//     static absl::StatusOr<ledger::Decision> Decide(const Request&, const ledger::Snapshot&, const
//     ledger::Context&);
//   };
//
// Permission, idempotency, etag, history, audit and events are the ledger's work and appear nowhere
// in it. Decide may run more than once for one call and leaves no mark outside its answer.

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/message.h"
#include "services/lib/access/call.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/ledger/decision.h"
#include "services/lib/ledger/reads.h"

namespace mandat::ledger {

// What a rule may know beside the request and the snapshot. Made once, at admission: a rerun sees
// the same.
struct Context {
  absl::Time now;
  const access::Actor* actor = nullptr;
  // Keyed pseudonym of the actor: the same for the same person of the same organisation.
  std::string pseudonym;
  // An id for what the command makes: UUIDv7, in order of time.
  std::string new_id;
  // An id that says nothing, not even when: UUIDv4.
  std::string random_id;
  // What Command::prepare made of the request; null without one.
  std::shared_ptr<const void> prepared;
};

// The name of what a command makes: with the id that the caller chose, else with a new one.
inline std::string NewName(absl::string_view collection, const std::string& chosen_id,
                           const Context& context) {
  return base::MakeName(collection, chosen_id.empty() ? context.new_id : chosen_id);
}

// The resources that a command named, as of its turn in the batch.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

  // A row that was named and required.
  template <typename T>
  const T& Get(absl::string_view name) const {
    return static_cast<const T&>(*Find(T::descriptor(), name));
  }
  // A row that was named; null where it does not exist.
  template <typename T>
  const T* Find(absl::string_view name) const {
    return static_cast<const T*>(Find(T::descriptor(), name));
  }
  // Whether the command named the row, existing or not: what it did not name is not held. For
  // commands that name what follows from something that may change before their turn.
  template <typename T>
  bool IsNamed(absl::string_view name) const {
    return IsNamed(T::descriptor(), name);
  }
  // All that a look-up finds; the conditions are those of the command's FindAll.
  template <typename T>
  std::vector<const T*> All(const std::vector<Condition>& where) const {
    std::vector<const T*> found;
    for (const google::protobuf::Message* resource : FindAll(Lookup{T::descriptor(), where})) {
      found.push_back(static_cast<const T*>(resource));
    }
    return found;
  }

 protected:
  virtual const google::protobuf::Message* Find(const google::protobuf::Descriptor* type,
                                                absl::string_view name) const = 0;
  virtual bool IsNamed(const google::protobuf::Descriptor* type, absl::string_view name) const = 0;
  virtual std::vector<const google::protobuf::Message*> FindAll(const Lookup& lookup) const = 0;
};

// A command without its types.
struct Command {
  std::function<absl::Status(const google::protobuf::Message&, const Context&)> check;
  std::function<Reads(const google::protobuf::Message&, const Context&)> read;
  std::function<absl::StatusOr<Decision>(const google::protobuf::Message&, const Snapshot&,
                                         const Context&)>
      decide;
  // Where making something of the request costs much: done once, at admission, for all three and
  // every rerun. Its error is the caller's. May be empty.
  std::function<absl::StatusOr<std::shared_ptr<const void>>(const google::protobuf::Message&)>
      prepare = nullptr;
};

template <typename C>
Command CommandOf() {
  using Request = typename C::Request;
  const auto typed = [](const google::protobuf::Message& request) -> const Request& {
    return static_cast<const Request&>(request);
  };
  return {[typed](const auto& request, const Context& context) {
            return C::Check(typed(request), context);
          },
          [typed](const auto& request, const Context& context) {
            return C::Read(typed(request), context);
          },
          [typed](const auto& request, const Snapshot& snapshot, const Context& context) {
            return C::Decide(typed(request), snapshot, context);
          }};
}

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_COMMAND_H_
