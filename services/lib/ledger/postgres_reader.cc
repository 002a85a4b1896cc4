// PostgreSQL's reads outside a batch, and the recording of consultations.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/bucket.h"
#include "services/lib/ledger/postgres_error.h"
#include "services/lib/ledger/postgres_page.h"
#include "services/lib/ledger/postgres_sessions.h"
#include "services/lib/ledger/postgres_sql.h"

namespace mandat::ledger::postgres {
namespace {

constexpr char kReaderSettings[] =
    "SET application_name = 'mandat reader'; SET default_transaction_read_only = on;";
constexpr char kConsultationSettings[] = "SET application_name = 'mandat consultations';";

constexpr char kEventColumns[] =
    "e.position, e.collection, e.id, e.version, e.verb, e.commit_time, e.published, e.owner, "
    "e.organisation, e.role, e.subject, e.job, e.reason, e.traceparent, e.person, e.public_body";
constexpr char kSealedColumns[] =
    ", e.sealed_body, (SELECT d.wrapped FROM data_key d WHERE d.person = e.person)";
constexpr char kSelectLetter[] =
    "SELECT id, consumer, source, event_id, reason, cause, payload, settled FROM dead_letter ";

enum class Bodies { kPublic, kAll };

Event ReadEvent(const Result& result, int row, Bodies bodies) {
  RowFields fields(result, row);
  Event event;
  event.position = fields.Int();
  event.collection = fields.Bytes();
  event.id = fields.Bytes();
  event.version = fields.Int();
  event.verb = fields.Bytes();
  event.commit_time = fields.Time();
  event.published = fields.Bool();
  event.owner = fields.Bytes();
  event.organisation = fields.Bytes();
  event.role = static_cast<int>(fields.Int());
  event.subject = fields.Bytes();
  event.job = fields.Bytes();
  event.reason = fields.Bytes();
  event.traceparent = fields.Bytes();
  event.person = fields.Bytes();
  event.public_body = fields.Bytes();
  if (bodies == Bodies::kAll) {
    event.sealed_body = fields.Bytes();
    event.wrapped_key = fields.Bytes();
  }
  return event;
}

DeadLetterRow ReadLetter(const Result& result, int row) {
  RowFields fields(result, row);
  DeadLetterRow letter;
  letter.id = fields.Bytes();
  letter.consumer = fields.Bytes();
  letter.source = fields.Bytes();
  letter.event_id = fields.Bytes();
  letter.reason = fields.Bytes();
  letter.cause = fields.Bytes();
  letter.payload = fields.Bytes();
  letter.settled = fields.Bool();
  return letter;
}

ConsultationRow ReadConsultation(const Result& result, int row) {
  RowFields fields(result, row);
  ConsultationRow consultation;
  consultation.id = fields.Int();
  consultation.time = fields.Time();
  consultation.organisation = fields.Bytes();
  consultation.reader = fields.Bytes();
  consultation.person = fields.Bytes();
  consultation.file = fields.Bytes();
  consultation.purpose = fields.Bytes();
  consultation.method = fields.Bytes();
  return consultation;
}

// Every row of the result, read by `read(result, row)`.
template <typename Read>
auto ReadAll(const Result& result, Read read) {
  std::vector<decltype(read(result, 0))> all;
  all.reserve(static_cast<size_t>(RowsOf(result)));
  for (int row = 0; row < RowsOf(result); ++row) all.push_back(read(result, row));
  return all;
}

template <typename T>
std::optional<T> First(std::vector<T> all) {
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

auto RowsAs(const Kind& kind) {
  return [&kind](const Result& result, int row) { return ReadRow(kind, result, row); };
}

class PostgresReader final : public Reader {
 public:
  explicit PostgresReader(const std::string& url)
      : connection_(url, absl::StrCat(kCommonSettings, kReaderSettings)) {}

  absl::Status Connect() { return connection_.Ensure(); }

  absl::Status BeginMoment() override {
    RETURN_IF_ERROR(connection_.Ensure());
    RETURN_IF_ERROR(connection_.Script("BEGIN ISOLATION LEVEL REPEATABLE READ"));
    moment_ = MomentIs::kHeld;
    return absl::OkStatus();
  }
  void EndMoment() override {
    // Ended already where a read failed or the session is gone.
    if (moment_ == MomentIs::kHeld && !connection_.Script("ROLLBACK").ok()) connection_.Close();
    moment_ = MomentIs::kNone;
  }

  absl::StatusOr<std::optional<Row>> Get(const Kind& kind, const std::string& id) override {
    Start().Scalar(Type::kText).Bytes(id);
    ASSIGN_OR_RETURN(
        const Result result,
        Run(absl::StrCat(SelectRow(kind), " FROM ", Quoted(kind.table), " t WHERE t.id = $1")));
    return First(ReadAll(result, RowsAs(kind)));
  }

  absl::StatusOr<std::vector<Row>> Page(const PageQuery& query) override {
    std::vector<Row> rows;
    for (const PagePart part : {PagePart::kValued, PagePart::kValueless}) {
      const int left = query.limit - static_cast<int>(rows.size());
      if (left <= 0 || !HasPart(query, part)) continue;
      const std::string sql = SelectPage(query, part, left, &arguments_);
      ASSIGN_OR_RETURN(const Result result, Run(sql));
      for (Row& row : ReadAll(result, RowsAs(*query.kind))) rows.push_back(std::move(row));
    }
    return rows;
  }

  absl::StatusOr<std::optional<Event>> EventAt(const Kind& kind, const std::string& id,
                                               int64_t version) override {
    StartVersions(kind, id).Scalar(Type::kInt).Int(version);
    ASSIGN_OR_RETURN(std::vector<Event> events, Versions("e.version = $3", 1));
    return First(std::move(events));
  }

  absl::StatusOr<std::optional<Event>> EventAsOf(const Kind& kind, const std::string& id,
                                                 absl::Time time) override {
    StartVersions(kind, id).Scalar(Type::kTime).Time(time);
    ASSIGN_OR_RETURN(std::vector<Event> events, Versions("e.commit_time <= $3", 1));
    return First(std::move(events));
  }

  absl::StatusOr<std::vector<Event>> Revisions(const Kind& kind, const std::string& id,
                                               int64_t before_version, int limit) override {
    StartVersions(kind, id).Scalar(Type::kInt).Int(before_version);
    return Versions("e.version < $3", limit);
  }

  absl::StatusOr<std::vector<Event>> EventsAfter(int64_t position, int limit) override {
    Start().Scalar(Type::kInt).Int(position);
    arguments_.Scalar(Type::kInt).Int(limit);
    ASSIGN_OR_RETURN(const Result result, Run(absl::StrCat("SELECT ", kEventColumns,
                                                           " FROM event e WHERE e.position > $1 "
                                                           "ORDER BY e.position LIMIT $2")));
    return ReadAll(
        result, [](const Result& from, int row) { return ReadEvent(from, row, Bodies::kPublic); });
  }

  absl::StatusOr<int64_t> LastPublished(int64_t not_after) override {
    Start().Scalar(Type::kInt).Int(not_after);
    return OneInt(
        "SELECT position FROM event WHERE published AND position <= $1 "
        "ORDER BY position DESC LIMIT 1");
  }

  absl::StatusOr<int64_t> Head() override {
    Start();
    return OneInt("SELECT position FROM log_head WHERE one = 1");
  }

  absl::StatusOr<int64_t> RelayCursor() override {
    Start();
    return OneInt("SELECT position FROM relay_cursor WHERE one = 1");
  }

  absl::StatusOr<std::string> Epoch() override {
    Start();
    ASSIGN_OR_RETURN(const Result result, Run("SELECT epoch FROM log_head WHERE one = 1"));
    return RowsOf(result) == 0 ? std::string() : RowFields(result, 0).Bytes();
  }

  absl::StatusOr<std::vector<CountRow>> Counts(const std::string& counter,
                                               const std::string& prefix) override {
    Start().Scalar(Type::kText).Bytes(counter);
    if (!prefix.empty()) {
      arguments_.Scalar(Type::kText).Bytes(prefix);
      arguments_.Scalar(Type::kText).Bytes(AfterPrefix(prefix));
    }
    ASSIGN_OR_RETURN(
        const Result result,
        Run(absl::StrCat("SELECT bucket, sum(count)::bigint FROM counter WHERE counter = $1",
                         prefix.empty() ? "" : " AND bucket >= $2 AND bucket < $3",
                         " GROUP BY bucket HAVING sum(count) <> 0 ORDER BY bucket")));
    return ReadAll(result, [](const Result& from, int row) {
      RowFields fields(from, row);
      CountRow count;
      count.bucket = fields.Bytes();
      count.count = fields.Int();
      return count;
    });
  }

  absl::StatusOr<std::vector<DeadLetterRow>> DeadLetters(const std::string& after_id,
                                                         int limit) override {
    Start().Scalar(Type::kText).Bytes(after_id);
    arguments_.Scalar(Type::kInt).Int(limit);
    ASSIGN_OR_RETURN(const Result result,
                     Run(absl::StrCat(kSelectLetter, "WHERE id > $1 ORDER BY id LIMIT $2")));
    return ReadAll(result, ReadLetter);
  }

  absl::StatusOr<std::optional<DeadLetterRow>> DeadLetter(const std::string& id) override {
    Start().Scalar(Type::kText).Bytes(id);
    ASSIGN_OR_RETURN(const Result result, Run(absl::StrCat(kSelectLetter, "WHERE id = $1")));
    return First(ReadAll(result, ReadLetter));
  }

  absl::StatusOr<std::vector<ConsultationRow>> Consultations(const std::string& person,
                                                             int64_t before_id,
                                                             int limit) override {
    constexpr char kSelect[] =
        "SELECT id, time, organisation, reader, person, file, purpose, method FROM consultation "
        "WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    Start().Scalar(Type::kText).Bytes(person);
    arguments_.Scalar(Type::kInt).Int(before_id == 0 ? INT64_MAX : before_id);
    arguments_.Scalar(Type::kInt).Int(limit);
    ASSIGN_OR_RETURN(const Result result, Run(kSelect));
    return ReadAll(result, ReadConsultation);
  }

  absl::StatusOr<std::vector<WrappedKey>> WrappedKeys(const std::string& after_person,
                                                      int limit) override {
    Start().Scalar(Type::kText).Bytes(after_person);
    arguments_.Scalar(Type::kInt).Int(limit);
    ASSIGN_OR_RETURN(const Result result,
                     Run("SELECT person, wrapped FROM data_key WHERE person > $1 ORDER BY person "
                         "LIMIT $2"));
    return ReadAll(result, [](const Result& from, int row) {
      RowFields fields(from, row);
      WrappedKey key;
      key.person = fields.Bytes();
      key.wrapped = fields.Bytes();
      return key;
    });
  }

  absl::StatusOr<std::vector<Value>> StoredColumns(const Kind& kind,
                                                   const std::string& id) override {
    std::string sql = "SELECT t.id";
    for (const Column* column : kind.columns) {
      absl::StrAppend(&sql, ", t.", Quoted(column->name), "::", NameOf(TypeOf(column->type)));
    }
    Start().Scalar(Type::kText).Bytes(id);
    ASSIGN_OR_RETURN(const Result result,
                     Run(absl::StrCat(sql, " FROM ", Quoted(kind.table), " t WHERE t.id = $1")));
    std::vector<Value> values;
    if (RowsOf(result) == 0) return values;
    RowFields fields(result, 0);
    fields.Bytes();
    for (const Column* column : kind.columns) values.push_back(fields.Of(column->type));
    return values;
  }

 private:
  // Begins a statement's parameters.
  Arguments& Start() {
    arguments_.Clear();
    return arguments_;
  }
  Arguments& StartVersions(const Kind& kind, const std::string& id) {
    Start().Scalar(Type::kText).Bytes(id);
    arguments_.Scalar(Type::kText).Bytes(kind.collection);
    return arguments_;
  }

  absl::StatusOr<Result> Run(const std::string& sql) {
    if (moment_ == MomentIs::kNone) {
      RETURN_IF_ERROR(connection_.Ensure());
    } else if (moment_ == MomentIs::kLost || !connection_.Alive()) {
      // Another session, or this one after its transaction, would be of another moment.
      moment_ = MomentIs::kLost;
      return Unavailable("the moment of the reads is lost");
    }
    connection_.Queue(sql, arguments_);
    absl::StatusOr<std::vector<Result>> results = connection_.Run();
    if (results.ok()) return std::move((*results)[0]);
    if (moment_ == MomentIs::kHeld) moment_ = MomentIs::kLost;
    return results.status();
  }

  absl::StatusOr<int64_t> OneInt(const std::string& sql) {
    ASSIGN_OR_RETURN(const Result result, Run(sql));
    return RowsOf(result) == 0 ? 0 : RowFields(result, 0).Int();
  }

  // Versions of the resource of StartVersions that satisfy a condition on $3, newest first.
  absl::StatusOr<std::vector<Event>> Versions(absl::string_view condition, int limit) {
    arguments_.Scalar(Type::kInt).Int(limit);
    ASSIGN_OR_RETURN(const Result result,
                     Run(absl::StrCat("SELECT ", kEventColumns, kSealedColumns,
                                      " FROM event e WHERE e.id = $1 AND e.collection = $2 AND ",
                                      condition, " ORDER BY e.version DESC LIMIT $4")));
    return ReadAll(result,
                   [](const Result& from, int row) { return ReadEvent(from, row, Bodies::kAll); });
  }

  enum class MomentIs { kNone, kHeld, kLost };

  Connection connection_;
  Arguments arguments_;
  MomentIs moment_ = MomentIs::kNone;
};

class PostgresConsultationWriter final : public ConsultationWriter {
 public:
  explicit PostgresConsultationWriter(const std::string& url)
      : connection_(url, absl::StrCat(kCommonSettings, kConsultationSettings)) {}

  absl::Status Connect() { return connection_.Ensure(); }

  absl::Status Append(const std::vector<ConsultationRow>& rows) override {
    if (rows.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(connection_.Ensure());
    arguments_.Clear();
    arguments_.Array(Type::kTime, rows,
                     [](Fields& fields, const ConsultationRow& row) { fields.Time(row.time); });
    for (const auto member :
         {&ConsultationRow::organisation, &ConsultationRow::reader, &ConsultationRow::person,
          &ConsultationRow::file, &ConsultationRow::purpose, &ConsultationRow::method}) {
      arguments_.Array(Type::kText, rows, [member](Fields& fields, const ConsultationRow& row) {
        fields.Bytes(row.*member);
      });
    }
    connection_.Queue(
        "INSERT INTO consultation (time, organisation, reader, person, file, purpose, method) "
        "SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], "
        "$6::text[], $7::text[])",
        arguments_);
    return connection_.Run(Connection::Effect::kCommit).status();
  }

 private:
  Connection connection_;
  Arguments arguments_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Reader>> OpenReader(const std::string& url) {
  auto opened = std::make_unique<PostgresReader>(url);
  RETURN_IF_ERROR(opened->Connect());
  return opened;
}

absl::StatusOr<std::unique_ptr<ConsultationWriter>> OpenConsultationWriter(const std::string& url) {
  auto opened = std::make_unique<PostgresConsultationWriter>(url);
  RETURN_IF_ERROR(opened->Connect());
  return opened;
}

}  // namespace mandat::ledger::postgres
