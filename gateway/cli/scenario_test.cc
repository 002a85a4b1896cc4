#include "gateway/cli/scenario.h"

#include "absl/strings/str_cat.h"
#include "gateway/cli/files.h"
#include "gateway/cli/journal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/uuid.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::cli {
namespace {

namespace v1 = mandat::socialaid::v1;

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr char kActors[] =
    R"("actors": [{"id": "a", "subject": "s", "roles": ["welfare_centre_agent"]}])";

// Reads a scenario with one actor, `a`, and checks it.
absl::Status Check(absl::string_view steps) {
  Scenario scenario;
  const absl::Status read =
      ReadScenario(absl::StrCat("{", kActors, ", \"steps\": [", steps, "]}"), "test", &scenario);
  return read.ok() ? CheckScenario(scenario, MethodIndex::OfLinkedServices()) : read;
}

TEST(Scenario, AStepMayNameWhatAnEarlierOneAnswered) {
  EXPECT_THAT(Check(R"({"id": "p", "as": "a", "call": "RegisterPerson", "request": {}},
               {"id": "r", "as": "a", "call": "CreateArticle60Request",
                "request": {"article60Request": {"person": "${p.person}"}}},
               {"id": "s", "as": "a", "call": "SendArticle60Request",
                "request": {"name": "${r.name}"}})"),
              IsOk());
}

TEST(Scenario, FaultsAreFoundBeforeTheFirstCall) {
  const char* wrong[] = {
      // An answer that comes later, that its step does not give, that nobody gives.
      R"({"id": "s", "as": "a", "call": "SendArticle60Request", "request": {"name": "${s.name}"}})",
      R"({"id": "p", "as": "a", "call": "RegisterPerson", "request": {}},
         {"id": "s", "as": "a", "call": "SendArticle60Request", "request": {"name": "${p.name}"}})",
      R"({"id": "s", "as": "a", "call": "SendArticle60Request", "request": {"name": "${x.name}"}})",
      // Nobody, no method, no such field, an id twice, a part missing.
      R"({"id": "s", "as": "b", "call": "RegisterPerson", "request": {}})",
      R"({"id": "s", "as": "a", "call": "Register", "request": {}})",
      R"({"id": "s", "as": "a", "call": "RegisterPerson", "request": {"colour": 1}})",
      R"({"id": "s", "as": "a", "call": "RegisterPerson", "request": {}},
         {"id": "s", "as": "a", "call": "RegisterPerson", "request": {}})",
      R"({"id": "s", "as": "a", "call": "RegisterPerson"})",
      R"({"as": "a", "call": "RegisterPerson", "request": {}})",
  };
  for (const char* steps : wrong) EXPECT_THAT(Check(steps), HasReason("SCENARIO_INVALID")) << steps;
}

TEST(Resolve, ReplacesEveryReferenceWhereverItStands) {
  const Answers answers = {{"a", {{"name", "centres/a"}}}, {"b", {{"person", "persons/b"}}}};
  const Json value = {{"x", "${a.name}"},
                      {"list", {"<${b.person}> and ${a.name}", 7, true}},
                      {"plain", "$a {b} ${"}};
  const auto resolved = Resolve(value, answers);
  ASSERT_THAT(resolved, IsOk());
  EXPECT_EQ(*resolved, (Json{{"x", "centres/a"},
                             {"list", {"<persons/b> and centres/a", 7, true}},
                             {"plain", "$a {b} ${"}}));
}

TEST(Resolve, SaysWhichReferenceIsUnknown) {
  const auto resolved = Resolve(Json{{"x", {{"y", "${a.person}"}}}}, {{"a", {{"name", "n"}}}});
  EXPECT_THAT(resolved, HasReason("SCENARIO_INVALID"));
  EXPECT_EQ(base::MetadataOf(resolved.status())["reference"], "a.person");
}

