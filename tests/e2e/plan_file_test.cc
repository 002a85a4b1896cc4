// Whole plans as files, through the released programs and on both engines.

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/cli/client.h"
#include "gateway/cli/persona.h"
#include "gateway/cli/scenario.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/service.grpc.pb.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/json/message.h"
#include "services/lib/json/parse.h"
#include "services/lib/runtime/channel.h"
#include "services/lib/testing/child_process.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/plan_files/rules_ids.h"
#include "services/objectives/plan_files/test_file.h"
#include "tests/support/eventually.h"
#include "tests/support/refusals.h"
#include "tests/support/running_service.h"

namespace mandat::objectives {
namespace {

using absl::StatusCode;
using mandat::testing::Engine;
using mandat::testing::EqualsProtoMessage;
using mandat::testing::Eventually;
using mandat::testing::ExpectRefusals;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::Persona;
using mandat::testing::RunningOptions;
using mandat::testing::RunningService;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Stub = v1::ObjectivesService::Stub;
using v1::PlanFile;

constexpr char kSample[] = MANDAT_SOURCE_DIR "/deploy/sample";

// What a plan says, in one order and without what the service owns. The state of a plan is its too.
template <typename T>
void Normalise(google::protobuf::RepeatedPtrField<T>* items) {
  for (T& item : *items) base::KeepSettable(&item);
  std::sort(items->begin(), items->end(),
            [](const T& a, const T& b) { return a.name() < b.name(); });
}

PlanFile Normal(PlanFile file) {
  base::KeepSettable(&file);
  base::KeepSettable(file.mutable_plan());
  Normalise(file.mutable_objectives());
  Normalise(file.mutable_actions());
  Normalise(file.mutable_indicators());
  Normalise(file.mutable_targets());
  return file;
}

class PlanFiles : public ::testing::TestWithParam<Engine> {
 protected:
  static void TearDownTestSuite() { services().clear(); }
  void SetUp() override {
    std::unique_ptr<RunningService>& service = services()[GetParam()];
    if (service == nullptr) {
      RunningOptions options;
      options.service = "objectives";
      options.engine = GetParam();
      // Whoever makes the same plan in the other process is seen by the commit alone.
      options.replicas = GetParam() == Engine::kPostgres ? 2 : 1;
      auto started = RunningService::Start(options);
      ASSERT_THAT(started, IsOk());
      service = *std::move(started);
    }
    service_ = service.get();
  }
  void TearDown() override {
    if (service_ == nullptr) return;
    EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
  }
  // A service whose log only the test writes: in that of the others the clock does too, as plans of
  // the sample run.
  void BeginAnew() {
    service_ = nullptr;
    services().erase(GetParam());
    ASSERT_NO_FATAL_FAILURE(SetUp());
  }
  static std::map<Engine, std::unique_ptr<RunningService>>& services() {
    static auto& all = *new std::map<Engine, std::unique_ptr<RunningService>>();
    return all;
  }

  absl::StatusOr<v1::Plan> ImportAs(const std::string& token, const PlanFile& file,
                                    const std::string& plan_id) {
    v1::ImportPlanRequest request;
    *request.mutable_file() = file;
    request.set_plan_id(plan_id);
    absl::StatusOr<v1::Plan> plan;
    // The service may have just begun.
    Eventually([&] {
      plan = service_->CallWithToken(token, &Stub::ImportPlan, request);
      return base::ReasonOf(plan.status()) != "FACTS_NOT_PREPARED";
    });
    return plan;
  }
  absl::StatusOr<v1::Plan> Import(const PlanFile& file, const std::string& plan_id = "") {
    return ImportAs(service_->Token(Persona::kMandateHolder), file, plan_id);
  }
  absl::StatusOr<PlanFile> ExportAs(const std::string& token, const std::string& plan) {
    v1::ExportPlanRequest request;
    request.set_name(plan);
    return service_->CallWithToken(token, &Stub::ExportPlan, request);
  }
  absl::StatusOr<PlanFile> Export(const std::string& plan) {
    return ExportAs(service_->Token(Persona::kBoardMember), plan);
  }
  absl::StatusOr<v1::CheckPlanFileResponse> Check(const PlanFile& file,
                                                  const std::string& plan_id = "") {
    v1::CheckPlanFileRequest request;
    *request.mutable_file() = file;
    request.set_plan_id(plan_id);
    return service_->Call(Persona::kDirector, &Stub::CheckPlanFile, request);
  }

  // Does the steps of the sample data that make plans; by whom each plan was made.
  std::map<std::string, access::Actor> LoadSample();

