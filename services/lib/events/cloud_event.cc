#include "services/lib/events/cloud_event.h"

#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/message.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/base/uuid.h"
#include "services/lib/json/names.h"
#include "services/lib/json/object_writer.h"

namespace mandat::events {
namespace {

// Keeps the order of the properties: `data` is handed on as it came.
using Json = nlohmann::ordered_json;

// The name space of our event ids. Drawn once; another one would give every event a second id.
constexpr base::UuidBytes kEventIds = {0x5d, 0x0c, 0x21, 0x7e, 0x9b, 0x34, 0x4c, 0x1f,
                                       0xa6, 0x52, 0x3e, 0xf0, 0x87, 0xd9, 0x11, 0xc4};

// `be.mandat.socialaid.v1`.
std::string ServiceAttribute(absl::string_view service) {
  return absl::StrCat("be.mandat.", service, ".v1");
}

// The extension `sequence` of CloudEvents must sort as text: 19 digits hold every position.
std::string Sortable(int64_t position) { return absl::StrFormat("%019d", position); }

std::string RoleCode(int role) {
  const auto* value = common::v1::Role_descriptor()->FindValueByNumber(role);
  return value == nullptr ? "" : json::EnumCode(*value);
}

// An attribute without a value is left out.
void OptionalText(absl::string_view name, absl::string_view value, json::ObjectWriter* object) {
  if (!value.empty()) object->Text(name, value);
}

absl::Status Invalid(absl::string_view attribute) {
  return base::Error(absl::StatusCode::kInvalidArgument, "EVENT_INVALID",
                     absl::StrCat("The event is not readable: ", attribute, "."),
                     {{"attribute", std::string(attribute)}});
}

// Takes attributes out of a parsed event and remembers the first that is not as it must be.
class Attributes {
 public:
  explicit Attributes(const Json& event) : event_(event) {}

  std::string Text(const char* name, bool required = true) {
    const auto found = event_.find(name);
    if (found == event_.end() && !required) return "";
    if (found == event_.end() || !found->is_string() ||
        found->get_ref<const std::string&>().empty()) {
      Refuse(name);
      return "";
    }
    return found->get<std::string>();
  }

  // A decimal number in a text, not below `least`.
  int64_t Number(const char* name, int64_t least) {
    const std::string text = Text(name);
    int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least) Refuse(name);
    return number;
  }

  absl::Time Instant(const char* name) {
    absl::Time time;
    if (!absl::ParseTime(absl::RFC3339_full, Text(name), &time, nullptr)) Refuse(name);
    return time;
  }

