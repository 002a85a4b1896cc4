#include "services/socialaid/law/calculation_writer.h"

#include <charconv>

#include "mandat/socialaid/v1/article60.pb.h"

namespace mandat::socialaid::law {
namespace {

// Wire types of protobuf.
constexpr uint64_t kVarint = 0;
constexpr uint64_t kLengthDelimited = 2;

// Tags of one byte.
constexpr char kArgumentTag = v1::TraceStep::kArgumentsFieldNumber << 3 | kLengthDelimited;
constexpr char kKeyTag = 1 << 3 | kLengthDelimited;
constexpr char kValueTag = 2 << 3 | kLengthDelimited;

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

void AppendBytes(std::string& out, int field, absl::string_view bytes) {
  AppendVarint(out, static_cast<uint64_t>(field) << 3 | kLengthDelimited);
  AppendVarint(out, bytes.size());
  out.append(bytes.data(), bytes.size());
}

// Names and texts of arguments are short, so that their lengths, and that of the entry of both,
// take a byte each.
constexpr size_t kArgumentPartMost = 60;

char* PutTwoDigits(char* at, unsigned value) {
  *at++ = static_cast<char>('0' + value / 10);
  *at++ = static_cast<char>('0' + value % 10);
  return at;
}

char* PutDate(char* at, char* end, Day day) {
  const std::chrono::year_month_day date = ToCalendar(day);
  at = std::to_chars(at, end, static_cast<int>(date.year())).ptr;
  *at++ = '-';
  at = PutTwoDigits(at, static_cast<unsigned>(date.month()));
  *at++ = '-';
  return PutTwoDigits(at, static_cast<unsigned>(date.day()));
}

}  // namespace

absl::string_view Argument::Text(Buffer& buffer) const {
  if (kind_ == Kind::kText) return text_;
  char* const begin = buffer.data();
  char* const end = begin + buffer.size();
  char* at = begin;
  if (kind_ == Kind::kDate) {
    at = PutDate(at, end, static_cast<Day>(number_));
  } else {
    at = std::to_chars(at, end, number_).ptr;
    if (denominator_ != 1) {
      *at++ = '/';
      at = std::to_chars(at, end, denominator_).ptr;
    }
  }
  return {begin, static_cast<size_t>(at - begin)};
}

void CalculationWriter::Number(int field, int64_t value) { AppendNumber(out_, field, value); }

void CalculationWriter::Date(int field, Day day) {
  const std::chrono::year_month_day date = ToCalendar(day);
  message_.clear();
  AppendNumber(message_, google::type::Date::kYearFieldNumber, static_cast<int>(date.year()));
  AppendNumber(message_, google::type::Date::kMonthFieldNumber,
               static_cast<unsigned>(date.month()));
  AppendNumber(message_, google::type::Date::kDayFieldNumber, static_cast<unsigned>(date.day()));
  AppendBytes(out_, field, message_);
}

void CalculationWriter::Fraction(int field, const base::Rational& value) {
  message_.clear();
  AppendNumber(message_, common::v1::Rational::kNumeratorFieldNumber, value.numerator());
  AppendNumber(message_, common::v1::Rational::kDenominatorFieldNumber, value.denominator());
  AppendBytes(out_, field, message_);
}

void CalculationWriter::Step(absl::string_view code, absl::string_view legal_reference,
                             std::initializer_list<Argument> arguments) {
  message_.clear();
  AppendBytes(message_, v1::TraceStep::kCodeFieldNumber, code);
  AppendBytes(message_, v1::TraceStep::kLegalReferenceFieldNumber, legal_reference);
  Argument::Buffer buffer;
  for (const Argument& argument : arguments) {
    // An entry of a map is a message of its key, field 1, and its value, field 2.
    const absl::string_view name = argument.name().substr(0, kArgumentPartMost);
    const absl::string_view text = argument.Text(buffer).substr(0, kArgumentPartMost);
    const char before_name[] = {kArgumentTag, static_cast<char>(4 + name.size() + text.size()),
                                kKeyTag, static_cast<char>(name.size())};
    const char before_text[] = {kValueTag, static_cast<char>(text.size())};
    message_.append(before_name, sizeof before_name);
    message_.append(name.data(), name.size());
    message_.append(before_text, sizeof before_text);
    message_.append(text.data(), text.size());
  }
  AppendBytes(out_, v1::Article60Calculation::kStepsFieldNumber, message_);
}

}  // namespace mandat::socialaid::law
