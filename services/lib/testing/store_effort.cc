#include "services/lib/testing/store_effort.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/lib/ledger/sqlite_store.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/store_conformance.h"

namespace mandat::testing {
namespace {

using ledger::Hold;
using ledger::Value;

constexpr int kBatch = 50;
const absl::Time kTime = absl::FromUnixSeconds(1'700'000'000);

// A session that asks the server what it counted.
class Statistics {
 public:
  explicit Statistics(const std::string& url) : session_(PQconnectdb(url.c_str()), &PQfinish) {
    // Nothing but the work may touch a table, and no plan may be made anew because a table grew.
    Query(
        "DO $$ DECLARE name text; BEGIN FOR name IN SELECT relname FROM pg_stat_user_tables LOOP "
        "EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = off)', name); END LOOP; END $$");
  }

  // Once all other sessions have ended: what they counted is then known to all.
  Effort Counted() {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (Number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                  "pid <> pg_backend_pid()") != 0) {
      if (absl::Now() > deadline) {
        ADD_FAILURE() << "a session does not end";
        break;
      }
    }
    Query("SELECT pg_stat_clear_snapshot()");
    Effort effort;
    effort.full_scans = Number("SELECT sum(seq_scan) FROM pg_stat_user_tables");
    effort.steps = Number(
        "SELECT sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read + idx_blks_hit, 0)) "
        "FROM pg_statio_user_tables");
    effort.scanned = Query(
        "SELECT string_agg(relname || ': ' || seq_scan, ', ') FROM pg_stat_user_tables "
        "WHERE seq_scan > 0");
    return effort;
  }

 private:
  std::string Query(const std::string& sql) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(session_.get(), sql.c_str()),
                                                               &PQclear);
    EXPECT_THAT(PQresultStatus(result.get()), ::testing::AnyOf(PGRES_TUPLES_OK, PGRES_COMMAND_OK))
        << PQerrorMessage(session_.get());
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
  }

  int64_t Number(const std::string& sql) {
    int64_t number = -1;
    EXPECT_TRUE(absl::SimpleAtoi(Query(sql), &number)) << sql;
    return number;
  }

  std::unique_ptr<PGconn, decltype(&PQfinish)> session_;
};

void AppendReads(int row, ledger::ReadSet* reads) {
  const ledger::Kind& widget = Kinds().widget;
  const std::string before = absl::StrCat("w", row - kBatch);
  reads->rows.push_back(ReadWidget(Hold::kChange, before));
  reads->rows.push_back(ReadHolderOf(Hold::kRely, before));
  reads->rows.push_back({&Kinds().holder, Hold::kConsult, absl::StrCat("p", row - 2 * kBatch)});
  reads->lookups.push_back({&widget, {{&Kinds().person, Value(absl::StrCat("p", row - kBatch))}}});
  // An older index has this column too, but not in front.
  reads->lookups.push_back({&widget, {{&Kinds().code, Value(before)}}});
  reads->lookups.push_back({&widget, {{&Kinds().size, Value(int64_t{row - kBatch})}}});
  reads->lookups.push_back(
      {&widget, {{&Kinds().owner, Value("owner")}, {&Kinds().code, Value(before)}}});
  reads->lookups.push_back(
      {&widget, {{&Kinds().person, ledger::RowSource{&widget, before, &Kinds().person}}}});
  reads->request_keys.push_back(absl::StrCat("w", row));
  reads->applied.push_back({"consumer", "source", before});
}

