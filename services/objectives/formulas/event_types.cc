#include "services/objectives/formulas/event_types.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/governance/v1/obligation.pb.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/restatement.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "mandat/partners/v1/audit.pb.h"
#include "mandat/partners/v1/convention.pb.h"
#include "mandat/partners/v1/measure.pb.h"
#include "mandat/partners/v1/programme.pb.h"
#include "mandat/partners/v1/proposal.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/legal_parameter.pb.h"
#include "mandat/socialaid/v1/uniproc.pb.h"

namespace mandat::objectives::formulas {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MessageFactory;

// The file of a resource. To name it is also what makes the linker keep it.
template <typename Resource>
const FileDescriptor* FileOf() {
  return Resource::descriptor()->file();
}

}  // namespace

EventTypes::EventTypes(absl::Span<const FileDescriptor* const> files) {
  for (const FileDescriptor* file : files) {
    for (int i = 0; i < file->message_type_count(); ++i) Add(*file->message_type(i));
  }
}

void EventTypes::Add(const Descriptor& resource) {
  if (!resource.options().HasExtension(common::v1::event)) return;
  const common::v1::PublishedEvents& events = resource.options().GetExtension(common::v1::event);
  const std::string& package = resource.file()->package();
  const std::vector<std::string> words = absl::StrSplit(package, '.');  // mandat.socialaid.v1
  for (const std::string& verb : events.verbs()) {
    EventType type;
    type.name = absl::StrCat("be.", package, ".", events.kind(), ".notify.", verb);
    type.service = words.size() > 1 ? words[1] : package;
    type.kind = events.kind();
    type.verb = verb;
    type.prototype = MessageFactory::generated_factory()->GetPrototype(&resource);
    types_.emplace(type.name, std::move(type));
  }
}

const EventTypes& EventTypes::Published() {
  static const FileDescriptor* const files[] = {
      FileOf<governance::v1::Obligation>(),
      FileOf<v1::Action>(),
      FileOf<v1::Alert>(),
      FileOf<v1::Dashboard>(),
      FileOf<v1::Duty>(),
      FileOf<v1::Indicator>(),
      FileOf<v1::Measurement>(),
      FileOf<v1::Objective>(),
      FileOf<v1::Plan>(),
      FileOf<v1::Restatement>(),
      FileOf<v1::Target>(),
      FileOf<partners::v1::Audit>(),
      FileOf<partners::v1::Convention>(),
      FileOf<partners::v1::Measure>(),
      FileOf<partners::v1::Programme>(),
      FileOf<partners::v1::Proposal>(),
      FileOf<socialaid::v1::Article60Request>(),
      FileOf<socialaid::v1::Centre>(),
      FileOf<socialaid::v1::LegalParameter>(),
      FileOf<socialaid::v1::UniprocRequest>(),
  };
  static const auto& published = *new EventTypes(files);
  return published;
}

const EventType* EventTypes::Find(absl::string_view name) const {
  const auto found = types_.find(name);
  return found == types_.end() ? nullptr : &found->second;
}

std::set<std::string> EventTypesIn(const v1::Formula& formula) {
  std::set<std::string> types;
  for (const v1::Tally* tally :
       {&formula.tally(), &formula.share().numerator(), &formula.share().denominator()}) {
    for (const v1::EventFilter& filter : tally->events()) types.insert(filter.type());
  }
  return types;
}

}  // namespace mandat::objectives::formulas
