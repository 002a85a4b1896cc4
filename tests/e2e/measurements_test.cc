// Values on their way to the board, figures that are published, and facts that come after that.

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "tests/e2e/figures_for_test.h"

namespace mandat::objectives {
namespace {

using mandat::testing::HasReason;
using mandat::testing::Parsed;
using v1::Measurement;
using v1::Restatement;

constexpr char kStarts[] = "indicators/starts";

class PublishedFigures : public Figures {
 protected:
  void SetUp() override {
    Figures::SetUp();
    // Requests by the day on which the contract starts, which lies in a year that is over.
    MakeIndicator("starts", "3", "unit: UNIT_COUNT aggregation: AGGREGATION_SUM",
                  R"(tally { time_field: "planned_start"
                       events { type: "be.mandat.socialaid.v1.article60Request.notify.sent" } })");
    v1::AdoptPlanRequest adopt;
    adopt.set_name("plans/p");
    *adopt.mutable_basis() = TestBasis();
    ASSERT_THAT(objectives_->Call(Persona::kSecretary, &Stub::AdoptPlan, adopt), IsOk());
  }

  // The year in which the contracts of the tests start.
  static common::v1::Period Year() {
    const auto draft = testing::DraftFor(testing::kCentre, "persons/p");
    const int year = draft.planned_start().year();
    return base::ToPeriod({absl::CivilDay(year, 1, 1), absl::CivilDay(year + 1, 1, 1)});
  }
  int64_t Counted() {
    v1::ListFiguresRequest request;
    request.set_indicator(kStarts);
    *request.mutable_period() = Year();
    const auto response = objectives_->Call(Persona::kBoardMember, &Stub::ListFigures, request);
    return response.ok() && response->figures_size() == 1 && !response->figures(0).catching_up()
               ? response->figures(0).numerator()
               : -1;
  }
  absl::StatusOr<Measurement> SubmitIt() {
    const auto stub = v1::ObjectivesService::NewStub(
        grpc::CreateChannel(objectives_->address(), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + objectives_->Token(Persona::kMandateHolder));
    v1::SubmitFigureRequest request;
    request.set_indicator(kStarts);
    *request.mutable_period() = Year();
    const auto reader = stub->SubmitFigure(&context, request);
    v1::SubmitFigureResponse piece, last;
    while (reader->Read(&piece)) last = piece;
    const grpc::Status end = reader->Finish();
    if (!end.ok()) return absl::InternalError(end.error_message());
    return last.measurement();
  }
  template <typename Request>
  absl::StatusOr<Measurement> Move(Persona persona,
                                   grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                const Request&, Measurement*),
                                   const std::string& name) {
    Request request;
    request.set_name(name);
    return objectives_->Call(persona, method, request);
  }
  std::string PublishIt() {
    const auto submitted = SubmitIt();
    EXPECT_THAT(submitted, IsOk());
    const std::string name = submitted.ok() ? submitted->name() : "";
    EXPECT_THAT(Move(Persona::kBoardMember, &Stub::ValidateMeasurement, name), IsOk());
    EXPECT_THAT(Move(Persona::kDirector, &Stub::AcceptMeasurement, name), IsOk());
    return name;
  }
  int64_t PublishedValue(const std::string& name) {
    const auto measurement = Move(Persona::kMinister, &Stub::GetMeasurement, name);
    EXPECT_THAT(measurement, IsOk());
    return measurement.ok() ? measurement->accepted().value().numerator() : -1;
  }
  std::vector<Restatement> Restatements() {
    const auto response = objectives_->Call(Persona::kBoardMember, &Stub::ListRestatements,
                                            v1::ListRestatementsRequest());
    EXPECT_THAT(response, IsOk());
    return {response->restatements().begin(), response->restatements().end()};
  }
  bool Waits(int64_t from, int64_t to) {
    return Eventually([&] {
      const auto all = Restatements();
      return !all.empty() && all.back().state() == v1::RESTATEMENT_STATE_PROPOSED &&
             all.back().old_value().numerator() == from && all.back().new_value().numerator() == to;
    });
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, PublishedFigures,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

TEST_P(PublishedFigures, StayAsTheyAreAndEveryLateEventIsARestatement) {
  SendOne();
  SendOne();
  ASSERT_TRUE(Eventually([&] { return Counted() == 2; }));
  const std::string name = PublishIt();
  EXPECT_EQ(PublishedValue(name), 2);

  SendOne();
  ASSERT_TRUE(Waits(2, 3));
  EXPECT_EQ(PublishedValue(name), 2);
  // Whatever dies meanwhile: one difference, one restatement.
  objectives_->KillService();
  SendOne();
  ASSERT_THAT(objectives_->StartService(), IsOk());
  ASSERT_TRUE(Waits(2, 4));
  ASSERT_EQ(Restatements().size(), 1u);

  v1::AcceptRestatementRequest accept;
  accept.set_name(Restatements()[0].name());
  ASSERT_THAT(objectives_->Call(Persona::kBoardMember, &Stub::AcceptRestatement, accept), IsOk());
  EXPECT_EQ(PublishedValue(name), 4);
  SendOne();
  ASSERT_TRUE(Waits(4, 5));
  EXPECT_EQ(Restatements().size(), 2u);
}

// A restore of social aid takes two events back: the difference is a restatement too, and lapses
// when they come again.
TEST_P(PublishedFigures, ARestoreOfTheOtherServiceIsRestatedToo) {
  SendOne();
  ASSERT_TRUE(Eventually([&] { return Counted() == 1; }));
  const std::string backup = social_aid_->File("backup");
  ASSERT_THAT(social_aid_->RunSubcommand({"backup", backup}), IsOk());
  SendOne();
  ASSERT_TRUE(Eventually([&] { return Counted() == 2; }));
  const std::string name = PublishIt();
  ASSERT_EQ(social_aid_->StopService(), 0);
  ASSERT_THAT(social_aid_->UseAnotherDatabase(), IsOk());
  ASSERT_THAT(social_aid_->RunSubcommand({"restore", backup}), IsOk());
  ASSERT_THAT(social_aid_->StartService(), IsOk());
  ASSERT_TRUE(Waits(2, 1));
  SendOne();
  ASSERT_TRUE(Eventually([&] {
    const auto all = Restatements();
    return all.size() == 1 && all[0].state() == v1::RESTATEMENT_STATE_LAPSED;
  }));
  EXPECT_EQ(PublishedValue(name), 2);
}

TEST_P(PublishedFigures, AreOfTheBoardAndTheSupervisorAlone) {
  SendOne();
  ASSERT_TRUE(Eventually([&] { return Counted() == 1; }));
  const auto submitted = SubmitIt();
  ASSERT_THAT(submitted, IsOk());
  const std::string& name = submitted->name();
  EXPECT_THAT(Move(Persona::kMinister, &Stub::GetMeasurement, name),
              HasReason("MEASUREMENT_NOT_FOUND"));
  EXPECT_THAT(Move(Persona::kCentreAgent, &Stub::GetMeasurement, name), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Move(Persona::kMandateHolder, &Stub::ValidateMeasurement, name),
              HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Move(Persona::kDirector, &Stub::AcceptMeasurement, name),
              HasReason("MEASUREMENT_NOT_VALIDATED"));
  EXPECT_THAT(Move(Persona::kBoardMember, &Stub::ValidateMeasurement, name), IsOk());
  EXPECT_THAT(Move(Persona::kBoardMember, &Stub::AcceptMeasurement, name),
              HasReason("SECOND_PERSON_REQUIRED"));
}

}  // namespace
}  // namespace mandat::objectives
