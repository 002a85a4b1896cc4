#include "services/lib/runtime/config.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/runtime/bootstrap.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::runtime {
namespace {

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

struct TestConfig {
  std::string listen;
  std::string database;
  std::string engine;
  int64_t batch_max = 0;
  absl::Duration grace;
  bool reflection = false;
  Secret key;
};

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() : schema_("mandat-test") {
    schema_.Text(&config_.listen, "listen", "Address of the server.", "127.0.0.1:0")
        .Text(&config_.database, "database", "Path of the store.", std::nullopt)
        .Choice(&config_.engine, "engine", "Kind of store.", {"sqlite", "postgres"})
        .Integer(&config_.batch_max, "batch_max", "Commands in one commit.", "commands", {1, 1000},
                 64)
        .Duration(&config_.grace, "shutdown_grace", "Patience.",
                  {absl::Milliseconds(10), absl::Minutes(5)}, absl::Seconds(5))
        .Switch(&config_.reflection, "reflection", "Development only.", false)
        .SecretFile(&config_.key, "store_key_file", "Key of the store.");
  }

  std::string File(const std::string& name, const std::string& content) {
    std::ofstream(folder_.File(name)) << content;
    return folder_.File(name);
  }

  testing::TempDir folder_;
  TestConfig config_;
  ConfigSchema schema_;
};

TEST_F(ConfigTest, DefaultsHoldWhereNothingIsSaid) {
  EXPECT_THAT(schema_.Load({{"serve", "--database=/d"}, {}}), IsOkAndHolds(ElementsAre("serve")));
  EXPECT_EQ(config_.listen, "127.0.0.1:0");
  EXPECT_EQ(config_.database, "/d");
  EXPECT_EQ(config_.engine, "sqlite");
  EXPECT_EQ(config_.batch_max, 64);
  EXPECT_EQ(config_.grace, absl::Seconds(5));
  EXPECT_FALSE(config_.reflection);
  EXPECT_TRUE(config_.key.empty());
}

TEST_F(ConfigTest, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  const std::string file =
      File("c", "# a comment\n\ndatabase = file\nlisten=file\nengine= postgres\nbatch_max = 1\n");
  ASSERT_THAT(schema_.Load({{"--config=" + file, "--batch-max=3"},
                            {"MANDAT_LISTEN=environment", "MANDAT_BATCH_MAX=2", "PATH=/bin",
                             "MANDATE=other"}}),
              IsOk());
  EXPECT_EQ(config_.database, "file");
  EXPECT_EQ(config_.listen, "environment");
  EXPECT_EQ(config_.batch_max, 3);
  EXPECT_EQ(config_.engine, "postgres");
  EXPECT_EQ(schema_.Print(),
            "listen = environment  # environment\n"
            "database = file  # " +
                file +
                ":3\n"
                "engine = postgres  # " +
                file +
                ":5\n"
                "batch_max = 3  # flag\n"
                "shutdown_grace = 5s  # default\n"
                "reflection = false  # default\n"
                "store_key_file =   # default\n");
}

TEST_F(ConfigTest, TheFileMayBeNamedInTheEnvironmentAndTheFlagBeatsIt) {
  const std::string a = File("a", "database = a\n");
  const std::string b = File("b", "database = b\n");
  ASSERT_THAT(schema_.Load({{}, {"MANDAT_CONFIG=" + a}}), IsOk());
  EXPECT_EQ(config_.database, "a");
  ASSERT_THAT(schema_.Load({{"--config=" + b}, {"MANDAT_CONFIG=" + a}}), IsOk());
  EXPECT_EQ(config_.database, "b");
}

TEST_F(ConfigTest, EveryFaultIsNamedAtOnce) {
  const std::string file =
      File("c", "batch_max = 1001\nno line\nlisten = a\nlisten = b\nbatchmax = 1\n");
  const auto result =
      schema_.Load({{"--config=" + file, "--shutdown_grace=5", "--colour=red", "-x", "--reflection",
                     "--engine=a", "--engine=sqlite", "--store_key_file=/no/such/file"},
                    {"MANDAT_REFLECTION=yes", "MANDAT_TYPO=1"}});
  ASSERT_THAT(result, HasReason("CONFIGURATION_INVALID"));
  const std::vector<std::string> lines = absl::StrSplit(result.status().message(), '\n');
  EXPECT_THAT(
      lines,
      ::testing::UnorderedElementsAre(
          "flag -x: is not of the form --name=value",
          "flag --reflection: is not of the form --name=value",
          file + ":1: batch_max: is not 1 to 1000 commands",
          file + ":2: is not of the form name = value", file + ":4: listen: is set twice",
          file + ":5: batchmax: there is no such setting",
          "environment: reflection: is neither true nor false",
          "environment: typo: there is no such setting",
          "flag: shutdown_grace: is not a duration of 10ms to 5m",
          "flag: colour: there is no such setting", "flag: engine: is not one of sqlite, postgres",
          "flag: engine: is set twice", "flag: store_key_file: names a file that cannot be read",
          "database: must be set (MANDAT_DATABASE or --database)"));
}

