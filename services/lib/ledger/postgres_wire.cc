#include "services/lib/ledger/postgres_wire.h"

#include <cassert>
#include <cstddef>

#include "absl/strings/numbers.h"

namespace mandat::ledger::postgres {
namespace {

// From 1970-01-01 to 2000-01-01.
constexpr int64_t kEpochDays = 10957;
constexpr int64_t kEpochMicros = kEpochDays * 24 * 60 * 60 * 1'000'000;
constexpr size_t kLengthSize = 4;

template <typename Unsigned>
void AppendBigEndian(Unsigned value, std::string* out) {
  char bytes[sizeof(Unsigned)];
  for (size_t i = sizeof(Unsigned); i > 0; --i) {
    bytes[i - 1] = static_cast<char>(value & 0xff);
    value = static_cast<Unsigned>(value >> 8);
  }
  out->append(bytes, sizeof(Unsigned));
}

template <typename Unsigned>
Unsigned ReadBigEndian(const char* bytes) {
  Unsigned value = 0;
  for (size_t i = 0; i < sizeof(Unsigned); ++i) {
    value = static_cast<Unsigned>((value << 8) | static_cast<unsigned char>(bytes[i]));
  }
  return value;
}

void AppendLength(size_t length, std::string* out) {
  AppendBigEndian(static_cast<uint32_t>(length), out);
}

Oid ArrayTypeOf(Type type) {
  switch (type) {
    case Type::kBool:
      return 1000;
    case Type::kBytes:
      return 1001;
    case Type::kInt:
      return 1016;
    case Type::kText:
      return 1009;
    case Type::kDate:
      return 1182;
    case Type::kTime:
      return 1185;
  }
  return 0;
}

}  // namespace

Type TypeOf(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return Type::kText;
    case ColumnType::kInt:
      return Type::kInt;
    case ColumnType::kBool:
      return Type::kBool;
    case ColumnType::kDate:
      return Type::kDate;
    case ColumnType::kTime:
      return Type::kTime;
    case ColumnType::kHash:
      return Type::kBytes;
  }
  return Type::kText;
}

absl::string_view NameOf(Type type) {
  switch (type) {
    case Type::kBool:
      return "boolean";
    case Type::kBytes:
      return "bytea";
    case Type::kInt:
      return "bigint";
    case Type::kText:
      return "text";
    case Type::kDate:
      return "date";
    case Type::kTime:
      return "timestamptz";
  }
  return "";
}

void Fields::Null() { AppendBigEndian(~uint32_t{0}, &out_); }

void Fields::Bool(bool value) {
  AppendLength(1, &out_);
  out_.push_back(value ? 1 : 0);
}

void Fields::Int(int64_t value) {
  AppendLength(8, &out_);
  AppendBigEndian(static_cast<uint64_t>(value), &out_);
}

void Fields::Bytes(absl::string_view value) {
  AppendLength(value.size(), &out_);
  out_.append(value.data(), value.size());
}

void Fields::BytesOrNull(absl::string_view value) { value.empty() ? Null() : Bytes(value); }

void Fields::Time(absl::Time value) { Int(absl::ToUnixMicros(value) - kEpochMicros); }

void Fields::Of(ColumnType type, const Value& value) {
  if (IsNull(value)) return Null();
  if (type == ColumnType::kText || type == ColumnType::kHash) {
    assert(std::holds_alternative<std::string>(value));
    return Bytes(TextOf(value));
  }
  assert(std::holds_alternative<int64_t>(value));
  const int64_t number = *std::get_if<int64_t>(&value);
  if (type == ColumnType::kBool) return Bool(number != 0);
  if (type == ColumnType::kTime) return Int(number - kEpochMicros);
  if (type == ColumnType::kInt) return Int(number);
  AppendLength(4, &out_);
  AppendBigEndian(static_cast<uint32_t>(number - kEpochDays), &out_);
}

Arguments::Argument& Arguments::Next(Type type, bool array) {
  if (count_ == arguments_.size()) arguments_.emplace_back();
  Argument& argument = arguments_[count_++];
  argument.type = type;
  argument.array = array;
  argument.bytes.clear();
  return argument;
}

Fields Arguments::Scalar(Type type) { return Fields(&Next(type, /*array=*/false).bytes); }

Fields Arguments::StartArray(Type type, size_t size) {
  std::string& bytes = Next(type, /*array=*/true).bytes;
  AppendBigEndian(uint32_t{size == 0 ? 0u : 1u}, &bytes);  // dimensions
  AppendBigEndian(uint32_t{1}, &bytes);                    // there may be NULLs
  AppendBigEndian(static_cast<uint32_t>(type), &bytes);
  if (size > 0) {
    AppendLength(size, &bytes);
    AppendBigEndian(uint32_t{1}, &bytes);  // index of the first
  }
  return Fields(&bytes);
}

void Arguments::Describe(std::vector<Oid>* types, std::vector<const char*>* values,
                         std::vector<int>* lengths) const {
  types->clear();
  values->clear();
  lengths->clear();
  for (size_t i = 0; i < count_; ++i) {
    const Argument& argument = arguments_[i];
    if (argument.array) {
      types->push_back(ArrayTypeOf(argument.type));
      values->push_back(argument.bytes.data());
      lengths->push_back(static_cast<int>(argument.bytes.size()));
      continue;
    }
    // A scalar goes to libpq without the length before it.
    const auto length = static_cast<int32_t>(ReadBigEndian<uint32_t>(argument.bytes.data()));
    types->push_back(static_cast<Oid>(argument.type));
    values->push_back(length < 0 ? nullptr : argument.bytes.data() + kLengthSize);
    lengths->push_back(length < 0 ? 0 : length);
  }
}

bool RowFields::Bool() {
  const int column = column_++;
  return PQgetlength(result_, row_, column) == 1 && *PQgetvalue(result_, row_, column) != 0;
}

int64_t RowFields::Int() {
  const int column = column_++;
  if (PQgetlength(result_, row_, column) != 8) return 0;
  return static_cast<int64_t>(ReadBigEndian<uint64_t>(PQgetvalue(result_, row_, column)));
}

std::string RowFields::Bytes() {
  const int column = column_++;
  return std::string(PQgetvalue(result_, row_, column),
                     static_cast<size_t>(PQgetlength(result_, row_, column)));
}

absl::Time RowFields::Time() { return absl::FromUnixMicros(Int() + kEpochMicros); }

Value RowFields::Of(ColumnType type) {
  if (PQgetisnull(result_, row_, column_) != 0) {
    ++column_;
    return {};
  }
  switch (type) {
    case ColumnType::kText:
    case ColumnType::kHash:
      return Bytes();
    case ColumnType::kInt:
      return Int();
    case ColumnType::kBool:
      return Bool() ? int64_t{1} : int64_t{0};
    case ColumnType::kTime:
      return Int() + kEpochMicros;
    case ColumnType::kDate:
      break;
  }
  const char* bytes = PQgetvalue(result_, row_, column_++);
  return static_cast<int32_t>(ReadBigEndian<uint32_t>(bytes)) + kEpochDays;
}

int64_t ChangedBy(const Result& result) {
  int64_t count = 0;
  return absl::SimpleAtoi(PQcmdTuples(result.get()), &count) ? count : 0;
}

}  // namespace mandat::ledger::postgres
