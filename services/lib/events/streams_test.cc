// Declarations of streams and consumers, and the connection, against a real broker.

#include "services/lib/events/streams.h"

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/events/broker_guarantees.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/testing/free_port.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temporary_nats.h"

namespace mandat::events {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;

const char kStream[] = R"({"name": "S", "subjects": ["s.*"], "storage": "file", "max_age": "48h",
                           "duplicate_window": "1m", "deny_delete": true, "allow_direct": false})";
const char kConsumer[] = R"({"stream_name": "S", "durable_name": "c", "ack_policy": "explicit",
                             "ack_wait": "3s", "max_deliver": -1, "max_ack_pending": 512})";

class StreamsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto nats = testing::TemporaryNats::Create();
    ASSERT_THAT(nats, IsOk());
    nats_ = *std::move(nats);
    auto connection = NatsConnection::Connect({nats_->Url(), "test", "", "", ""});
    ASSERT_THAT(connection, IsOk());
    connection_ = *std::move(connection);
  }

  std::unique_ptr<testing::TemporaryNats> nats_;
  std::unique_ptr<NatsConnection> connection_;
};

TEST_F(StreamsTest, AStreamIsMadeOnceAndChangedWhereItDiffers) {
  StreamDeclaration stream = ParseStream(kStream).value();
  EXPECT_THAT(GetStreamState(*connection_, "S"), HasReason("STREAM_NOT_FOUND"));
  auto change = Apply(*connection_, stream);
  ASSERT_THAT(change, IsOk());
  EXPECT_TRUE(change->created);
  change = Apply(*connection_, stream);
  ASSERT_THAT(change, IsOk());
  EXPECT_FALSE(change->created);
  EXPECT_THAT(change->fields, IsEmpty());
  stream = ParseStream(absl::StrReplaceAll(kStream, {{"48h", "72h"}})).value();
  EXPECT_EQ(stream.max_age, absl::Hours(72));
  change = Apply(*connection_, stream);
  ASSERT_THAT(change, IsOk());
  EXPECT_THAT(change->fields, ElementsAre("max_age"));
  change = Apply(*connection_, stream);
  ASSERT_THAT(change, IsOk());
  EXPECT_THAT(change->fields, IsEmpty());
  const auto state = GetStreamState(*connection_, "S");
  ASSERT_THAT(state, IsOk());
  EXPECT_EQ(state->messages, 0);
  EXPECT_LT(absl::AbsDuration(absl::Now() - state->created), absl::Minutes(1));
}

TEST_F(StreamsTest, WhatTheBrokerWillNotOrCannotDoIsSaid) {
  ASSERT_THAT(Apply(*connection_, ParseStream(kStream).value()), IsOk());
  EXPECT_THAT(
      Apply(*connection_, ParseStream(absl::StrReplaceAll(kStream, {{"file", "memory"}})).value()),
      HasReason("DECLARATION_REFUSED"));
  const std::string unknown = absl::StrReplaceAll(
      kStream, {{"\"S\"", "\"T\""}, {"s.*", "t.*"}, {"{", "{\"such_a_field\": 7, "}});
  EXPECT_THAT(Apply(*connection_, ParseStream(unknown).value()), HasReason("FIELD_IGNORED"));
}

