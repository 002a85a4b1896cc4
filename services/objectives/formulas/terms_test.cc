#include "services/objectives/formulas/terms.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"

namespace mandat::objectives::formulas {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// @SENT and its like stand for types of events.
v1::Formula FormulaOf(const std::string& text) {
  return testing::Parsed<v1::Formula>(absl::StrReplaceAll(
      text, {{"@SENT", "type: 'be.mandat.socialaid.v1.article60Request.notify.sent'"},
             {"@CALCULATED", "type: 'be.mandat.socialaid.v1.article60Request.notify.calculated'"},
             {"@CENTRE", "type: 'be.mandat.socialaid.v1.centre.notify.created'"},
             {"@UPDATED", "type: 'be.mandat.objectives.v1.action.notify.updated'"},
             {"@INDICATOR", "type: 'be.mandat.objectives.v1.indicator.notify.created'"}}));
}

std::string Times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) absl::StrAppend(&all, text, " ");
  return all;
}

std::string OneCondition(const std::string& condition) {
  return absl::StrCat("tally { events { @SENT conditions { ", condition, " } } }");
}

struct RefusalCase {
  std::string formula;
  const char* reason;
  const char* field;
};

void ExpectRefused(const std::vector<RefusalCase>& cases) {
  for (const RefusalCase& one : cases) {
    SCOPED_TRACE(one.formula);
    const absl::Status status = CheckFormula(FormulaOf(one.formula), "f");
    EXPECT_THAT(status, testing::StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(status, testing::HasReason(one.reason));
    EXPECT_EQ(base::MetadataOf(status)["field"], one.field) << status;
  }
}

TEST(CheckFormula, ASoundOnePasses) {
  for (const char* formula : {
           "tally { events { @SENT } }",
           "tally { events { @SENT } events { @CALCULATED } time_field: 'send_time' }",
           "tally { events { @SENT } sum_field: 'working_time.weekly_hours_hundredths' }",
           "tally { events { @CALCULATED } sum_field: 'answer.days' time_field: 'answer.end_date' "
           "}",
           "tally { events { @SENT } distinct_field: 'answer.outcome' }",
           "tally { events { @SENT } distinct_field: 'planned_start' }",
           "tally { events { @SENT } distinct_field: 'answer.days' }",
           "tally { events { @SENT } events { @CENTRE } distinct_field: 'name' time_field: "
           "'create_time' }",
           "share { numerator { events { @SENT } } denominator { events { @CENTRE } } }",
           "combination { operation: OPERATION_SUM indicators: 'indicators/a' indicators: "
           "'indicators/b' }",
           "combination { operation: OPERATION_DIFFERENCE indicators: 'indicators/a' indicators: "
           "'indicators/b' }",
           "combination { operation: OPERATION_QUOTIENT indicators: 'indicators/a' indicators: "
           "'indicators/b' }",
           "combination { operation: OPERATION_GROWTH indicators: 'indicators/a' }",
       }) {
    EXPECT_THAT(CheckFormula(FormulaOf(formula), "f"), testing::IsOk()) << formula;
  }
  const std::string condition = "conditions { field: 'name' comparison: COMPARISON_PRESENT }";
  EXPECT_THAT(
      CheckFormula(FormulaOf(absl::StrCat("tally { events { @SENT ", Times(20, condition), "} }")),
                   ""),
      testing::IsOk());
}

TEST(CheckFormula, SomethingIsCounted) {
  ExpectRefused({
      {"", "FORMULA_EMPTY", "f"},
      {"tally {}", "FORMULA_EMPTY", "f.tally.events"},
      {"share {}", "FORMULA_EMPTY", "f.share.numerator.events"},
      {"share { numerator { events { @SENT } } }", "FORMULA_EMPTY", "f.share.denominator.events"},
      {"combination { operation: OPERATION_SUM }", "FORMULA_EMPTY", "f.combination.indicators"},
      {"tally { events {} }", "FIELD_REQUIRED", "f.tally.events[0].type"},
      {OneCondition("comparison: COMPARISON_PRESENT"), "FIELD_REQUIRED",
       "f.tally.events[0].conditions[0].field"},
      {OneCondition("field: 'centre' comparison: COMPARISON_EQUAL other_field: ''"),
       "FIELD_REQUIRED", "f.tally.events[0].conditions[0].other_field"},
  });
}

TEST(CheckFormula, TypesOfEventsAreKnownAndNamedOnce) {
  ExpectRefused({
      {"tally { events { type: 'be.mandat.socialaid.v1.article60Request.notify.send' } }",
       "EVENT_TYPE_UNKNOWN", "f.tally.events[0].type"},
      {"share { numerator { events { @SENT } events { type: 'x' } } denominator { events { @SENT } "
       "} "
       "}",
       "EVENT_TYPE_UNKNOWN", "f.share.numerator.events[1].type"},
      {"tally { events { @SENT } events { @CALCULATED } events { @SENT } }", "FORMULA_INVALID",
       "f.tally.events[2].type"},
  });
}

TEST(CheckFormula, FieldsAreThoseOfTheEvents) {
  ExpectRefused({
      {"tally { events { @SENT } time_field: 'sent_time' }", "FORMULA_FIELD_UNKNOWN",
       "f.tally.time_field"},
      {"tally { events { @SENT } sum_field: 'answer.day' }", "FORMULA_FIELD_UNKNOWN",
       "f.tally.sum_field"},
      {"tally { events { @SENT } distinct_field: 'name.id' }", "FORMULA_FIELD_UNKNOWN",
       "f.tally.distinct_field"},
      // A day and an instant are one value each, and have no parts.
      {"tally { events { @SENT } sum_field: 'planned_start.year' }", "FORMULA_FIELD_UNKNOWN",
       "f.tally.sum_field"},
      {"tally { events { @SENT } sum_field: 'send_time.seconds' }", "FORMULA_FIELD_UNKNOWN",
       "f.tally.sum_field"},
      {"tally { events { @SENT } events { @CENTRE } time_field: 'send_time' }",
       "FORMULA_FIELD_UNKNOWN", "f.tally.time_field"},
      {OneCondition("field: 'centre.' comparison: COMPARISON_PRESENT"), "FORMULA_FIELD_UNKNOWN",
       "f.tally.events[0].conditions[0].field"},
      {OneCondition("field: '.centre' comparison: COMPARISON_PRESENT"), "FORMULA_FIELD_UNKNOWN",
       "f.tally.events[0].conditions[0].field"},
      {OneCondition("field: 'sendTime' comparison: COMPARISON_PRESENT"), "FORMULA_FIELD_UNKNOWN",
       "f.tally.events[0].conditions[0].field"},
      {OneCondition("field: 'centre' comparison: COMPARISON_EQUAL other_field: 'city'"),
       "FORMULA_FIELD_UNKNOWN", "f.tally.events[0].conditions[0].other_field"},
  });
}

TEST(CheckFormula, NothingPersonalIsCounted) {
  ExpectRefused({
      {"tally { events { @SENT } distinct_field: 'person' }", "FORMULA_FIELD_PERSONAL",
       "f.tally.distinct_field"},
      {"tally { events { @SENT } time_field: 'earlier_admission' }", "FORMULA_FIELD_PERSONAL",
       "f.tally.time_field"},
      {OneCondition("field: 'contact.email' comparison: COMPARISON_PRESENT"),
       "FORMULA_FIELD_PERSONAL", "f.tally.events[0].conditions[0].field"},
      {OneCondition("field: 'career' comparison: COMPARISON_PRESENT"), "FORMULA_FIELD_PERSONAL",
       "f.tally.events[0].conditions[0].field"},
      {OneCondition("field: 'centre' comparison: COMPARISON_EQUAL other_field: 'person'"),
       "FORMULA_FIELD_PERSONAL", "f.tally.events[0].conditions[0].other_field"},
  });
}

TEST(CheckFormula, FieldsAreOfATypeThatFits) {
  ExpectRefused({
      {"tally { events { @SENT } sum_field: 'name' }", "FORMULA_FIELD_TYPE", "f.tally.sum_field"},
      {"tally { events { @SENT } sum_field: 'state' }", "FORMULA_FIELD_TYPE", "f.tally.sum_field"},
      {"tally { events { @SENT } distinct_field: 'send_time' }", "FORMULA_FIELD_TYPE",
       "f.tally.distinct_field"},
      {"tally { events { @SENT } distinct_field: 'answer.calculation.half_days' }",
       "FORMULA_FIELD_TYPE", "f.tally.distinct_field"},
      {"tally { events { @SENT } time_field: 'answer.days' }", "FORMULA_FIELD_TYPE",
       "f.tally.time_field"},
      {"tally { events { @SENT } time_field: 'name' }", "FORMULA_FIELD_TYPE", "f.tally.time_field"},
      // Of one type in all events.
      {"tally { events { @SENT } events { @UPDATED } distinct_field: 'state' }",
       "FORMULA_FIELD_TYPE", "f.tally.distinct_field"},
      // Lists, also on the way, and what has fields of its own.
      {"tally { events { @SENT } distinct_field: 'forwardings' }", "FORMULA_FIELD_TYPE",
       "f.tally.distinct_field"},
      {OneCondition("field: 'forwardings.from' comparison: COMPARISON_PRESENT"),
       "FORMULA_FIELD_TYPE", "f.tally.events[0].conditions[0].field"},
      {OneCondition("field: 'answer' comparison: COMPARISON_PRESENT"), "FORMULA_FIELD_TYPE",
       "f.tally.events[0].conditions[0].field"},
      {"tally { events { @INDICATOR conditions { field: 'baseline' comparison: COMPARISON_PRESENT "
       "} "
       "} }",
       "FORMULA_FIELD_TYPE", "f.tally.events[0].conditions[0].field"},
  });
}

TEST(CheckFormula, ComparisonsAndOperandsGoWithTheField) {
  const char* operand = "f.tally.events[0].conditions[0].";
  const struct {
    const char* condition;
    const char* part;
  } cases[] = {
      {"field: 'centre' comparison: COMPARISON_LESS text: 'a'", "comparison"},
      {"field: 'state' comparison: COMPARISON_GREATER_OR_EQUAL text: 'sent'", "comparison"},
      {"field: 'answer.calculation.half_days' comparison: COMPARISON_GREATER truth: true",
       "comparison"},
      {"field: 'answer.calculation.half_days' comparison: COMPARISON_LESS_OR_EQUAL truth: true",
       "comparison"},
      {"field: 'centre' comparison: COMPARISON_EQUAL number: 1", "number"},
      {"field: 'state' comparison: COMPARISON_EQUAL number: 1", "number"},
      {"field: 'answer.days' comparison: COMPARISON_EQUAL text: '1'", "text"},
      {"field: 'answer.days' comparison: COMPARISON_EQUAL truth: true", "truth"},
      {"field: 'planned_start' comparison: COMPARISON_LESS time { seconds: 1 }", "time"},
      {"field: 'send_time' comparison: COMPARISON_LESS date { year: 2026 month: 1 day: 1 }",
       "date"},
      {"field: 'answer.calculation.half_days' comparison: COMPARISON_EQUAL text: 'yes'", "text"},
      {"field: 'send_time' comparison: COMPARISON_LESS other_field: 'planned_start'",
       "other_field"},
      {"field: 'admission' comparison: COMPARISON_EQUAL other_field: 'state'", "other_field"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.condition);
    const absl::Status status = CheckFormula(FormulaOf(OneCondition(one.condition)), "f");
    EXPECT_THAT(status, testing::HasReason("FORMULA_FIELD_TYPE"));
    EXPECT_EQ(base::MetadataOf(status)["field"], absl::StrCat(operand, one.part));
  }
}

TEST(CheckFormula, ConditionsAreWhole) {
  ExpectRefused({
      {OneCondition("field: 'centre'"), "CONDITION_INVALID",
       "f.tally.events[0].conditions[0].comparison"},
      {OneCondition("field: 'centre' comparison: 77 text: 'a'"), "CONDITION_INVALID",
       "f.tally.events[0].conditions[0].comparison"},
      {OneCondition("field: 'centre' comparison: COMPARISON_EQUAL"), "CONDITION_INVALID",
       "f.tally.events[0].conditions[0]"},
      {OneCondition("field: 'centre' comparison: COMPARISON_PRESENT text: 'a'"),
       "CONDITION_INVALID", "f.tally.events[0].conditions[0].text"},
      {OneCondition("field: 'send_time' comparison: COMPARISON_ABSENT other_field: 'due_time'"),
       "CONDITION_INVALID", "f.tally.events[0].conditions[0].other_field"},
      {OneCondition("field: 'centre' comparison: COMPARISON_EQUAL text: ''"), "CONDITION_INVALID",
       "f.tally.events[0].conditions[0].text"},
      {OneCondition("field: 'state' comparison: COMPARISON_EQUAL text: 'SENT'"),
       "CONDITION_INVALID", "f.tally.events[0].conditions[0].text"},
      {OneCondition("field: 'state' comparison: COMPARISON_EQUAL text: ''"), "CONDITION_INVALID",
       "f.tally.events[0].conditions[0].text"},
      {OneCondition("field: 'centre' comparison: COMPARISON_EQUAL text: 'a\\001'"), "TEXT_INVALID",
       "f.tally.events[0].conditions[0].text"},
      {OneCondition(absl::StrCat("field: 'centre' comparison: COMPARISON_EQUAL text: '",
                                 std::string(201, 'a'), "'")),
       "TEXT_TOO_LONG", "f.tally.events[0].conditions[0].text"},
      {OneCondition("field: 'planned_start' comparison: COMPARISON_EQUAL date { year: 2026 month: "
                    "2 day: 30 }"),
       "DATE_INVALID", "f.tally.events[0].conditions[0].date"},
      {OneCondition(
           "field: 'send_time' comparison: COMPARISON_EQUAL time { seconds: 253402300800 }"),
       "DATE_INVALID", "f.tally.events[0].conditions[0].time"},
  });
}

TEST(CheckFormula, PartsGoTogether) {
  ExpectRefused({
      {"tally { events { @SENT } sum_field: 'answer.days' distinct_field: 'name' }",
       "FORMULA_INVALID", "f.tally.distinct_field"},
      {"combination { indicators: 'indicators/a' }", "OPERATION_UNKNOWN",
       "f.combination.operation"},
      {"combination { operation: 9 indicators: 'indicators/a' }", "OPERATION_UNKNOWN",
       "f.combination.operation"},
      {"combination { operation: OPERATION_SUM indicators: 'indicators/a' }", "FORMULA_INVALID",
       "f.combination.indicators"},
      {"combination { operation: OPERATION_QUOTIENT indicators: 'indicators/a' }",
       "FORMULA_INVALID", "f.combination.indicators"},
      {"combination { operation: OPERATION_DIFFERENCE indicators: 'indicators/a' indicators: "
       "'indicators/b' indicators: 'indicators/c' }",
       "FORMULA_INVALID", "f.combination.indicators"},
      {"combination { operation: OPERATION_GROWTH indicators: 'indicators/a' indicators: "
       "'indicators/b' }",
       "FORMULA_INVALID", "f.combination.indicators"},
      {"combination { operation: OPERATION_SUM indicators: 'indicators/a' indicators: "
       "'indicators/a' }",
       "FORMULA_INVALID", "f.combination.indicators[1]"},
      {"combination { operation: OPERATION_GROWTH indicators: 'targets/a' }", "NAME_INVALID",
       "f.combination.indicators[0]"},
  });
}

TEST(CheckFormula, SizesHaveALimit) {
  const std::string long_name(201, 'a');
  const std::string condition = "conditions { field: 'name' comparison: COMPARISON_PRESENT }";
  std::string indicators;
  for (int i = 0; i < 21; ++i) absl::StrAppend(&indicators, "indicators: 'indicators/", i, "' ");
  ExpectRefused({
      {absl::StrCat("tally { ", Times(11, "events { @SENT }"), "}"), "FORMULA_TOO_LARGE",
       "f.tally.events"},
      {absl::StrCat("tally { events { @SENT ", Times(21, condition), "} }"), "FORMULA_TOO_LARGE",
       "f.tally.events[0].conditions"},
      {absl::StrCat("combination { operation: OPERATION_SUM ", indicators, "}"),
       "FORMULA_TOO_LARGE", "f.combination.indicators"},
      {absl::StrCat("tally { events { type: '", long_name, "' } }"), "FORMULA_TOO_LARGE",
       "f.tally.events[0].type"},
      {absl::StrCat("tally { events { @SENT } time_field: '", long_name, "' }"),
       "FORMULA_TOO_LARGE", "f.tally.time_field"},
  });
}

TEST(CheckFormula, NamesWhatWasPerhapsMeant) {
  const absl::Status type = CheckFormula(
      FormulaOf("tally { events { type: 'be.mandat.socialaid.v1.article60Request.notify.send' } }"),
      "");
  EXPECT_EQ(base::MetadataOf(type)["field"], "tally.events[0].type");
  EXPECT_EQ(base::MetadataOf(type)["value"], "be.mandat.socialaid.v1.article60Request.notify.send");
  EXPECT_THAT(std::string(type.message()),
              HasSubstr("be.mandat.socialaid.v1.article60Request.notify.sent"));
  const absl::Status field =
      CheckFormula(FormulaOf("tally { events { @SENT } time_field: 'answer_tme' }"), "");
  EXPECT_THAT(base::MetadataOf(field)["near"], HasSubstr("answer_time"));
  // Nothing personal, not even as a hint.
  const absl::Status person =
      CheckFormula(FormulaOf("tally { events { @SENT } distinct_field: 'persons' }"), "");
  EXPECT_THAT(base::MetadataOf(person)["near"], ::testing::Not(HasSubstr("person")));
  const absl::Status group =
      CheckFormula(FormulaOf("tally { events { @SENT } sum_field: 'answer' }"), "");
  EXPECT_THAT(base::MetadataOf(group)["near"], HasSubstr("answer.days"));
  const absl::Status code = CheckFormula(
      FormulaOf(OneCondition("field: 'state' comparison: COMPARISON_EQUAL text: 'sended'")), "");
  EXPECT_THAT(base::MetadataOf(code)["near"], HasSubstr("sent"));
}

TEST(TermsOf, AreOneForEachTypeOfEventAndRole) {
  const auto terms =
      TermsOf(FormulaOf("share { numerator { events { @SENT } } denominator { events "
                        "{ @SENT } events { @CENTRE } } }"),
              EventTypes::Published(), "");
  ASSERT_THAT(terms, testing::IsOkAndHolds(SizeIs(3)));
  EXPECT_EQ((*terms)[0].role, v1::FACT_ROLE_NUMERATOR);
  EXPECT_EQ((*terms)[1].role, v1::FACT_ROLE_DENOMINATOR);
  EXPECT_EQ((*terms)[2].type->kind, "centre");
}

}  // namespace
}  // namespace mandat::objectives::formulas
