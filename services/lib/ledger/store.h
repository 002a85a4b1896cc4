#ifndef SERVICES_LIB_LEDGER_STORE_H_
#define SERVICES_LIB_LEDGER_STORE_H_

// What the ledger asks of a database engine. SQLite and PostgreSQL answer it alike; one conformance
// suite holds both to it. An engine knows rows and bytes: no resource is parsed, no rule is asked
// and no key is held below this line.
//
// Errors, everywhere: UNAVAILABLE `STORE_UNAVAILABLE` (nothing happened; try again), UNAVAILABLE
// `OUTCOME_UNKNOWN` (the connection was lost during COMMIT), ABORTED `STORE_CONFLICT` (a deadlock
// or the like; run again), ABORTED `STORE_CONSTRAINT` (a constraint refused a row; its name is in
// the metadata), DATA_LOSS `STORE_BROKEN`.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/migration.h"
#include "services/lib/ledger/reads.h"
#include "services/lib/ledger/value.h"

namespace mandat::ledger {

// --- What a batch reads
// ---------------------------------------------------------------------------------------------

// The value of a column of a row, both by kind and id.
struct RowSource {
  const Kind* kind = nullptr;
  std::string id;
  const Column* column = nullptr;
};

struct RowRead {
  const Kind* kind = nullptr;
  Hold hold = Hold::kConsult;
  // An id, or where to find it.
  std::variant<std::string, RowSource> key;
};

struct RowLookup {
  const Kind* kind = nullptr;
  std::vector<std::pair<const Column*, std::variant<Value, RowSource>>> where;
};

// Identifies an effect of an event: one consumer, one version of one resource of one source.
struct AppliedKey {
  std::string consumer;
  std::string source;
  std::string resource;
};

struct ReadSet {
  std::vector<RowRead> rows;
  std::vector<RowLookup> lookups;
  std::vector<std::string> request_keys;
  std::vector<AppliedKey> applied;
};

struct Row {
  const Kind* kind = nullptr;
  std::string id;
  int64_t version = 0;
  std::string body;
  // The wrapped data key of the row's person; empty where it has none or it was destroyed.
  std::string wrapped_key;
  // Id of the row's person: its kind's `person` column, its own id for a kind of persons; empty
  // where there is none.
  std::string person;
};

// What was done for a request id.
struct RequestRecord {
  std::string key;     // keyed MAC of who and which request id
  std::string digest;  // keyed MAC of the request
  std::string name;
  int64_t version = 0;
  absl::Time commit_time;
};

struct AppliedRecord {
  AppliedKey key;
  int64_t version = 0;
};

struct ReadResult {
  // Every row that was found, named and looked up together; a row may stand in it twice.
  std::vector<Row> rows;
  std::vector<RequestRecord> requests;
  std::vector<AppliedRecord> applied;
  // Indexes into ReadSet::rows of those that another transaction holds: they were not read. Empty
  // where waiting is asked.
  std::vector<size_t> held;
};

// --- What a batch writes
// --------------------------------------------------------------------------------------------

struct RowWrite {
  enum class How { kInsert, kUpdate, kDelete };
  const Kind* kind = nullptr;
  How how = How::kUpdate;
  std::string id;
  int64_t version = 0;
  // In the order of kind->columns; hashes are computed already.
  std::vector<Value> columns;
  std::string body;
  // For kUpdate: which columns may differ from what is stored; empty = any. An engine may leave the
  // others alone, and with them their indexes.
  std::vector<bool> changed = {};

  bool MayChange(size_t column) const { return changed.empty() || changed[column]; }
};

// A version of a resource, as the log keeps it.
struct Event {
  int64_t position = 0;
  std::string collection;
  std::string id;
  int64_t version = 0;
  std::string verb;
  absl::Time commit_time;
  bool published = true;
  std::string owner;  // enterprise number of the owner; may be empty
  std::string organisation;
  int role = 0;
  std::string subject;  // keyed pseudonym of who acted
  std::string job;
  std::string reason;
  std::string traceparent;
  std::string person;  // id of the person whose key opens sealed_body; may be empty
  std::string public_body;
  std::string sealed_body;  // empty where public_body is the whole
  std::string wrapped_key;  // read only: empty where there is none or it was destroyed
};

struct CounterDelta {
  std::string counter;
  std::string bucket;
  int64_t delta = 0;
};

struct KeyWrite {
  std::string person;
  std::string wrapped;  // empty = destroy
};

struct DeadLetterRow {
  std::string id;
  std::string consumer;
  std::string source;
  std::string event_id;
  std::string reason;
  std::string cause;
  std::string payload;
  bool settled = false;
};

struct WriteSet {
  std::vector<RowWrite> rows;
  // Positions are given by the commit, in this order.
  std::vector<Event> events;
  std::vector<CounterDelta> counters;
  std::vector<RequestRecord> requests;
  std::vector<KeyWrite> keys;
  std::vector<AppliedRecord> applied;
  std::vector<DeadLetterRow> dead_letters;  // inserted, or replaced by id
  std::optional<int64_t> relay_cursor;