  RunningService* service_ = nullptr;
};

std::map<std::string, access::Actor> PlanFiles::LoadSample() {
  std::map<std::string, access::Actor> makers;
  const auto settings =
      cli::Settings::Load({absl::StrCat("MANDAT_PERSONAS=", kSample, "/personas.json")});
  const auto scenario = cli::LoadScenario(kSample, cli::LoadPersonas(*settings).value());
  EXPECT_THAT(scenario, IsOk());
  const cli::MethodIndex index({v1::Plan::descriptor()->file()->pool()->FindServiceByName(
      "mandat.objectives.v1.ObjectivesService")});
  runtime::ServerAddress server;
  server.address = service_->address();
  const auto channel = runtime::OpenChannel(server).value();
  cli::Answers answers;
  for (const cli::Step& step : scenario->steps) {
    const cli::Method* method = index.FindByName(step.call);
    if (method == nullptr) continue;
    const access::Actor actor = cli::FindPersona(scenario->actors, step.as)->actor;
    cli::Client client(channel, service_->Token(actor), {});
    const auto request = cli::NewMessage(*method->descriptor->input_type());
    const auto resolved = cli::Resolve(step.request, answers);
    EXPECT_THAT(resolved, IsOk());
    EXPECT_THAT(cli::ReadMessage(*resolved, request.get()), IsOk()) << step.id;
    const auto answer = client.Call(*method, request.get());
    EXPECT_THAT(answer, IsOk()) << step.id;
    if (!answer.ok()) return makers;
    answers[step.id] = cli::NamesIn(**answer);
    if (step.call == "CreatePlan") makers.emplace(answers[step.id]["name"], actor);
  }
  return makers;
}

int Lines(const PlanFile& file) { return file.objectives_size() + file.indicators_size(); }

// The file as it is written and read.
PlanFile ThroughJson(const PlanFile& file) {
  PlanFile read;
  EXPECT_THAT(json::ParseJson(json::ToJson(file), &read), IsOk());
  return read;
}

TEST_P(PlanFiles, OfTheSampleComeInAsTheyWentOut) {
  const auto makers = LoadSample();
  ASSERT_GE(makers.size(), 5u);
  size_t lines = 0;
  for (const auto& [name, maker] : makers) {
    SCOPED_TRACE(name);
    const std::string token = service_->Token(maker);
    const auto out = ExportAs(token, name);
    ASSERT_THAT(out, IsOk());
    lines += static_cast<size_t>(out->objectives_size() + out->indicators_size());
    EXPECT_GT(out->position(), 0);
    const PlanFile file = ThroughJson(*out);
    EXPECT_THAT(file, EqualsProtoMessage(*out));
    const std::string copy = absl::StrCat("next-", base::IdIn(name));
    const auto plan = ImportAs(token, file, copy);
    ASSERT_THAT(plan, IsOk());
    EXPECT_EQ(plan->name(), absl::StrCat("plans/", copy));
    EXPECT_EQ(plan->state(), v1::PLAN_STATE_DRAFT);
    const auto again = ExportAs(token, plan->name());
    ASSERT_THAT(again, IsOk());
    PlanFile expected = *out;
    auto& targets = *expected.mutable_targets();
    targets.erase(
        std::remove_if(targets.begin(), targets.end(),
                       [](const v1::Target& target) { return !plan_files::IsMade(target); }),
        targets.end());
    EXPECT_THAT(Normal(*again), EqualsProtoMessage(Normal(plan_files::Renamed(expected, copy))));
  }
  EXPECT_GE(lines, 50u);
}

// Everything that is made is a position of the log, and an indicator is made after its objective.
TEST_P(PlanFiles, AndAssessmentsAreOfOneMomentWhileOthersWrite) {
  ASSERT_NO_FATAL_FAILURE(BeginAnew());
  ASSERT_THAT(Import(TestFile(), "moving"), IsOk());
  const auto before = Export("plans/moving");
  ASSERT_THAT(before, IsOk());
  const int more = before->indicators_size() - before->objectives_size();
  std::atomic<int> left = 100;
  std::thread writer([&] {
    for (; left > 0; --left) {
      v1::CreateObjectiveRequest objective;
      objective.set_objective_id(absl::StrCat("moving-o-", left.load()));
      *objective.mutable_objective() =
          With(TestObjective(), absl::StrCat("plan: 'plans/moving' number: '9.", left.load(), "'"));
      EXPECT_THAT(service_->Call(Persona::kMandateHolder, &Stub::CreateObjective, objective),
                  IsOk());
      v1::CreateIndicatorRequest indicator;
      indicator.set_indicator_id(absl::StrCat("moving-i-", left.load()));
      *indicator.mutable_indicator() =
          With(TestIndicator(), absl::StrCat("number: '9.", left.load(), ".1'"));
      indicator.mutable_indicator()->set_objective("objectives/" + objective.objective_id());
      EXPECT_THAT(service_->Call(Persona::kMandateHolder, &Stub::CreateIndicator, indicator),
                  IsOk());
    }
  });
  while (left > 0) {
    const auto file = Export("plans/moving");
    EXPECT_THAT(file, IsOk());
    if (!file.ok()) break;
    EXPECT_EQ(file->position() - before->position(), Lines(*file) - Lines(*before));
    v1::AssessPlanRequest request;
    request.set_plan("plans/moving");
    const auto assessed = service_->Call(Persona::kBoardMember, &Stub::AssessPlan, request);
    EXPECT_THAT(assessed, IsOk());
    if (!assessed.ok()) break;
    EXPECT_LE(assessed->indicators_size(), assessed->objectives_size() + more);
  }
  writer.join();
}

TEST_P(PlanFiles, ThatAreNotInOrderChangeNothing) {
  ASSERT_NO_FATAL_FAILURE(BeginAnew());
  ASSERT_THAT(Import(TestFile(), "taken"), IsOk());
  const auto import = [this](Persona persona, const PlanFile& file, const std::string& id) {
    v1::ImportPlanRequest request;
    *request.mutable_file() = file;
    request.set_plan_id(id);
    return [=, this] { return service_->Call(persona, &Stub::ImportPlan, request).status(); };
  };
  PlanFile format = TestFile();
  format.set_format(2);
  PlanFile number = TestFile();
  number.mutable_objectives(0)->set_number("OS 1");
  PlanFile target = TestFile();
  target.mutable_targets(2)->set_indicator("indicators/none");
  PlanFile large = TestFile();
  while (large.actions_size() <= 5000) large.add_actions();
  const auto invalid = StatusCode::kInvalidArgument;
  const Persona director = Persona::kDirector;
  ExpectRefusals(
      *service_,
      {{"no file", import(director, {}, "bad"), invalid, "FIELD_REQUIRED"},
       {"a format", import(director, format, "bad"), invalid, "FORMAT_UNKNOWN"},
       {"an id", import(director, TestFile(), "B"), invalid, "ID_INVALID"},
       {"a size", import(director, large, "bad"), invalid, "PLAN_TOO_LARGE"},
       {"a number twice", import(director, number, "bad"), invalid, "PLAN_FILE_INVALID"},
       {"the last line", import(director, target, "bad"), invalid, "PLAN_FILE_INVALID"},
       {"what is there", import(director, TestFile(), "taken"), invalid, "PLAN_FILE_INVALID"},
       {"a role", import(Persona::kServiceHead, TestFile(), "bad"), StatusCode::kPermissionDenied,
        "ROLE_REQUIRED"}});
  const auto refused = Import(target, "bad");
  EXPECT_THAT(base::MetadataOf(refused.status()),
              ElementsAre(std::pair("count", "1"), std::pair("fault", "INDICATOR_NOT_FOUND"),
                          std::pair("field", "indicator"), std::pair("line", "targets[2]")));
  const auto report = Check(TestFile(), "taken");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->findings_count(), 9);
  EXPECT_THAT(Export("plans/bad"), HasReason("PLAN_NOT_FOUND"));
}

// The names are free when they begin; all but one find them taken.
TEST_P(PlanFiles, AreMadeOnceHoweverManyBringThem) {
  const int64_t before = service_->HeadPosition();
  constexpr int kCallers = 8;
  std::vector<absl::Status> outcomes(kCallers);
  std::vector<std::thread> callers;
  const std::string token = service_->Token(Persona::kDirector);
  for (absl::Status& outcome : outcomes) {
    callers.emplace_back([&, this] { outcome = ImportAs(token, TestFile(), "race").status(); });
  }
  for (std::thread& caller : callers) caller.join();
  int made = 0;
  for (const absl::Status& outcome : outcomes) {
    if (outcome.ok()) {
      ++made;
      continue;
    }
    EXPECT_THAT(outcome, HasReason("PLAN_FILE_INVALID"));
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(service_->HeadPosition(), before + 9);
}

TEST_P(PlanFiles, AsLargeAsTheyMayBeFitThrough) {
  PlanFile file = TestFile();
  while (file.objectives_size() + 7 < 5000) {
    const int number = file.objectives_size();
    *file.add_objectives() =
        With(TestObjective(), absl::StrCat("name: 'objectives/n", number, "' number: '", number,
                                           "' parent: 'objectives/o1'"));
  }
  // As many bytes as there may be: four languages of a line have a few hundred.
  for (v1::Objective& objective : *file.mutable_objectives()) {
    objective.set_clause(std::string(200, 'c'));
    objective.mutable_title()->set_nl(std::string(330, 't'));
  }
  ASSERT_GT(file.ByteSizeLong(), 3'000'000u);
  const auto report = Check(file, "large");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->findings_count(), 0);
  ASSERT_THAT(Import(file, "large"), IsOk());
  PlanFile wrong = file;
  wrong.mutable_objectives(3000)->set_weight(-1);
  EXPECT_THAT(Import(wrong, "larger"), HasReason("PLAN_FILE_INVALID"));
}

// What `mandat` prints, and its exit code after it.
class CommandLine {
 public:
  explicit CommandLine(RunningService& service) : service_(service) {}

