#include "services/socialaid/law/calculation_writer.h"

#include <algorithm>
#include <charconv>
#include <utility>

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

constexpr uint64_t TagOf(int field, uint64_t wire_type) {
  return static_cast<uint64_t>(field) << 3 | wire_type;
}

// A number field; nothing where it is 0.
constexpr size_t kNumberMost = 2 * kVarintMost;
char* PutNumber(char* at, int field, int64_t value) {
  if (value == 0) return at;
  return PutVarint(PutVarint(at, TagOf(field, kVarint)), static_cast<uint64_t>(value));
}

// What stands before so many bytes of a field.
constexpr size_t kHeadMost = 2 * kVarintMost;
char* PutHead(char* at, int field, size_t size) {
  return PutVarint(PutVarint(at, TagOf(field, kLengthDelimited)), size);
}

char* PutBytes(char* at, absl::string_view bytes) {
  return std::copy(bytes.begin(), bytes.end(), at);
}

// A field of text; nothing where it is empty.
char* PutText(char* at, int field, absl::string_view text) {
  return text.empty() ? at : PutBytes(PutHead(at, field, text.size()), text);
}

// A field that is a message, which `put` writes. Its length stands before it and is known after it,
// so it is written a little further on and moved to its place.
template <typename Put>
char* PutMessage(char* at, int field, Put put) {
  char* const begin = at + kHeadMost;
  char* const end = put(begin);
  return std::copy(begin, end, PutHead(at, field, static_cast<size_t>(end - begin)));
}

// Names and texts of arguments are short, so that their lengths, and that of the entry of both,
// take a byte each: an entry of a map is a message of its key, field 1, and its value, field 2.
constexpr size_t kEntryMost = 6 + 2 * Argument::kPartMost;
static_assert(kEntryMost < 0x80);

char* PutEntry(char* at, const Argument& argument) {
  const absl::string_view name = argument.name();
  char* const entry = at;
  *at++ = kArgumentTag;
  ++at;  // the length of the entry
  *at++ = kKeyTag;
  *at++ = static_cast<char>(name.size());
  at = PutBytes(at, name);
  *at++ = kValueTag;
  char* const text = at + 1;
  char* const end = argument.PutText(text);
  *at = static_cast<char>(end - text);
  entry[1] = static_cast<char>(end - entry - 2);
  return end;
}

char* PutTwoDigits(char* at, unsigned value) {
  *at++ = static_cast<char>('0' + value / 10);
  *at++ = static_cast<char>('0' + value % 10);
  return at;
}

char* PutDate(char* at, Day day) {
  const std::chrono::year_month_day date = ToCalendar(day);
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  at = PutTwoDigits(PutTwoDigits(at, year / 100), year % 100);
  *at++ = '-';
  at = PutTwoDigits(at, static_cast<unsigned>(date.month()));
  *at++ = '-';
  return PutTwoDigits(at, static_cast<unsigned>(date.day()));
}

}  // namespace

char* Argument::PutText(char* at) const {
  char* const end = at + kPartMost;
  switch (kind_) {
    case Kind::kText:
      return PutBytes(at, text_.substr(0, kPartMost));
    case Kind::kDate:
      return PutDate(at, static_cast<Day>(number_));
    case Kind::kNumber:
      return std::to_chars(at, end, number_).ptr;
    case Kind::kFraction:
      at = std::to_chars(at, end, number_).ptr;
      if (denominator_ == 1) return at;
      *at++ = '/';
      return std::to_chars(at, end, denominator_).ptr;
  }
  return at;
}

char* CalculationWriter::Room(size_t size) {
  if (out_.size() - size_ < size) out_.resize(2 * out_.size() + size);
  return out_.data() + size_;
}

void CalculationWriter::Number(int field, int64_t value) {
  WrittenTo(PutNumber(Room(kNumberMost), field, value));
}

void CalculationWriter::Date(int field, Day day) {
  const std::chrono::year_month_day date = ToCalendar(day);
  WrittenTo(PutMessage(Room(kHeadMost + 3 * kNumberMost), field, [date](char* at) {
    using google::type::Date;
    at = PutNumber(at, Date::kYearFieldNumber, static_cast<int>(date.year()));
    at = PutNumber(at, Date::kMonthFieldNumber, static_cast<unsigned>(date.month()));
    return PutNumber(at, Date::kDayFieldNumber, static_cast<unsigned>(date.day()));
  }));
}

void CalculationWriter::Fraction(int field, const base::Rational& value) {
  WrittenTo(PutMessage(Room(kHeadMost + 2 * kNumberMost), field, [&value](char* at) {
    using common::v1::Rational;
    at = PutNumber(at, Rational::kNumeratorFieldNumber, value.numerator());
    return PutNumber(at, Rational::kDenominatorFieldNumber, value.denominator());
  }));
}

void CalculationWriter::Written(absl::string_view fields) {
  WrittenTo(PutBytes(Room(fields.size()), fields));
}

void CalculationWriter::Step(absl::string_view code, absl::string_view legal_reference,
                             std::initializer_list<Argument> arguments) {
  const size_t most =
      3 * kHeadMost + code.size() + legal_reference.size() + arguments.size() * kEntryMost;
  WrittenTo(PutMessage(Room(most), v1::Article60Calculation::kStepsFieldNumber, [&](char* at) {
    at = PutText(at, v1::TraceStep::kCodeFieldNumber, code);
    at = PutText(at, v1::TraceStep::kLegalReferenceFieldNumber, legal_reference);
    for (const Argument& argument : arguments) at = PutEntry(at, argument);
    return at;
  }));
}

std::string CalculationWriter::Take() && {
  out_.resize(size_);
  return std::move(out_);
}

}  // namespace mandat::socialaid::law