  bool empty() const {
    return rows.empty() && events.empty() && counters.empty() && requests.empty() && keys.empty() &&
           applied.empty() && dead_letters.empty() && !relay_cursor.has_value();
  }
};

// One writing connection. Begin, then Commit or Abandon. Not thread-safe: one thread owns it.
class Writer {
 public:
  virtual ~Writer() = default;
  // Starts a transaction and reads. With `wait`, rows held by others are waited for up to that long
  // (then ABORTED `STORE_CONFLICT`); without, they are reported in ReadResult::held.
  virtual absl::StatusOr<ReadResult> Begin(const ReadSet& reads,
                                           std::optional<absl::Duration> wait) = 0;
  // Writes all and commits; answers the position of the first event (undefined where there is
  // none). After an error nothing was written, but for OUTCOME_UNKNOWN. Where the store syncs(), it
  // is durable only after the next Sync.
  virtual absl::StatusOr<int64_t> Commit(const WriteSet& writes) = 0;
  virtual void Abandon() = 0;
};

// --- Reads outside a batch
// ------------------------------------------------------------------------------------------

struct PageQuery {
  const Kind* kind = nullptr;
  // All hold; a column named twice takes either value.
  std::vector<std::pair<const Column*, Value>> where;
  // One of them holds; empty = no such demand.
  std::vector<std::vector<std::pair<const Column*, Value>>> any_of;
  // Order by this column and then by id; null = by id alone.
  const Column* order = nullptr;
  bool descending = false;
  // Only what has less than this in the order column, which must be given; what has nothing there
  // is left out.
  std::optional<Value> below;
  // Keyset: only what comes after this in the order.
  std::optional<std::pair<Value, std::string>> after;
  int limit = 50;
};

// A reading of a person's data.
struct ConsultationRow {
  int64_t id = 0;  // order of recording; given by the store
  absl::Time time;
  std::string organisation;
  std::string reader;
  std::string person;
  std::string file;
  std::string purpose;
  std::string method;
};

struct CountRow {
  std::string bucket;
  int64_t count = 0;
};

struct WrappedKey {
  std::string person;
  std::string wrapped;
};

// One reading connection. Not thread-safe: one thread owns it.
class Reader {
 public:
  virtual ~Reader() = default;
  // Around reads that may all be of one moment, not earlier than BeginGroup: a store that pays for
  // each moment anew then pays once.
  virtual void BeginGroup() {}
  virtual void EndGroup() {}
  virtual absl::StatusOr<std::optional<Row>> Get(const Kind& kind, const std::string& id) = 0;
  virtual absl::StatusOr<std::vector<Row>> Page(const PageQuery& query) = 0;
  // The version of this number; the highest one not later than `time`; those below
  // `before_version`, newest first.
  virtual absl::StatusOr<std::optional<Event>> EventAt(const Kind& kind, const std::string& id,
                                                       int64_t version) = 0;
  virtual absl::StatusOr<std::optional<Event>> EventAsOf(const Kind& kind, const std::string& id,
                                                         absl::Time time) = 0;
  virtual absl::StatusOr<std::vector<Event>> Revisions(const Kind& kind, const std::string& id,
                                                       int64_t before_version, int limit) = 0;
  // Events after a position in order, without sealed bodies.
  virtual absl::StatusOr<std::vector<Event>> EventsAfter(int64_t position, int limit) = 0;
  // Position of the last published event not after this one; 0 = none.
  virtual absl::StatusOr<int64_t> LastPublished(int64_t not_after) = 0;
  virtual absl::StatusOr<int64_t> Head() = 0;
  virtual absl::StatusOr<std::string> Epoch() = 0;
  virtual absl::StatusOr<int64_t> RelayCursor() = 0;
  // The buckets of a counter that begin with `prefix`, in order, but for empty ones: summed over
  // writers, and read as a range, so that others cost nothing. `prefix` is empty or ends in `|`.
  virtual absl::StatusOr<std::vector<CountRow>> Counts(const std::string& counter,
                                                       const std::string& prefix) = 0;
  virtual absl::StatusOr<std::vector<DeadLetterRow>> DeadLetters(const std::string& after_id,
                                                                 int limit) = 0;
  virtual absl::StatusOr<std::optional<DeadLetterRow>> DeadLetter(const std::string& id) = 0;
  // Readings of a person below `before_id` (0 = from the newest), newest first.
  virtual absl::StatusOr<std::vector<ConsultationRow>> Consultations(const std::string& person,
                                                                     int64_t before_id,
                                                                     int limit) = 0;
  // Wrapped data keys by person, from the one after this on.
  virtual absl::StatusOr<std::vector<WrappedKey>> WrappedKeys(const std::string& after_person,
                                                              int limit) = 0;
  // The promoted columns of a row as stored, for verification.
  virtual absl::StatusOr<std::vector<Value>> StoredColumns(const Kind& kind,
                                                           const std::string& id) = 0;

