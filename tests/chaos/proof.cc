#include "tests/chaos/proof.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/testing/matchers.h"
#include "tests/support/eventually.h"
#include "tests/support/scenario.h"
#include "tests/support/stream_reader.h"

namespace mandat::chaos {
namespace {

using common::v1::PublishedEvent;
using testing::EventCollector;
using testing::IsOk;
using testing::Persona;
using testing::RunningSocialAid;
using testing::SocialAidStub;
namespace v1 = socialaid::v1;

constexpr int kKills = 5;
// Histories that are read in full; each leaves a consultation.
constexpr size_t kHistories = 25;

using Verbs = std::vector<std::string>;

// Verbs by resource, and the proof that each has versions 1, 2, 3…
std::map<std::string, Verbs> ByResource(const std::vector<PublishedEvent>& log) {
  std::map<std::string, Verbs> all;
  for (const PublishedEvent& event : log) {
    Verbs& verbs = all[event.revision().resource()];
    verbs.push_back(event.revision().verb());
    EXPECT_EQ(event.revision().version(), static_cast<int64_t>(verbs.size()))
        << event.revision().resource();
  }
  return all;
}

bool BeginsWith(const Verbs& whole, const Verbs& beginning) {
  return whole.size() >= beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), whole.begin());
}

void ExpectRequests(const std::map<std::string, Verbs>& log, const Acknowledged& least,
                    const Acknowledged& most) {
  for (const auto& [name, verbs] : least.requests) {
    const auto found = log.find(name);
    ASSERT_NE(found, log.end()) << name << " was acknowledged and is lost";
    EXPECT_TRUE(BeginsWith(found->second, verbs))
        << name << " says " << absl::StrJoin(found->second, " ");
  }
  for (const auto& [name, verbs] : log) {
    if (name.rfind("article60Requests/", 0) != 0) continue;
    const auto asked = most.requests.find(name);
    ASSERT_NE(asked, most.requests.end()) << name << " was made for nobody";
    EXPECT_TRUE(BeginsWith(asked->second, verbs)) << name << " says " << absl::StrJoin(verbs, " ");
  }
}

std::string StateAfter(const std::string& verb) {
  if (verb == "created") return "ARTICLE60_STATE_DRAFT";
  std::string state = "ARTICLE60_STATE_" + verb;
  std::transform(state.begin(), state.end(), state.begin(), ::toupper);
  return state;
}

