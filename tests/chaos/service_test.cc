// The service itself is killed, thrown back in time, or made anew out of a backup.

#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "services/lib/events/cloud_event.h"
#include "tests/chaos/load.h"
#include "tests/chaos/proof.h"
#include "tests/chaos/started.h"
#include "tests/support/eventually.h"

namespace mandat::chaos {
namespace {

using google::protobuf::util::TimeUtil;
using testing::Engine;
using testing::Eventually;
using testing::IsOk;
using testing::Persona;

// How many commands pass between two faults.
constexpr int kBetween = 40;

class Service : public OnEachEngine {};

TEST_P(Service, LosesNothingWhenItIsKilledUnderLoad) {
  ASSERT_NO_FATAL_FAILURE(Start(GetParam()));
  Load load(*service_);
  for (int i = 0; i < Kills(); ++i) {
    load.AwaitMore(kBetween + 7 * (i % 5));
    service_->KillService();
    ASSERT_THAT(service_->StartService(), IsOk());
  }
  load.AwaitMore(kBetween);
  ExpectRecovered(*service_, load, *collector_);
}

// Between the broker's acknowledgement and the cursor that says so: published events that are
// already with a subscriber are published again after the restart.
TEST_P(Service, PublishesNothingTwiceWhenItsRelayDiesBeforeItNotesItsPlace) {
  ASSERT_NO_FATAL_FAILURE(Start(GetParam()));
  Load load(*service_);
  for (int i = 0; i < Kills(); ++i) {
    load.AwaitMore(kBetween);
    const size_t before = collector_->effects();
    ASSERT_TRUE(Eventually([&] { return collector_->effects() > before; }));
    service_->KillService();
    ASSERT_THAT(service_->StartService(), IsOk());
  }
  load.AwaitMore(kBetween);
  ExpectRecovered(*service_, load, *collector_);
}

TEST_P(Service, GoesOnUnderANewNameAfterItWasRestoredFromABackup) {
  ASSERT_NO_FATAL_FAILURE(Start(GetParam()));
  Load load(*service_);
  load.AwaitMore(5 * kBetween);
  const Acknowledged before = load.SoFar();
  const std::string backup = service_->File("backup");
  ASSERT_THAT(service_->RunSubcommand({"backup", backup}), IsOk());
  load.AwaitMore(5 * kBetween);
  const Acknowledged most = load.Stop();
  EXPECT_THAT(load.Faults(), ::testing::IsEmpty());
  ASSERT_GT(most.requests.size(), before.requests.size());
  const std::string lost_source =
      events::ParseCloudEvent(service_->Events().front().cloud_event())->source;
  EXPECT_EQ(service_->StopService(), 0);

  ASSERT_THAT(service_->UseAnotherDatabase(), IsOk());
  ASSERT_THAT(service_->RunSubcommand({"restore", backup}), IsOk());
  ASSERT_THAT(service_->StartService(), IsOk());
  EXPECT_NE(events::ParseCloudEvent(service_->Events().front().cloud_event())->source, lost_source);
  ExpectRecovered(*service_, before, most, *collector_);
  // The restored one is good for more than reading.
  Load again(*service_, /*tag=*/1);
  again.AwaitMore(kBetween);
  again.Stop();
  EXPECT_THAT(again.Faults(), ::testing::IsEmpty());
  EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Engines, Service, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

class Replicas : public Started {};

// One publishes for both: when it dies, the other does.
TEST_F(Replicas, GoOnForEachOther) {
  testing::SocialAidOptions options;
  options.engine = Engine::kPostgres;
  options.replicas = 2;
  ASSERT_NO_FATAL_FAILURE(Start(std::move(options)));
  Load load(*service_);
  for (int i = 0; i < Kills(); ++i) {
    load.AwaitMore(kBetween);
    service_->KillService(i % 2);
    load.AwaitMore(kBetween);
    ASSERT_THAT(service_->StartService(i % 2), IsOk());
  }
  load.AwaitMore(kBetween);
  ExpectRecovered(*service_, load, *collector_);
}

class Clock : public Started {};

TEST_F(Clock, SetBackChangesNoOrder) {
  testing::SocialAidOptions options;
  // The library reads the offset from a file, so that the clock jumps while the service runs.
  const testing::TempDir folder;
  const auto set_clock = [&](const char* offset) {
    std::ofstream(folder.File("offset")) << offset << "\n";
  };
  set_clock("+0");
  options.environment = {"LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
                         absl::StrCat("FAKETIME_TIMESTAMP_FILE=", folder.File("offset")),
                         "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"};
  ASSERT_NO_FATAL_FAILURE(Start(std::move(options)));
  Load load(*service_);
  load.AwaitMore(kBetween);
  const auto person =
      RegisterPerson(*service_, Persona::kCentreAgent,
                     testing::PersonBorn(absl::CivilDay(1999, 1, 1), 1, "Clock", "Testpersoon"));
  ASSERT_THAT(person, IsOk());
  auto draft = testing::DraftFor(testing::kCentre, *person);
  const auto made = CreateDraft(*service_, Persona::kCentreAgent, draft);
  ASSERT_THAT(made, IsOk());
  set_clock("-20m");
  load.AwaitMore(kBetween);
  const auto sent = Send(*service_, Persona::kCentreAgent, made->name());
  ASSERT_THAT(sent, IsOk());
  // Twenty minutes earlier, and yet later than the version before; when it was sent is what the
  // clock said.
  EXPECT_EQ(TimeUtil::TimestampToMicroseconds(sent->update_time()),
            TimeUtil::TimestampToMicroseconds(made->update_time()) + 1);
  EXPECT_LT(sent->send_time().seconds(), made->update_time().seconds() - 60);
  service_->KillService();
  ASSERT_THAT(service_->StartService(), IsOk());
  load.AwaitMore(kBetween);
  set_clock("+0");
  load.AwaitMore(kBetween);
  const auto withdrawn = Withdraw(*service_, Persona::kCentreAgent, made->name(), "moved away");
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_GT(TimeUtil::TimestampToMicroseconds(withdrawn->update_time()),
            TimeUtil::TimestampToMicroseconds(sent->update_time()));
  Acknowledged told = load.Stop();
  EXPECT_THAT(load.Faults(), ::testing::IsEmpty());
  told.requests[made->name()] = {"created", "sent", "withdrawn"};
  ExpectRecovered(*service_, told, told, *collector_);
}

}  // namespace
}  // namespace mandat::chaos
