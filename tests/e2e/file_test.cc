// Files of article 60 requests in streams, on both engines, through the released program and with
// the released command line: what breaks in the middle goes on, and nothing is filed twice.

#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/json/message.h"
#include "services/lib/runtime/thread.h"
#include "services/lib/testing/child_process.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"
#include "tests/support/eventually.h"
#include "tests/support/lines_call.h"
#include "tests/support/running_social_aid.h"
#include "tests/support/scenario.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::Engine;
using mandat::testing::Eventually;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::Persona;
using mandat::testing::RunningSocialAid;
using mandat::testing::SocialAidStub;
using runtime::Thread;
using v1::Article60Receipt;
using Message = v1::FileArticle60RequestsRequest;
using Answer = v1::FileArticle60RequestsResponse;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kFileId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";
constexpr char kOtherFileId[] = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
constexpr int kLines = 1200;

// Bad ones in the middle, and the reasons that their receipts give.
const std::map<int, std::string>& BadLines() {
  static const auto& bad = *new std::map<int, std::string>{
      {500, "SSIN_INVALID"}, {601, "CENTRE_NOT_FOUND"}, {602, "ARTICLE60_REQUEST_INCOMPLETE"}};
  return bad;
}

class File : public ::testing::TestWithParam<Engine> {
 protected:
  using Stream = mandat::testing::LinesCall<Message, Answer>;
  using Outcome = mandat::testing::LinesOutcome<Article60Receipt>;

  void SetUp() override {
    mandat::testing::SocialAidOptions options;
    options.engine = GetParam();
    auto started = RunningSocialAid::Start(std::move(options));
    ASSERT_THAT(started, IsOk());
    service_ = *std::move(started);
    ASSERT_THAT(RegisterParties(*service_), IsOk());
  }
  void TearDown() override { EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk()); }

  static Message Start(const std::string& id = kFileId) {
    return mandat::testing::FirstMessage<Message>(id);
  }
  // Somebody else in each.
  static Message Line(int serial) {
    Message message;
    v1::Article60Line& line = *message.mutable_line();
    *line.mutable_article60_request() = mandat::testing::DraftFor(mandat::testing::kCentre, "");
    *line.mutable_person() = mandat::testing::PersonBorn(absl::CivilDay(1988, 9, 2) + serial / 900,
                                                         serial % 900 + 1, "Ann", "Essai");
    line.set_send(true);
    const auto bad = BadLines().find(serial);
    if (bad == BadLines().end()) return message;
    if (bad->second == "SSIN_INVALID") line.mutable_person()->set_ssin("1");
    if (bad->second == "CENTRE_NOT_FOUND")
      line.mutable_article60_request()->set_centre("centres/c2");
    if (bad->second == "ARTICLE60_REQUEST_INCOMPLETE") {
      line.mutable_article60_request()->clear_admission();
    }
    return message;
  }

  Stream Open(const std::string& token) {
    return mandat::testing::OpenLines(*service_, token, &SocialAidStub::FileArticle60Requests);
  }
  Stream Open(Persona persona = Persona::kCentreAgent) { return Open(service_->Token(persona)); }

  // Lines `from` to `to`, sent as fast as they are taken. Where there is `on_receipt`, it breaks
  // the stream, which is else left open.
  Outcome Send(const std::string& id, int from, int to,
               const std::function<void(const Stream&, int line)>& on_receipt = {}) {
    const Stream stream = Open();
    std::function<void(int)> told;
    if (on_receipt) told = [&](int line) { on_receipt(stream, line); };
    return mandat::testing::SendLines<Message>(stream, id, from, to, Line, told);
  }
  Outcome SendOf(const std::vector<Message>& messages) {
    const Stream stream = Open();
    for (const Message& message : messages) stream.call->Write(message);
    stream.call->WritesDone();
    Outcome outcome;
    while (const auto receipt = stream.Next()) outcome.receipts.push_back(*receipt);
    outcome.status = stream.End();
    return outcome;
  }

  // Receipts of all lines, one each, in their order; what is bad is named, the rest is sent.
  static void ExpectAllDone(const std::vector<Article60Receipt>& receipts) {
    ASSERT_THAT(receipts, SizeIs(kLines));
    std::set<std::string> names;
    for (int i = 1; i <= kLines; ++i) {
      const Article60Receipt& receipt = receipts[static_cast<size_t>(i) - 1];
      const auto bad = BadLines().find(i);
      ASSERT_EQ(receipt.line(), i);
      ASSERT_EQ(receipt.error().reason(), bad == BadLines().end() ? "" : bad->second);
      if (!receipt.has_error()) names.insert(receipt.article60_request());
    }
    EXPECT_THAT(names, SizeIs(kLines - BadLines().size()));
  }
  // The requests in the log, of whatever state.
  std::set<std::string> Filed() {
    std::set<std::string> names;
    for (const auto& event : service_->Events()) {
      const auto parsed = events::ParseCloudEvent(event.cloud_event());
      EXPECT_THAT(parsed, IsOk());
      if (absl::StartsWith(parsed->resource, "article60Requests/")) names.insert(parsed->resource);
    }
    return names;
  }
  static constexpr size_t kFiled = kLines - 2;  // one of the three bad ones stays a draft

  std::unique_ptr<RunningSocialAid> service_;
};

