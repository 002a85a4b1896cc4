// The sample data in deploy/sample: that it can be loaded is shown here, that the answers are as
// expected when it is.

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
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

// Two stewards, since nobody publishes what they proposed.
TEST(Sample, HasOnePersonaARoleAndTwoStewards) {
  std::multiset<int> roles;
  for (const Persona& persona : Personas()) {
    for (const common::v1::Role role : persona.actor.roles) roles.insert(role);
  }
  const auto& type = *common::v1::Role_descriptor();
  for (int i = 0; i < type.value_count(); ++i) {
    const int role = type.value(i)->number();
    const int expected = role == common::v1::ROLE_UNSPECIFIED   ? 0
                         : role == common::v1::ROLE_LAW_STEWARD ? 2
                                                                : 1;
    EXPECT_EQ(roles.count(role), expected) << type.value(i)->name();
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
