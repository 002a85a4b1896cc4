#ifndef TESTS_E2E_FIGURES_FOR_TEST_H_
#define TESTS_E2E_FIGURES_FOR_TEST_H_

// For tests: social aid and objectives beside each other, with a plan whose figures the requests of
// the one move in the other.

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/service.grpc.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/period.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"
#include "tests/support/eventually.h"
#include "tests/support/running_service.h"
#include "tests/support/scenario.h"

namespace mandat::objectives {

using mandat::testing::Engine;
using mandat::testing::Eventually;
using mandat::testing::IsOk;
using mandat::testing::Persona;
using mandat::testing::RunningOptions;
using mandat::testing::RunningService;
using Stub = v1::ObjectivesService::Stub;

inline constexpr char kReceived[] = "indicators/received";
inline constexpr char kInTime[] = "indicators/in-time";

class Figures : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    RunningOptions options;
    options.engine = GetParam();
    auto first = RunningService::Start(options);
    ASSERT_THAT(first, IsOk());
    social_aid_ = *std::move(first);
    options.service = "objectives";
    options.beside = social_aid_.get();
    options.follows = social_aid_.get();
    options.consumers = Consumers();
    auto second = RunningService::Start(options);
    ASSERT_THAT(second, IsOk());
    objectives_ = *std::move(second);
    ASSERT_THAT(RegisterParties(*social_aid_), IsOk());
    MakePlan();
  }

  // As in RunningOptions.
  virtual std::string Consumers() { return ""; }

  // A plan with two computed indicators: requests sent, and the part of the answers that was in
  // time.
  void MakePlan() {
    v1::CreatePlanRequest plan;
    plan.set_plan_id("p");
    *plan.mutable_plan() = TestPlan();
    ASSERT_THAT(objectives_->Call(Persona::kMandateHolder, &Stub::CreatePlan, plan), IsOk());
    v1::CreateObjectiveRequest objective;
    objective.set_objective_id("o");
    *objective.mutable_objective() = TestObjective();
    objective.mutable_objective()->set_plan("plans/p");
    ASSERT_THAT(objectives_->Call(Persona::kMandateHolder, &Stub::CreateObjective, objective),
                IsOk());
    MakeIndicator("received", "1", "unit: UNIT_COUNT aggregation: AGGREGATION_SUM",
                  R"(tally { distinct_field: "name" time_field: "send_time"
                       events { type: "be.mandat.socialaid.v1.article60Request.notify.sent" } })");
    MakeIndicator("in-time", "2", "unit: UNIT_SHARE aggregation: AGGREGATION_RATIO",
                  R"(share {
           numerator { time_field: "answer_time" events {
             type: "be.mandat.socialaid.v1.article60Request.notify.calculated"
             conditions { field: "answer_time" comparison: COMPARISON_LESS
                          other_field: "due_time" } } }
           denominator { time_field: "answer_time" events {
             type: "be.mandat.socialaid.v1.article60Request.notify.calculated" } } })");
  }
  void MakeIndicator(const std::string& id, const std::string& number, const std::string& text,
                     const std::string& formula, const std::string& frequency = "YEAR") {
    v1::CreateIndicatorRequest request;
    request.set_indicator_id(id);
    v1::Indicator& indicator = *request.mutable_indicator();
    indicator = With(TestIndicator(), text + " source: VALUE_SOURCE_COMPUTED number: '" + number +
                                          "' frequency: FREQUENCY_" + frequency);
    indicator.clear_responsible_unit();
    indicator.set_objective("objectives/o");
    *indicator.add_formulas()->mutable_formula() = Parsed<v1::Formula>(formula);
    // Right after the start facts may not be prepared yet.
    EXPECT_TRUE(Eventually([&] {
      return objectives_->Call(Persona::kMandateHolder, &Stub::CreateIndicator, request).ok();
    }));
  }

  // A request that is sent; its name.
  std::string SendOne(const std::string& person = "") {
    const std::string whose = person.empty() ? Somebody() : person;
    const auto draft = CreateDraft(*social_aid_, Persona::kCentreAgent,
                                   testing::DraftFor(testing::kCentre, whose));
    EXPECT_THAT(draft, IsOk());
    EXPECT_THAT(Send(*social_aid_, Persona::kCentreAgent, draft->name()), IsOk());
    return draft->name();
  }
  std::string Somebody() {
    const auto person =
        RegisterPerson(*social_aid_, Persona::kCentreAgent,
                       testing::PersonBorn(absl::CivilDay(1988, 9, 2), ++people_, "Ann", "Essai"));
    EXPECT_THAT(person, IsOk());
    return *person;
  }
  void Answer(const std::string& request) {
    EXPECT_THAT(Calculate(*social_aid_, Persona::kOfficeAgent, request), IsOk());
  }

  static common::v1::Period ThisYear() {
    const int year = static_cast<int>(base::BrusselsDay(absl::Now()).year());
    return base::ToPeriod({absl::CivilDay(year, 1, 1), absl::CivilDay(year + 1, 1, 1)});
  }
  // This year's figure.
  v1::Figure FigureOf(const std::string& indicator) {
    v1::ListFiguresRequest request;
    request.set_indicator(indicator);
    *request.mutable_period() = ThisYear();
    const auto response = objectives_->Call(Persona::kBoardMember, &Stub::ListFigures, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() && response->figures_size() == 1 ? response->figures(0) : v1::Figure();
  }
  bool Becomes(int64_t received, int64_t answered) {
    const bool became = Eventually([&] {
      const v1::Figure in_time = FigureOf(kInTime);
      return FigureOf(kReceived).numerator() == received && in_time.denominator() == answered &&
             in_time.numerator() == answered && !in_time.catching_up();
    });
    EXPECT_EQ(FigureOf(kReceived).numerator(), received);
    EXPECT_EQ(FigureOf(kInTime).denominator(), answered);
    return became;
  }

  struct Explained {
    v1::Figure figure;
    common::v1::LocalizedText words;
    std::vector<v1::Fact> facts;
    std::string digest;
    int64_t count = -1;
  };
  Explained Explain(const std::string& indicator, Persona persona = Persona::kBoardMember,
                    grpc::Status* status = nullptr) {
    const auto stub = v1::ObjectivesService::NewStub(
        grpc::CreateChannel(objectives_->address(), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + objectives_->Token(persona));
    v1::ExplainFigureRequest request;
    request.set_indicator(indicator);
    *request.mutable_period() = ThisYear();
    const auto reader = stub->ExplainFigure(&context, request);
    Explained all;
    v1::ExplainFigureResponse piece;
    while (reader->Read(&piece)) {
      if (piece.has_figure()) {
        all.figure = piece.figure();
        all.words = piece.words();
      }
      all.facts.insert(all.facts.end(), piece.facts().begin(), piece.facts().end());
      if (piece.facts_digest().empty()) continue;
      all.digest = piece.facts_digest();
      all.count = piece.facts_count();
    }
    const grpc::Status end = reader->Finish();
    if (status != nullptr) *status = end;
    return all;
  }

  std::unique_ptr<RunningService> social_aid_;
  std::unique_ptr<RunningService> objectives_;
  int people_ = 0;
};

}  // namespace mandat::objectives

#endif  // TESTS_E2E_FIGURES_FOR_TEST_H_
