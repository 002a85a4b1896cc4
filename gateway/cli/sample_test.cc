// The sample data in deploy/sample: that it can be loaded is shown here, that the answers are as
// expected when it is.

#include <map>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gateway/cli/persona.h"
#include "gateway/cli/scenario.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/role.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/enterprise_number.h"
#include "services/lib/base/ssin.h"
#include "services/lib/testing/matchers.h"

namespace mandat::cli {
namespace {

using ::mandat::testing::IsOk;
using ::testing::Contains;
using ::testing::Ge;
using ::testing::Key;
using ::testing::SizeIs;

const char kFolder[] = MANDAT_SOURCE_DIR "/deploy/sample";

std::vector<Persona> Personas() {
  const auto settings =
      Settings::Load({absl::StrCat("MANDAT_PERSONAS=", kFolder, "/personas.json")});
  auto personas = LoadPersonas(*settings);
  EXPECT_THAT(personas, IsOk());
  return personas.value_or(std::vector<Persona>());
}

Scenario Sample() {
  auto scenario = LoadScenario(kFolder, Personas());
  EXPECT_THAT(scenario, IsOk());
  return scenario.value_or(Scenario());
}

// The requests of one method, by step.
std::map<std::string, Json> RequestsOf(const std::string& call) {
  std::map<std::string, Json> requests;
  const Scenario sample = Sample();
  for (const Step& step : sample.steps) {
    if (step.call == call) requests[step.id] = step.request;
  }
  return requests;
}

TEST(Sample, CanBeLoaded) {
  EXPECT_THAT(CheckScenario(Sample(), MethodIndex::OfLinkedServices()), IsOk());
}

TEST(Sample, HasAPersonaForEachRoleNamedAfterIt) {
  std::map<std::string, int> named;
  for (const Persona& persona : Personas()) {
    ASSERT_THAT(persona.actor.roles, SizeIs(1)) << persona.id;
    named[persona.id] = persona.actor.roles[0];
  }
  const auto& type = *common::v1::Role_descriptor();
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == common::v1::ROLE_UNSPECIFIED) continue;
    const std::string id = absl::StrReplaceAll(
        absl::AsciiStrToLower(absl::StripPrefix(type.value(i)->name(), "ROLE_")), {{"_", "-"}});
    EXPECT_EQ(named[id], type.value(i)->number()) << id;
  }
}

TEST(Sample, OrganisationsHaveValidNumbers) {
  const Scenario sample = Sample();
  for (const Persona& persona : sample.actors) {
    if (persona.actor.organisation.empty()) continue;
    EXPECT_THAT(base::ParseEnterpriseNumber(persona.actor.organisation, persona.id), IsOk());
  }
  std::set<std::string> numbers;
  for (const auto& [step, request] : RequestsOf("CreateCentre")) {
    const std::string number = request["centre"]["enterpriseNumber"];
    EXPECT_THAT(base::ParseEnterpriseNumber(number, step), IsOk());
    EXPECT_TRUE(numbers.insert(number).second) << step;
  }
  EXPECT_THAT(numbers, SizeIs(12));
}

TEST(Sample, NumbersOfPeopleAgreeWithTheirBirth) {
  const absl::CivilDay today = base::BrusselsDay(absl::Now());
  for (const auto& [step, request] : RequestsOf("RegisterPerson")) {
    const auto ssin = base::ParseSsin(request["person"]["ssin"].get<std::string>(), today, step);
    ASSERT_THAT(ssin, IsOk()) << step;
    ASSERT_TRUE(ssin->birth_date.has_value()) << step;
    EXPECT_EQ(base::ToIso(*ssin->birth_date), request["person"]["birthDate"]) << step;
  }
}

