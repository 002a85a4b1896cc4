// What PostgreSQL has beyond the common contract: rows held by others, lost sessions, kept plans.

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "services/lib/runtime/thread.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/shared_postgres.h"
#include "services/lib/testing/store_conformance.h"
#include "services/lib/testing/tcp_gate.h"

namespace mandat::testing {
namespace {

using ledger::Hold;
using ledger::ReadSet;
using ledger::RowRead;
using ledger::RowWrite;
using ledger::Writer;
using ledger::WriteSet;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const absl::Time kTime = absl::FromUnixMicros(1'773'270'000'123'457);

class PostgresStore : public ::testing::Test {
 protected:
  void SetUp() override {
    url_ = NewPostgresDatabase();
    store_ = OpenTestStore(url_);
    ASSERT_THAT(store_->Migrate(Kinds().migrations), IsOk());
    writer_ = NewWriter(*store_);
    other_ = NewWriter(*store_);
    auto reader = store_->OpenReader();
    ASSERT_THAT(reader, IsOk());
    reader_ = *std::move(reader);
  }

  static std::unique_ptr<Writer> NewWriter(ledger::Store& store) {
    auto writer = store.OpenWriter();
    EXPECT_THAT(writer, IsOk());
    return *std::move(writer);
  }

  // A batch that begins, with what it found.
  static ledger::ReadResult Begin(Writer& writer, std::vector<RowRead> rows) {
    ReadSet reads;
    reads.rows = std::move(rows);
    auto read = writer.Begin(reads, std::nullopt);
    EXPECT_THAT(read, IsOk());
    return *std::move(read);
  }

  void Insert(std::vector<RowWrite> rows) {
    WriteSet writes;
    writes.rows = std::move(rows);
    Begin(*writer_, {});
    ASSERT_THAT(writer_->Commit(writes), IsOk());
  }

  bool Exists(const std::string& id) {
    const auto row = reader_->Get(Kinds().widget, id);
    EXPECT_THAT(row, IsOk());
    return row.ok() && row->has_value();
  }

  // Runs SQL in a session of its own; the first field of the first row.
  std::string Sql(const std::string& sql) {
    PGconn* session = PQconnectdb(url_.c_str());
    PGresult* result = PQexec(session, sql.c_str());
    EXPECT_THAT(PQresultStatus(result), ::testing::AnyOf(PGRES_TUPLES_OK, PGRES_COMMAND_OK))
        << PQerrorMessage(session);
    std::string field = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    PQclear(result);
    PQfinish(session);
    return field;
  }

  // Ends the sessions of all writers, as a failover would.
  void EndWriters() {
    Sql("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = 'mandat writer'");
  }

  std::string url_;
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Writer> other_;
  std::unique_ptr<ledger::Reader> reader_;
};

TEST_F(PostgresStore, RowsHeldByOthersAreReportedAndMissingOnesAreNot) {
  Insert({Widget{"w1"}.Inserted(), Widget{"w2"}.Inserted(), Widget{"w3"}.Inserted()});
  Begin(*writer_, {ReadWidget(Hold::kChange, "w1"), ReadWidget(Hold::kRely, "w2")});
  const auto read =
      Begin(*other_, {ReadWidget(Hold::kRely, "w1"), ReadWidget(Hold::kRely, "w2"),
                      ReadWidget(Hold::kChange, "nobody"), ReadWidget(Hold::kChange, "w3")});
  EXPECT_THAT(read.held, ElementsAre(0));
  EXPECT_THAT(IdsOf(read.rows), UnorderedElementsAre("w2", "w3"));
  other_->Abandon();
  EXPECT_THAT(Begin(*other_, {ReadWidget(Hold::kChange, "w2")}).held, ElementsAre(0))
      << "what another relies on cannot be changed";
  other_->Abandon();
  EXPECT_THAT(Begin(*other_, {ReadWidget(Hold::kConsult, "w1")}).rows, SizeIs(1))
      << "consulting waits for nobody";
  other_->Abandon();
  writer_->Abandon();
  EXPECT_THAT(Begin(*other_, {ReadWidget(Hold::kChange, "w1")}).held, IsEmpty());
}

TEST_F(PostgresStore, RowNamedByAnotherIsReportedAsHeld) {
  Widget first{"w1"};
  first.person = "p1";
  Widget second{"w2"};
  second.person = "p1";
  Insert({{&Kinds().holder, RowWrite::How::kInsert, "p1", 1, {}, "b"},
          first.Inserted(),
          second.Inserted(),
          Widget{"without"}.Inserted()});
  Begin(*writer_, {{&Kinds().holder, Hold::kChange, "p1"}});
  const auto read =
      Begin(*other_, {ReadHolderOf(Hold::kRely, "w1"), ReadHolderOf(Hold::kRely, "without"),
                      ReadHolderOf(Hold::kRely, "nobody"), ReadHolderOf(Hold::kRely, "w2")});
  EXPECT_THAT(read.held, ElementsAre(0, 3));
  EXPECT_THAT(read.rows, IsEmpty());
}

TEST_F(PostgresStore, RowNamedSeveralTimesIsHeldByItsStrongestHold) {
  Insert({Widget{"w1"}.Inserted()});
  const std::vector<RowRead> all = {ReadWidget(Hold::kConsult, "w1"),
                                    ReadWidget(Hold::kChange, "w1"), ReadWidget(Hold::kRely, "w1")};
  EXPECT_THAT(Begin(*writer_, all).rows, SizeIs(1));
  EXPECT_THAT(Begin(*other_, {ReadWidget(Hold::kRely, "w1")}).held, ElementsAre(0));
  other_->Abandon();
  EXPECT_THAT(Begin(*other_, all).held, ElementsAre(0, 1, 2)) << "none of the three was read";
}

TEST_F(PostgresStore, WhoWaitsGetsTheRowOrAConflict) {
  Insert({Widget{"w1"}.Inserted()});
  Begin(*writer_, {ReadWidget(Hold::kChange, "w1")});
  ReadSet reads;
  reads.rows = {ReadWidget(Hold::kChange, "w1")};
  EXPECT_THAT(other_->Begin(reads, absl::Milliseconds(50)), HasReason("STORE_CONFLICT"));

  absl::StatusOr<ledger::ReadResult> waited = absl::UnknownError("not run");
  runtime::Thread thread("waits", [&] { waited = other_->Begin(reads, absl::Seconds(20)); });
  while (Sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
             "wait_event_type = 'Lock'") == "0") {
  }
  WriteSet writes;
  writes.rows = {Widget{"w1", 2}.Updated()};
  ASSERT_THAT(writer_->Commit(writes), IsOk());
  thread.Join();
  ASSERT_THAT(waited, IsOk());
  ASSERT_THAT(waited->rows, SizeIs(1));
  EXPECT_EQ(waited->rows[0].version, 2) << "as it is after the wait";
  EXPECT_THAT(waited->held, IsEmpty());
}

TEST_F(PostgresStore, SessionLostBeforeCommitLeavesNothingAndComesBack) {
  Begin(*writer_, {});
  EndWriters();
  WriteSet writes;
  writes.rows = {Widget{"w1"}.Inserted()};
  EXPECT_THAT(writer_->Commit(writes), HasReason("STORE_UNAVAILABLE"));
  EXPECT_FALSE(Exists("w1"));
  Begin(*writer_, {});
  EXPECT_THAT(writer_->Commit(writes), IsOk());
  EXPECT_TRUE(Exists("w1"));
}

TEST_F(PostgresStore, SessionLostWhileIdleIsNotNoticed) {
  EndWriters();
  Begin(*writer_, {});
  WriteSet writes;
  writes.rows = {Widget{"w1"}.Inserted()};
  EXPECT_THAT(writer_->Commit(writes), IsOk());
}

// The same batch through a gate that is cut at each place.
class CutConnection : public PostgresStore {
 protected:
  void SetUp() override {
    PostgresStore::SetUp();
    gate_ = std::make_unique<TcpGate>(SharedPostgres().port());
    gated_store_ =
        OpenTestStore(absl::StrReplaceAll(url_, {{absl::StrCat(":", SharedPostgres().port(), "/"),
                                                  absl::StrCat(":", gate_->port(), "/")}}));
    gated_ = NewWriter(*gated_store_);
    writes_.rows = {Widget{"w1"}.Inserted()};
    writes_.events = {WidgetEvent("w1", 1, kTime)};
  }

