#include "services/socialaid/law/calculation_writer.h"

#include <algorithm>
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

constexpr size_t kVarintMost = 10;

char* PutVarint(char* at, uint64_t value) {
  for (; value >= 0x80; value >>= 7) *at++ = static_cast<char>(value | 0x80);
  *at++ = static_cast<char>(value);
  return at;
}

// Two numbers in a row: a tag, and a value or a length.
void AppendVarints(std::string& out, uint64_t tag, uint64_t value) {
  std::array<char, 2 * kVarintMost> buffer;
  char* const end = PutVarint(PutVarint(buffer.data(), tag), value);
  out.append(buffer.data(), static_cast<size_t>(end - buffer.data()));
}

void AppendNumber(std::string& out, int field, int64_t value) {
  if (value == 0) return;
  AppendVarints(out, static_cast<uint64_t>(field) << 3 | kVarint, static_cast<uint64_t>(value));
}

void AppendBytes(std::string& out, int field, absl::string_view bytes) {
  AppendVarints(out, static_cast<uint64_t>(field) << 3 | kLengthDelimited, bytes.size());
  out.append(bytes.data(), bytes.size());
}

// Names and texts of arguments are short, so that their lengths, and that of the entry of both,
// take a byte each.
constexpr size_t kArgumentPartMost = 60;

char* PutPart(char* at, char tag, absl::string_view part) {
  *at++ = tag;
  *at++ = static_cast<char>(part.size());
  return std::copy(part.begin(), part.end(), at);
}

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
  // An entry of a map is a message of its key, field 1, and its value, field 2.
  std::array<char, 6 + 2 * kArgumentPartMost> entry;
  Argument::Buffer buffer;
  for (const Argument& argument : arguments) {
    const absl::string_view name = argument.name().substr(0, kArgumentPartMost);
    const absl::string_view text = argument.Text(buffer).substr(0, kArgumentPartMost);
    char* at = entry.data();
    *at++ = kArgumentTag;
    *at++ = static_cast<char>(4 + name.size() + text.size());
    at = PutPart(at, kKeyTag, name);
    at = PutPart(at, kValueTag, text);
    message_.append(entry.data(), static_cast<size_t>(at - entry.data()));
  }
  AppendBytes(out_, v1::Article60Calculation::kStepsFieldNumber, message_);
}

}  // namespace mandat::socialaid::law