TEST_F(StreamsTest, AConsumerIsMadeOnceAndChangedWhereItDiffers) {
  const ConsumerDeclaration consumer = ParseConsumer(kConsumer).value();
  EXPECT_THAT(Apply(*connection_, consumer).status(),
              testing::StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(Apply(*connection_, ParseStream(kStream).value()), IsOk());
  auto change = Apply(*connection_, consumer);
  ASSERT_THAT(change, IsOk());
  EXPECT_TRUE(change->created);
  change = Apply(*connection_, consumer);
  ASSERT_THAT(change, IsOk());
  EXPECT_FALSE(change->created);
  EXPECT_THAT(change->fields, IsEmpty());
  change =
      Apply(*connection_, ParseConsumer(absl::StrReplaceAll(kConsumer, {{"3s", "5s"}})).value());
  ASSERT_THAT(change, IsOk());
  EXPECT_THAT(change->fields, ElementsAre("ack_wait"));
}

TEST_F(StreamsTest, TheBrokerSaysItsVersion) {
  const auto guarantees = ProbeBroker(nats_->Url(), absl::Seconds(2));
  ASSERT_THAT(guarantees, IsOk());
  EXPECT_TRUE(absl::StrContains(guarantees->version, ".")) << guarantees->version;
  EXPECT_TRUE(absl::StrContains(guarantees->statement, guarantees->version));
  nats_->Kill();
  EXPECT_THAT(ProbeBroker(nats_->Url(), absl::Seconds(2)), HasReason("BROKER_UNAVAILABLE"));
}

TEST_F(StreamsTest, AConnectionSaysWhatItIsWorthAndIsMadeAgain) {
  EXPECT_TRUE(connection_->connected());
  const int64_t before = connection_->reconnections();
  EXPECT_THAT(connection_->Request("nobody.listens", "x"), HasReason("BROKER_UNAVAILABLE"));
  nats_->Kill();
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (connection_->connected() && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_FALSE(connection_->connected());
  EXPECT_THAT(connection_->Request("nobody.listens", "x"), HasReason("BROKER_UNAVAILABLE"));
  ASSERT_THAT(nats_->Start(), IsOk());
  while (!connection_->connected() && absl::Now() < deadline)
    absl::SleepFor(absl::Milliseconds(10));
  EXPECT_TRUE(connection_->connected());
  EXPECT_GT(connection_->reconnections(), before);
}

TEST(NatsConnection, FailuresSayWhetherToTryAgain) {
  const std::string nobody = absl::StrCat("nats://127.0.0.1:", testing::FreePort());
  EXPECT_THAT(NatsConnection::Connect({nobody, "test", "", "", ""}),
              HasReason("BROKER_UNAVAILABLE"));
  EXPECT_THAT(
      NatsConnection::Connect({nobody, "test", "/none/ca.pem", "/none/c.pem", "/none/k.pem"}),
      HasReason("BROKER_OPTIONS_INVALID"));
}

TEST(Declarations, MistakesAreFoundBeforeTheBrokerSeesThem) {
  EXPECT_THAT(ParseStream("{"), HasReason("DECLARATION_INVALID"));
  EXPECT_THAT(ParseStream("{}"), HasReason("DECLARATION_INVALID"));
  for (const char* bad : {"\"48\"", "\"-1h\"", "48", "\"inf\"", "\"\""}) {
    EXPECT_THAT(ParseStream(absl::StrReplaceAll(kStream, {{"\"48h\"", bad}})),
                HasReason("DECLARATION_INVALID"))
        << bad;
  }
  const std::pair<const char*, const char*> kMistakes[] = {{"\"explicit\"", "\"none\""},
                                                           {"-1", "5"},
                                                           {"\"3s\"", "\"0s\""},
                                                           {"stream_name", "stream"},
                                                           {"durable_name", "name"}};
  for (const auto& [from, to] : kMistakes) {
    EXPECT_THAT(ParseConsumer(absl::StrReplaceAll(kConsumer, {{from, to}})),
                HasReason("DECLARATION_INVALID"))
        << from;
  }
  EXPECT_THAT(LoadStream("/none.json"), HasReason("DECLARATION_NOT_FOUND"));
}

// Every file of deploy/nats/ can be read, and no stream keeps the announcements of heads.
TEST(Declarations, TheDeployedOnesAreSound) {
  const std::filesystem::path folder = MANDAT_SOURCE_DIR "/deploy/nats";
  int streams = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder / "streams")) {
    const auto stream = LoadStream(file.path());
    ASSERT_THAT(stream, IsOk()) << file.path();
    const std::string service = file.path().stem();
    EXPECT_TRUE(absl::StrContains(stream->config,
                                  absl::StrCat("\"subjects\":[\"", EventSubjects(service), "\"]")))
        << stream->config;
    ++streams;
  }
  EXPECT_GE(streams, 1);
  if (!std::filesystem::exists(folder / "consumers")) return;
  for (const auto& file : std::filesystem::directory_iterator(folder / "consumers")) {
    EXPECT_THAT(LoadConsumer(file.path()), IsOk()) << file.path();
  }
}

}  // namespace
}  // namespace mandat::events
