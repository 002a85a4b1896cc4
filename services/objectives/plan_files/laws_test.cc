// What holds for every file: what goes out comes in again, and what is not in order changes
// nothing.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/api/field_behavior.pb.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/plan_files/commands.h"
#include "services/objectives/plan_files/queries.h"
#include "services/objectives/plan_files/rules_ids.h"
#include "services/objectives/plan_files/test_file.h"
#include "services/objectives/schema/fact_kinds.h"
#include "services/objectives/storage.pb.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using mandat::testing::EqualsProtoMessage;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::PlanFile;

// A file without what the service owns, and in one order.
template <typename T>
void Normalise(google::protobuf::RepeatedPtrField<T>* items) {
  for (T& item : *items) base::KeepSettable(&item);
  std::sort(items->begin(), items->end(),
            [](const T& a, const T& b) { return a.name() < b.name(); });
}

PlanFile Normal(PlanFile file) {
  base::KeepSettable(&file);
  base::KeepSettable(file.mutable_plan());
  auto& targets = *file.mutable_targets();
  targets.erase(
      std::remove_if(targets.begin(), targets.end(),
                     [](const v1::Target& target) { return !target.replaced_by().empty(); }),
      targets.end());
  Normalise(file.mutable_objectives());
  Normalise(file.mutable_actions());
  Normalise(file.mutable_indicators());
  Normalise(&targets);
  // Its version and words are made anew.
  for (v1::Indicator& indicator : *file.mutable_indicators()) {
    for (v1::FormulaVersion& version : *indicator.mutable_formulas()) {
      version.clear_words();
      version.clear_version();
    }
  }
  return file;
}

// Files in order, of all sizes and shapes.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  PlanFile Next() {
    PlanFile file;
    file.set_format(1);
    *file.mutable_plan() = With(TestPlan(), "name: 'plans/a'");
    const int objectives = 1 + Below(12);
    for (int i = 0; i < objectives; ++i) AddObjective(i, &file);
    for (int i = Below(5); i > 0; --i) AddAction(i, &file);
    const int indicators = Below(14);
    for (int i = 0; i < indicators; ++i) AddIndicator(i, &file);
    // In whatever order.
    Shuffle(file.mutable_objectives());
    Shuffle(file.mutable_actions());
    Shuffle(file.mutable_indicators());
    Shuffle(file.mutable_targets());
    return file;
  }

 private:
  int Below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  template <typename T>
  void Shuffle(T* items) {
    for (int i = items->size() - 1; i > 0; --i) items->SwapElements(i, Below(i + 1));
  }
  // Ids with and without the plan's prefix.
  std::string Id(const char* kind, int number) {
    return absl::StrCat(number % 3 == 0 ? "a-" : "", kind, number);
  }

  void AddObjective(int number, PlanFile* file) {
    v1::Objective* objective = file->add_objectives();
    *objective = With(TestObjective(), absl::StrCat("weight: ", Below(3)));
    objective->set_name("objectives/" + Id("o", number));
    objective->set_number(absl::StrCat(number));
    objective->set_plan(Below(2) == 0 ? "" : "plans/a");
    // Not deeper than four below the top, by its number.
    if (number > 0 && number % 4 != 0) {
      objective->set_parent(file->objectives(number - 1).name());
    }
  }

  void AddAction(int number, PlanFile* file) {
    v1::Action* action = file->add_actions();
    *action = TestAction();
    action->set_name("actions/" + Id("x", number));
    action->set_plan("plans/a");
    action->set_state(Below(2) == 0 ? v1::ACTION_STATE_PLANNED : v1::ACTION_STATE_ABANDONED);
    action->mutable_serves(0)->set_objective(
        file->objectives(Below(file->objectives_size())).name());
  }

  void AddIndicator(int number, PlanFile* file) {
    v1::Indicator indicator = Below(3) == 0 ? TestIndicator() : ComputedIndicator();
    indicator.set_name("indicators/" + Id("i", number));
    indicator.set_number(absl::StrCat(number));
    indicator.set_objective(file->objectives(Below(file->objectives_size())).name());
    if (!indicator.formulas().empty()) {
      if (Below(3) != 0) Combine(*file, indicator.mutable_formulas(0)->mutable_formula());
      for (int i = Below(3); i > 0; --i) {
        v1::FormulaVersion* version = indicator.add_formulas();
        *version = indicator.formulas(0);
        version->set_reason("clearer");
        version->mutable_valid_from()->set_year(2024 + indicator.formulas_size());
        version->mutable_valid_from()->set_month(1);
        version->mutable_valid_from()->set_day(1);
        Combine(*file, version->mutable_formula());
      }
    }
    *file->add_indicators() = indicator;
    if (Below(2) == 0) return;
    v1::Target* target = file->add_targets();
    *target = TestTarget();
    target->set_name("targets/" + Id("t", number));
    target->set_indicator(indicator.name());
  }

  // Some of the computed ones that are there already.
  void Combine(const PlanFile& file, v1::Formula* formula) {
    v1::Combination combination;
    combination.set_operation(v1::OPERATION_SUM);
    for (const v1::Indicator& other : file.indicators()) {
      if (other.formulas().empty() || Below(2) == 0) continue;
      if (combination.indicators_size() < 20) combination.add_indicators(other.name());
    }
    if (combination.indicators_size() >= 2) *formula->mutable_combination() = combination;
  }

  std::mt19937 random_;
};

