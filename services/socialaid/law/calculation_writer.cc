#include "services/socialaid/law/calculation_writer.h"

#include <charconv>

#include "mandat/socialaid/v1/article60.pb.h"

namespace mandat::socialaid::law {
namespace {

// Wire types of protobuf.
constexpr uint64_t kVarint = 0;
constexpr uint64_t kLengthDelimited = 2;

void AppendVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

void AppendNumber(std::string& out, int field, int64_t value) {
  if (value == 0) return;
  AppendVarint(out, static_cast<uint64_t>(field) << 3 | kVarint);
  AppendVarint(out, static_cast<uint64_t>(value));
}

void AppendDecimal(std::string& out, int64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, static_cast<size_t>(end - digits));
}

void AppendTwoDigits(std::string& out, int value) {
  out.push_back(static_cast<char>('0' + value / 10));
  out.push_back(static_cast<char>('0' + value % 10));
}

}  // namespace

void Argument::AppendTo(std::string& out) const {
  switch (kind_) {
    case Kind::kText:
      out.append(text_.data(), text_.size());
      return;
    case Kind::kNumber:
      AppendDecimal(out, number_);
      return;
    case Kind::kFraction:
      AppendDecimal(out, number_);
      if (denominator_ == 1) return;
      out.push_back('/');
      AppendDecimal(out, denominator_);
      return;
    case Kind::kDate: {
      const absl::CivilDay day = ToCivilDay(static_cast<Day>(number_));
      AppendDecimal(out, day.year());
      out.push_back('-');
      AppendTwoDigits(out, day.month());
      out.push_back('-');
      AppendTwoDigits(out, day.day());
      return;
    }
  }
}

void CalculationWriter::Bytes(std::string& out, int field, absl::string_view bytes) {
  AppendVarint(out, static_cast<uint64_t>(field) << 3 | kLengthDelimited);
  AppendVarint(out, bytes.size());
  out.append(bytes.data(), bytes.size());
}

void CalculationWriter::Number(int field, int64_t value) { AppendNumber(out_, field, value); }

void CalculationWriter::Date(int field, Day day) {
  const absl::CivilDay civil = ToCivilDay(day);
  message_.clear();
  AppendNumber(message_, google::type::Date::kYearFieldNumber, civil.year());
  AppendNumber(message_, google::type::Date::kMonthFieldNumber, civil.month());
  AppendNumber(message_, google::type::Date::kDayFieldNumber, civil.day());
  Bytes(out_, field, message_);
}

void CalculationWriter::Fraction(int field, const base::Rational& value) {
  message_.clear();
  AppendNumber(message_, common::v1::Rational::kNumeratorFieldNumber, value.numerator());
  AppendNumber(message_, common::v1::Rational::kDenominatorFieldNumber, value.denominator());
  Bytes(out_, field, message_);
}

void CalculationWriter::Step(absl::string_view code, absl::string_view legal_reference,
                             std::initializer_list<Argument> arguments) {
  message_.clear();
  Bytes(message_, v1::TraceStep::kCodeFieldNumber, code);
  if (!legal_reference.empty()) {
    Bytes(message_, v1::TraceStep::kLegalReferenceFieldNumber, legal_reference);
  }
  for (const Argument& argument : arguments) {
    value_.clear();
    argument.AppendTo(value_);
    entry_.clear();
    Bytes(entry_, 1, argument.name());  // the key of a map's entry
    Bytes(entry_, 2, value_);           // and its value
    Bytes(message_, v1::TraceStep::kArgumentsFieldNumber, entry_);
  }
  Bytes(out_, v1::Article60Calculation::kStepsFieldNumber, message_);
}

}  // namespace mandat::socialaid::law