TEST_F(ConfigTest, TakesBothEndsOfARangeAndNothingBeyond) {
  struct Row {
    const char* flag;
    bool fine;
  };
  const Row rows[] = {
      {"--batch_max=1", true},          {"--batch_max=1000", true},
      {"--batch_max=0", false},         {"--batch_max=1001", false},
      {"--batch_max=1.5", false},       {"--batch_max=", false},
      {"--shutdown_grace=10ms", true},  {"--shutdown_grace=5m", true},
      {"--shutdown_grace=9ms", false},  {"--shutdown_grace=301s", false},
      {"--shutdown_grace=soon", false}, {"--reflection=true", true},
      {"--reflection=1", false},        {"--engine=postgres", true},
      {"--engine=Postgres", false},     {"--listen=", true},
      {"--database=", false},           {"--config=/no/such/file", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(schema_.Load({{row.flag}, {"MANDAT_DATABASE=d"}}).ok(), row.fine) << row.flag;
  }
}

TEST_F(ConfigTest, SecretsAreReadFromFilesAndNeverShown) {
  const std::string path = File("key", "hunter2 \n");
  ASSERT_THAT(schema_.Load({{"--database=d", "--store_key_file=" + path}, {}}), IsOk());
  EXPECT_EQ(config_.key.Reveal(), "hunter2");
  std::ostringstream out;
  out << config_.key;
  EXPECT_EQ(out.str(), "***");
  EXPECT_THAT(schema_.Print(), HasSubstr("store_key_file = ***  # flag\n"));
  EXPECT_THAT(schema_.Print(), Not(HasSubstr("hunter2")));
  const auto empty = schema_.Load({{"--database=d", "--store_key_file=" + File("e", "\n")}, {}});
  EXPECT_THAT(std::string(empty.status().message()), HasSubstr("names an empty file"));
}

TEST_F(ConfigTest, TheReferenceIsATableOfTheDeclarations) {
  EXPECT_EQ(
      schema_.Reference(),
      "| Name | Environment | Meaning | Range | Default |\n"
      "| --- | --- | --- | --- | --- |\n"
      "| `listen` | `MANDAT_LISTEN` | Address of the server. | text | `127.0.0.1:0` |\n"
      "| `database` | `MANDAT_DATABASE` | Path of the store. | text | required |\n"
      "| `engine` | `MANDAT_ENGINE` | Kind of store. | sqlite, postgres | `sqlite` |\n"
      "| `batch_max` | `MANDAT_BATCH_MAX` | Commands in one commit. | 1 to 1000 commands | `64` |\n"
      "| `shutdown_grace` | `MANDAT_SHUTDOWN_GRACE` | Patience. | 10ms to 5m | `5s` |\n"
      "| `reflection` | `MANDAT_REFLECTION` | Development only. | true, false | `false` |\n"
      "| `store_key_file` | `MANDAT_STORE_KEY_FILE` | Key of the store. Secret. | path of a file | "
      "none |\n");
}

TEST_F(ConfigTest, AWrongDeclarationIsCaughtWhenTheProgramStarts) {
  int64_t number = 0;
  EXPECT_DEATH(schema_.Integer(&number, "batch_max", "", "", {0, 1}, 0), "declared wrongly");
  EXPECT_DEATH(schema_.Integer(&number, "other", "", "", {0, 1}, 2), "declared wrongly");
  EXPECT_DEATH(schema_.Switch(&config_.reflection, "config", "", false), "declared wrongly");
}

TEST_F(ConfigTest, LoadConfigurationPrintsOrRefuses) {
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(LoadConfiguration(&schema_, {{"--config-reference"}, {}}, "Usage: …\n").exit_code, 0);
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), schema_.Reference());
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(LoadConfiguration(&schema_, {{"serve", "--help"}, {}}, "Usage: …\n").exit_code, 0);
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "Usage: …\n");
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(
      LoadConfiguration(&schema_, {{"--print-config", "--database=d"}, {}}, "Usage: …\n").exit_code,
      0);
  EXPECT_THAT(::testing::internal::GetCapturedStdout(), HasSubstr("database = d  # flag\n"));
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(LoadConfiguration(&schema_, {{"--print-config"}, {}}, "Usage: …\n").exit_code, 2);
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("database: must be set"));
  const Startup startup =
      LoadConfiguration(&schema_, {{"migrate", "--database=d"}, {}}, "Usage: …\n");
  EXPECT_EQ(startup.exit_code, std::nullopt);
  EXPECT_THAT(startup.words, ElementsAre("migrate"));
}

}  // namespace
}  // namespace mandat::runtime
