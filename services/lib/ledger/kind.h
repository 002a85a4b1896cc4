#ifndef SERVICES_LIB_LEDGER_KIND_H_
#define SERVICES_LIB_LEDGER_KIND_H_

// What the ledger must know of a kind of resource: its names, its promoted columns, who its parties
// are, what is counted and whose key seals it. A service declares its kinds once, in
// schema/kinds.cc; everything else follows from there.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/lib/ledger/value.h"

namespace mandat::ledger {

// A promoted column: a typed, named view of one thing in the resource, kept beside the body so that
// it can be filtered, sorted and reported on.
struct Column {
  std::string name;
  ColumnType type = ColumnType::kText;
  std::function<Value(const google::protobuf::Message&)> read;
};

// Declares a column of resources of type T; `read` maps a resource to its Value.
template <typename T, typename Read>
Column ColumnOf(absl::string_view name, ColumnType type, Read read) {
  return {std::string(name), type, [read](const google::protobuf::Message& resource) -> Value {
            return read(static_cast<const T&>(resource));
          }};
}

// A column of text; an empty text is NULL.
template <typename T, typename Read>
Column TextColumn(absl::string_view name, Read read, ColumnType type = ColumnType::kText) {
  return ColumnOf<T>(name, type, [read](const T& resource) -> Value {
    std::string text(read(resource));
    if (text.empty()) return {};
    return text;
  });
}

// Counts of resources by the values of some columns, kept exact in the commit that changes them.
// Each is one row more in every such commit, so what is asked together is counted together. What is
// known of a question stands first: buckets are read by their first values.
struct Counter {
  std::string name;
  std::vector<const Column*> by;
  // Counts only what has a value in this column; null = everything.
  const Column* only = nullptr;
};

// A unique index of the kind's table, and what a caller is told who runs into it. The index is
// called
// `<table>_<columns joined by _>_unique`.
struct UniqueIndex {
  std::vector<const Column*> columns;
  absl::Status taken;
};

struct Kind {
  // Collection in resource names: `article60Requests`.
  std::string collection;
  // Table, and the resource's part in NATS subjects: `article60_request`.
  std::string table;
  // The resource in event types: `article60Request`.
  std::string event;
  // An empty resource of the type.
  const google::protobuf::Message* prototype = nullptr;
  // False for kinds whose versions stay in the log.
  bool published = true;
  // False for copies of what the log of another service holds, which can be made again from there:
  // a row without history. Such a kind is neither personal nor published, and no command that
  // callers may repeat answers it: repeats are answered from the log.
  bool logged = true;

  // Promoted columns, in the order of the table.
  std::vector<const Column*> columns;
  // Who the parties are: columns of `columns`, or null where the kind has no such party.
  const Column* owner =
      nullptr;  // enterprise number of the owner; also the last token of the NATS subject
  const Column* unit = nullptr;        // unit that handles it
  const Column* agency = nullptr;      // enterprise number of the organisation that handles it
  const Column* supervisor = nullptr;  // enterprise number of the organisation above the owner

  // Personal data: the body is sealed under the data key of the person whose id `person` holds.
  const Column* person = nullptr;
  // True for the kind of the persons themselves: each owns the key of its own id.
  bool is_person = false;

  std::vector<Counter> counters;
  std::vector<UniqueIndex> unique;

  bool personal() const { return person != nullptr || is_person; }
};

// The kinds of one service. Kinds outlive every ledger.
class Catalog {
 public:
  explicit Catalog(std::vector<const Kind*> kinds) : kinds_(std::move(kinds)) {}

  const std::vector<const Kind*>& kinds() const { return kinds_; }
  // Dies where the message is not a kind of this catalog: a bug, found by the first test.
  const Kind& Of(const google::protobuf::Descriptor* descriptor) const;
  // Null where no kind has this collection.
  const Kind* Find(absl::string_view collection) const;

 private:
  std::vector<const Kind*> kinds_;
};

// `ARTICLE60_REQUEST_NOT_FOUND`; the same for what is missing and for what is another
// organisation's.
absl::Status NotFound(const Kind& kind, absl::string_view name);

// ALREADY_EXISTS `CENTRE_EXISTS`: taken, by a resource or by one that is gone.
absl::Status NameTaken(const Kind& kind, absl::string_view name);

// `ARTICLE60_REQUEST`, as reasons begin.
std::string ReasonPrefix(const Kind& kind);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_KIND_H_
