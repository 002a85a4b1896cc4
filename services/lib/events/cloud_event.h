#ifndef SERVICES_LIB_EVENTS_CLOUD_EVENT_H_
#define SERVICES_LIB_EVENTS_CLOUD_EVENT_H_

// How a version in the log looks on the bus: CloudEvents 1.0 in JSON, structured mode, with the
// attribute `service` of the Belgian government's REST guide. Pure: the same version gives the same
// bytes, for ever and on every machine.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mandat/common/v1/log.pb.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"

namespace mandat::events {

// The log that events come from.
struct Origin {
  // Short name of the service: `socialaid`.
  std::string service;
  // Names this life of the log; another one after every restore.
  std::string epoch;
};

// What goes to the broker.
struct Publication {
  // NATS subject.
  std::string subject;
  // Id of the event, also the `Nats-Msg-Id`, by which the broker drops a repeat.
  std::string id;
  // The event in JSON.
  std::string payload;
};

// An event as a consumer gets it.
struct CloudEvent {
  std::string id;
  // `urn:be.mandat.socialaid:<epoch>`.
  std::string source;
  // `be.mandat.socialaid.v1.article60Request.notify.sent`.
  std::string type;
  // Name of the resource.
  std::string resource;
  // `be.mandat.socialaid.v1`.
  std::string service;
  absl::Time time;
  // Position in the log, and the published one before it (0 = none).
  int64_t position = 0;
  int64_t previous = 0;
  // Version of the resource, from 1.
  int64_t version = 0;
  // Empty where the event has none.
  std::string traceparent;
  std::string actor_organisation;
  // Code of the role, `welfareCentreAgent`.
  std::string actor_role;
  // The resource without its personal fields, as JSON.
  std::string data;
};

// `urn:be.mandat.socialaid:<epoch>`.
std::string SourceOf(const Origin& origin);

// UUIDv5 of the source and `resource@version`.
std::string EventId(absl::string_view source, absl::string_view resource, int64_t version);

// `mandat.socialaid.v1.*.*.*`: the subjects of all events of a service.
std::string EventSubjects(absl::string_view service);

// `mandat.socialaid.v1.head`: where the head of the log is announced. Not one of EventSubjects, so
// that no stream keeps the announcements.
std::string HeadSubject(absl::string_view service);

// The event of a version of a published kind. `previous` is the published position before it.
// DATA_LOSS `EVENT_BODY_BROKEN` where the body in the log cannot be read.
absl::StatusOr<Publication> MakePublication(const ledger::Event& event, const ledger::Kind& kind,
                                            const Origin& origin, int64_t previous);

// The announcement of the head of a log at `time`: its last position and the last published one.
Publication MakeHeadAnnouncement(const Origin& origin, int64_t position, int64_t last_published,
                                 absl::Time time);

// The announcement as a follower reads it.
struct Head {
  std::string source;
  int64_t position = 0;
  int64_t last_published = 0;
};
// INVALID_ARGUMENT `EVENT_INVALID`.
absl::StatusOr<Head> ParseHeadAnnouncement(absl::string_view json);

// INVALID_ARGUMENT `EVENT_INVALID` (metadata `attribute`) where an attribute that we set on every
// event is missing or of another form. Attributes that we do not know are ignored.
absl::StatusOr<CloudEvent> ParseCloudEvent(absl::string_view json);

// The role of a code, `welfareCentreAgent`; unspecified for what is none.
common::v1::Role RoleOf(absl::string_view code);

// The circumstances of a version, as the log has them.
common::v1::Revision RevisionOf(const ledger::Event& event);

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_CLOUD_EVENT_H_
