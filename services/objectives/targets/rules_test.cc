#include "services/objectives/targets/rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::targets {
namespace {

using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Target;

v1::SetTargetRequest Setting(const Target& target) {
  v1::SetTargetRequest request;
  *request.mutable_target() = target;
  return request;
}

// The target with another shape.
v1::SetTargetRequest Shaped(const std::string& shape) {
  Target target = TestTarget();
  target.clear_reach();
  return Setting(With(target, shape));
}

struct Row {
  std::string text;
  const char* fault;
};

TEST(CheckSetTarget, RefusesEachShapeThatIsNotInOrder) {
  const std::string one = "{ numerator: 1 denominator: 1 } ";
  const std::string day = "{ year: 2026 month: 12 day: 31 } ";
  const std::string far = "{ year: 2100 month: 1 day: 1 } ";
  const Row rows[] = {
      {"", "FIELD_REQUIRED target.shape"},
      {"reach { }", "FIELD_REQUIRED target.reach.value"},
      {"reach { value { } }", "RATIONAL_INVALID target.reach.value"},
      {"reach { value " + one + "}", "FIELD_REQUIRED target.reach.by"},
      {"reach { value " + one + "by { year: 2026 } }", "DATE_INVALID target.reach.by"},
      {"reach { value " + one + "by " + far + "}", "DATE_OUT_OF_RANGE target.reach.by"},
      {"reach { value " + one + "by " + day + "}", ""},
      {"keep { }", "FIELD_REQUIRED target.keep.level"},
      {"keep { level { denominator: -1 } }", "RATIONAL_INVALID target.keep.level"},
      {"keep { level " + one + "}", ""},
      {"full_coverage { }", ""},
      {"full_coverage { by " + far + "}", "DATE_OUT_OF_RANGE target.full_coverage.by"},
      {absl::StrCat("full_coverage { before_act { fr: '", std::string(201, 'x'), "' } }"),
       "TEXT_TOO_LONG target.full_coverage.before_act.fr"},
      {"full_coverage { by " + day + "before_act { fr: 'renouvellement' } }", ""},
      {"multiply { }", "FIELD_REQUIRED target.multiply.factor"},
      {"multiply { factor { denominator: 1 } }", "RATIONAL_INVALID target.multiply.factor"},
      {"multiply { factor " + one + "}", "FIELD_REQUIRED target.multiply.by"},
      {"multiply { factor " + one + "by " + day + "}", ""},
      {"reduce { }", "RATE_INVALID target.reduce.rate_permille"},
      {"reduce { rate_permille: 1001 }", "RATE_INVALID target.reduce.rate_permille"},
      {"reduce { rate_permille: 1000 }", ""},
      {"reduce { rate_permille: 1 until " + far + "}", "DATE_OUT_OF_RANGE target.reduce.until"},
      {"every { }", "FIELD_REQUIRED target.every"},
      {"every { months: 0 }", "RHYTHM_INVALID target.every.months"},
      {"every { months: 60 }", ""},
      {"every { months: 61 }", "RHYTHM_INVALID target.every.months"},
      {"every { times_a_year: 366 }", ""},
      {"every { times_a_year: 367 }", "RHYTHM_INVALID target.every.times_a_year"},
      {"every { day_of_month: 31 }", ""},
      {"every { day_of_month: 32 }", "RHYTHM_INVALID target.every.day_of_month"},
      {"milestone { }", "FIELD_REQUIRED target.milestone.by"},
      {"milestone { by " + day + "}", ""},
      {"continuous { }", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const absl::Status status = CheckSet(Shaped(row.text), kToday);
    EXPECT_EQ(Fault(status), row.fault);
    EXPECT_EQ(absl::IsInvalidArgument(status), *row.fault != '\0');
  }
}

TEST(CheckSetTarget, RefusesEachOtherBadFieldWithItsReason) {
  v1::SetTargetRequest request;
  EXPECT_EQ(Fault(CheckSet(request, kToday)), "FIELD_REQUIRED target.indicator");
  const Row rows[] = {
      {"indicator: 'plans/p1'", "NAME_INVALID target.indicator"},
      {absl::StrCat("words { nl: '", std::string(1000, 'x'), "' }"), ""},
      {absl::StrCat("words { nl: '", std::string(1001, 'x'), "' }"),
       "TEXT_TOO_LONG target.words.nl"},
      {"words { nl: 'a\\001' }", "TEXT_INVALID target.words.nl"},
      {"valid_from { year: 1999 month: 1 day: 1 }", "DATE_OUT_OF_RANGE target.valid_from"},
      {"valid_from { year: 2025 month: 1 day: 1 }", ""},
      {"basis { }", "FIELD_REQUIRED target.basis.reference"},
      {"basis { reference: 'd' date { year: 2024 month: 2 day: 2 } }",
       "DATE_INVALID target.basis.date"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(Fault(CheckSet(Setting(With(TestTarget(), row.text)), kToday)), row.fault);
  }
  request = Setting(TestTarget());
  request.mutable_target()->clear_words();
  EXPECT_EQ(Fault(CheckSet(request, kToday)), "FIELD_REQUIRED target.words");
  request = Setting(TestTarget());
  request.set_target_id("T1");
  EXPECT_EQ(Fault(CheckSet(request, kToday)), "ID_INVALID target_id");
}

TEST(SetTarget, HasThePartiesOfItsPlan) {
  const Target wanted = With(TestTarget(), R"(etag: "3" owner: "0403019261" plan: "plans/x"
      supervisor: "0403019261" replaces: "targets/x" replaced_by: "targets/y")");
  const auto decision = Set(Setting(wanted), "targets/new", TestPlan(), TestIndicator(), nullptr);
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 1u);
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_EQ(decision->versions()[0].verb, "set");
  EXPECT_THAT(After<Target>(decision), EqualsProto(With(TestTarget(), "name: 'targets/new'")));
}

TEST(SetTarget, OnceThePlanIsAdoptedItCitesADecision) {
  const auto set = [](v1::PlanState state, bool cites) {
    auto request = Setting(TestTarget());
    if (cites) *request.mutable_target()->mutable_basis() = TestBasis();
    return Set(request, "targets/new", PlanIn(state), TestIndicator(), nullptr);
  };
  EXPECT_THAT(set(v1::PLAN_STATE_DRAFT, false), IsOk());
  for (const auto state : {v1::PLAN_STATE_ADOPTED, v1::PLAN_STATE_RUNNING}) {
    EXPECT_THAT(set(state, false), HasReason("TARGET_WITHOUT_DECISION"));
    EXPECT_THAT(set(state, true), IsOk());
  }
  EXPECT_THAT(set(v1::PLAN_STATE_EVALUATED, true), HasReason("PLAN_OVER"));
}

TEST(SetTarget, TheOneBeforeIsKeptAndSaysWhatReplacedIt) {
  const Target before = With(TestTarget(), "replaces: 'targets/t0'");
  auto request = Shaped("keep { level { numerator: 1 denominator: 2 } }");
  *request.mutable_target()->mutable_basis() = TestBasis();
  const auto decision =
      Set(request, "targets/new", PlanIn(v1::PLAN_STATE_RUNNING), TestIndicator(), &before);
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 2u);
  EXPECT_EQ(After<Target>(decision).replaces(), "targets/t1");
  EXPECT_EQ(After<Target>(decision).replaced_by(), "");
  EXPECT_EQ(decision->versions()[1].verb, "replaced");
  EXPECT_THAT(After<Target>(decision, 1), EqualsProto(With(before, "replaced_by: 'targets/new'")));
}

TEST(SetTarget, FitsWhatTheIndicatorShows) {
  const auto set = [](const v1::SetTargetRequest& request, const std::string& indicator) {
    return Set(request, "targets/new", TestPlan(), With(TestIndicator(), indicator), nullptr);
  };
  const std::string baseline = "baseline { numerator: 3 denominator: 1 }";
  for (const char* shape : {"multiply { }", "reduce { }"}) {
    EXPECT_THAT(set(Shaped(shape), ""), HasReason("BASELINE_MISSING")) << shape;
    EXPECT_THAT(set(Shaped(shape), baseline), IsOk());
  }
  EXPECT_THAT(set(Shaped("full_coverage { }"), ""), IsOk());
  EXPECT_THAT(set(Shaped("full_coverage { }"), "unit: UNIT_COUNT"),
              HasReason("TARGET_SHAPE_INVALID"));
}

TEST(ListTargets, NamesAreOfTheirCollections) {
  v1::ListTargetsRequest request;
  EXPECT_THAT(CheckList(request), IsOk());
  request.set_indicator("plans/p1");
  EXPECT_EQ(Fault(CheckList(request)), "NAME_INVALID indicator");
  request.set_plan("indicators/i1");
  EXPECT_EQ(Fault(CheckList(request)), "NAME_INVALID plan");
}

}  // namespace
}  // namespace mandat::objectives::targets
