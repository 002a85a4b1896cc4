// The law as stewards publish it, on both engines, while everything runs.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/test_data.h"
#include "tests/support/event_collector.h"
#include "tests/support/eventually.h"
#include "tests/support/running_social_aid.h"
#include "tests/support/scenario.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::Engine;
using mandat::testing::EqualsProto;
using mandat::testing::Eventually;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::LegalParameterStub;
using mandat::testing::Persona;
using mandat::testing::RunningSocialAid;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using v1::LegalParameter;

// In force from 2027 on, known since long enough for every machine that runs this.
constexpr char kChanged[] = R"(legal_parameter { key: "admission.from_2026_03.days" value: 300
    in_force_from { year: 2027 month: 1 day: 1 } known_from { year: 2025 month: 8 day: 1 }
    legal_reference: "Law of 1.8.2025" source: LEGAL_PARAMETER_SOURCE_PUBLISHED })";

std::unique_ptr<RunningSocialAid> StartOn(Engine engine, int replicas = 1) {
  mandat::testing::SocialAidOptions options;
  options.engine = engine;
  options.replicas = replicas;
  auto started = RunningSocialAid::Start(std::move(options));
  EXPECT_THAT(started, IsOk());
  EXPECT_THAT(RegisterParties(**started), IsOk());
  return *std::move(started);
}

absl::StatusOr<LegalParameter> Publish(RunningSocialAid& service) {
  const auto proposed = service.Call(Persona::kSteward, &LegalParameterStub::ProposeLegalParameter,
                                     Parsed<v1::ProposeLegalParameterRequest>(kChanged));
  if (!proposed.ok()) return proposed.status();
  v1::PublishLegalParameterRequest request;
  request.set_name(proposed->name());
  EXPECT_THAT(service.Call(Persona::kSteward, &LegalParameterStub::PublishLegalParameter, request),
              HasReason("SECOND_PERSON_REQUIRED"));
  return service.Call(Persona::kSecondSteward, &LegalParameterStub::PublishLegalParameter, request);
}

// An answer about a contract from June 2026 on, which ends after the change of 2027.
absl::StatusOr<v1::Article60Request> Answered(RunningSocialAid& service, int serial) {
  const auto ann = mandat::testing::PersonBorn(absl::CivilDay(1988, 9, 2), serial, "Ann", "Essai");
  const std::string person = RegisterPerson(service, Persona::kCentreAgent, ann).value();
  const auto draft = With(mandat::testing::DraftFor(mandat::testing::kCentre, person),
                          "planned_start { year: 2026 month: 6 day: 1 }");
  const std::string name = CreateDraft(service, Persona::kCentreAgent, draft).value().name();
  EXPECT_THAT(Send(service, Persona::kCentreAgent, name), IsOk());
  return Calculate(service, Persona::kOfficeAgent, name);
}

std::string BytesOf(const absl::StatusOr<v1::Article60Request>& answered) {
  EXPECT_THAT(answered, IsOk());
  return law::CanonicalBytes(answered->answer().calculation());
}

absl::StatusOr<v1::ListLegalParametersResponse> List(RunningSocialAid& service,
                                                     const std::string& text) {
  return service.Call(Persona::kCentreAgent, &LegalParameterStub::ListLegalParameters,
                      Parsed<v1::ListLegalParametersRequest>(text));
}

class Law : public ::testing::TestWithParam<Engine> {};

