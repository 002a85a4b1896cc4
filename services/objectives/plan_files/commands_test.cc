#include "services/objectives/plan_files/commands.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/indicators/commands.h"
#include "services/objectives/objectives/commands.h"
#include "services/objectives/plan_files/queries.h"
#include "services/objectives/plan_files/test_file.h"
#include "services/objectives/plans/commands.h"
#include "services/objectives/queries.h"
#include "services/objectives/schema/fact_kinds.h"
#include "services/objectives/storage.pb.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::PlanFile;

class PlanFiles : public TestLedger {
 protected:
  absl::StatusOr<v1::Plan> Import(const PlanFile& file, const std::string& plan_id = "",
                                  const std::string& request_id = "") {
    return ImportAs(director_, file, plan_id, request_id);
  }
  absl::StatusOr<v1::Plan> ImportAs(const access::Actor& actor, const PlanFile& file,
                                    const std::string& plan_id = "",
                                    const std::string& request_id = "") {
    v1::ImportPlanRequest request;
    *request.mutable_file() = file;
    request.set_plan_id(plan_id);
    request.set_request_id(request_id);
    return Run<ImportPlan>("ImportPlan", actor, request);
  }
  absl::StatusOr<PlanFile> ExportAs(const access::Actor& actor, const std::string& plan) {
    v1::ExportPlanRequest request;
    request.set_name(plan);
    return Ask("ExportPlan", actor, ExportPlan, request);
  }
  absl::StatusOr<PlanFile> Export(const std::string& plan) { return ExportAs(holder_, plan); }
  // "plan.name PLAN_EXISTS" of each finding.
  std::vector<std::string> Check(const PlanFile& file, const std::string& plan_id = "",
                                 const access::Actor* actor = nullptr) {
    v1::CheckPlanFileRequest request;
    *request.mutable_file() = file;
    request.set_plan_id(plan_id);
    const auto report =
        Ask("CheckPlanFile", actor == nullptr ? director_ : *actor, CheckPlanFile, request);
    EXPECT_THAT(report, IsOk());
    std::vector<std::string> found;
    for (const v1::PlanFileFinding& finding : report->findings()) {
      found.push_back(absl::StrCat(finding.line(), ".", finding.field(), " ", finding.reason()));
    }
    return found;
  }
  storage::v1::FormulaBook Book() {
    const auto row = store_->OpenReader().value()->Get(FormulaBooks(), "current").value();
    return facts::StoredIn<storage::v1::FormulaBook>(*row).value();
  }
};

TEST_F(PlanFiles, MakeAPlanWithAllThatBelongsToItInOneCommit) {
  const auto plan = Import(TestFile(), "", "0c2c1d27-9b4e-4f5c-8a60-0c7e7b6a3c11");
  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(plan->name(), "plans/p1");
  EXPECT_EQ(plan->state(), v1::PLAN_STATE_DRAFT);
  EXPECT_EQ(plan->owner(), kAgency);
  EXPECT_EQ(plan->etag(), "1");
  const std::vector<std::string> made = {"plans/p1@1 created",
                                         "objectives/o1@1 created",
                                         "objectives/p1-part@1 created",
                                         "actions/a1@1 created",
                                         "indicators/p1-sent@1 created",
                                         "indicators/growth@1 created",
                                         "indicators/i1@1 created",
                                         "targets/t1@1 set",
                                         "targets/t2@1 set"};
  EXPECT_EQ(LogLines(), made);
  for (const ledger::Event& event : Log()) {
    EXPECT_TRUE(event.published);
    EXPECT_EQ(event.owner, kAgency);
    EXPECT_EQ(event.commit_time, Log().front().commit_time);
  }
  // Repeated, it answers the same and makes nothing.
  const auto again = Import(TestFile(), "", "0c2c1d27-9b4e-4f5c-8a60-0c7e7b6a3c11");
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(*again, mandat::testing::EqualsProtoMessage(*plan));
  EXPECT_EQ(LogLines(), made);
}

