// How the program of a service begins and ends, and its subcommands.

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "services/lib/privacy/key_file.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/testing/matchers.h"
#include "tests/support/eventually.h"
#include "tests/support/running_social_aid.h"
#include "tests/support/scenario.h"
#include "tests/support/stream_reader.h"

namespace mandat::testing {
namespace {

using ::testing::HasSubstr;

class Program : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    SocialAidOptions options;
    options.engine = GetParam();
    auto started = RunningSocialAid::Start(std::move(options));
    ASSERT_THAT(started, IsOk());
    service_ = *std::move(started);
  }

  std::unique_ptr<RunningSocialAid> service_;
};

TEST_P(Program, RefusesADatabaseThatIsNotMigrated) {
  EXPECT_EQ(service_->StopService(), 0);
  ASSERT_THAT(service_->UseAnotherDatabase(), IsOk());
  const std::string refusal(service_->StartService().message());
  EXPECT_THAT(refusal, HasSubstr("ended with 3"));
  EXPECT_THAT(refusal, HasSubstr("SCHEMA_NOT_AT_HEAD"));
  EXPECT_THAT(service_->RunSubcommand({"migrate"}), IsOk());
  EXPECT_THAT(service_->RunSubcommand({"migrate"}), IsOk()) << "twice is once";
  EXPECT_THAT(service_->StartService(), IsOk());
}

TEST_P(Program, SaysWhatItCannotDo) {
  const struct {
    std::vector<std::string> words;
    int code;
    const char* text;
  } rows[] = {
      {{"dance"}, 2, "Usage:"},
      {{"replay", "yesterday"}, 2, "POSITION_INVALID"},
      {{"backup", service_->File("")}, 1, "BACKUP_EXISTS"},
      {{"restore", service_->File("nowhere")}, 1, "BACKUP_NOT_FOUND"},
      {{"serve", "--colour=red"}, 2, "colour"},
      {{"serve", "--batch_max=0"}, 2, "batch_max"},
  };
  for (const auto& row : rows) {
    const auto refused = service_->RunSubcommand(row.words);
    EXPECT_THAT(std::string(refused.status().message()),
                HasSubstr(absl::StrCat("ended with ", row.code)));
    EXPECT_THAT(std::string(refused.status().message()), HasSubstr(row.text));
  }
}