TEST_P(File, OfTwelveHundredLinesTheBadOnesAreNamedAndARepeatFilesNoneTwice) {
  const Outcome first = Send(kFileId, 1, kLines);
  EXPECT_THAT(first.status, IsOk());
  ExpectAllDone(first.receipts);
  EXPECT_THAT(Filed(), SizeIs(kFiled));
  const int64_t head = service_->HeadPosition();
  const Outcome again = Send(kFileId, 1, kLines);
  EXPECT_THAT(again.status, IsOk());
  ASSERT_THAT(again.receipts, SizeIs(kLines));
  for (size_t i = 0; i < kLines; ++i) {
    EXPECT_THAT(again.receipts[i], mandat::testing::EqualsProto(first.receipts[i]));
  }
  EXPECT_EQ(service_->HeadPosition(), head);
}

TEST_P(File, AStreamThatTheCallerCutsGoesOnWithARepeat) {
  const Outcome cut = Send(kFileId, 1, kLines / 2, [](const Stream& stream, int line) {
    if (line == 450) stream.context->TryCancel();
  });
  EXPECT_EQ(cut.status.code(), absl::StatusCode::kCancelled);
  EXPECT_GE(cut.receipts.size(), 450u);
  EXPECT_LE(Filed().size(), size_t{kLines / 2});
  const Outcome whole = Send(kFileId, 1, kLines);
  EXPECT_THAT(whole.status, IsOk());
  ExpectAllDone(whole.receipts);
  for (size_t i = 0; i < cut.receipts.size(); ++i) {
    EXPECT_THAT(whole.receipts[i], mandat::testing::EqualsProto(cut.receipts[i]));
  }
  EXPECT_THAT(Filed(), SizeIs(kFiled));
}

TEST_P(File, AServiceThatIsKilledGoesOnFromTheFirstLineWithoutReceipt) {
  bool killed = false;
  Outcome outcome = Send(kFileId, 1, kLines / 2, [&](const Stream&, int line) {
    if (line >= 300 && !std::exchange(killed, true)) service_->KillService();
  });
  EXPECT_EQ(outcome.status.code(), absl::StatusCode::kUnavailable);
  ASSERT_THAT(service_->StartService(), IsOk());
  std::vector<Article60Receipt> receipts = std::move(outcome.receipts);
  outcome = Send(kFileId, static_cast<int>(receipts.size()) + 1, kLines);
  EXPECT_THAT(outcome.status, IsOk());
  receipts.insert(receipts.end(), outcome.receipts.begin(), outcome.receipts.end());
  ExpectAllDone(receipts);
  EXPECT_THAT(Filed(), SizeIs(kFiled));
}

TEST_P(File, AServiceThatStopsAnswersWhatItTookAndSaysSo) {
  const Stream stream = Open();
  stream.call->Write(Start());
  for (int i = 1; i <= 20; ++i) stream.call->Write(Line(i));
  ASSERT_TRUE(stream.Next().has_value());
  Thread reader("reader", [&] {
    int receipts = 1;
    while (stream.Next()) ++receipts;
    EXPECT_GE(receipts, 1);
    EXPECT_THAT(stream.End(), HasReason("SERVER_STOPPING"));
    EXPECT_LE(receipts, 20);
  });
  EXPECT_EQ(service_->StopService(), 0) << "a stream that stays open does not hold it up";
  reader.Join();
  ASSERT_THAT(service_->StartService(), IsOk());
  std::vector<Message> file = {Start()};
  for (int i = 1; i <= 20; ++i) file.push_back(Line(i));
  EXPECT_THAT(SendOf(file).receipts, SizeIs(20));
  EXPECT_THAT(Filed(), SizeIs(20));
}

TEST_P(File, TwoStreamsAtOnceFileTheirOwnLines) {
  Outcome outcomes[2];
  {
    Thread first("first", [&] { outcomes[0] = Send(kFileId, 1, 200); });
    Thread second("second", [&] { outcomes[1] = Send(kOtherFileId, 201, 400); });
  }
  for (const Outcome& outcome : outcomes) {
    EXPECT_THAT(outcome.status, IsOk());
    ASSERT_THAT(outcome.receipts, SizeIs(200));
    for (const Article60Receipt& receipt : outcome.receipts) EXPECT_FALSE(receipt.has_error());
  }
  EXPECT_THAT(Filed(), SizeIs(400));
}

