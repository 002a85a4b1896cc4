#ifndef SERVICES_LIB_LEDGER_POSTGRES_WIRE_H_
#define SERVICES_LIB_LEDGER_POSTGRES_WIRE_H_

// PostgreSQL's binary formats: parameters of statements, and fields of results. All numbers are
// big-endian; days and microseconds count from 2000-01-01.

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/ledger/value.h"

namespace mandat::ledger::postgres {

// PostgreSQL's own numbers for the types in use.
enum class Type : Oid {
  kBool = 16,
  kBytes = 17,
  kInt = 20,
  kText = 25,
  kDate = 1082,
  kTime = 1184
};

Type TypeOf(ColumnType type);
// `text`, `bigint`…: for casts.
absl::string_view NameOf(Type type);

// Appends fields, each after its length.
class Fields {
 public:
  explicit Fields(std::string* out) : out_(*out) {}

  void Null();
  void Bool(bool value);
  void Int(int64_t value);
  // Texts and bytes.
  void Bytes(absl::string_view value);
  // Bytes; NULL where there are none.
  void BytesOrNull(absl::string_view value);
  void Time(absl::Time value);
  void Of(ColumnType type, const Value& value);

 private:
  std::string& out_;
};

// The parameters of one statement. Clear and fill again: the buffers stay.
class Arguments {
 public:
  void Clear() { count_ = 0; }
  size_t size() const { return count_; }

  // The next parameter; append exactly one field to what is returned.
  Fields Scalar(Type type);
  // The next parameter is an array with one field an item: `append(fields, item)` appends exactly
  // one.
  template <typename Items, typename Append>
  void Array(Type type, const Items& items, Append append) {
    Fields fields = StartArray(type, items.size());
    for (const auto& item : items) append(fields, item);
  }

  // What libpq is given. Pointers hold until the next parameter is added.
  void Describe(std::vector<Oid>* types, std::vector<const char*>* values,
                std::vector<int>* lengths) const;

 private:
  struct Argument {
    Type type = Type::kText;
    bool array = false;
    std::string bytes;
  };

  Argument& Next(Type type, bool array);
  Fields StartArray(Type type, size_t size);

  std::vector<Argument> arguments_;
  size_t count_ = 0;
};

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

// Takes the fields of one row from left to right. The types are those of the statement's text; NULL
// is empty, 0, false.
class RowFields {
 public:
  RowFields(const Result& result, int row) : result_(result.get()), row_(row) {}

  bool Bool();
  int64_t Int();
  std::string Bytes();
  absl::Time Time();
  Value Of(ColumnType type);

 private:
  PGresult* const result_;
  const int row_;
  int column_ = 0;
};

// Rows that a statement answered.
inline int RowsOf(const Result& result) { return PQntuples(result.get()); }
// Rows that a statement wrote or removed.
int64_t ChangedBy(const Result& result);

}  // namespace mandat::ledger::postgres

#endif  // SERVICES_LIB_LEDGER_POSTGRES_WIRE_H_
