#ifndef SERVICES_LIB_LEDGER_VALUE_H_
#define SERVICES_LIB_LEDGER_VALUE_H_

// Values of promoted columns, the same on both engines.

#include <cstdint>
#include <string>
#include <variant>

namespace mandat::ledger {

// How a promoted column is stored.
enum class ColumnType {
  kText,  // text, compared by byte
  kInt,   // 64-bit integer
  kBool,  // 0 or 1
  kDate,  // whole day; as a Value: days since 1970-01-01
  kTime,  // instant; as a Value: microseconds since 1970-01-01T00:00Z
  kHash,  // keyed hash of a text: can be searched by the text and read by nobody
};

// std::monostate is SQL's NULL: the resource has no value there.
using Value = std::variant<std::monostate, int64_t, std::string>;

inline bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

// The text of a value; empty for NULL and for numbers.
inline const std::string& TextOf(const Value& value) {
  static const std::string& none = *new std::string();
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? none : *text;
}

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_VALUE_H_
