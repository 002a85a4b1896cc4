// How the program of a service begins and ends, and its subcommands.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
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
