// Values that another system pushes in a stream, on both engines, through the released program and
// with the released command line: what breaks in the middle goes on, and nothing is entered twice.

#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mandat/objectives/v1/service.grpc.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/period.h"
#include "services/lib/json/message.h"
#include "services/lib/testing/child_process.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"
#include "tests/support/lines_call.h"
#include "tests/support/running_service.h"

namespace mandat::objectives {
namespace {

using mandat::testing::Engine;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::Persona;
using mandat::testing::RunningOptions;
using mandat::testing::RunningService;
using v1::Measurement;
using v1::MeasurementReceipt;
using Stub = v1::ObjectivesService::Stub;
using Message = v1::EnterMeasurementsRequest;
using Outcome = mandat::testing::LinesOutcome<MeasurementReceipt>;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kFileId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";
constexpr char kOtherFileId[] = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
constexpr int kLines = 2000;
constexpr int kQuarters = 4;

// Bad ones, and the reasons that their receipts give.
const std::map<int, std::string>& BadLines() {
  static const auto& bad = *new std::map<int, std::string>{
      {1, "PERIOD_INVALID"},       {700, "INDICATOR_NOT_FOUND"}, {1000, "EVIDENCE_MISSING"},
      {1001, "DIMENSION_UNKNOWN"}, {2000, "RATIONAL_INVALID"},
  };
  return bad;
}

class Push : public ::testing::TestWithParam<Engine> {
 protected:
  // `indicators/pushed` is pushed by whoever leads, `indicators/contact` by the head of that unit
  // too; each is divided by office.
  void SetUp() override {
    RunningOptions options;
    options.engine = GetParam();
    options.service = "objectives";
    auto started = RunningService::Start(std::move(options));
    ASSERT_THAT(started, IsOk());
    service_ = *std::move(started);
    v1::CreatePlanRequest plan;
    plan.set_plan_id("p");
    *plan.mutable_plan() = TestPlan();
    ASSERT_THAT(service_->Call(Persona::kMandateHolder, &Stub::CreatePlan, plan), IsOk());
    v1::CreateObjectiveRequest objective;
    objective.set_objective_id("o");
    *objective.mutable_objective() = TestObjective();
    objective.mutable_objective()->set_plan("plans/p");
    ASSERT_THAT(service_->Call(Persona::kMandateHolder, &Stub::CreateObjective, objective), IsOk());
    MakeIndicator("pushed", "");
    MakeIndicator("contact", "contact");
    v1::AdoptPlanRequest adopt;
    adopt.set_name("plans/p");
    *adopt.mutable_basis() = TestBasis();
    ASSERT_THAT(service_->Call(Persona::kSecretary, &Stub::AdoptPlan, adopt), IsOk());
  }
  void TearDown() override { EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk()); }

  void MakeIndicator(const std::string& id, const std::string& unit) {
    v1::CreateIndicatorRequest request;
    request.set_indicator_id(id);
    v1::Indicator& indicator = *request.mutable_indicator();
    indicator = With(TestIndicator(),
                     "source: VALUE_SOURCE_PUSHED objective: 'objectives/o' unit: UNIT_COUNT "
                     "dimensions { key: 'office' title { fr: 'Bureau' } }");
    indicator.set_number(id);
    indicator.set_responsible_unit(unit);
    ASSERT_THAT(service_->Call(Persona::kMandateHolder, &Stub::CreateIndicator, request), IsOk());
  }

  // The value of a quarter of 2024 and an office; every third is submitted.
  static Message LineOf(int number) {
    Message message;
    v1::MeasurementLine& line = *message.mutable_line();
    line.set_submit(number % 3 == 0);
    Measurement& measurement = *line.mutable_measurement();
    measurement.set_indicator("indicators/pushed");
    const int quarter = number % kQuarters;
    const absl::CivilMonth first(2024, 1 + 3 * quarter);
    *measurement.mutable_period() =
        base::ToPeriod({absl::CivilDay(first), absl::CivilDay(first + 3)});
    v1::DimensionValue& office = *measurement.add_dimensions();
    office.set_key("office");
    office.set_value(absl::StrCat("o", number / kQuarters));
    measurement.mutable_value()->set_numerator(number);
    measurement.mutable_value()->set_denominator(1);
    measurement.set_evidence("export du système des bureaux");
    const auto bad = BadLines().find(number);
    if (bad != BadLines().end()) Spoil(bad->second, &line);
    return message;
  }
  static void Spoil(const std::string& reason, v1::MeasurementLine* line) {
    Measurement& measurement = *line->mutable_measurement();
    if (reason == "PERIOD_INVALID") measurement.mutable_period()->clear_end_date();
    if (reason == "INDICATOR_NOT_FOUND") measurement.set_indicator("indicators/none");
    if (reason == "DIMENSION_UNKNOWN") measurement.mutable_dimensions(0)->set_key("sex");
    if (reason == "RATIONAL_INVALID") measurement.mutable_value()->set_denominator(0);
    if (reason != "EVIDENCE_MISSING") return;
    measurement.clear_evidence();
    line->set_submit(true);
  }

