// Figures that nobody typed: article 60 requests move them within moments, whatever dies meanwhile,
// whoever is erased, and also where one of the two databases is older than it was.

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
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
namespace {

using mandat::testing::Engine;
using mandat::testing::EqualsProto;
using mandat::testing::Eventually;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::Persona;
using mandat::testing::RunningOptions;
using mandat::testing::RunningService;
using Stub = v1::ObjectivesService::Stub;

constexpr char kReceived[] = "indicators/received";
constexpr char kInTime[] = "indicators/in-time";

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
    auto second = RunningService::Start(options);
    ASSERT_THAT(second, IsOk());
    objectives_ = *std::move(second);
    ASSERT_THAT(RegisterParties(*social_aid_), IsOk());
    MakePlan();
  }

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

INSTANTIATE_TEST_SUITE_P(Engines, Figures, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

TEST_P(Figures, MoveWithTheEventsAndAreOpenedDownToThem) {
  std::set<std::string> sent;
  for (int i = 0; i < 3; ++i) sent.insert(SendOne());
  Answer(*sent.begin());
  ASSERT_TRUE(Becomes(3, 1));

  const Explained received = Explain(kReceived);
  EXPECT_EQ(received.figure.numerator(), 3);
  EXPECT_EQ(received.count, 3);
  std::set<std::string> told;
  for (const v1::Fact& fact : received.facts) told.insert(fact.resource());
  EXPECT_EQ(told, sent);
  for (const std::string* words :
       {&received.words.fr(), &received.words.nl(), &received.words.de(), &received.words.en()}) {
    EXPECT_FALSE(words->empty());
  }
  EXPECT_EQ(received.digest.size(), 64u);
  EXPECT_EQ(Explain(kReceived).digest, received.digest);
  // The answer counts for the part and for the whole.
  EXPECT_EQ(Explain(kInTime).count, 2);
  // Nobody else's.
  grpc::Status status;
  EXPECT_EQ(Explain(kReceived, Persona::kCentreAgent, &status).count, -1);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_P(Figures, AreRightAfterAnythingWasKilled) {
  SendOne();
  ASSERT_TRUE(Becomes(1, 0));
  objectives_->KillService();
  const std::string second = SendOne();
  Answer(second);
  ASSERT_THAT(objectives_->StartService(), IsOk());
  ASSERT_TRUE(Becomes(2, 1));
  social_aid_->broker().Kill();
  SendOne();
  ASSERT_THAT(social_aid_->broker().Start(), IsOk());
  ASSERT_TRUE(Becomes(3, 1));
  // A broker that lost all: the relay publishes again, and nothing counts twice.
  social_aid_->broker().Kill();
  ASSERT_THAT(social_aid_->broker().WipeStore(), IsOk());
  SendOne();
  ASSERT_THAT(social_aid_->broker().Start(), IsOk());
  ASSERT_TRUE(Becomes(4, 1));
  social_aid_->KillService();
  ASSERT_THAT(social_aid_->StartService(), IsOk());
  SendOne();
  ASSERT_TRUE(Becomes(5, 1));
}

TEST_P(Figures, AFormulaThatComesLaterCountsWhatWasThere) {
  Answer(SendOne());
  SendOne();
  ASSERT_TRUE(Becomes(2, 1));
  MakeIndicator(
      "later", "3", "unit: UNIT_COUNT aggregation: AGGREGATION_SUM",
      R"(tally { events { type: "be.mandat.socialaid.v1.article60Request.notify.created" } })");
  EXPECT_TRUE(Eventually([&] {
    const v1::Figure figure = FigureOf("indicators/later");
    return !figure.catching_up() && figure.numerator() == 2;
  }));
  // Opened, it says what the version says that holds for the period.
  v1::ReviseFormulaRequest revision;
  revision.set_name("indicators/later");
  revision.mutable_formula()->set_reason("sent ones only");
  *revision.mutable_formula()->mutable_valid_from() = ThisYear().start_date();
  *revision.mutable_formula()->mutable_formula() = Parsed<v1::Formula>(
      R"(tally { events { type: "be.mandat.socialaid.v1.article60Request.notify.sent" } })");
  const auto revised = objectives_->Call(Persona::kMandateHolder, &Stub::ReviseFormula, revision);
  ASSERT_THAT(revised, IsOk());
  EXPECT_THAT(Explain("indicators/later").words, EqualsProto(revised->formulas(1).words()));
}

TEST_P(Figures, AnErasureTakesNothingOutOfThem) {
  const std::string person = Somebody();
  Answer(SendOne(person));
  ASSERT_TRUE(Becomes(1, 1));
  ASSERT_THAT(testing::Erase(*social_aid_, person), IsOk());
  SendOne();
  ASSERT_TRUE(Becomes(2, 1));
  EXPECT_EQ(Explain(kReceived).count, 2);
}

TEST_P(Figures, AreThoseOfTheRestoredLogAfterARestore) {
  SendOne();
  ASSERT_TRUE(Becomes(1, 0));
  const std::string backup = social_aid_->File("backup");
  ASSERT_THAT(social_aid_->RunSubcommand({"backup", backup}), IsOk());
  SendOne();
  SendOne();
  ASSERT_TRUE(Becomes(3, 0));
  ASSERT_EQ(social_aid_->StopService(), 0);
  ASSERT_THAT(social_aid_->UseAnotherDatabase(), IsOk());
  ASSERT_THAT(social_aid_->RunSubcommand({"restore", backup}), IsOk());
  ASSERT_THAT(social_aid_->StartService(), IsOk());
  ASSERT_TRUE(Becomes(1, 0));
  Answer(SendOne());
  ASSERT_TRUE(Becomes(2, 1));
  EXPECT_EQ(Explain(kReceived).count, 2);
}

// The facts are gone, the plan is not: its backup is older than all events. The broker's consumer
// has acknowledged them, so the owner is asked.
TEST_P(Figures, LostFactsComeAgainFromTheirOwner) {
  const std::string backup = objectives_->File("backup");
  ASSERT_THAT(objectives_->RunSubcommand({"backup", backup}), IsOk());
  Answer(SendOne());
  SendOne();
  ASSERT_TRUE(Becomes(2, 1));
  const Explained before = Explain(kReceived);
  ASSERT_EQ(objectives_->StopService(), 0);
  ASSERT_THAT(objectives_->UseAnotherDatabase(), IsOk());
  ASSERT_THAT(objectives_->RunSubcommand({"restore", backup}), IsOk());
  ASSERT_THAT(objectives_->StartService(), IsOk());
  ASSERT_TRUE(Becomes(2, 1));
  EXPECT_EQ(Explain(kReceived).digest, before.digest);
}

TEST_P(Figures, RefuseWhatTheyCannotSay) {
  v1::ListFiguresRequest request;
  const auto list = [&](const std::string& indicator, const std::string& period) {
    return objectives_->Call(
        Persona::kBoardMember, &Stub::ListFigures,
        With(Parsed<v1::ListFiguresRequest>("indicator: '" + indicator + "'"), period));
  };
  EXPECT_THAT(list("plans/p", ""), HasReason("NAME_INVALID"));
  EXPECT_THAT(list("indicators/none", ""), HasReason("INDICATOR_NOT_FOUND"));
  EXPECT_THAT(list(kReceived, "period { end_date { year: 2026 month: 1 day: 1 } }"),
              HasReason("PERIOD_INVALID"));
  EXPECT_THAT(list(kReceived,
                   "period { start_date { year: 1899 month: 12 day: 31 } "
                   "end_date { year: 2026 month: 1 day: 1 } }"),
              HasReason("DATE_INVALID"));
  MakeIndicator(
      "often", "3", "unit: UNIT_COUNT aggregation: AGGREGATION_SUM",
      R"(tally { events { type: "be.mandat.socialaid.v1.article60Request.notify.sent" } })",
      "MONTH");
  EXPECT_THAT(list("indicators/often",
                   "period { start_date { year: 1900 month: 1 day: 1 } "
                   "end_date { year: 2200 month: 1 day: 1 } }"),
              HasReason("TOO_MANY_PERIODS"));
  v1::CreateIndicatorRequest entered;
  entered.set_indicator_id("entered");
  *entered.mutable_indicator() = With(TestIndicator(), "number: '9'");
  entered.mutable_indicator()->set_objective("objectives/o");
  ASSERT_THAT(objectives_->Call(Persona::kMandateHolder, &Stub::CreateIndicator, entered), IsOk());
  EXPECT_THAT(list("indicators/entered", ""), HasReason("INDICATOR_NOT_COMPUTED"));
  entered.set_indicator_id("wrong");
  entered.mutable_indicator()->set_number("10");
  entered.mutable_indicator()->set_source(v1::VALUE_SOURCE_COMPUTED);
  entered.mutable_indicator()->clear_responsible_unit();
  *entered.mutable_indicator()->add_formulas()->mutable_formula() = Parsed<v1::Formula>(
      "tally { events { type: 'be.mandat.socialaid.v1.article60Request.notify.sentt' } }");
  EXPECT_THAT(objectives_->Call(Persona::kMandateHolder, &Stub::CreateIndicator, entered),
              HasReason("EVENT_TYPE_UNKNOWN"));
}

}  // namespace
}  // namespace mandat::objectives