TEST_F(PlanFiles, EnterEveryVersionOfTheirFormulasInTheBook) {
  MakeSmallPlan();
  ASSERT_THAT(MakeComputed("c1"), IsOk());
  ASSERT_THAT(Import(TestFile(), "copy"), IsOk());
  std::vector<std::string> entered;
  const storage::v1::FormulaBook book = Book();
  for (const storage::v1::BookedFormula& booked : book.formulas()) {
    if (booked.plan() != "plans/copy") continue;
    entered.push_back(absl::StrCat(booked.indicator(), "@", booked.version()));
    EXPECT_TRUE(booked.catching_up());
    EXPECT_EQ(booked.frequency(), v1::FREQUENCY_QUARTER);
    EXPECT_EQ(booked.term().end_date().year(), 2028);
  }
  EXPECT_THAT(entered, ElementsAre("indicators/copy-sent@1", "indicators/copy-sent@2"));
  EXPECT_EQ(book.formulas_size(), 3);
}

TEST_F(PlanFiles, GoOnLikeAnyOtherPlan) {
  ASSERT_THAT(Import(TestFile()), IsOk());
  clock_.Advance(absl::Seconds(1));
  // What was combined in the file may be combined again; nothing else that came with it.
  v1::ReviseFormulaRequest request;
  request.set_name("indicators/growth");
  *request.mutable_formula() = Parsed<v1::FormulaVersion>(
      "reason: 'clearer' valid_from { year: 2025 month: 1 day: 1 } formula { combination { "
      "operation: OPERATION_GROWTH indicators: 'indicators/p1-sent' } }");
  EXPECT_THAT(Run<ReviseFormula>("ReviseFormula", director_, request), IsOk());
  request.set_name("indicators/p1-sent");
  request.mutable_formula()->mutable_valid_from()->set_year(2027);
  request.mutable_formula()->mutable_formula()->mutable_combination()->set_indicators(
      0, "indicators/growth");
  EXPECT_THAT(Run<ReviseFormula>("ReviseFormula", director_, request), HasReason("FORMULA_CIRCLE"));
  ASSERT_THAT(SetATarget("t3"), IsOk());
  EXPECT_EQ(LogLines().back(), "targets/t1@2 replaced");
  ASSERT_THAT(Adopt("plans/p1"), IsOk());
  EXPECT_THAT(Import(TestFile()), HasReason("PLAN_FILE_INVALID"));
}