class PlanFileLaws : public TestLedger {
 protected:
  absl::StatusOr<v1::Plan> Import(const PlanFile& file, const std::string& plan_id) {
    v1::ImportPlanRequest request;
    *request.mutable_file() = file;
    request.set_plan_id(plan_id);
    return Run<ImportPlan>("ImportPlan", director_, request);
  }
  PlanFile Export(const std::string& plan) {
    v1::ExportPlanRequest request;
    request.set_name(plan);
    const auto file = Ask("ExportPlan", director_, ExportPlan, request);
    EXPECT_THAT(file, IsOk());
    return file.value_or(PlanFile());
  }
  absl::StatusOr<v1::CheckPlanFileResponse> Check(const PlanFile& file) {
    v1::CheckPlanFileRequest request;
    *request.mutable_file() = file;
    return Ask("CheckPlanFile", director_, CheckPlanFile, request);
  }
  // What the store holds, as far as an import could change it. That tables and log agree is looked
  // at after each test.
  std::string Everything() {
    const auto reader = store_->OpenReader().value();
    const auto book = reader->Get(FormulaBooks(), "current").value();
    return absl::StrCat(reader->Head().value(), " ", book->version, " ", book->body);
  }
};

TEST_F(PlanFileLaws, WhatGoesOutComesInAgain) {
  const unsigned seed = mandat::testing::SeedOr(63);
  Generator generator(seed);
  for (int round = 0; round < 40; ++round) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, " round ", round));
    const std::string first = absl::StrCat("first-", round);
    const std::string second = absl::StrCat("second-", round);
    PlanFile file = generator.Next();
    const auto report = Check(file);
    ASSERT_THAT(report, IsOk());
    ASSERT_EQ(report->findings_count(), 0) << report->DebugString();
    ASSERT_THAT(Import(file, first), IsOk());
    const PlanFile out = Export("plans/" + first);
    // Lines may leave their plan out.
    for (v1::Objective& objective : *file.mutable_objectives()) objective.set_plan("plans/a");
    EXPECT_THAT(Normal(out), EqualsProtoMessage(Normal(plan_files::Renamed(file, first))));
    ASSERT_THAT(Import(out, second), IsOk());
    EXPECT_THAT(Normal(Export("plans/" + second)),
                EqualsProtoMessage(Normal(plan_files::Renamed(out, second))));
  }
}

// The fields of a line that must be there.
std::vector<const FieldDescriptor*> RequiredOf(const Message& line) {
  std::vector<const FieldDescriptor*> required;
  for (int i = 0; i < line.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = line.GetDescriptor()->field(i);
    const auto& options = field->options();
    for (int k = 0; k < options.ExtensionSize(google::api::field_behavior); ++k) {
      if (options.GetExtension(google::api::field_behavior, k) != google::api::REQUIRED) continue;
      // The plan of a line is that of the file.
      if (field->name() != "plan") required.push_back(field);
    }
  }
  required.push_back(line.GetDescriptor()->FindFieldByName("name"));
  return required;
}

std::vector<Message*> LinesOf(PlanFile* file) {
  std::vector<Message*> lines = {file->mutable_plan()};
  for (auto& line : *file->mutable_objectives()) lines.push_back(&line);
  for (auto& line : *file->mutable_actions()) lines.push_back(&line);
  for (auto& line : *file->mutable_indicators()) lines.push_back(&line);
  for (auto& line : *file->mutable_targets()) {
    if (line.replaced_by().empty()) lines.push_back(&line);
  }
  return lines;
}

// Without any one thing that must be there nothing is made of a file, and the check says why.
TEST_F(PlanFileLaws, WhatLacksAnythingChangesNothing) {
  ASSERT_NO_FATAL_FAILURE(MakeTheirPlan());
  const std::string before = Everything();
  PlanFile whole = TestFile();
  const size_t lines = LinesOf(&whole).size();
  ASSERT_EQ(lines, 9u);
  int refused = 0;
  for (size_t i = 0; i < lines; ++i) {
    for (const FieldDescriptor* field : RequiredOf(*LinesOf(&whole)[i])) {
      PlanFile file = whole;
      Message* line = LinesOf(&file)[i];
      SCOPED_TRACE(absl::StrCat("line ", i, " ", field->full_name()));
      line->GetReflection()->ClearField(line, field);
      const auto imported = Import(file, "");
      EXPECT_THAT(imported, HasReason("PLAN_FILE_INVALID"));
      EXPECT_EQ(Everything(), before);
      const auto report = Check(file);
      ASSERT_THAT(report, IsOk());
      auto metadata = base::MetadataOf(imported.status());
      EXPECT_EQ(absl::StrCat(report->findings_count()), metadata["count"]);
      EXPECT_EQ(report->findings(0).line(), metadata["line"]);
      EXPECT_EQ(report->findings(0).field(), metadata["field"]);
      EXPECT_EQ(report->findings(0).reason(), metadata["fault"]);
      ++refused;
    }
  }
  EXPECT_GT(refused, 40);
  EXPECT_EQ(Everything(), before);
  EXPECT_THAT(Import(whole, ""), IsOk());
  EXPECT_NE(Everything(), before);
}

}  // namespace
}  // namespace mandat::objectives