TEST(NamesIn, AreThoseOfResources) {
  v1::Article60Request request;
  request.set_name("article60Requests/r");
  request.set_person("persons/p");
  request.set_owner("0123456749");
  EXPECT_THAT(NamesIn(request),
              ElementsAre(Pair("name", "article60Requests/r"), Pair("person", "persons/p")));
}

TEST(CheckAnswer, ComparesWhatIsExpected) {
  v1::Article60Request answer;
  answer.set_state(v1::ARTICLE60_STATE_CALCULATED);
  answer.mutable_answer()->set_days(468);
  Step step{"s", "a", "c", {}, {{"state", "calculated"}, {"answer.days", "468"}}};
  EXPECT_THAT(CheckAnswer(step, answer), IsOk());
  step.expect["answer.days"] = "312";
  const absl::Status status = CheckAnswer(step, answer);
  EXPECT_THAT(status, HasReason("SAMPLE_NOT_AS_EXPECTED"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("'468' and not '312'"));
}

TEST(RequestIdOf, IsAUuidThatDependsOnTheStepAlone) {
  const Step one{"one", "a", "c", {}, {}}, same{"one", "b", "d", {{"x", 1}}, {}},
      two{"two", "a", "c", {}, {}};
  EXPECT_TRUE(base::IsUuid(RequestIdOf(one)));
  EXPECT_EQ(RequestIdOf(one), RequestIdOf(same));
  EXPECT_NE(RequestIdOf(one), RequestIdOf(two));
}

TEST(LoadScenario, ReadsTheNumberedFilesInOrder) {
  const TempDir folder;
  const auto write = [&folder](absl::string_view name, absl::string_view id) {
    const std::string text =
        absl::StrCat(R"({"steps": [{"id": ")", id,
                     R"(", "as": "a", "call": "RegisterPerson", "request": {}}]})");
    ASSERT_THAT(WriteFile(folder.File(name), text), IsOk());
  };
  write("20-b.json", "b");
  write("10-a.json", "a");
  write("personas.json", "not read");
  write("10-a.txt", "not read");
  const auto scenario = LoadScenario(folder.path(), {});
  ASSERT_THAT(scenario, IsOk());
  ASSERT_EQ(scenario->steps.size(), 2);
  EXPECT_EQ(scenario->steps[0].id, "a");
  EXPECT_EQ(scenario->steps[1].id, "b");
}

TEST(LoadScenario, AFolderWithoutScenarioIsSaid) {
  EXPECT_THAT(LoadScenario(TempDir().path(), {}), HasReason("SCENARIO_INVALID"));
  EXPECT_THAT(LoadScenario("/nowhere", {}), HasReason("SCENARIO_INVALID"));
}

TEST(Journal, RemembersAcrossRuns) {
  const TempDir folder;
  const std::string path = folder.File("journal");
  auto journal = Journal::Open(path);
  ASSERT_THAT(journal, IsOk());
  EXPECT_FALSE(journal->Has("one"));
  ASSERT_THAT(journal->Add("one", {{"name", "centres/one"}}), IsOk());
  ASSERT_THAT(journal->Add("two", {}), IsOk());
  const auto again = Journal::Open(path);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->answers(), journal->answers());
  EXPECT_TRUE(again->Has("two"));
}

TEST(Journal, RefusesAnotherFile) {
  const TempDir folder;
  ASSERT_THAT(WriteFile(folder.File("other"), "{\"a\": 1}\n"), IsOk());
  EXPECT_THAT(Journal::Open(folder.File("other")), HasReason("JOURNAL_INVALID"));
}

TEST(Journal, WithoutAPathRemembersWhileItLives) {
  auto journal = Journal::Open("");
  ASSERT_THAT(journal, IsOk());
  ASSERT_THAT(journal->Add("one", {}), IsOk());
  EXPECT_TRUE(journal->Has("one"));
}

}  // namespace
}  // namespace mandat::cli