void ExpectLists(RunningSocialAid& service, const std::map<std::string, Verbs>& log) {
  std::map<std::string, std::string> expected, listed;
  for (const auto& [name, verbs] : log) {
    if (name.rfind("article60Requests/", 0) == 0 && verbs.back() != "deleted") {
      expected[name] = StateAfter(verbs.back());
    }
  }
  v1::ListArticle60RequestsRequest request;
  request.set_page_size(1000);
  do {
    const auto page =
        service.Call(Persona::kCentreAgent, &SocialAidStub::ListArticle60Requests, request);
    ASSERT_THAT(page, IsOk());
    for (const v1::Article60Request& item : page->article60_requests()) {
      EXPECT_TRUE(listed.emplace(item.name(), v1::Article60State_Name(item.state())).second)
          << item.name() << " is listed twice";
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, expected);
}

void ExpectHistories(RunningSocialAid& service, const std::map<std::string, Verbs>& log) {
  size_t read = 0;
  for (auto entry = log.rbegin(); entry != log.rend() && read < kHistories; ++entry) {
    if (entry->first.rfind("article60Requests/", 0) != 0) continue;
    ++read;
    const auto history = Revisions(service, Persona::kCentreAgent, entry->first);
    ASSERT_THAT(history, IsOk());
    Verbs verbs;
    for (const auto& revision : history->revisions()) verbs.push_back(revision.revision().verb());
    std::reverse(verbs.begin(), verbs.end());
    EXPECT_EQ(verbs, entry->second) << entry->first;
  }
}

void ExpectOffices(RunningSocialAid& service, const std::map<std::string, Verbs>& log,
                   const Acknowledged& least, const Acknowledged& most) {
  for (const std::string& name : least.offices) {
    EXPECT_EQ(log.count(name), 1u) << name << " was acknowledged and is lost";
  }
  for (const std::string& name : most.offices_asked_for) {
    if (least.offices.count(name) != 0) continue;
    v1::GetOfficeRequest request;
    request.set_name(name);
    const bool exists =
        service.Call(Persona::kOfficeManager, &SocialAidStub::GetOffice, request).ok();
    EXPECT_EQ(exists, log.count(name) == 1) << name << " is half there";
  }
}

void ExpectSubscriber(const std::vector<PublishedEvent>& log, const EventCollector& collector) {
  std::map<EventCollector::Key, std::string> expected;
  for (const PublishedEvent& event : log) {
    const auto parsed = events::ParseCloudEvent(event.cloud_event());
    ASSERT_THAT(parsed, IsOk());
    expected.emplace(EventCollector::Key(parsed->source, parsed->id), event.cloud_event());
  }
  ASSERT_EQ(expected.size(), log.size()) << "two versions have one id";
  const std::string source = expected.empty() ? "" : expected.begin()->first.first;
  // Those of this life of the log: a restored one has left others behind.
  const auto effects = [&] {
    std::map<EventCollector::Key, std::string> all = collector.Effects();
    for (auto effect = all.begin(); effect != all.end();) {
      effect = effect->first.first == source ? std::next(effect) : all.erase(effect);
    }
    return all;
  };
  EXPECT_TRUE(testing::Eventually([&] { return effects().size() >= expected.size(); }))
      << effects().size() << " events of " << expected.size() << " arrived";
  EXPECT_TRUE(effects() == expected) << "the subscriber knows other events than the log";
  EXPECT_THAT(collector.Faults(), ::testing::IsEmpty());
}

// A stream holds every event of the log, and of each resource no version before an earlier one.
void ExpectStream(RunningSocialAid& service, const std::vector<PublishedEvent>& log) {
  const auto stream = testing::ReadStream(service.broker().Url());
  ASSERT_THAT(stream, IsOk());
  std::set<std::string> seen;
  std::map<std::string, int64_t> last;
  for (const testing::StreamMessage& message : *stream) {
    if (!seen.insert(message.payload).second) continue;
    const auto event = events::ParseCloudEvent(message.payload);
    ASSERT_THAT(event, IsOk());
    int64_t& version = last[event->source + event->resource];
    EXPECT_EQ(event->version, version + 1) << event->resource;
    version = event->version;
  }
  for (const PublishedEvent& event : log) {
    EXPECT_EQ(seen.count(event.cloud_event()), 1u) << event.revision().resource();
  }
}

const int kills = [] {
  const char* text = std::getenv("MANDAT_CHAOS_KILLS");
  int number = 0;
  const bool given = text != nullptr && absl::SimpleAtoi(text, &number) && number > 0;
  unsetenv("MANDAT_CHAOS_KILLS");
  return given ? number : kKills;
}();

}  // namespace

int Kills() { return kills; }

bool IsLong() { return kills > kKills; }

void ExpectRecovered(RunningSocialAid& service, const Acknowledged& least, const Acknowledged& most,
                     const EventCollector& collector) {
  const std::vector<PublishedEvent> log = service.Events();
  const std::map<std::string, Verbs> by_resource = ByResource(log);
  ExpectRequests(by_resource, least, most);
  ExpectLists(service, by_resource);
  ExpectHistories(service, by_resource);
  ExpectOffices(service, by_resource, least, most);
  ExpectSubscriber(log, collector);
  ExpectStream(service, log);
  EXPECT_THAT(service.RunSubcommand({"verify"}), IsOk());
}

void ExpectRecovered(RunningSocialAid& service, Load& load, const EventCollector& collector) {
  const Acknowledged told = load.Stop();
  EXPECT_THAT(load.Faults(), ::testing::IsEmpty());
  EXPECT_FALSE(told.requests.empty());
  ExpectRecovered(service, told, told, collector);
}

}  // namespace mandat::chaos