TEST(ProgramOnSqlite, LeavesNothingWhereItRefusesADatabaseThatIsMissing) {
  const auto started = RunningSocialAid::Start();
  ASSERT_THAT(started, IsOk());
  RunningSocialAid& service = **started;
  EXPECT_EQ(service.StopService(), 0);
  ASSERT_THAT(service.UseAnotherDatabase(), IsOk());
  EXPECT_THAT(std::string(service.StartService().message()), HasSubstr("Run `migrate`"));
  const std::string file(absl::StripPrefix(service.store_url(), "sqlite:"));
  EXPECT_FALSE(std::filesystem::exists(file));
  ASSERT_THAT(service.RunSubcommand({"migrate"}), IsOk());
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_P(Program, MeasuresItsCommits) {
  ASSERT_THAT(RegisterParties(*service_), IsOk());
  const auto metrics = service_->MetricsText();
  ASSERT_THAT(metrics, IsOk());
  EXPECT_THAT(*metrics, HasSubstr("ledger_queue_depth 0\n"));
  for (const char* figure : {"ledger_batch_commands", "ledger_commit_seconds"}) {
    EXPECT_THAT(*metrics, HasSubstr(absl::StrCat("# TYPE ", figure, " histogram")));
    EXPECT_THAT(*metrics, ::testing::Not(HasSubstr(absl::StrCat(figure, "_count 0\n"))));
  }
}

TEST_P(Program, ReplaysFromAPositionAtItsNextStart) {
  ASSERT_THAT(RegisterParties(*service_), IsOk());
  const int64_t head = service_->HeadPosition();
  const auto replay = [&](int64_t after) {
    return service_->RunSubcommand({"replay", absl::StrCat(after)});
  };
  EXPECT_THAT(std::string(replay(0).status().message()), HasSubstr("RELAY_RUNNING"));
  EXPECT_EQ(service_->StopService(), 0);
  service_->broker().Stop();
  EXPECT_THAT(std::string(replay(head + 1).status().message()), HasSubstr("POSITION_INVALID"));
  const auto replayed = replay(1);
  ASSERT_THAT(replayed, IsOk());
  EXPECT_THAT(*replayed, HasSubstr(absl::StrCat(head - 1, " positions will be published again")));
  ASSERT_THAT(service_->StartService(), IsOk());
  const auto unpublished = [&] {
    const auto metrics = service_->MetricsText();
    return metrics.ok() &&
           absl::StrContains(*metrics, absl::StrCat("event_unpublished ", head - 1));
  };
  EXPECT_TRUE(Eventually(unpublished));
  ASSERT_THAT(service_->broker().Start(), IsOk());
  EXPECT_TRUE(Eventually([&] {
    const auto metrics = service_->MetricsText();
    return metrics.ok() && absl::StrContains(*metrics, "event_unpublished 0");
  }));
}

TEST_P(Program, RotatesKeysWhileItRuns) {
  ASSERT_THAT(RegisterParties(*service_), IsOk());
  const auto ann = PersonBorn(absl::CivilDay(1988, 9, 2), 1, "Ann", "Essai");
  const auto person = RegisterPerson(*service_, Persona::kCentreAgent, ann);
  ASSERT_THAT(person, IsOk());
  const auto draft = CreateDraft(*service_, Persona::kCentreAgent, DraftFor(kCentre, *person));
  ASSERT_THAT(draft, IsOk());
  const std::string ring = service_->File("keyring");
  for (const privacy::KeyUse use : {privacy::KeyUse::kKeyEncryption, privacy::KeyUse::kLookup}) {
    ASSERT_THAT(privacy::KeyRing::AddKey(ring, use, absl::CivilDay(2026, 6, 1)), IsOk());
  }
  EXPECT_EQ(service_->StopService(), 0);
  ASSERT_THAT(service_->StartService(), IsOk());
  const auto rotated = service_->RunSubcommand({"rotate-keys"});
  ASSERT_THAT(rotated, IsOk());
  EXPECT_THAT(*rotated, HasSubstr("1 data keys were wrapped anew, and 1 look-up hashes made anew; "
                                  "everything is under kek-2 and lookup-2"));
  EXPECT_THAT(Get(*service_, Persona::kCentreAgent, draft->name()), IsOk());

  std::vector<privacy::KeyLine> newest;
  auto lines = privacy::ReadKeyFile(ring);
  ASSERT_THAT(lines, IsOk());
  for (privacy::KeyLine& line : *lines) {
    if (line.use == privacy::KeyUse::kMac || line.number == 2) newest.push_back(std::move(line));
  }
  ASSERT_THAT(privacy::WriteKeyFile(ring, newest), IsOk());
  EXPECT_EQ(service_->StopService(), 0);
  ASSERT_THAT(service_->StartService(), IsOk());
  EXPECT_THAT(Get(*service_, Persona::kCentreAgent, draft->name()), IsOk());
  EXPECT_THAT(RegisterPerson(*service_, Persona::kCentreAgent, ann), IsOkAndHolds(*person));
  EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
}

TEST_P(Program, EndsInOrderWithEverythingPublished) {
  ASSERT_THAT(RegisterParties(*service_), IsOk());
  const auto person = RegisterPerson(*service_, Persona::kCentreAgent,
                                     PersonBorn(absl::CivilDay(1988, 9, 2), 1, "Ann", "Essai"));
  ASSERT_THAT(person, IsOk());
  for (int i = 0; i < 20; ++i) {
    ASSERT_THAT(CreateDraft(*service_, Persona::kCentreAgent, DraftFor(kCentre, *person)), IsOk());
  }
  const auto log = service_->Events();
  EXPECT_EQ(service_->StopService(), 0);
  const auto stream = ReadStream(service_->broker().Url());
  ASSERT_THAT(stream, IsOk());
  ASSERT_EQ(stream->size(), log.size());
  for (size_t i = 0; i < log.size(); ++i) EXPECT_EQ((*stream)[i].payload, log[i].cloud_event());
  EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Engines, Program, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

}  // namespace
}  // namespace mandat::testing