TEST_P(File, ATokenThatExpiresEndsItAfterTheReceipts) {
  const absl::Time now = absl::Now();
  const Stream stream = Open(service_->Token(mandat::testing::ActorOf(Persona::kCentreAgent),
                                             now - absl::Minutes(1), now + absl::Seconds(2)));
  stream.call->Write(Start());
  int sent = 0;
  int receipts = 0;
  EXPECT_TRUE(Eventually([&] {
    if (!stream.call->Write(Line(++sent)) || !stream.Next()) return true;
    ++receipts;
    return false;
  }));
  EXPECT_THAT(stream.End(), HasReason("TOKEN_EXPIRED"));
  EXPECT_GE(receipts, 1);
  EXPECT_THAT(Filed(), SizeIs(receipts)) << "what came with the token is done, what came later not";
}

TEST_P(File, BadInputIsRefusedWhereItIs) {
  Message twice = Start();
  Message large = Line(2);
  large.mutable_line()->set_duplicate_reason(std::string(1 << 20, 'x'));
  const struct {
    std::string what;
    std::vector<Message> messages;
    std::string reason;
    std::vector<std::string> receipts;  // their reasons
  } rows[] = {
      {"no first message", {Line(1)}, "FIELD_REQUIRED", {}},
      {"the first message twice", {Start(), Line(1), twice}, "REQUEST_ID_GIVEN_TWICE", {""}},
      {"an id that is none", {Start("mine"), Line(1)}, "REQUEST_ID_INVALID", {}},
      {"a line too long", {Start(), large, Line(3)}, "", {"REQUEST_TOO_LARGE", ""}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    const Outcome outcome = SendOf(row.messages);
    EXPECT_EQ(base::ReasonOf(outcome.status), row.reason);
    ASSERT_EQ(outcome.receipts.size(), row.receipts.size());
    for (size_t i = 0; i < row.receipts.size(); ++i) {
      EXPECT_EQ(outcome.receipts[i].error().reason(), row.receipts[i]);
    }
  }
  EXPECT_THAT(Open(Persona::kOfficeAgent).End(), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Filed(), SizeIs(2));
}

TEST_P(File, MoreStreamsThanAreServedAtATimeAreRefused) {
  std::vector<Stream> streams;
  for (int i = 0; i < 8; ++i) {
    streams.push_back(Open());
    streams.back().call->Write(Start());
    streams.back().call->Write(Line(500));  // which is refused, so that it can come again
    ASSERT_TRUE(streams.back().Next().has_value());
  }
  EXPECT_THAT(Open().End(), HasReason("SERVER_BUSY"));
  for (const Stream& stream : streams) {
    stream.call->WritesDone();
    EXPECT_THAT(stream.End(), IsOk());
  }
}

TEST_P(File, TheCommandLineFilesAFileAndTellsWhatWasRefused) {
  const std::string path = service_->File("requests.ndjson");
  std::ofstream text(path);
  for (int i = 1; i <= kLines; ++i) text << json::ToJson(Line(i).line()) << "\n";
  text << "{\"colour\": \"red\"}\n";
  text.close();
  for (int round = 0; round < 2; ++round) {
    mandat::testing::ChildOptions options;
    options.command = {MANDAT_BINARY_DIR "/bin/mandat", "file", "article60Requests", path,
                       absl::StrCat("--receipts=", service_->File("receipts.ndjson"))};
    options.environment = {absl::StrCat("MANDAT_SOCIALAID=", service_->address()),
                           absl::StrCat("MANDAT_TOKEN=", service_->Token(Persona::kCentreAgent))};
    options.output_file = service_->File(absl::StrCat("mandat-", round, ".log"));
    auto program = mandat::testing::ChildProcess::Start(std::move(options));
    ASSERT_THAT(program, IsOk());
    EXPECT_EQ((*program)->Wait(absl::Seconds(100)), 1) << "some were refused";
    const std::string said = (*program)->Output();
    EXPECT_THAT(said, HasSubstr("line 500: SSIN_INVALID: "));
    EXPECT_THAT(said, HasSubstr("line 601: CENTRE_NOT_FOUND: "));
    EXPECT_THAT(said, HasSubstr("line 1201: "));
    EXPECT_THAT(said, HasSubstr("1197 of 1201 done."));
    EXPECT_THAT(said, HasSubstr("LINES_REFUSED: 4 of 1201 lines were refused."));
    std::ifstream receipts(service_->File("receipts.ndjson"));
    int count = 0;
    for (std::string line; std::getline(receipts, line);) ++count;
    EXPECT_EQ(count, kLines + 1);
    EXPECT_THAT(Filed(), SizeIs(kFiled)) << "round " << round;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, File, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

}  // namespace
}  // namespace mandat::socialaid
