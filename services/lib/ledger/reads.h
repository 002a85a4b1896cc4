#ifndef SERVICES_LIB_LEDGER_READS_H_
#define SERVICES_LIB_LEDGER_READS_H_

// What a command names before it decides. Named reads lock; look-ups are equalities on promoted
// columns.
//
//   return {Change<Article60Request>(name), RelyOn<Person>(From<Article60Request>(name, kPerson)),
//           FindAll<Article60Request>({{kPerson, From<Article60Request>(name, kPerson)}})};

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/value.h"

namespace mandat::ledger {

// How a row is held until the commit.
enum class Hold {
  kChange,   // nobody else changes it or relies on it
  kRely,     // nobody changes it; others may rely on it too
  kConsult,  // not held: never decides alone
};

// The value of a column of another named row.
struct Source {
  const google::protobuf::Descriptor* type = nullptr;
  std::string name;
  const Column* column = nullptr;
};

struct NamedRead {
  const google::protobuf::Descriptor* type = nullptr;
  Hold hold = Hold::kConsult;
  // A resource name, or where to find the id.
  std::variant<std::string, Source> key;
  // Missing is NOT_FOUND before the rule is asked.
  bool required = true;
  // The caller must be a party of the row, else NOT_FOUND.
  bool checked = false;

  // The rule copes with its absence.
  NamedRead IfExists() && {
    required = false;
    return std::move(*this);
  }
  // The caller must be a party of it. Rows to change are always checked.
  NamedRead Checked() && {
    checked = true;
    return std::move(*this);
  }
};

struct Condition {
  Condition(const Column& wanted, Value value) : column(&wanted), operand(std::move(value)) {}
  Condition(const Column& wanted, Source source) : column(&wanted), operand(std::move(source)) {}

  const Column* column;
  std::variant<Value, Source> operand;
};

struct Lookup {
  const google::protobuf::Descriptor* type = nullptr;
  std::vector<Condition> where;
};

// All that a command names. The first row to change is its target: the one whose etag is compared.
struct Reads {
  Reads() = default;
  Reads(std::initializer_list<std::variant<NamedRead, Lookup>> all) {
    for (const auto& read : all) Add(read);
  }
  void Add(const std::variant<NamedRead, Lookup>& read) {
    if (const auto* row = std::get_if<NamedRead>(&read)) {
      named.push_back(*row);
    } else {
      lookups.push_back(std::get<Lookup>(read));
    }
  }

  std::vector<NamedRead> named;
  std::vector<Lookup> lookups;
};

// The row that the command changes.
template <typename T>
NamedRead Change(std::variant<std::string, Source> key) {
  return {T::descriptor(), Hold::kChange, std::move(key), /*required=*/true, /*checked=*/true};
}

// A row that guards a look-up: whoever decides on the same rows waits for it. It is not the target,
// and the caller need not be a party of it.
template <typename T>
NamedRead Guard(std::variant<std::string, Source> key) {
  return {T::descriptor(), Hold::kChange, std::move(key)};
}

// A row that must stay as it is until the commit.
template <typename T>
NamedRead RelyOn(std::variant<std::string, Source> key) {
  return {T::descriptor(), Hold::kRely, std::move(key)};
}

// A row that is looked at and not held.
template <typename T>
NamedRead Consult(std::variant<std::string, Source> key) {
  return {T::descriptor(), Hold::kConsult, std::move(key)};
}

// The id that a column of another named row holds.
template <typename T>
Source From(absl::string_view name, const Column& column) {
  return {T::descriptor(), std::string(name), &column};
}

// Every resource for which all conditions hold. Name them in the order of the index that answers
// them: the first must be what one begins with, and few resources may share its value.
template <typename T>
Lookup FindAll(std::vector<Condition> where) {
  return {T::descriptor(), std::move(where)};
}

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_READS_H_