  std::unique_ptr<TcpGate> gate_;
  std::unique_ptr<ledger::Store> gated_store_;
  std::unique_ptr<Writer> gated_;
  WriteSet writes_;
};

TEST_F(CutConnection, BeforeTheCommitNothingHappened) {
  Begin(*gated_, {});
  gate_->Cut();
  EXPECT_THAT(gated_->Commit(writes_), HasReason("STORE_UNAVAILABLE"));
  EXPECT_FALSE(Exists("w1"));
}

TEST_F(CutConnection, AfterTheCommitWasSentTheOutcomeIsUnknown) {
  Begin(*gated_, {});
  gate_->CutAtNextReply();
  EXPECT_THAT(gated_->Commit(writes_), HasReason("OUTCOME_UNKNOWN"));
  EXPECT_TRUE(Exists("w1")) << "here it happened";
  // A repeat is refused by what is there.
  Begin(*gated_, {});
  EXPECT_THAT(gated_->Commit(writes_), HasReason("STORE_CONSTRAINT"));
}

TEST_F(CutConnection, WhileTheCommitIsSentTheOutcomeIsUnknownToo) {
  Begin(*gated_, {});
  gate_->CutAtNextRequest();
  EXPECT_THAT(gated_->Commit(writes_), HasReason("OUTCOME_UNKNOWN"));
  EXPECT_FALSE(Exists("w1")) << "here it did not happen";
  Begin(*gated_, {});
  EXPECT_THAT(gated_->Commit(writes_), IsOkAndHolds(1));
}

TEST_F(CutConnection, WhileABatchBeginsNothingHappened) {
  gate_->CutAtNextReply();
  EXPECT_THAT(gated_->Begin({}, std::nullopt), HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(gated_->Begin({}, std::nullopt), IsOk());
}

TEST_F(PostgresStore, ServerThatIsDownIsUnavailableUntilItIsBack) {
  auto own = TemporaryPostgres::Create();
  ASSERT_THAT(own, IsOk());
  const auto store = OpenTestStore((*own)->Url());
  ASSERT_THAT(store->Migrate(Kinds().migrations), IsOk());
  const auto writer = NewWriter(*store);
  auto reader = store->OpenReader();
  ASSERT_THAT(reader, IsOk());
  (*own)->Kill();
  EXPECT_THAT(writer->Begin({}, std::nullopt), HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT((*reader)->Head(), HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(store->CheckSchema(Kinds().migrations), HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(store->OpenWriter(), HasReason("STORE_UNAVAILABLE"));
  ASSERT_THAT((*own)->Start(), IsOk());
  EXPECT_THAT(writer->Begin({}, std::nullopt), IsOk());
  EXPECT_THAT((*reader)->Head(), IsOkAndHolds(0));
}

TEST_F(PostgresStore, BatchLargerThanEverySocketBufferPassesBothWays) {
  constexpr int kRows = 48;
  WriteSet writes;
  std::vector<RowRead> reads;
  for (int i = 0; i < kRows; ++i) {
    Widget widget{absl::StrCat("w", i)};
    widget.body.assign(1 << 20, static_cast<char>(i));
    writes.rows.push_back(widget.Inserted());
    writes.events.push_back(WidgetEvent(widget.id, 1, kTime));
    writes.events.back().public_body = widget.body;
    reads.push_back(ReadWidget(Hold::kChange, widget.id));
  }
  Begin(*writer_, {});
  ASSERT_THAT(writer_->Commit(writes), IsOk());
  const auto read = Begin(*writer_, reads);
  EXPECT_THAT(read.rows, SizeIs(kRows));
  for (const ledger::Row& row : read.rows) EXPECT_EQ(row.body.size(), 1u << 20);
}

TEST_F(PostgresStore, RelayIsOneOfAllProcessesUntilItsSessionEnds) {
  auto standby = OpenTestStore(url_);
  EXPECT_THAT(store_->TryBecomeRelay(), IsOkAndHolds(true));
  EXPECT_THAT(standby->TryBecomeRelay(), IsOkAndHolds(false));
  store_.reset();
  absl::StatusOr<bool> taken = standby->TryBecomeRelay();
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (taken.ok() && !*taken && absl::Now() < deadline) taken = standby->TryBecomeRelay();
  EXPECT_THAT(taken, IsOkAndHolds(true));
  // After its session was ended it has to ask anew.
  Sql("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
      "WHERE datname = current_database() AND application_name = 'mandat relay'");
  EXPECT_THAT(standby->TryBecomeRelay(), IsOkAndHolds(true));
}

TEST_F(PostgresStore, ReplicasThatStartTogetherMigrateOnce) {
  const std::string url = NewPostgresDatabase();
  std::vector<absl::Status> migrated(4);
  {
    std::vector<runtime::Thread> replicas;
    for (absl::Status& status : migrated) {
      replicas.emplace_back(
          "replica", [&status, &url] { status = OpenTestStore(url)->Migrate(Kinds().migrations); });
    }
  }
  for (const absl::Status& status : migrated) EXPECT_THAT(status, IsOk());
}

TEST_F(PostgresStore, ErrorsNeverCarryTheDriversWords) {
  Insert({Widget{"w1", 1, "secret owner", "c"}.Inserted()});
  Begin(*writer_, {});
  WriteSet writes;
  writes.rows = {Widget{"w2", 1, "secret owner", "c"}.Inserted()};
  const absl::Status refused = writer_->Commit(writes).status();
  EXPECT_THAT(refused, HasReason("STORE_CONSTRAINT"));
  EXPECT_THAT(refused.message(), ::testing::Not(::testing::HasSubstr("widget")));
  EXPECT_THAT(refused.ToString(), ::testing::Not(::testing::HasSubstr("secret")));
}

// A server that has looked at a table knows that it is empty; one that has not assumes some pages.
TEST_F(PostgresStore, PlansMadeWhileTablesAreEmptyAndAnalysedStayGood) {
  ExpectTwentyThousandRowsStayFast([this](int rows) {
    url_ = NewPostgresDatabase();
    EXPECT_THAT(OpenTestStore(url_)->Migrate(Kinds().migrations), IsOk());
    Sql("VACUUM ANALYZE");
    return PostgresEffort(url_, [rows](Writer& writer) { WriteWidgets(writer, rows); });
  });
}

}  // namespace
}  // namespace mandat::testing