  std::string Run(std::vector<std::string> words) {
    mandat::testing::ChildOptions options;
    options.command = {MANDAT_BINARY_DIR "/bin/mandat"};
    options.command.insert(options.command.end(), words.begin(), words.end());
    options.environment = {"MANDAT_OBJECTIVES=" + service_.address(),
                           "MANDAT_TOKEN=" + service_.Token(Persona::kMandateHolder),
                           "MANDAT_LANGUAGE=en"};
    options.output_file = service_.File(absl::StrCat("cli-", ++runs_));
    auto process = mandat::testing::ChildProcess::Start(options);
    EXPECT_THAT(process, IsOk());
    const auto code = (*process)->Wait(absl::Seconds(20));
    return absl::StrCat(Text(options.output_file), "exit ", code.value_or(-1), "\n");
  }
  static std::string Text(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

 private:
  RunningService& service_;
  int runs_ = 0;
};

TEST_P(PlanFiles, OfTheLastMandateMakeTheNextOnTheCommandLine) {
  ASSERT_THAT(Import(TestFile(), "last"), IsOk());
  CommandLine mandat(*service_);
  const std::string path = service_->File("next.json");
  EXPECT_EQ(mandat.Run({"export-plan", "plans/last", path}), "exit 0\n");
  std::string text = CommandLine::Text(path);
  EXPECT_THAT(text, HasSubstr("\n    \"name\": \"plans/last\",\n"));
  EXPECT_EQ(mandat.Run({"import-plan", path, "--plan-id=next", "--check"}),
            "plans/next can be made of it, with 2 objectives, 1 action, 3 indicators and 2 "
            "targets.\nexit 0\n");
  EXPECT_THAT(Export("plans/next"), HasReason("PLAN_NOT_FOUND"));
  EXPECT_THAT(mandat.Run({"import-plan", path, "--plan-id=next"}),
              ::testing::AllOf(HasSubstr("plans/next"), HasSubstr("exit 0\n")));
  EXPECT_THAT(Export("plans/next"), IsOk());

  const auto write = [&path](const std::string& content) { std::ofstream(path) << content; };
  const std::string unit = "\"responsibleUnit\": \"contact\"";
  text.replace(text.find(unit), unit.size(), "\"responsibleUnit\": \"Contact\"");
  write(text);
  const std::string found = mandat.Run({"import-plan", path, "--plan-id=third"});
  EXPECT_THAT(found, HasSubstr("indicators[1].responsibleUnit  ID_INVALID  "));
  EXPECT_THAT(found, HasSubstr("\n1 finding.\n"));
  EXPECT_THAT(found, HasSubstr("\nPLAN_FILE_INVALID: "));
  EXPECT_THAT(found, HasSubstr("exit 1\n"));
  const std::string checked = mandat.Run({"import-plan", path, "--plan-id=third", "--check"});
  EXPECT_THAT(checked, HasSubstr("indicators[1].responsibleUnit  ID_INVALID  "));
  EXPECT_THAT(checked, HasSubstr("exit 1\n"));
  write("{\n  \"plan\": {\"titel\": {}}\n}");
  EXPECT_THAT(mandat.Run({"import-plan", path}),
              ::testing::AllOf(HasSubstr("FIELD_UNKNOWN"), HasSubstr("exit 2\n")));
  EXPECT_THAT(mandat.Run({"import-plan", path + ".none"}),
              ::testing::AllOf(HasSubstr("FILE_NOT_READ"), HasSubstr("exit 1\n")));
  EXPECT_THAT(mandat.Run({"export-plan", "plans/none"}),
              ::testing::AllOf(HasSubstr("PLAN_NOT_FOUND"), HasSubstr("exit 1\n")));
}

INSTANTIATE_TEST_SUITE_P(Engines, PlanFiles, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& test) { return mandat::testing::NameOf(test.param); });

}  // namespace
}  // namespace mandat::objectives