TEST_P(Law, IsStoredAtTheStartAndChangedByTwoStewards) {
  const auto service = StartOn(GetParam());
  mandat::testing::EventCollector collector(service->broker().Url());
  const std::string all = "all_versions: true page_size: 1000";
  EXPECT_THAT(List(*service, all)->legal_parameters(), SizeIs(law::DefaultParameters().size()));
  const auto before = Answered(*service, 1);
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->answer().days(), 312);

  const auto published = Publish(*service);
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->state(), v1::LEGAL_PARAMETER_STATE_PUBLISHED);
  const std::string days = "key: 'admission.from_2026_03.days' in_force_at { year: 2027 month: 1 ";
  const auto holding = List(*service, days + "day: 1 }");
  ASSERT_THAT(holding->legal_parameters(), SizeIs(1));
  EXPECT_THAT(holding->legal_parameters(0), EqualsProto(*published));
  EXPECT_EQ(List(*service, days + "day: 1 } known_at { year: 2025 month: 7 day: 31 }")
                ->legal_parameters(0)
                .value(),
            312);
  EXPECT_EQ(Answered(*service, 2)->answer().days(), 300);
  const auto kept = Get(*service, Persona::kCentreAgent, before->name());
  ASSERT_THAT(kept, IsOk());
  EXPECT_THAT(*kept, EqualsProto(*before));
  EXPECT_EQ(BytesOf(kept), BytesOf(before));

  // Whoever follows the bus hears of it, and not who they were.
  const auto told = [&] {
    std::vector<std::string> types;
    for (const auto& [key, payload] : collector.Effects()) {
      const auto event = events::ParseCloudEvent(payload);
      if (!event.ok() || event->resource != published->name()) continue;
      EXPECT_THAT(payload, Not(HasSubstr(published->proposer())));
      EXPECT_THAT(payload, Not(HasSubstr(published->decider())));
      types.push_back(event->type);
    }
    return types;
  };
  const std::string prefix = "be.mandat.socialaid.v1.legalParameter.notify.";
  EXPECT_TRUE(Eventually([&] { return told().size() == 2; }));
  EXPECT_THAT(told(), ::testing::UnorderedElementsAre(prefix + "proposed", prefix + "published"));
  EXPECT_THAT(service->RunSubcommand({"verify"}), IsOk());
}

TEST_P(Law, IsStoredOnceAlsoAfterTheServiceWasKilled) {
  const auto service = StartOn(GetParam());
  ASSERT_THAT(Publish(*service), IsOk());
  const std::string all = "all_versions: true page_size: 1000";
  const auto before = List(*service, all);
  service->KillService();
  ASSERT_THAT(service->StartService(), IsOk());
  EXPECT_THAT(*List(*service, all), EqualsProto(*before));
  EXPECT_EQ(Answered(*service, 1)->answer().days(), 300);
  EXPECT_THAT(*List(*service, all), EqualsProto(*before));
}

INSTANTIATE_TEST_SUITE_P(Engines, Law, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

TEST(LawOnBothEngines, GivesTheSameBytesForTheSameFactsAlsoAfterARestart) {
  std::vector<std::string> bytes;
  for (const Engine engine : {Engine::kSqlite, Engine::kPostgres}) {
    const auto service = StartOn(engine);
    ASSERT_THAT(Publish(*service), IsOk());
    bytes.push_back(BytesOf(Answered(*service, 1)));
    EXPECT_EQ(service->StopService(), 0);
    ASSERT_THAT(service->StartService(), IsOk());
    bytes.push_back(BytesOf(Answered(*service, 2)));
  }
  for (const std::string& one : bytes) EXPECT_EQ(one, bytes.front());
}

TEST(LawOfReplicas, IsStoredOnceAndOneForAllOfThem) {
  const auto service = StartOn(Engine::kPostgres, 2);
  const std::string all = "all_versions: true page_size: 1000";
  EXPECT_THAT(List(*service, all)->legal_parameters(), SizeIs(law::DefaultParameters().size()));
  ASSERT_THAT(Publish(*service), IsOk());
  // Calls go to both in turn.
  for (int serial = 1; serial <= 4; ++serial) {
    EXPECT_EQ(Answered(*service, serial)->answer().days(), 300);
  }
  EXPECT_THAT(service->RunSubcommand({"verify"}), IsOk());
}

}  // namespace
}  // namespace mandat::socialaid