 private:
  friend class Moment;
  virtual absl::Status BeginMoment() = 0;
  virtual void EndMoment() = 0;

  int moments_ = 0;  // that hold it, one in another
};

// Holds a reader at one moment as long as it lives: what is read is of that moment on every store,
// whatever is committed meanwhile; a session that is lost on the way fails the reads that are left.
// One within another is of the moment of the outer one. Short: a moment keeps old rows from being
// cleared away. The reader outlives it.
class Moment {
 public:
  // UNAVAILABLE `STORE_UNAVAILABLE`.
  static absl::StatusOr<std::unique_ptr<Moment>> Of(Reader& reader) {
    if (reader.moments_ == 0) {
      absl::Status begun = reader.BeginMoment();
      if (!begun.ok()) return begun;
    }
    ++reader.moments_;
    return std::unique_ptr<Moment>(new Moment(reader));
  }
  ~Moment() {
    if (--reader_.moments_ == 0) reader_.EndMoment();
  }
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

 private:
  explicit Moment(Reader& reader) : reader_(reader) {}

  Reader& reader_;
};

// Appends consultations durably, a group a call. Not thread-safe.
class ConsultationWriter {
 public:
  virtual ~ConsultationWriter() = default;
  virtual absl::Status Append(const std::vector<ConsultationRow>& rows) = 0;
};

// Something secret that is stored anew under another key, and says the same as before.
struct Replacement {
  std::string id;  // of the person or the row
  std::string before;
  std::string after;
};

// One database. Thread-safe.
class Store {
 public:
  virtual ~Store() = default;
  // Applies what is missing, in order, each in one transaction. FAILED_PRECONDITION
  // `MIGRATION_CHANGED` where a released one was edited, `SCHEMA_NEWER` where the database is ahead
  // of this program.
  virtual absl::Status Migrate(const std::vector<Migration>& service_migrations) = 0;
  // OK where the schema is exactly at the program's head; FAILED_PRECONDITION `SCHEMA_NOT_AT_HEAD`
  // else.
  virtual absl::Status CheckSchema(const std::vector<Migration>& service_migrations) = 0;
  virtual absl::StatusOr<std::unique_ptr<Writer>> OpenWriter() = 0;
  virtual absl::StatusOr<std::unique_ptr<Reader>> OpenReader() = 0;
  virtual absl::StatusOr<std::unique_ptr<ConsultationWriter>> OpenConsultationWriter() = 0;
  // True for the one process (and one caller in it) that may run the relay of this database, until
  // the store is closed.
  virtual absl::StatusOr<bool> TryBecomeRelay() = 0;
  // Whether rows can be held by another process: then a second lane waits for them.
  virtual bool shared() const = 0;
  // Whether commits of writers become durable by Sync alone. Until then readers of this store wait
  // with what they read.
  virtual bool syncs() const { return false; }
  // Returns when all that was committed before the call is durable. UNAVAILABLE
  // `STORE_UNAVAILABLE`: it may be or not, and nothing more can be written.
  virtual absl::Status Sync() { return absl::OkStatus(); }
  // Removes request records committed before `time`, at most `limit`; answers how many.
  virtual absl::StatusOr<int64_t> ForgetRequestsBefore(absl::Time time, int limit) = 0;
  // Replace wrapped data keys, or hashes of a column, each where it is still what it was before, in
  // one transaction; answer how many. What others changed or destroyed meanwhile is left alone.
  virtual absl::StatusOr<int64_t> ReplaceKeys(const std::vector<Replacement>& keys) = 0;
  virtual absl::StatusOr<int64_t> ReplaceHashes(const Kind& kind, const Column& column,
                                                const std::vector<Replacement>& hashes) = 0;
  // Gives the log a new epoch: after a restore, its positions are not those that others saw.
  virtual absl::Status BeginEpoch(const std::string& epoch) = 0;
  // Moves writes into the main file where the engine wants to be told; called now and then from a
  // thread of its own.
  virtual absl::Status Tidy() = 0;
};

struct StoreOptions {
  // `sqlite:PATH` or a libpq URL `postgresql://…`.
  std::string url;
  // Kinds whose statements are prepared.
  const Catalog* catalog = nullptr;
  // Distinguishes the counters of replicas: 0 to 15.
  int writer = 0;
};

// A name for a log that nobody has seen yet.
std::string NewEpoch();

// INVALID_ARGUMENT `STORE_URL_INVALID` where the URL is neither.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(const StoreOptions& options);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_STORE_H_
