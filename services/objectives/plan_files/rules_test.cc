#include "services/objectives/plan_files/rules.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/plan_files/rules_ids.h"
#include "services/objectives/plan_files/test_file.h"

namespace mandat::objectives::plan_files {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1::PlanFile;

Surroundings Around() {
  Surroundings around;
  around.owner = kAgency;
  around.now = TestNow();
  return around;
}

// "objectives[0].title.fr TEXT_TOO_LONG" of each finding.
std::vector<std::string> FoundIn(const PlanFile& file, const Surroundings& around = Around()) {
  std::vector<std::string> found;
  for (const v1::PlanFileFinding& finding : Judge(file, around).findings) {
    EXPECT_FALSE(finding.message().empty());
    found.push_back(absl::StrCat(finding.line(), finding.field().empty() ? "" : ".",
                                 finding.field(), " ", finding.reason()));
  }
  return found;
}

using Spoil = std::function<void(PlanFile*)>;

Spoil Plan(const std::string& text) {
  return [=](PlanFile* file) { *file->mutable_plan() = With(file->plan(), text); };
}
Spoil Objective(const std::string& text, int at = 0) {
  return [=](PlanFile* f) { *f->mutable_objectives(at) = With(f->objectives(at), text); };
}
Spoil Action(const std::string& text) {
  return [=](PlanFile* file) { *file->mutable_actions(0) = With(file->actions(0), text); };
}
// That which is entered; it has the target at 1.
Spoil Indicator(const std::string& text, int at = 2) {
  return [=](PlanFile* f) { *f->mutable_indicators(at) = With(f->indicators(at), text); };
}
// The computed one with one formula, of this text.
Spoil Formula(const std::string& text) {
  return [=](PlanFile* file) {
    v1::Indicator* indicator = file->mutable_indicators(1);
    indicator->mutable_formulas()->DeleteSubrange(1, 1);
    *indicator->mutable_formulas(0)->mutable_formula() = Parsed<v1::Formula>(text);
  };
}
Spoil Target(const std::string& text) {
  return [=](PlanFile* file) { *file->mutable_targets(1) = With(file->targets(1), text); };
}
// The second version of the formula.
Spoil Version(const std::string& text) {
  return [=](PlanFile* file) {
    v1::FormulaVersion* version = file->mutable_indicators(1)->mutable_formulas(1);
    *version = With(*version, text);
  };
}

// As many objectives more, each below the one before and the first below o1.
Spoil Deeper(int levels) {
  return [=](PlanFile* file) {
    for (int i = 0; i < levels; ++i) {
      const std::string above = i == 0 ? "o1" : absl::StrCat("deep-", i);
      *file->add_objectives() =
          With(TestObjective(), absl::StrCat("name: 'objectives/deep-", i + 1, "' number: 'd", i,
                                             "' parent: 'objectives/", above, "'"));
    }
  };
}

struct Case {
  Spoil spoil;
  std::vector<std::string> found;
};

std::vector<Case> Cases() {
  const std::string x(2001, 'x');
  const std::string tally =
      "tally { events { type: 'be.mandat.socialaid.v1.article60Request.notify.";
  return {
      {[](PlanFile*) {}, {}},
      // Of the plan.
      {[](PlanFile* f) { f->mutable_plan()->clear_name(); }, {"plan.name FIELD_REQUIRED"}},
      {Plan("name: 'plan'"), {"plan.name NAME_INVALID"}},
      {Plan("kind: PLAN_KIND_UNSPECIFIED"), {"plan.kind FIELD_REQUIRED"}},
      {Plan("kind: 99"), {"plan.kind PLAN_KIND_UNKNOWN"}},
      {Plan("title { fr: '" + x + "' }"), {"plan.title.fr TEXT_TOO_LONG"}},
      {Plan("authority: '\\001'"), {"plan.authority TEXT_INVALID"}},
      {Plan("period { end_date { year: 2023 } }"), {"plan.period PERIOD_INVALID"}},
      {Plan("period { end_date { month: 13 } }"), {"plan.period.end_date DATE_INVALID"}},
      {Plan("period { start_date { year: 1999 } }"), {"plan.period.start_date DATE_OUT_OF_RANGE"}},
      {Plan(Times(21, "values { title { fr: 'v' } }")), {"plan.values TOO_MANY_ITEMS"}},
      {Plan("supervisor: '0428759498'"), {"plan.supervisor ENTERPRISE_NUMBER_INVALID"}},
      {Plan("parent: 'objectives/o1'"), {"plan.parent NAME_INVALID"}},
      {Plan("parent: 'plans/none'"), {"plan.parent PLAN_NOT_FOUND"}},
      {Plan("parent: 'plans/theirs'"), {"plan.parent PLAN_NOT_FOUND"}},
      {Plan("parent: 'plans/p1'"), {"plan.parent PLAN_CIRCLE"}},
      {Plan("name: 'plans/taken'"),
       {"plan.name PLAN_EXISTS", "objectives[0].plan PLAN_MISMATCH",
        "objectives[1].plan PLAN_MISMATCH", "actions[0].plan PLAN_MISMATCH"}},
      // Of objectives.
      {Objective("name: 'objectives/taken'"),
       {"objectives[0].name OBJECTIVE_EXISTS", "indicators[1].objective OBJECTIVE_NOT_FOUND"}},
      {Objective("name: 'objectives/o1'"),
       {"objectives[0].parent OBJECTIVE_CIRCLE", "objectives[1].name OBJECTIVE_EXISTS",
        "indicators[1].objective OBJECTIVE_NOT_FOUND"}},
      {Objective("plan: 'plans/other'"), {"objectives[0].plan PLAN_MISMATCH"}},
      {Objective("parent: 'o1'"), {"objectives[0].parent NAME_INVALID"}},
      {Objective("parent: 'objectives/none'"), {"objectives[0].parent OBJECTIVE_NOT_FOUND"}},
      {Objective("parent: 'objectives/p1-part'"), {"objectives[0].parent OBJECTIVE_CIRCLE"}},
      {Objective("parent: 'objectives/p1-part'", 1), {"objectives[1].parent OBJECTIVE_CIRCLE"}},
      {Deeper(7), {}},
      {Deeper(8), {"objectives[9].parent TREE_TOO_DEEP"}},
      {Objective("level: 99"), {"objectives[0].level LEVEL_UNKNOWN"}},
      {Objective("number: 'OS 1'"), {"objectives[0].number NUMBER_TAKEN"}},
      {Objective("unit: 'U'"), {"objectives[0].unit ID_INVALID"}},
      {Objective("responsibilities { }"), {"objectives[0].responsibilities[0].role ROLE_UNKNOWN"}},
      {Objective(Times(2,
                       "responsibilities { role: RESPONSIBILITY_ROLE_AGENT holder: 'h' "
                       "period { start_date { year: 2024 month: 1 day: 1 } } }")),
       {"objectives[0].responsibilities[1].period RESPONSIBILITIES_OVERLAP"}},
      {Objective("weight: 1001"), {"objectives[0].weight WEIGHT_INVALID"}},
      {Objective("scores { stake: 6 }"), {"objectives[0].scores[0].stake SCORE_INVALID"}},
      {Objective(
           "scores { stake: 1 urgency: 1 return_on_investment: 1 justification: 'j' date { "
           "year: 2024 month: 2 day: 1 } } scores { stake: 1 urgency: 1 "
           "return_on_investment: 1 justification: 'j' date { year: 2024 month: 1 day: 1 } }"),
       {"objectives[0].scores[1].date SCORES_UNORDERED"}},
      // Of actions.
      {Action("name: 'actions/taken'"), {"actions[0].name ACTION_EXISTS"}},
      {Action("plan: 'plans/other'"), {"actions[0].plan PLAN_MISMATCH"}},
      {Action("serves { objective: 'objectives/none' }"),
       {"actions[0].serves[1].objective OBJECTIVE_NOT_FOUND"}},
      {Action("serves { objective: 'objectives/o1' }"),
       {"actions[0].serves[1].objective OBJECTIVE_REPEATED"}},
      {Action("serves { objective: 'objectives/p1-part' budget_share_permille: -1 }"),
       {"actions[0].serves[1].budget_share_permille SHARE_INVALID"}},
      {Action("serves { objective: 'objectives/p1-part' budget_share_permille: 1 }"),
       {"actions[0].serves.budget_share_permille SHARES_INCOMPLETE"}},
      {Action("state: 99"), {"actions[0].state STATE_UNKNOWN"}},
      {Action("state: ACTION_STATE_DONE"),
       {"actions[0].effective_period.start_date STATE_WITHOUT_DATE"}},
      {Action("budget { type: 't' year: 1999 }"), {"actions[0].budget[0].year BUDGET_INVALID"}},
      {Action(Times(2, "budget { type: 't' year: 2024 amount { currency_code: 'EUR' } }")),
       {"actions[0].budget[1] BUDGET_REPEATED"}},
      {Action("health { }"), {"actions[0].health[0].health HEALTH_UNKNOWN"}},
      {Action("health { health: HEALTH_GOOD words: 'w' confidence: 11 }"),
       {"actions[0].health[0].confidence CONFIDENCE_INVALID"}},
      {Action("health { health: HEALTH_GOOD words: 'w' date { year: 2024 month: 2 day: 1 } } "
              "health { health: HEALTH_GOOD words: 'w' date { year: 2024 month: 1 day: 1 } }"),
       {"actions[0].health[1].date HEALTH_UNORDERED"}},
      // Of indicators.
      {Indicator("name: 'indicators/taken'"),
       {"indicators[2].name INDICATOR_EXISTS", "targets[1].indicator INDICATOR_NOT_FOUND"}},
      {Indicator("objective: 'objectives/none'"), {"indicators[2].objective OBJECTIVE_NOT_FOUND"}},
      {Indicator("number: '2'"), {"indicators[2].number NUMBER_TAKEN"}},
      {Indicator("unit: 99"), {"indicators[2].unit UNIT_UNKNOWN"}},
      {Indicator("direction: 99"), {"indicators[2].direction DIRECTION_UNKNOWN"}},
      {Indicator("aggregation: 99"), {"indicators[2].aggregation AGGREGATION_UNKNOWN"}},
      {Indicator("frequency: 99"), {"indicators[2].frequency FREQUENCY_UNKNOWN"}},
      {Indicator("source: 99"), {"indicators[2].source SOURCE_UNKNOWN"}},
      {Indicator(Times(2, "dimensions { key: 'office' title { fr: 'x' } }")),
       {"indicators[2].dimensions[1].key DIMENSION_REPEATED"}},
      {Indicator("source: 99", 1), {"indicators[1].source SOURCE_UNKNOWN"}},
      // What another line has in its place says nothing of those that rest on it.
      {Indicator("frequency: 99", 1), {"indicators[1].frequency FREQUENCY_UNKNOWN"}},
      {[](PlanFile* f) {
         Indicator("unit: 99 baseline { numerator: 1 }")(f);
         Target("reduce { rate_permille: 1 }")(f);
       },
       {"indicators[2].unit UNIT_UNKNOWN", "indicators[2].baseline RATIONAL_INVALID",
        "indicators[2].baseline_date BASELINE_INCOMPLETE"}},
      {Indicator("baseline { numerator: 1 } baseline_date { year: 2024 month: 1 day: 1 }"),
       {"indicators[2].baseline RATIONAL_INVALID"}},
      {Indicator("baseline { numerator: 1 denominator: 2 }"),
       {"indicators[2].baseline_date BASELINE_INCOMPLETE"}},
      {Indicator("on_track_permille: 1001"), {"indicators[2].on_track_permille THRESHOLD_INVALID"}},
      {Indicator("formulas { }"), {"indicators[2].formulas FORMULA_UNEXPECTED"}},
      {[](PlanFile* f) { f->mutable_indicators(0)->clear_formulas(); },
       {"indicators[0].formulas FORMULA_EMPTY"}},
      {Formula("tally { }"), {"indicators[1].formulas[0].formula.tally.events FORMULA_EMPTY"}},
      {Formula("tally { events { type: 'be.mandat.none' } }"),
       {"indicators[1].formulas[0].formula.tally.events[0].type EVENT_TYPE_UNKNOWN"}},
      {Formula(tally + "sent' conditions { field: 'none' } } }"),
       {"indicators[1].formulas[0].formula.tally.events[0].conditions[0].field "
        "FORMULA_FIELD_UNKNOWN"}},
      {Formula(tally + "sent' } distinct_field: 'person' }"),
       {"indicators[1].formulas[0].formula.tally.distinct_field FORMULA_FIELD_PERSONAL"}},
      {Formula(tally + "sent' } sum_field: 'state' }"),
       {"indicators[1].formulas[0].formula.tally.sum_field FORMULA_FIELD_TYPE"}},
      {Formula(tally + "sent' conditions { field: 'state' } } }"),
       {"indicators[1].formulas[0].formula.tally.events[0].conditions[0].comparison "
        "CONDITION_INVALID"}},
      {Formula("tally { " + Times(11, "events { type: 'x' }") + "}"),
       {"indicators[1].formulas[0].formula.tally.events FORMULA_TOO_LARGE"}},
      {Formula(tally + "sent' } events { type: "
                       "'be.mandat.socialaid.v1.article60Request.notify.sent' } }"),
       {"indicators[1].formulas[0].formula.tally.events[1].type FORMULA_INVALID"}},
      {Formula("combination { indicators: 'indicators/i1' }"),
       {"indicators[1].formulas[0].formula.combination.operation OPERATION_UNKNOWN"}},
      {Formula("combination { operation: OPERATION_GROWTH indicators: 'indicators/none' }"),
       {"indicators[1].formulas[0].formula.combination.indicators[0] INDICATOR_NOT_FOUND"}},
      {Formula("combination { operation: OPERATION_GROWTH indicators: 'indicators/theirs' }"),
       {"indicators[1].formulas[0].formula.combination.indicators[0] INDICATOR_NOT_FOUND"}},
      {Formula("combination { operation: OPERATION_GROWTH indicators: 'indicators/ours' }"), {}},
      {Formula("combination { operation: OPERATION_SUM indicators: 'indicators/i1' "
               "indicators: 'indicators/yearly' }"),
       {"indicators[1].formulas[0].formula.combination.indicators[0] OPERAND_NOT_COMPUTED",
        "indicators[1].formulas[0].formula.combination.indicators[1] OPERAND_FREQUENCY"}},
      {Formula("combination { operation: OPERATION_GROWTH indicators: 'indicators/growth' }"),
       {"indicators[1].formulas[0].formula.combination.indicators[0] FORMULA_CIRCLE"}},
      // Of later versions.
      {Version("reason: ''"), {"indicators[1].formulas[1].reason FIELD_REQUIRED"}},
      {Version("valid_from { month: 13 }"), {"indicators[1].formulas[1].valid_from DATE_INVALID"}},
      {[](PlanFile* f) {
         v1::Indicator* indicator = f->mutable_indicators(1);
         *indicator->add_formulas() = indicator->formulas(1);
       },
       {"indicators[1].formulas[2] FORMULA_UNORDERED"}},
      {[](PlanFile* f) {
         v1::Indicator* indicator = f->mutable_indicators(1);
         for (int i = 2; i < 51; ++i) {
           *indicator->add_formulas() = indicator->formulas(1);
           indicator->mutable_formulas(i)->mutable_valid_from()->set_year(2025 + i);
         }
       },
       {"indicators[1].formulas[50] FORMULA_REVISED_TOO_OFTEN"}},
      {Version("formula { combination { operation: OPERATION_GROWTH "
               "indicators: 'indicators/p1-sent' } }"),
       {"indicators[1].formulas[1].formula.combination.indicators[0] FORMULA_CIRCLE"}},
      {Version("formula { combination { operation: OPERATION_GROWTH "
               "indicators: 'indicators/ours' } }"),
       {}},
      // Of targets.
      {Target("name: 'targets/taken'"), {"targets[1].name TARGET_EXISTS"}},
      {Target("indicator: 'i1'"), {"targets[1].indicator NAME_INVALID"}},
      {Target("indicator: 'indicators/p1-sent'"), {"targets[2].indicator TARGET_REPEATED"}},
      {Target("reduce { rate_permille: 1001 }"), {"targets[1].reduce.rate_permille RATE_INVALID"}},
      {Target("every { months: 61 }"), {"targets[1].every.months RHYTHM_INVALID"}},
      {Target("reduce { rate_permille: 1 }"), {"targets[1].reduce BASELINE_MISSING"}},
      {[](PlanFile* f) {
         f->mutable_indicators(2)->set_unit(v1::UNIT_COUNT);
         f->mutable_targets(1)->mutable_full_coverage();
       },
       {"targets[1].full_coverage TARGET_SHAPE_INVALID"}},
      {Target("basis { reference: 'd' date { year: 2024 month: 2 day: 2 } }"),
       {"targets[1].basis.date DATE_INVALID"}},
      // One that was replaced is not looked at.
      {[](PlanFile* f) { f->mutable_targets(0)->set_name("anything"); }, {}},
  };
}

Surroundings WithNeighbours() {
  Surroundings around = Around();
  around.taken = {"plans/taken", "objectives/taken", "actions/taken", "indicators/taken",
                  "targets/taken"};
  const auto other = [&around](const char* name, const char* text) {
    around.operands[name] = With(ComputedIndicator(), text);
  };
  other("indicators/ours", "name: 'indicators/ours' plan: 'plans/before'");
  other("indicators/theirs", "name: 'indicators/theirs' owner: '0403019261'");
  other("indicators/yearly", "name: 'indicators/yearly' frequency: FREQUENCY_YEAR");
  return around;
}

std::vector<std::string> Found(const Case& one) {
  PlanFile file = TestFile();
  one.spoil(&file);
  Surroundings around = WithNeighbours();
  if (file.plan().parent() == "plans/theirs") {
    around.parent = With(TestPlan(), "name: 'plans/theirs' owner: '0403019261'");
  }
  return FoundIn(file, around);
}

TEST(Judge, FindsEachFaultOnItsLineAndNothingElse) {
  int at = 0;
  for (const Case& one : Cases()) {
    EXPECT_THAT(Found(one), ElementsAreArray(one.found)) << "case " << at;
    ++at;
  }
}

// The reasons in the comment of a method.
std::set<std::string> ReasonsOf(const std::string& method) {
  std::ifstream proto(MANDAT_SOURCE_DIR "/protos/mandat/objectives/v1/service.proto");
  std::string comment;
  for (std::string line; std::getline(proto, line);) {
    const absl::string_view text = absl::StripAsciiWhitespace(line);
    if (absl::StartsWith(text, absl::StrCat("rpc ", method, "("))) break;
    if (!absl::StartsWith(text, "//")) comment.clear();
    absl::StrAppend(&comment, text);
  }
  EXPECT_NE(comment, "") << method;
  std::set<std::string> reasons;
  const std::vector<std::string> parts = absl::StrSplit(comment, '`');
  for (size_t i = 1; i < parts.size(); i += 2) {
    const bool reason =
        parts[i].find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == std::string::npos;
    if (reason) reasons.insert(parts[i]);
  }
  return reasons;
}

TEST(Judge, FindsWhateverTheMethodsOfTheLinesRefuse) {
  std::set<std::string> documented;
  for (const char* method : {"CreatePlan", "CreateObjective", "CreateAction", "CreateIndicator",
                             "ReviseFormula", "SetTarget", "ImportPlan"}) {
    documented.merge(ReasonsOf(method));
  }
  for (const char* not_of_a_line :
       {"INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS", "FAILED_PRECONDITION", "ABORTED",
        "UNAVAILABLE", "ETAG_INVALID", "ETAG_MISMATCH", "FACTS_NOT_PREPARED", "FORMAT_UNKNOWN",
        "PLAN_TOO_LARGE", "PLAN_FILE_INVALID",
        // What a file cannot say: its plan is a draft, and everything in it belongs to it.
        "PLAN_OVER", "TARGET_WITHOUT_DECISION", "PARENT_OF_ANOTHER_PLAN",
        "OBJECTIVE_OF_ANOTHER_PLAN",
        // Where there is no formula to revise, the first one is unexpected.
        "INDICATOR_NOT_COMPUTED"}) {
    documented.erase(not_of_a_line);
  }
  std::set<std::string> found;
  for (const Case& one : Cases()) {
    for (const std::string& text : Found(one)) {
      found.insert(std::vector<std::string>(absl::StrSplit(text, ' ')).back());
    }
  }
  EXPECT_THAT(found, ElementsAreArray(documented));
}

TEST(Judge, FindsEverythingAtOnce) {
  PlanFile file = TestFile();
  Plan("kind: 99 title { fr: '\\001' } parent: 'plans/none'")(&file);
  Objective("number: 'OS 1' weight: -1 level: 99")(&file);
  Action("serves { } unit: 'U' title { fr: '\\001' }")(&file);
  Indicator("objective: 'o1' on_track_permille: -1 at_risk_permille: -1 unit: 99")(&file);
  Formula("combination { operation: OPERATION_GROWTH indicators: 'indicators/none' }")(&file);
  Indicator("title { fr: '\\001' } formulas { reason: '\\001' }", 1)(&file);
  Target("indicator: 'indicators/none' reduce { } valid_from { year: 1 }")(&file);
  EXPECT_THAT(
      FoundIn(file),
      ElementsAre(
          "plan.kind PLAN_KIND_UNKNOWN", "plan.title.fr TEXT_INVALID", "plan.parent PLAN_NOT_FOUND",
          "objectives[0].level LEVEL_UNKNOWN", "objectives[0].weight WEIGHT_INVALID",
          "objectives[0].number NUMBER_TAKEN", "actions[0].serves[1].objective FIELD_REQUIRED",
          "actions[0].title.fr TEXT_INVALID", "actions[0].unit ID_INVALID",
          "indicators[1].title.fr TEXT_INVALID",
          "indicators[1].formulas[0].formula.combination.indicators[0] INDICATOR_NOT_FOUND",
          "indicators[1].formulas[1].valid_from FIELD_REQUIRED",
          "indicators[1].formulas[1].formula FORMULA_EMPTY",
          "indicators[1].formulas[1].reason TEXT_INVALID", "indicators[2].objective NAME_INVALID",
          "indicators[2].unit UNIT_UNKNOWN", "indicators[2].on_track_permille THRESHOLD_INVALID",
          "indicators[2].at_risk_permille THRESHOLD_INVALID",
          "targets[1].reduce.rate_permille RATE_INVALID", "targets[1].valid_from DATE_INVALID",
          "targets[1].indicator INDICATOR_NOT_FOUND"));
}

// An empty line lacks all that is required, each of which the example has.
TEST(Judge, ReadsEmptyLinesToTheirEnd) {
  PlanFile file;
  file.mutable_plan();
  file.add_objectives();
  file.add_actions();
  file.add_indicators();
  file.add_targets();
  const auto found = FoundIn(file);
  for (const char* one : {"plan.name",
                          "plan.kind",
                          "plan.title",
                          "plan.period",
                          "objectives[0].name",
                          "objectives[0].level",
                          "objectives[0].number",
                          "objectives[0].title",
                          "actions[0].name",
                          "actions[0].serves",
                          "actions[0].title",
                          "indicators[0].name",
                          "indicators[0].objective",
                          "indicators[0].number",
                          "indicators[0].title",
                          "indicators[0].unit",
                          "indicators[0].direction",
                          "indicators[0].aggregation",
                          "indicators[0].frequency",
                          "indicators[0].source",
                          "targets[0].name",
                          "targets[0].indicator",
                          "targets[0].shape",
                          "targets[0].words"}) {
    const std::string missing = absl::StrCat(one, " FIELD_REQUIRED");
    const std::string period = absl::StrCat(one, " PERIOD_INVALID");
    const std::string date = absl::StrCat(one, ".start_date DATE_INVALID");
    EXPECT_THAT(found, Contains(::testing::AnyOf(missing, period, date)));
  }
  EXPECT_EQ(found.size(), 24u) << ::testing::PrintToString(found);
}

TEST(Judge, MakesWhatIsReferredToFirst) {
  const Judgement judgement = Judge(TestFile(), Around());
  ASSERT_THAT(judgement.findings, IsEmpty());
  std::vector<std::string> made;
  for (const ledger::Version& version : judgement.decision.versions()) {
    EXPECT_EQ(version.how, ledger::Version::How::kCreate);
    const auto* name = version.after->GetDescriptor()->FindFieldByName("name");
    made.push_back(absl::StrCat(version.after->GetReflection()->GetString(*version.after, name),
                                " ", version.verb));
  }
  EXPECT_THAT(made, ElementsAre("plans/p1 created", "objectives/o1 created",
                                "objectives/p1-part created", "actions/a1 created",
                                "indicators/p1-sent created", "indicators/growth created",
                                "indicators/i1 created", "targets/t1 set", "targets/t2 set"));
}

TEST(Judge, TakesNothingThatIsTheServices) {
  PlanFile file = TestFile();
  Plan(
      "owner: '0403019261' state: PLAN_STATE_CLOSED etag: '7' "
      "adoption { reference: 'd' } amendments { } evaluation { } ancestors: 'plans/x'")(&file);
  Objective("owner: '0403019261' supervisor: '0403019261' etag: '7' ancestors: 'objectives/x'")(
      &file);
  file.mutable_indicators(1)->mutable_formulas(0)->mutable_words()->set_fr("faux");
  const Judgement judgement = Judge(file, Around());
  ASSERT_THAT(judgement.findings, IsEmpty());
  const auto& versions = judgement.decision.versions();
  const auto& plan = static_cast<const v1::Plan&>(*versions[0].after);
  v1::Plan expected = TestPlan();
  expected.set_authority("the minister");
  EXPECT_THAT(plan, mandat::testing::EqualsProtoMessage(expected));
  const auto& part = static_cast<const v1::Objective&>(*versions[2].after);
  EXPECT_EQ(part.owner(), kAgency);
  EXPECT_EQ(part.supervisor(), kMinistry);
  EXPECT_EQ(part.etag(), "");
  EXPECT_THAT(part.ancestors(), ElementsAre("objectives/o1"));
  const auto& sent = static_cast<const v1::Indicator&>(*versions[4].after);
  ASSERT_EQ(sent.formulas_size(), 2);
  EXPECT_THAT(sent.formulas(0).words().fr(), HasSubstr("article 60"));
  EXPECT_EQ(sent.formulas(1).version(), 2);
  const auto& target = static_cast<const v1::Target&>(*versions[7].after);
  EXPECT_EQ(target.replaces(), "");
  EXPECT_EQ(target.plan(), "plans/p1");
}

TEST(Judge, HangsThePlanOnItsParent) {
  PlanFile file = TestFile();
  file.mutable_plan()->set_parent("plans/region");
  Surroundings around = Around();
  around.parent = With(TestPlan(), "name: 'plans/region' ancestors: 'plans/top'");
  const Judgement judgement = Judge(file, around);
  ASSERT_THAT(judgement.findings, IsEmpty());
  EXPECT_THAT(static_cast<const v1::Plan&>(*judgement.decision.versions()[0].after).ancestors(),
              ElementsAre("plans/top", "plans/region"));
  around.parent = With(*around.parent, Times(6, "ancestors: 'plans/x'"));
  EXPECT_THAT(FoundIn(file, around), ElementsAre("plan.parent TREE_TOO_DEEP"));
}

TEST(CheckImport, LooksAtTheFileAsAWhole) {
  EXPECT_THAT(CheckImport(TestFile(), ""), IsOk());
  EXPECT_EQ(Fault(CheckImport(TestFile(), "P")), "ID_INVALID plan_id");
  PlanFile file = TestFile();
  file.set_format(2);
  EXPECT_EQ(Fault(CheckImport(file, "")), "FORMAT_UNKNOWN file.format");
  file.set_format(0);
  EXPECT_EQ(Fault(CheckImport(file, "")), "FIELD_REQUIRED file.format");
  file = TestFile();
  file.clear_plan();
  EXPECT_EQ(Fault(CheckImport(file, "")), "FIELD_REQUIRED file.plan");
}

TEST(CheckSize, CountsLinesAndBytes) {
  PlanFile file;
  while (file.objectives_size() < kItemsMax - 3) file.add_objectives();
  file.add_actions();
  file.add_indicators();
  file.add_targets();
  EXPECT_THAT(CheckSize(file, absl::StatusCode::kInvalidArgument), IsOk());
  file.add_targets();
  const absl::Status items = CheckSize(file, absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(items, HasReason("PLAN_TOO_LARGE"));
  EXPECT_THAT(items, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(base::MetadataOf(items)["limit"], "5000");
  PlanFile large;
  large.mutable_plan()->set_authority(std::string(kBytesMax - 10, 'x'));
  EXPECT_THAT(CheckSize(large, absl::StatusCode::kInvalidArgument), IsOk());
  large.mutable_plan()->mutable_authority()->append(10, 'x');
  EXPECT_EQ(base::MetadataOf(CheckSize(large, absl::StatusCode::kInvalidArgument))["limit"],
            "3500000");
}

TEST(ReportOf, SaysWhatWouldBeMade) {
  const auto report = ReportOf(TestFile(), std::vector<v1::PlanFileFinding>(1001));
  EXPECT_EQ(report.plan(), "plans/p1");
  EXPECT_EQ(report.objectives(), 2);
  EXPECT_EQ(report.actions(), 1);
  EXPECT_EQ(report.indicators(), 3);
  EXPECT_EQ(report.targets(), 2);
  EXPECT_EQ(report.targets_left_out(), 1);
  EXPECT_EQ(report.findings_count(), 1001);
  EXPECT_EQ(report.findings_size(), 1000);
}

TEST(RefusalOf, NamesTheFirstLines) {
  EXPECT_THAT(RefusalOf({}), IsOk());
  PlanFile file = TestFile();
  Plan("kind: 99")(&file);
  Objective("number: 'OS 1' weight: -1 level: 99")(&file);
  const auto findings = Judge(file, Around()).findings;
  const absl::Status refusal = RefusalOf(findings);
  EXPECT_THAT(refusal, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refusal, HasReason("PLAN_FILE_INVALID"));
  EXPECT_THAT(base::MetadataOf(refusal),
              ElementsAre(std::pair("count", "4"), std::pair("fault", "PLAN_KIND_UNKNOWN"),
                          std::pair("field", "kind"), std::pair("line", "plan")));
  EXPECT_THAT(std::string(refusal.message()),
              HasSubstr("4 findings: plan.kind: PLAN_KIND_UNKNOWN; objectives[0].level: "
                        "LEVEL_UNKNOWN; objectives[0].weight: WEIGHT_INVALID; …"));
}

}  // namespace
}  // namespace mandat::objectives::plan_files
