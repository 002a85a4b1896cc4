// A centre is merged into another: its requests go there, on both engines, while everything runs.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"
#include "tests/support/event_collector.h"
#include "tests/support/eventually.h"
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
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

class Succession : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    mandat::testing::SocialAidOptions options;
    options.engine = GetParam();
    options.jobs_every = absl::Milliseconds(100);
    auto started = RunningSocialAid::Start(std::move(options));
    ASSERT_THAT(started, IsOk());
    service_ = *std::move(started);
    ASSERT_THAT(RegisterParties(*service_), IsOk());
    const auto ann = mandat::testing::PersonBorn(absl::CivilDay(1988, 9, 2), 1, "Ann", "Essai");
    person_ = RegisterPerson(*service_, Persona::kCentreAgent, ann).value();
  }
  std::string Draft(Persona agent, const char* centre) {
    return CreateDraft(*service_, agent, mandat::testing::DraftFor(centre, person_)).value().name();
  }
  std::vector<std::string> List(Persona agent) {
    const auto page = service_->Call(agent, &SocialAidStub::ListArticle60Requests,
                                     v1::ListArticle60RequestsRequest());
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    for (const auto& one : page->article60_requests()) names.push_back(one.name());
    return names;
  }
  absl::Status Merge() {
    v1::MergeCentreRequest request;
    request.set_name(mandat::testing::kCentre);
    request.set_successor(mandat::testing::kOtherCentre);
    *request.mutable_effective_date() = Parsed<google::type::Date>("year: 2024 month: 2 day: 1");
    return service_->Call(Persona::kOfficeManager, &SocialAidStub::MergeCentre, request).status();
  }

  std::unique_ptr<RunningSocialAid> service_;
  std::string person_;
};

TEST_P(Succession, TheSuccessorGoesOnWithTheRequestsOfAMergedCentre) {
  mandat::testing::EventCollector collector(service_->broker().Url());
  const std::string draft = Draft(Persona::kCentreAgent, mandat::testing::kCentre);
  const std::string sent = Draft(Persona::kCentreAgent, mandat::testing::kCentre);
  const std::string own = Draft(Persona::kOtherCentreAgent, mandat::testing::kOtherCentre);
  ASSERT_THAT(Send(*service_, Persona::kCentreAgent, sent), IsOk());
  ASSERT_THAT(Merge(), IsOk());
  ASSERT_TRUE(Eventually([&] { return List(Persona::kCentreAgent).empty(); }));
  EXPECT_THAT(List(Persona::kOtherCentreAgent), UnorderedElementsAreArray({draft, sent, own}));
  EXPECT_THAT(Get(*service_, Persona::kCentreAgent, sent),
              HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Withdraw(*service_, Persona::kCentreAgent, draft, "no more"),
              HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Calculate(*service_, Persona::kOfficeAgent, sent), IsOk());
  EXPECT_EQ(Get(*service_, Persona::kOtherCentreAgent, sent)->owner(), kOtherCentreNumber);
  EXPECT_THAT(Send(*service_, Persona::kOtherCentreAgent, draft), IsOk());
  EXPECT_THAT(Revisions(*service_, Persona::kOtherCentreAgent, sent)->revisions(), SizeIs(4));

  // Subscribers of the successor hear of it, and of what comes after.
  const auto owners = [&] {
    std::vector<std::string> told;
    for (const auto& [key, payload] : collector.Effects()) {
      const auto event = events::ParseCloudEvent(payload);
      if (!event.ok() || event->resource != sent || event->version < 3) continue;
      EXPECT_THAT(payload, HasSubstr(absl::StrCat("\"owner\":\"", kOtherCentreNumber, "\"")));
      EXPECT_THAT(payload, Not(HasSubstr(person_)));
      told.push_back(event->type);
    }
    return told;
  };
  const std::string prefix = "be.mandat.socialaid.v1.article60Request.notify.";
  EXPECT_TRUE(Eventually([&] { return owners().size() == 2; }));
  EXPECT_THAT(owners(), UnorderedElementsAreArray({prefix + "takenOver", prefix + "calculated"}));
  EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
}

TEST_P(Succession, IsMadeUpForAfterTheServiceWasKilled) {
  const std::string draft = Draft(Persona::kCentreAgent, mandat::testing::kCentre);
  ASSERT_THAT(Merge(), IsOk());
  service_->KillService();
  ASSERT_THAT(service_->StartService(), IsOk());
  EXPECT_TRUE(Eventually([&] { return List(Persona::kOtherCentreAgent).size() == 1; }));
  EXPECT_THAT(List(Persona::kCentreAgent), SizeIs(0));
  EXPECT_EQ(List(Persona::kOtherCentreAgent).front(), draft);
}

INSTANTIATE_TEST_SUITE_P(Engines, Succession, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

}  // namespace
}  // namespace mandat::socialaid
