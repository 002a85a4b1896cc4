#ifndef SERVICES_OBJECTIVES_FORMULAS_EVENT_TYPES_H_
#define SERVICES_OBJECTIVES_FORMULAS_EVENT_TYPES_H_

// The types of events that formulas can count: those that the protos declare with
// `(mandat.common.v1.event)`, of services that do not exist yet as well.

#include <functional>
#include <map>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "mandat/objectives/v1/formula.pb.h"

namespace mandat::objectives::formulas {

// A type of event, taken apart.
struct EventType {
  // `be.mandat.socialaid.v1.article60Request.notify.sent`.
  std::string name;
  // Short name of the service, `socialaid`.
  std::string service;
  // `article60Request`.
  std::string kind;
  // `sent`.
  std::string verb;
  // What such an event carries: an empty resource, that makes others.
  const google::protobuf::Message* prototype = nullptr;

  const google::protobuf::Descriptor& resource() const { return *prototype->GetDescriptor(); }
};

// Safe for concurrent use.
class EventTypes {
 public:
  // Those of the resources in `files`, which are compiled in.
  explicit EventTypes(absl::Span<const google::protobuf::FileDescriptor* const> files);

  // Those of every service of Mandat.
  static const EventTypes& Published();

  // Null where there is none. Valid as long as this is.
  const EventType* Find(absl::string_view name) const;

  // By name.
  const std::map<std::string, EventType, std::less<>>& all() const { return types_; }

 private:
  void Add(const google::protobuf::Descriptor& resource);

  std::map<std::string, EventType, std::less<>> types_;
};

// The types of events that a formula counts itself, in their order; none of a combination.
std::set<std::string> EventTypesIn(const v1::Formula& formula);

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_EVENT_TYPES_H_