TEST_F(PlanFiles, AreForThoseWhoWritePlansAndReadPlans) {
  EXPECT_THAT(ImportAs(head_, TestFile()), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(ImportAs(secretary_, TestFile()), HasReason("ROLE_REQUIRED"));
  v1::CheckPlanFileRequest check;
  EXPECT_THAT(Ask("CheckPlanFile", member_, CheckPlanFile, check), HasReason("ROLE_REQUIRED"));
  ASSERT_THAT(ImportAs(holder_, TestFile()), IsOk());
  for (const auto* reader : {&director_, &member_, &head_, &minister_, &auditor_}) {
    const auto file = ExportAs(*reader, "plans/p1");
    ASSERT_THAT(file, IsOk());
    EXPECT_EQ(file->objectives_size(), 2);
    EXPECT_EQ(file->indicators_size(), 3);
  }
  EXPECT_THAT(ExportAs(other_director_, "plans/p1"), HasReason("PLAN_NOT_FOUND"));
  EXPECT_THAT(ExportAs(other_minister_, "plans/p1"), HasReason("PLAN_NOT_FOUND"));
  EXPECT_THAT(Export("plans/none"), HasReason("PLAN_NOT_FOUND"));
  EXPECT_THAT(Export("objectives/o1"), HasReason("NAME_INVALID"));
}

TEST_F(PlanFiles, OfAnotherOrganisationBecomePlansOfWhoeverImportsThem) {
  ASSERT_THAT(Import(TestFile()), IsOk());
  const auto file = Export("plans/p1");
  ASSERT_THAT(file, IsOk());
  // Its names are taken, and nothing more is said of what has them.
  EXPECT_THAT(ImportAs(other_director_, *file), HasReason("PLAN_FILE_INVALID"));
  EXPECT_EQ(Check(*file, "", &other_director_).size(), 9u);
  const auto theirs = ImportAs(other_director_, *file, "theirs");
  ASSERT_THAT(theirs, IsOk());
  EXPECT_EQ(theirs->owner(), kOtherAgency);
  EXPECT_THAT(Export("plans/theirs"), HasReason("PLAN_NOT_FOUND"));
  const auto out = ExportAs(other_director_, "plans/theirs");
  ASSERT_THAT(out, IsOk());
  for (const v1::Indicator& indicator : out->indicators()) {
    EXPECT_EQ(indicator.owner(), kOtherAgency);
  }
}

TEST_F(PlanFiles, NameOtherPlansOfTheirOrganisationAlone) {
  MakeTheirPlan();
  ASSERT_THAT(MakePlan("region"), IsOk());
  PlanFile file = TestFile();
  for (const char* parent : {"plans/none", "plans/theirs"}) {
    file.mutable_plan()->set_parent(parent);
    const auto refused = Import(file);
    EXPECT_THAT(refused, HasReason("PLAN_FILE_INVALID"));
    EXPECT_EQ(base::MetadataOf(refused.status())["fault"], "PLAN_NOT_FOUND");
    EXPECT_THAT(Check(file), ElementsAre("plan.parent PLAN_NOT_FOUND"));
  }
  file.mutable_plan()->set_parent("plans/region");
  auto* combined =
      file.mutable_indicators(0)->mutable_formulas(0)->mutable_formula()->mutable_combination();
  combined->set_indicators(0, "indicators/theirs");
  const std::string fault =
      "indicators[0].formulas[0].formula.combination.indicators[0] INDICATOR_NOT_FOUND";
  EXPECT_THAT(Check(file), ElementsAre(fault));
  EXPECT_THAT(Import(file), HasReason("PLAN_FILE_INVALID"));
  ASSERT_THAT(MakeObjective("o-region", "plan: 'plans/region'"), IsOk());
  ASSERT_THAT(MakeComputed("ours", "objective: 'objectives/o-region'"), IsOk());
  combined->set_indicators(0, "indicators/ours");
  EXPECT_THAT(Check(file), IsEmpty());
  const auto plan = Import(file);
  ASSERT_THAT(plan, IsOk());
  EXPECT_THAT(plan->ancestors(), ElementsAre("plans/region"));
  EXPECT_THAT(Check(file, "copy"), IsEmpty());
  EXPECT_THAT(Import(file, "copy"), IsOk());
}

TEST_F(PlanFiles, DoNotTakeTheNameOfWhatIsGone) {
  ASSERT_THAT(MakePlan("p1"), IsOk());
  v1::DeletePlanRequest gone;
  gone.set_name("plans/p1");
  ASSERT_THAT(Run<DeletePlan>("DeletePlan", director_, gone), IsOk());
  const auto before = LogLines();
  const auto refused = Import(TestFile());
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(refused, HasReason("PLAN_EXISTS"));
  EXPECT_EQ(LogLines(), before);
  EXPECT_THAT(Check(TestFile()), ElementsAre("plan.name PLAN_EXISTS"));
  ASSERT_THAT(MakePlan("p2"), IsOk());
  ASSERT_THAT(MakeObjective("copy-o1", "plan: 'plans/p2'"), IsOk());
  v1::DeleteObjectiveRequest objective;
  objective.set_name("objectives/copy-o1");
  ASSERT_THAT(Run<DeleteObjective>("DeleteObjective", director_, objective), IsOk());
  EXPECT_THAT(Check(TestFile(), "copy"), ElementsAre("objectives[1].name OBJECTIVE_EXISTS"));
  EXPECT_THAT(Import(TestFile(), "copy"), HasReason("PLAN_EXISTS"));
  EXPECT_THAT(Import(TestFile(), "another"), IsOk());
}

TEST_F(PlanFiles, HoldThePlanAsItIsWithItsHistoryAndComeInAsADraft) {
  MakeSmallPlan();
  ASSERT_THAT(SetATarget("t2"), IsOk());
  clock_.Advance(absl::Seconds(1));
  ASSERT_THAT(Adopt("plans/p1"), IsOk());
  // The name of the later one comes first.
  ASSERT_THAT(SetATarget("t1",
                         "basis { reference: 'decisions/d2' date { year: 2024 month: 2 "
                         "day: 1 } } words { fr: '95 %' }"),
              IsOk());
  v1::AmendPlanRequest amend;
  amend.set_name("plans/p1");
  *amend.mutable_amendment()->mutable_basis() = TestBasis();
  amend.mutable_amendment()->mutable_summary()->set_fr("un an de plus");
  *amend.mutable_amendment()->mutable_end_date() =
      Parsed<google::type::Date>("year: 2029 month: 12 day: 31");
  ASSERT_THAT(Run<AmendPlan>("AmendPlan", director_, amend), IsOk());
  const auto file = Export("plans/p1");
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->format(), 1);
  EXPECT_EQ(file->position(), static_cast<int64_t>(Log().size()));
  EXPECT_EQ(file->export_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(file->plan().state(), v1::PLAN_STATE_ADOPTED);
  EXPECT_EQ(file->plan().amendments_size(), 1);
  ASSERT_EQ(file->targets_size(), 2);
  EXPECT_EQ(file->targets(0).name(), "targets/t2");
  EXPECT_EQ(file->targets(1).replaces(), "targets/t2");

  const auto copy = Import(*file, "next");
  ASSERT_THAT(copy, IsOk());
  EXPECT_EQ(copy->state(), v1::PLAN_STATE_DRAFT);
  EXPECT_FALSE(copy->has_adoption());
  EXPECT_THAT(copy->amendments(), IsEmpty());
  EXPECT_EQ(copy->period().end_date().year(), 2029);
  const auto out = Export("plans/next");
  ASSERT_THAT(out, IsOk());
  ASSERT_EQ(out->targets_size(), 1);
  EXPECT_EQ(out->targets(0).words().fr(), "95 %");
  EXPECT_EQ(out->targets(0).replaces(), "");
  EXPECT_EQ(out->targets(0).basis().reference(), "decisions/d2");
}

TEST_F(PlanFiles, HoldUpToFiveThousandLines) {
  PlanFile file = TestFile();
  while (file.objectives_size() + 7 < 5000) {
    const int number = file.objectives_size();
    *file.add_objectives() =
        With(TestObjective(), absl::StrCat("name: 'objectives/n", number, "' number: '", number,
                                           "' parent: 'objectives/o1'"));
  }
  EXPECT_THAT(Check(file), IsEmpty());
  ASSERT_THAT(Import(file), IsOk());
  const auto out = Export("plans/p1");
  ASSERT_THAT(out, IsOk());
  EXPECT_EQ(out->objectives_size(), file.objectives_size());
  ASSERT_THAT(MakeObjective("more"), IsOk());
  EXPECT_THAT(Export("plans/p1"), IsOk());  // One target was left out.
  ASSERT_THAT(MakeObjective("too-many"), IsOk());
  const auto refused = Export("plans/p1");
  EXPECT_THAT(refused, HasReason("PLAN_TOO_LARGE"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  file.add_objectives();
  EXPECT_THAT(Import(file, "copy"), HasReason("PLAN_TOO_LARGE"));
}

}  // namespace
}  // namespace mandat::objectives
