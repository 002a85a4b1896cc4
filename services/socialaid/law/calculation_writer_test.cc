#include "services/socialaid/law/calculation_writer.h"

#include <gtest/gtest.h>

#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/request_for_test.h"

namespace mandat::socialaid::law {
namespace {

using v1::Article60Calculation;

void AddArgument(v1::TraceStep& step, const std::string& name, const std::string& text) {
  (*step.mutable_arguments())[name] = text;
}

// Whatever room it was given at first.
TEST(CalculationWriter, WritesTheBytesOfTheMessage) {
  const std::string long_reference(500, 'x');
  Article60Calculation message;
  *message.mutable_days_exact() = base::ToRational(base::Rational::Of(849, 4).value());
  message.set_days(213);
  *message.mutable_end_date_a() = DateOf("2026-12-05");
  v1::TraceStep* step = message.add_steps();
  step->set_code("FIGURES");
  step->set_legal_reference(long_reference);
  AddArgument(*step, "day", "1988-02-29");
  AddArgument(*step, "fraction", "425/2");
  AddArgument(*step, "number", "-36");
  AddArgument(*step, "whole", "7");
  step = message.add_steps();
  step->set_code("NO_REFERENCE");
  AddArgument(*step, "text", "FROM_36");

  for (const size_t size : {size_t{0}, size_t{100}, size_t{5000}}) {
    CalculationWriter writer(size);
    writer.Fraction(Article60Calculation::kDaysExactFieldNumber,
                    base::Rational::Of(849, 4).value());
    writer.Number(Article60Calculation::kDaysFieldNumber, 213);
    writer.Number(Article60Calculation::kHalfDaysFieldNumber, 0);
    writer.Date(Article60Calculation::kEndDateAFieldNumber, ToDay(Civil("2026-12-05")));
    writer.Step("FIGURES", long_reference,
                {Argument::Date("day", ToDay(Civil("1988-02-29"))),
                 {"fraction", base::Rational::Of(425, 2).value()},
                 {"number", int64_t{-36}},
                 {"whole", base::Rational(7)}});
    writer.Step("NO_REFERENCE", "", {{"text", absl::string_view("FROM_36")}});
    EXPECT_EQ(std::move(writer).Take(), CanonicalBytes(message)) << size;
  }
}

TEST(CalculationWriter, CutsArgumentsThatAreTooLong) {
  const std::string text(61, 't');
  const std::string name(61, 'n');
  CalculationWriter writer(0);
  writer.Step("LONG", "", {{name, absl::string_view(text)}});
  Article60Calculation message;
  ASSERT_TRUE(message.ParseFromString(std::move(writer).Take()));
  EXPECT_EQ(message.steps(0).arguments().at(name.substr(0, 60)), text.substr(0, 60));
}

}  // namespace
}  // namespace mandat::socialaid::law