TEST(Sample, ACentreActsForItself) {
  std::map<std::string, std::string> numbers;
  for (const auto& [step, request] : RequestsOf("CreateCentre")) {
    numbers[absl::StrCat("${", step, ".name}")] = request["centre"]["enterpriseNumber"];
  }
  const Scenario sample = Sample();
  for (const Step& step : sample.steps) {
    if (step.call != "CreateArticle60Request") continue;
    const auto agent = FindPersona(sample.actors, step.as);
    ASSERT_THAT(agent, IsOk());
    EXPECT_EQ(agent->actor.organisation, numbers[step.request["article60Request"]["centre"]])
        << step.id;
  }
}

// Every text that people read, in all languages.
void ExpectAllLanguages(const Json& value, const std::string& where) {
  if (value.is_object() && value.contains("fr")) {
    for (const char* language : {"fr", "nl", "de", "en"}) {
      EXPECT_NE(value.value(language, ""), "") << where << " " << language;
    }
    return;
  }
  if (!value.is_structured()) return;
  for (const auto& [key, inner] : value.items()) ExpectAllLanguages(inner, where + "." + key);
}

TEST(Sample, SpeaksOfPlansInFourLanguages) {
  for (const char* call :
       {"CreatePlan", "CreateObjective", "CreateAction", "CreateIndicator", "SetTarget"}) {
    const auto requests = RequestsOf(call);
    EXPECT_THAT(requests, SizeIs(Ge(5))) << call;
    for (const auto& [step, request] : requests) ExpectAllLanguages(request, step);
  }
}

// The mandate as the facts have it: every objective and every measuring point, each with a target.
TEST(Sample, HasTheWholeMandate) {
  std::set<std::string> objectives, points, targets;
  for (const auto& [step, request] : RequestsOf("CreateObjective")) {
    const Json& objective = request["objective"];
    if (objective["plan"] == "plans/actiris-a4-2024") objectives.insert(objective["number"]);
  }
  EXPECT_THAT(objectives,
              ::testing::ElementsAre("OS 1", "OS 2", "OS 3", "OS 4", "T1", "T2", "T3", "T4", "T5"));
  std::map<std::string, std::string> numbers;
  for (const auto& [step, request] : RequestsOf("CreateIndicator")) {
    const std::string name = absl::StrCat("indicators/", std::string(request["indicatorId"]));
    numbers[name] = request["indicator"]["number"];
    if (absl::StartsWith(step, "a4-")) points.insert(numbers[name]);
  }
  for (const auto& [step, request] : RequestsOf("SetTarget")) {
    if (absl::StartsWith(step, "a4-")) targets.insert(numbers[request["target"]["indicator"]]);
  }
  for (const char* point : {"1.1",  "1.2",  "2.1",  "2.2",  "2.3",  "3.1",  "3.2",  "4.1",
                            "4.2",  "T1.1", "T1.2", "T2.1", "T2.2", "T3.1", "T4.1", "T4.2",
                            "T4.3", "T4.4", "T4.5", "T4.6", "T4.7", "T5.1", "T5.2", "T5.3"}) {
    EXPECT_THAT(points, Contains(point));
  }
  EXPECT_EQ(points, targets);
}

TEST(Sample, HasRequestsInEveryStateAndTheWorkedCases) {
  EXPECT_THAT(RequestsOf("CreateArticle60Request"), SizeIs(Ge(40)));
  EXPECT_THAT(RequestsOf("SendArticle60Request"), SizeIs(Ge(30)));
  EXPECT_THAT(RequestsOf("WithdrawArticle60Request"), SizeIs(Ge(3)));
  EXPECT_THAT(RequestsOf("DeleteArticle60Request"), SizeIs(Ge(3)));
  const auto answers = RequestsOf("CalculateArticle60Request");
  for (const char* name : {"1", "2", "3", "4", "5", "6", "6b", "7", "8", "9"}) {
    EXPECT_THAT(answers, Contains(Key(absl::StrCat("case-", name, "-calculate"))));
  }
}

}  // namespace
}  // namespace mandat::cli
