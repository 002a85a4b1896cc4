#include "gateway/cli/help.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/cli/exit_code.h"
#include "gateway/cli/progress.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::cli {
namespace {

using ::testing::HasSubstr;

std::string NameOf(const Command* command) { return command == nullptr ? "none" : command->name; }

TEST(FindCommand, TakesTheLongestNameThatTheWordsBeginWith) {
  EXPECT_EQ(NameOf(FindCommand({"token"})), "token");
  EXPECT_EQ(NameOf(FindCommand({"token", "init", "keys"})), "token init");
  EXPECT_EQ(NameOf(FindCommand({"token", "other"})), "token");
  EXPECT_EQ(NameOf(FindCommand({"sample"})), "none");
  EXPECT_EQ(NameOf(FindCommand({})), "none");
}

TEST(Commands, EachHasANameOfItsOwnASummaryAndAWay) {
  std::set<std::string> names;
  for (const Command& command : Commands()) {
    EXPECT_TRUE(names.insert(command.name).second) << command.name;
    EXPECT_TRUE(absl::EndsWith(command.summary, ".") || absl::EndsWith(command.summary, "…"))
        << command.name;
    EXPECT_NE(command.run, nullptr) << command.name;
    EXPECT_LE(command.words_min, command.words_max) << command.name;
  }
}

TEST(Help, NamesEveryCommandAndEveryOption) {
  const std::string general = GeneralHelp();
  for (const Command& command : Commands()) {
    EXPECT_THAT(general, HasSubstr(absl::StrCat("  ", command.name)));
    for (const OptionHelp& option : command.options) {
      EXPECT_THAT(HelpOf(command), HasSubstr(absl::StrCat("--", option.option)));
    }
  }
}

TEST(Help, SaysHowACommandIsUsedWhereASentenceDoesNot) {
  const std::string help = HelpOf(*FindCommand({"import-plan"}));
  EXPECT_THAT(help, HasSubstr("\n\nThe next mandate out of the last:\n"));
  EXPECT_THAT(help, HasSubstr("--check\n  mandat import-plan next.json --plan-id=mandate-2029\n\n"
                              "Options of every command:"));
  EXPECT_FALSE(absl::StrContains(GeneralHelp(), "The next mandate"));
}

TEST(BashCompletion, OffersWhatTheServicesHave) {
  const std::string script = BashCompletion(MethodIndex::OfLinkedServices());
  EXPECT_THAT(
      script,
      HasSubstr(
          "act) words='accept acknowledge adopt amend calculate carryOut close delete evaluate "));
  EXPECT_THAT(script, HasSubstr(" plans ranking restatements targets' options="));
  EXPECT_THAT(script, HasSubstr("file) words='article60Requests measurements' options="));
  EXPECT_THAT(script, HasSubstr("token) words='init personas'"));
  EXPECT_THAT(script, HasSubstr("keys) words='add create'"));
  EXPECT_THAT(script, HasSubstr("--as-of="));
  EXPECT_FALSE(absl::StrContains(script, "@"));
}

TEST(ExitCode, TellsWhetherARepeatCanHelp) {
  const auto code = [](absl::StatusCode status, const char* reason) {
    return ExitCodeOf(base::Error(status, reason, "…"));
  };
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), kDone);
  EXPECT_EQ(ExitCodeOf(WrongUse("…")), kWrongUse);
  EXPECT_EQ(code(absl::StatusCode::kInvalidArgument, "SSIN_INVALID"), kRefused);
  EXPECT_EQ(code(absl::StatusCode::kNotFound, "CENTRE_NOT_FOUND"), kRefused);
  EXPECT_EQ(code(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"), kUnreachable);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("connection refused")), kUnreachable);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), kUnreachable);
}

TEST(ErrorLine, BeginsWithTheReason) {
  EXPECT_EQ(ErrorLine(base::Error(absl::StatusCode::kNotFound, "CENTRE_NOT_FOUND", "Gone.")),
            "CENTRE_NOT_FOUND: Gone.");
  EXPECT_EQ(ErrorLine(base::InvalidField("SSIN_INVALID", "person.ssin", "No.")),
            "SSIN_INVALID: person.ssin: No.");
  EXPECT_EQ(ErrorLine(absl::UnavailableError("refused")), "UNAVAILABLE: refused");
}

TEST(ProgressLine, ShowsABarWhereTheEndIsKnown) {
  EXPECT_EQ(ProgressLine("log", 120, 240),
            "log  [###############               ]  50 %  120 of 240");
  EXPECT_EQ(ProgressLine("log", 240, 240),
            "log  [##############################] 100 %  240 of 240");
  EXPECT_EQ(ProgressLine("rows", 7, 0), "rows  7");
}

}  // namespace
}  // namespace mandat::cli
