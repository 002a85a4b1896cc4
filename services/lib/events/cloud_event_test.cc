#include "services/lib/events/cloud_event.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/role.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/testing/matchers.h"

namespace mandat::events {
namespace {

using testing::HasReason;
using testing::IsOk;

const ledger::Kind& RequestKind() {
  static const ledger::Kind& kind = *[] {
    auto* made = new ledger::Kind();
    made->collection = "article60Requests";
    made->table = "article60_request";
    made->event = "article60Request";
    made->prototype = &socialaid::v1::Article60Request::default_instance();
    return made;
  }();
  return kind;
}

const Origin& TheOrigin() {
  static const Origin& origin = *new Origin{"socialaid", "0196f1d0-8f2a-7c3e-9b1d-2f4a6c8e0b12"};
  return origin;
}

// A request that was sent by a person.
ledger::Event Sent() {
  socialaid::v1::Article60Request body;
  body.set_name("article60Requests/5f0c1b9e-3d7a-4a54-8f6b-7c9d2e1a0b34");
  body.set_state(socialaid::v1::ARTICLE60_STATE_SENT);
  body.set_centre("centres/namur");
  body.set_owner("0207656610");
  ledger::Event event;
  event.position = 1042;
  event.collection = "article60Requests";
  event.id = "5f0c1b9e-3d7a-4a54-8f6b-7c9d2e1a0b34";
  event.version = 3;
  event.verb = "sent";
  event.commit_time = absl::FromUnixMicros(1773316800123456);
  event.owner = "0207656610";
  event.organisation = "0207656610";
  event.role = common::v1::ROLE_WELFARE_CENTRE_AGENT;
  event.subject = "keyed-pseudonym-of-a-person";
  event.reason = "a reason";
  event.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  event.person = "person-id";
  event.sealed_body = "sealed";
  event.public_body = body.SerializeAsString();
  return event;
}

// The same by a job, of a resource without owner, outside any trace.
ledger::Event ByJob() {
  ledger::Event event = Sent();
  event.verb = "created";
  event.version = 1;
  event.position = 1;
  event.owner.clear();
  event.organisation.clear();
  event.role = common::v1::ROLE_UNSPECIFIED;
  event.job = "system:socialaid/deadlines";
  event.traceparent.clear();
  return event;
}

std::string Golden(const std::string& name) {
  std::ifstream file(MANDAT_SOURCE_DIR "/services/lib/events/testdata/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(CloudEvent, LooksAsItDidWhenItWasFirstPublished) {
  const auto sent = MakePublication(Sent(), RequestKind(), TheOrigin(), 1040);
  ASSERT_THAT(sent, IsOk());
  EXPECT_EQ(sent->payload + "\n", Golden("sent.json"));
  EXPECT_EQ(sent->subject, "mandat.socialaid.v1.article60_request.sent.0207656610");
  const auto by_job = MakePublication(ByJob(), RequestKind(), TheOrigin(), 0);
  ASSERT_THAT(by_job, IsOk());
  EXPECT_EQ(by_job->payload + "\n", Golden("created_by_job.json"));
  EXPECT_EQ(by_job->subject, "mandat.socialaid.v1.article60_request.created.none");
  EXPECT_EQ(MakeHeadAnnouncement(TheOrigin(), 1042, 1040, Sent().commit_time).payload + "\n",
            Golden("head.json"));
}

TEST(CloudEvent, NamesNobody) {
  const std::string payload =
      MakePublication(Sent(), RequestKind(), TheOrigin(), 1040).value().payload;
  for (const char* secret : {"pseudonym", "person", "sealed", "a reason"}) {
    EXPECT_THAT(payload, ::testing::Not(::testing::HasSubstr(secret)));
  }
}

TEST(CloudEvent, TheIdIsOfSourceResourceAndVersionAlone) {
  const std::string id = MakePublication(Sent(), RequestKind(), TheOrigin(), 1040).value().id;
  EXPECT_EQ(id, EventId(SourceOf(TheOrigin()), "article60Requests/" + Sent().id, 3));
  ledger::Event moved = Sent();
  moved.position = 7;
  moved.verb = "returned";
  EXPECT_EQ(MakePublication(moved, RequestKind(), TheOrigin(), 0).value().id, id);
  moved.version = 4;
  EXPECT_NE(MakePublication(moved, RequestKind(), TheOrigin(), 0).value().id, id);
  Origin restored = TheOrigin();
  restored.epoch = "another";
  EXPECT_NE(MakePublication(Sent(), RequestKind(), restored, 0).value().id, id);
}

TEST(CloudEvent, IsReadAsItWasWritten) {
  const Publication publication = MakePublication(Sent(), RequestKind(), TheOrigin(), 1040).value();
  const auto event = ParseCloudEvent(publication.payload);
  ASSERT_THAT(event, IsOk());
  EXPECT_EQ(event->id, publication.id);
  EXPECT_EQ(event->source, "urn:be.mandat.socialaid:0196f1d0-8f2a-7c3e-9b1d-2f4a6c8e0b12");
  EXPECT_EQ(event->type, "be.mandat.socialaid.v1.article60Request.notify.sent");
  EXPECT_EQ(event->resource, "article60Requests/" + Sent().id);
  EXPECT_EQ(event->service, "be.mandat.socialaid.v1");
  EXPECT_EQ(event->time, Sent().commit_time);
  EXPECT_EQ(event->position, 1042);
  EXPECT_EQ(event->previous, 1040);
  EXPECT_EQ(event->version, 3);
  EXPECT_EQ(event->traceparent, Sent().traceparent);
  EXPECT_EQ(event->actor_organisation, "0207656610");
  EXPECT_EQ(RoleOf(event->actor_role), common::v1::ROLE_WELFARE_CENTRE_AGENT);
  EXPECT_THAT(publication.payload, ::testing::HasSubstr("\"data\":" + event->data + "}"));
}

TEST(CloudEvent, TheHeadIsReadAsItWasAnnounced) {
  const auto head = ParseHeadAnnouncement(
      MakeHeadAnnouncement(TheOrigin(), 1042, 1040, absl::UnixEpoch()).payload);
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->source, SourceOf(TheOrigin()));
  EXPECT_EQ(head->position, 1042);
  EXPECT_EQ(head->last_published, 1040);
  EXPECT_THAT(ParseHeadAnnouncement("{}"), HasReason("EVENT_INVALID"));
  EXPECT_THAT(ParseHeadAnnouncement(R"({"specversion":"1.0","source":"s","data":{"position":1}})"),
              HasReason("EVENT_INVALID"));
}

TEST(CloudEvent, WhatLacksAnAttributeOrHasItOtherwiseIsRefusedByName) {
  const std::string good =
      MakePublication(Sent(), RequestKind(), TheOrigin(), 1040).value().payload;
  const struct {
    const char* attribute;
    const char* from;
    const char* to;
  } kCases[] = {
      {"specversion", "\"1.0\"", "\"0.3\""},
      {"id", "\"id\":", "\"di\":"},
      {"source", "\"source\":", "\"sauce\":"},
      {"type", "\"type\":\"be", "\"type\":1,\"x\":\"be"},
      {"subject", "\"subject\":\"", "\"subject\":\"\",\"x\":\""},
      {"time", "2026-03-12T", "2026-13-12T"},
      {"datacontenttype", "application/json", "text/plain"},
      {"sequence", "\"0000000000000001042\"", "\"0\""},
      {"sequence", "\"0000000000000001042\"", "\"1042x\""},
      {"sequence", "\"0000000000000001042\"", "1042"},
      {"sequence", "\"0000000000000001042\"", "\"99999999999999999999\""},
      {"previous", "\"0000000000000001040\"", "\"-1\""},
      {"previous", "\"0000000000000001040\"", "\"1042\""},
      {"version", "\"version\":\"3\"", "\"version\":\"0\""},
      {"traceparent", "\"traceparent\":\"00", "\"traceparent\":7,\"x\":\"00"},
      {"data", "\"data\":{", "\"data\":7,\"x\":{"},
  };
  for (const auto& [attribute, from, to] : kCases) {
    const std::string bad = absl::StrReplaceAll(good, {{from, to}});
    ASSERT_NE(bad, good) << attribute;
    const auto event = ParseCloudEvent(bad);
    ASSERT_THAT(event, HasReason("EVENT_INVALID")) << bad;
    EXPECT_EQ(base::MetadataOf(event.status())["attribute"], attribute) << bad;
  }
  for (const char* bad : {"", "{", "[]", "null", "7", "\xff"}) {
    EXPECT_THAT(ParseCloudEvent(bad), HasReason("EVENT_INVALID")) << bad;
  }
}

TEST(CloudEvent, ABrokenBodyIsDataLoss) {
  ledger::Event broken = Sent();
  broken.public_body = "\xff\xff\xff";
  EXPECT_THAT(MakePublication(broken, RequestKind(), TheOrigin(), 0),
              HasReason("EVENT_BODY_BROKEN"));
}

TEST(CloudEvent, TheLogsWordsForAVersionAreKept) {
  const common::v1::Revision revision = RevisionOf(Sent());
  EXPECT_THAT(revision, testing::EqualsProto(R"pb(
                position: 1042
                resource: "article60Requests/5f0c1b9e-3d7a-4a54-8f6b-7c9d2e1a0b34"
                version: 3
                verb: "sent"
                commit_time { seconds: 1773316800 nanos: 123456000 }
                organisation: "0207656610"
                role: ROLE_WELFARE_CENTRE_AGENT
                reason: "a reason"
                traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")pb"));
}

}  // namespace
}  // namespace mandat::events