  Outcome Send(int from, int to, const std::function<void(int line)>& on_receipt = {},
               const std::string& id = kFileId) {
    const auto call = mandat::testing::OpenLines(*service_, service_->Token(Persona::kDirector),
                                                 &Stub::EnterMeasurements);
    return mandat::testing::SendLines<Message>(call, id, from, to, LineOf, on_receipt);
  }
  // The reasons of the receipts of lines about one indicator; that of the end where it is not OK.
  std::vector<std::string> ReasonsOf(Persona persona, const std::vector<std::string>& indicators) {
    const auto call =
        mandat::testing::OpenLines(*service_, service_->Token(persona), &Stub::EnterMeasurements);
    const auto line_of = [&indicators](int number) {
      Message line = LineOf(number + 1);  // The first is a bad one.
      line.mutable_line()->mutable_measurement()->set_indicator(
          indicators[static_cast<size_t>(number) - 1]);
      return line;
    };
    const Outcome outcome = mandat::testing::SendLines<Message>(
        call, kOtherFileId, 1, static_cast<int>(indicators.size()), line_of);
    std::vector<std::string> reasons;
    for (const auto& receipt : outcome.receipts) reasons.push_back(receipt.error().reason());
    if (!outcome.status.ok()) reasons.push_back(base::ReasonOf(outcome.status));
    return reasons;
  }

