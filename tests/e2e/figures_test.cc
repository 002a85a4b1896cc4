// Figures that nobody typed: article 60 requests move them within moments, whatever dies meanwhile,
// whoever is erased, and also where one of the two databases is older than it was.

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"
#include "tests/e2e/figures_for_test.h"

namespace mandat::objectives {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;

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

// A broker that loses what the service says of its own plans: the consumer is never given it.
class FiguresOfItsOwnEvents : public Figures {
 protected:
  std::string Consumers() override {
    for (const char* service : {"objectives", "socialaid"}) {
      const std::string name = absl::StrCat("/objectives.facts_", service, ".json");
      std::ifstream declared(MANDAT_SOURCE_DIR "/deploy/nats/consumers" + name);
      std::ofstream(folder_.path() + name)
          << absl::StrReplaceAll(std::string(std::istreambuf_iterator<char>(declared), {}),
                                 {{"mandat.objectives.v1.*", "mandat.objectives.v1.plan"}});
    }
    return folder_.path();
  }

 private:
  const testing::TempDir folder_;
};

// A log is read in one way on both engines.
INSTANTIATE_TEST_SUITE_P(Engines, FiguresOfItsOwnEvents, ::testing::Values(Engine::kSqlite),
                         [](const auto& engine) { return NameOf(engine.param); });

TEST_P(FiguresOfItsOwnEvents, AreReadInItsOwnLogWhereTheBrokerLosesThem) {
  MakeIndicator("indicators-made", "3", "unit: UNIT_COUNT aggregation: AGGREGATION_SUM",
                R"(tally { events { type: "be.mandat.objectives.v1.indicator.notify.created" } })");
  EXPECT_TRUE(Eventually([&] { return FigureOf("indicators/indicators-made").numerator() == 3; },
                         absl::Minutes(1)));
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
