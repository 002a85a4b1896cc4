#ifndef SERVICES_LIB_LEDGER_CODEC_H_
#define SERVICES_LIB_LEDGER_CODEC_H_

// Between resources and what the store keeps: serialising, sealing, promoted columns, and the
// fields that the ledger itself writes into every resource (name, etag, create_time, update_time).

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"
#include "services/lib/privacy/cipher.h"
#include "services/lib/privacy/keys.h"

namespace mandat::ledger {

// The data keys at hand, by person id.
using DataKeys = std::map<std::string, std::shared_ptr<const privacy::DataKey>>;

// A version as it is stored: the same bytes in the row and, whole, in the log.
struct Encoded {
  std::string body;         // for the row: sealed or plain
  std::string public_body;  // for the log: without personal fields
  std::string sealed_body;  // for the log: empty where public_body is the whole
};

class Codec {
 public:
  Codec(const Catalog& catalog, const privacy::KeyRing& keys);

  const Catalog& catalog() const { return catalog_; }
  const privacy::KeyRing& keys() const { return keys_; }

  // --- Names. `collection/id` to a kind and an id; empty id where it is not of this kind.
  static std::string IdIn(const Kind& kind, absl::string_view name);
  static std::string NameOf(const Kind& kind, absl::string_view id);

  // --- The ledger's own fields.
  static std::string NameOf(const google::protobuf::Message& resource);
  static std::string EtagOf(int64_t version);
  void Stamp(google::protobuf::Message* resource, absl::string_view name, int64_t version,
             absl::Time create_time, absl::Time update_time) const;
  // Infinite past where it was never stamped.
  static absl::Time CreateTimeOf(const google::protobuf::Message& resource);
  static absl::Time UpdateTimeOf(const google::protobuf::Message& resource);
  // The etag that a request names for the resource it changes, at its top or inside the resource it
  // carries.
  static std::string EtagIn(const google::protobuf::Message& request);
  static std::string RequestIdIn(const google::protobuf::Message& request);

  // --- Columns.
  static std::vector<Value> ColumnsOf(const Kind& kind, const google::protobuf::Message& resource);
  // The value of one of the kind's columns among `columns`; NULL where `column` is null.
  static const Value& ValueOf(const Kind& kind, const std::vector<Value>& columns,
                              const Column* column);
  // As stored: texts of hash columns become keyed hashes.
  Value StoredValue(const Column& column, const Value& value) const;
  // What to search for: one value, or one per version of the look-up key.
  std::vector<Value> SearchValues(const Column& column, const Value& value) const;
  static access::ObjectParties PartiesOf(const Kind& kind,
                                         const google::protobuf::Message& resource);
  // Where a resource with these columns is counted (bucket.h); nothing where it is not.
  static std::optional<std::string> Bucket(const Kind& kind, const Counter& counter,
                                           const std::vector<Value>& columns);
  // The counter's name in the store.
  static std::string NameOf(const Kind& kind, const Counter& counter);

  // --- Bodies. `context` binds sealed bytes to their place: name@version.
  absl::StatusOr<std::shared_ptr<const privacy::DataKey>> Unwrap(absl::string_view wrapped,
                                                                 absl::string_view person) const;
  // The resource of a row. DATA_LOSS `STORE_BROKEN` where it cannot be read.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Decode(
      const Row& row, const privacy::DataKey* key) const;
  // The key of a row; null for rows that have none.
  absl::StatusOr<std::shared_ptr<const privacy::DataKey>> KeyOf(const Row& row) const;
  // `key` null: stored plain, and without personal fields where the kind is personal.
  Encoded Encode(const Kind& kind, const google::protobuf::Message& resource, int64_t version,
                 const privacy::DataKey* key) const;
  // The resource of an event; `erased` where only its public fields are left.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Decode(const Kind& kind,
                                                                    const Event& event,
                                                                    bool* erased) const;

 private:
  const Catalog& catalog_;
  const privacy::KeyRing& keys_;
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_CODEC_H_