  std::string Object(const char* name) {
    const auto found = event_.find(name);
    if (found == event_.end() || !found->is_object()) {
      Refuse(name);
      return "";
    }
    return found->dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  void Demand(const char* name, absl::string_view value) {
    if (Text(name) != value) Refuse(name);
  }

  absl::Status status() const { return refused_.empty() ? absl::OkStatus() : Invalid(refused_); }

 private:
  void Refuse(const char* name) {
    if (refused_.empty()) refused_ = name;
  }

  const Json& event_;
  std::string refused_;
};

absl::StatusOr<Json> ParseObject(absl::string_view text) {
  Json json = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Invalid("JSON");
  return json;
}

}  // namespace

std::string SourceOf(const Origin& origin) {
  return absl::StrCat("urn:be.mandat.", origin.service, ":", origin.epoch);
}

std::string EventId(absl::string_view source, absl::string_view resource, int64_t version) {
  return base::MakeUuidV5(kEventIds, absl::StrCat(source, " ", resource, "@", version));
}

std::string EventSubjects(absl::string_view service) {
  return absl::StrCat("mandat.", service, ".v1.*.*.*");
}

std::string HeadSubject(absl::string_view service) {
  return absl::StrCat("mandat.", service, ".v1.head");
}

absl::StatusOr<Publication> MakePublication(const ledger::Event& event, const ledger::Kind& kind,
                                            const Origin& origin, int64_t previous) {
  std::unique_ptr<google::protobuf::Message> body(kind.prototype->New());
  if (!body->ParseFromString(event.public_body)) {
    return base::Error(absl::StatusCode::kDataLoss, "EVENT_BODY_BROKEN",
                       "The body of an event in the log cannot be read.",
                       {{"position", absl::StrCat(event.position)}});
  }
  const std::string resource = base::MakeName(event.collection, event.id);
  const std::string source = SourceOf(origin);
  const std::string service = ServiceAttribute(origin.service);
  Publication publication;
  publication.subject = absl::StrCat("mandat.", origin.service, ".v1.", kind.table, ".", event.verb,
                                     ".", event.owner.empty() ? "none" : event.owner);
  publication.id = EventId(source, resource, event.version);
  json::ObjectWriter object(&publication.payload);
  object.Text("specversion", "1.0")
      .Text("id", publication.id)
      .Text("source", source)
      .Text("type", absl::StrCat(service, ".", kind.event, ".notify.", event.verb))
      .Text("subject", resource)
      .Text("service", service)
      .Instant("time", event.commit_time)
      .Text("datacontenttype", "application/json")
      .Text("sequence", Sortable(event.position))
      .Text("previous", Sortable(previous))
      .Text("version", absl::StrCat(event.version));
  OptionalText("traceparent", event.traceparent, &object);
  OptionalText("actororganisation", event.organisation, &object);
  OptionalText("actorrole", RoleCode(event.role), &object);
  object.Message("data", *body);
  object.Close();
  return publication;
}

Publication MakeHeadAnnouncement(const Origin& origin, int64_t position, int64_t last_published,
                                 absl::Time time) {
  const std::string source = SourceOf(origin);
  const std::string service = ServiceAttribute(origin.service);
  Publication announcement;
  announcement.subject = HeadSubject(origin.service);
  // The same head, announced again, is the same event.
  announcement.id = EventId(source, "head", position);
  std::string data;
  json::ObjectWriter head(&data);
  head.Text("epoch", origin.epoch)
      .Integer("position", position)
      .Integer("lastPublished", last_published);
  head.Close();
  json::ObjectWriter object(&announcement.payload);
  object.Text("specversion", "1.0")
      .Text("id", announcement.id)
      .Text("source", source)
      .Text("type", absl::StrCat(service, ".log.notify.headAnnounced"))
      .Text("service", service)
      .Instant("time", time)
      .Text("datacontenttype", "application/json")
      .Raw("data", data);
  object.Close();
  return announcement;
}

absl::StatusOr<Head> ParseHeadAnnouncement(absl::string_view json) {
  ASSIGN_OR_RETURN(const Json event, ParseObject(json));
  Attributes attributes(event);
  Head head;
  attributes.Demand("specversion", "1.0");
  head.source = attributes.Text("source");
  attributes.Object("data");
  RETURN_IF_ERROR(attributes.status());
  const Json& data = event["data"];
  for (const auto& [name, target] :
       {std::pair{"position", &head.position}, std::pair{"lastPublished", &head.last_published}}) {
    const auto found = data.find(name);
    if (found == data.end() || !found->is_number_integer()) return Invalid(name);
    *target = found->get<int64_t>();
  }
  return head;
}

absl::StatusOr<CloudEvent> ParseCloudEvent(absl::string_view json) {
  ASSIGN_OR_RETURN(const Json event, ParseObject(json));
  Attributes attributes(event);
  CloudEvent parsed;
  attributes.Demand("specversion", "1.0");
  parsed.id = attributes.Text("id");
  parsed.source = attributes.Text("source");
  parsed.type = attributes.Text("type");
  parsed.resource = attributes.Text("subject");
  parsed.service = attributes.Text("service");
  parsed.time = attributes.Instant("time");
  attributes.Demand("datacontenttype", "application/json");
  parsed.position = attributes.Number("sequence", 1);
  parsed.previous = attributes.Number("previous", 0);
  parsed.version = attributes.Number("version", 1);
  parsed.traceparent = attributes.Text("traceparent", /*required=*/false);
  parsed.actor_organisation = attributes.Text("actororganisation", /*required=*/false);
  parsed.actor_role = attributes.Text("actorrole", /*required=*/false);
  parsed.data = attributes.Object("data");
  RETURN_IF_ERROR(attributes.status());
  if (parsed.previous >= parsed.position) return Invalid("previous");
  return parsed;
}

common::v1::Role RoleOf(absl::string_view code) {
  const auto* role = json::ValueOfCode(*common::v1::Role_descriptor(), code);
  return role == nullptr ? common::v1::ROLE_UNSPECIFIED
                         : static_cast<common::v1::Role>(role->number());
}

common::v1::Revision RevisionOf(const ledger::Event& event) {
  common::v1::Revision revision;
  revision.set_position(event.position);
  revision.set_resource(base::MakeName(event.collection, event.id));
  revision.set_version(event.version);
  revision.set_verb(event.verb);
  *revision.mutable_commit_time() = base::ToTimestamp(event.commit_time);
  revision.set_organisation(event.organisation);
  if (common::v1::Role_IsValid(event.role)) {
    revision.set_role(static_cast<common::v1::Role>(event.role));
  }
  revision.set_job(event.job);
  revision.set_reason(event.reason);
  revision.set_traceparent(event.traceparent);
  return revision;
}

}  // namespace mandat::events