void AppendWrites(int row, ledger::WriteSet* writes) {
  const auto widget = [](int number, int64_t version) {
    const std::string id = absl::StrCat("w", number);
    Widget made{id, version, "owner", id, int64_t{number}};
    made.person = absl::StrCat("p", number);
    return made;
  };
  const std::string id = absl::StrCat("w", row);
  const std::string person = absl::StrCat("p", row);
  writes->rows.push_back(widget(row, 1).Inserted());
  writes->rows.push_back(
      {&Kinds().holder, ledger::RowWrite::How::kInsert, person, 1, {}, "holder"});
  writes->keys.push_back({person, "wrapped"});
  if (row >= kBatch) writes->rows.push_back(widget(row - kBatch, 2).Updated());
  // One in ten goes again, and its key.
  if (row >= 2 * kBatch && row % 10 == 0) {
    writes->rows.push_back(widget(row - 2 * kBatch, 2).Deleted());
    writes->keys.push_back({absl::StrCat("p", row - 2 * kBatch), ""});
  }
  writes->events.push_back(WidgetEvent(id, 1, kTime));
  writes->requests.push_back({id, "digest", id, 1, kTime});
  writes->counters.push_back({"widgets", absl::StrCat(row % 7), 1});
  writes->applied.push_back({{"consumer", "source", id}, 1});
  writes->dead_letters.push_back({id, "consumer", "source", id, "REASON", "cause", "payload"});
  writes->relay_cursor = row;
}

}  // namespace

Effort PostgresEffort(const std::string& url, const Work& work) {
  Statistics statistics(url);
  const Effort before = statistics.Counted();
  {
    const auto store = OpenTestStore(url);
    auto writer = store->OpenWriter();
    EXPECT_THAT(writer, IsOk());
    if (writer.ok()) work(**writer);
  }
  Effort effort = statistics.Counted();
  effort.full_scans -= before.full_scans;
  effort.steps -= before.steps;
  effort.scanned = absl::StrCat("before (", before.scanned, "), after (", effort.scanned, ")");
  return effort;
}

Effort SqliteEffort(const std::string& url, const Work& work) {
  const std::string path(absl::StripPrefix(url, "sqlite:"));
  ledger::WalSync wal(path);
  ledger::Checkpoints checkpoints;
  auto connection = ledger::SqliteConnection::Open(path);
  EXPECT_THAT(connection, IsOk());
  if (!connection.ok()) return {};
  sqlite3* const handle = (*connection)->handle();
  const auto writer = ledger::MakeSqliteWriter(*std::move(connection), &wal, &checkpoints, 0);
  EXPECT_THAT(writer, IsOk());
  if (!writer.ok()) return {};
  work(**writer);
  Effort effort;
  for (sqlite3_stmt* statement = sqlite3_next_stmt(handle, nullptr); statement != nullptr;
       statement = sqlite3_next_stmt(handle, statement)) {
    const int scans = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);
    effort.full_scans += scans;
    effort.steps += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
    if (scans > 0) absl::StrAppend(&effort.scanned, sqlite3_sql(statement), "; ");
  }
  return effort;
}

void WriteWidgets(ledger::Writer& writer, int rows) {
  for (int done = 0; done < rows; done += kBatch) {
    ledger::ReadSet reads;
    ledger::WriteSet writes;
    for (int row = done; row < done + kBatch; ++row) {
      AppendReads(row, &reads);
      AppendWrites(row, &writes);
    }
    ASSERT_THAT(writer.Begin(reads, std::nullopt), IsOk());
    ASSERT_THAT(writer.Commit(writes), IsOk());
  }
}

void ExpectTwentyThousandRowsStayFast(const std::function<Effort(int rows)>& effort_of_writing) {
  constexpr int kFew = 2'000;
  constexpr int kMany = 20'000;
  const Effort few = effort_of_writing(kFew);
  const Effort many = effort_of_writing(kMany);
  EXPECT_EQ(many.full_scans, 0) << many.scanned;
  // A tree that is a level deeper costs a page more, of a hundred in all; what is read without a
  // sharp key costs as much as there is, and this many rows more are half as much again or worse.
  EXPECT_LT(static_cast<double>(many.steps) / kMany, 1.2 * static_cast<double>(few.steps) / kFew);
}

}  // namespace mandat::testing