  // Every measurement, by name.
  std::map<std::string, Measurement> Entered() {
    std::map<std::string, Measurement> entered;
    v1::ListMeasurementsRequest request;
    request.set_page_size(1000);
    do {
      const auto page = service_->Call(Persona::kDirector, &Stub::ListMeasurements, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const Measurement& one : page->measurements()) entered[one.name()] = one;
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return entered;
  }
  // Receipts of all lines, one each, in their order; what is bad is named, the rest is there in its
  // first version.
  void ExpectEachEnteredOnce(const std::vector<MeasurementReceipt>& receipts) {
    ASSERT_THAT(receipts, SizeIs(kLines));
    const std::map<std::string, Measurement> entered = Entered();
    EXPECT_THAT(entered, SizeIs(kLines - BadLines().size()));
    for (int i = 1; i <= kLines; ++i) {
      const MeasurementReceipt& receipt = receipts[static_cast<size_t>(i) - 1];
      const auto bad = BadLines().find(i);
      ASSERT_EQ(receipt.line(), i);
      ASSERT_EQ(receipt.error().reason(), bad == BadLines().end() ? "" : bad->second);
      if (bad != BadLines().end()) continue;
      const auto found = entered.find(receipt.measurement());
      ASSERT_NE(found, entered.end()) << receipt.measurement();
      EXPECT_EQ(found->second.etag(), "1") << receipt.measurement();
      EXPECT_EQ(found->second.value().numerator(), i);
      EXPECT_EQ(found->second.state(), receipt.state());
      EXPECT_EQ(receipt.state(),
                i % 3 == 0 ? v1::MEASUREMENT_STATE_SUBMITTED : v1::MEASUREMENT_STATE_DRAFT);
    }
  }

  struct Said {
    int exit_code = 0;
    std::string text;
  };
  Said RunMandat(const std::vector<std::string>& words) {
    mandat::testing::ChildOptions options;
    options.command = {MANDAT_BINARY_DIR "/bin/mandat"};
    options.command.insert(options.command.end(), words.begin(), words.end());
    options.environment = {absl::StrCat("MANDAT_OBJECTIVES=", service_->address()),
                           absl::StrCat("MANDAT_TOKEN=", service_->Token(Persona::kDirector))};
    options.output_file = service_->File(absl::StrCat("mandat-", ++runs_, ".log"));
    auto program = mandat::testing::ChildProcess::Start(std::move(options));
    EXPECT_THAT(program, IsOk());
    if (!program.ok()) return {};
    Said said;
    said.exit_code = (*program)->Wait(absl::Seconds(100)).value_or(-1);
    said.text = (*program)->Output();
    return said;
  }

  std::unique_ptr<RunningService> service_;
  int runs_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Engines, Push, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

TEST_P(Push, OfTwoThousandLinesEveryGoodOneIsEnteredOnceAlsoWhereTheServiceIsKilled) {
  bool killed = false;
  const Outcome cut = Send(1, kLines, [&](int line) {
    if (line >= 800 && !std::exchange(killed, true)) service_->KillService();
  });
  EXPECT_EQ(cut.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_GE(cut.receipts.size(), 800u);
  EXPECT_LT(cut.receipts.size(), size_t{kLines});
  ASSERT_THAT(service_->StartService(), IsOk());
  // The whole file, from its first line.
  const Outcome whole = Send(1, kLines);
  EXPECT_THAT(whole.status, IsOk());
  ExpectEachEnteredOnce(whole.receipts);
  for (size_t i = 0; i < cut.receipts.size(); ++i) {
    EXPECT_THAT(whole.receipts[i], EqualsProto(cut.receipts[i]));
  }
  // And its rest.
  const int64_t head = service_->HeadPosition();
  const Outcome rest = Send(static_cast<int>(cut.receipts.size()) + 1, kLines);
  EXPECT_THAT(rest.status, IsOk());
  EXPECT_EQ(service_->HeadPosition(), head);
  // Another file of the same values is another wish.
  const Outcome other = Send(2, 4, {}, kOtherFileId);
  EXPECT_EQ(other.receipts[0].error().reason(), "");
  EXPECT_EQ(other.receipts[1].error().reason(), "MEASUREMENT_SUBMITTED");
  EXPECT_EQ(Entered()[other.receipts[0].measurement()].etag(), "2");
}

TEST_P(Push, IsOfWhoeverLeadsAndOfTheHeadOfTheUnit) {
  const std::vector<std::string> both = {"indicators/pushed", "indicators/contact"};
  EXPECT_THAT(ReasonsOf(Persona::kServiceHead, both), ElementsAre("INDICATOR_NOT_FOUND", ""));
  for (const Persona nobody :
       {Persona::kBoardMember, Persona::kMinister, Persona::kAuditor, Persona::kCentreAgent}) {
    EXPECT_THAT(ReasonsOf(nobody, both), ElementsAre("ROLE_REQUIRED"));
  }
  EXPECT_THAT(Entered(), SizeIs(1));
  // What the head submitted waits for the board, whoever comes after.
  EXPECT_THAT(ReasonsOf(Persona::kMandateHolder, both), ElementsAre("", "MEASUREMENT_SUBMITTED"));
}

TEST_P(Push, TheCommandLineEntersAFileAndTellsHowToGoOn) {
  const std::string path = service_->File("values.ndjson");
  std::ofstream text(path);
  for (int i = 1; i <= 1002; ++i) text << json::ToJson(LineOf(i).line()) << "\n";
  text << "{\"colour\": \"red\"}\n";
  text.close();
  const auto once =
      RunMandat({"file", "measurements", path, "--request-id=" + std::string(kFileId)});
  EXPECT_EQ(once.exit_code, 1) << "some were refused";
  EXPECT_THAT(once.text, HasSubstr("line 1: PERIOD_INVALID: "));
  EXPECT_THAT(once.text, HasSubstr("line 1001: DIMENSION_UNKNOWN: "));
  EXPECT_THAT(once.text, HasSubstr("line 1003: "));
  EXPECT_THAT(once.text, HasSubstr("998 of 1003 done."));
  EXPECT_THAT(once.text, HasSubstr("LINES_REFUSED: 5 of 1003 lines were refused."));
  EXPECT_THAT(once.text, HasSubstr(absl::StrCat("--request-id=", kFileId)));
  const int64_t head = service_->HeadPosition();
  const auto again =
      RunMandat({"file", "measurements", path, "--request-id=" + std::string(kFileId)});
  EXPECT_THAT(again.text, HasSubstr("998 of 1003 done."));
  EXPECT_EQ(service_->HeadPosition(), head);
  EXPECT_THAT(Entered(), SizeIs(998));

  // Without the id it is another file: a value that is set again counts, which a repeat would not.
  const std::string back = service_->File("back.ndjson");
  std::ofstream(back) << json::ToJson(LineOf(2).line()) << "\n";
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(RunMandat({"file", "measurements", back}).exit_code, 0);
  }
  EXPECT_EQ(service_->HeadPosition(), head + 2);
}

}  // namespace
}  // namespace mandat::objectives
