// What a batch reads and writes.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/runtime/thread.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/store_conformance.h"

namespace mandat::testing {
namespace {

using ledger::Hold;
using ledger::ReadResult;
using ledger::ReadSet;
using ledger::RowSource;
using ledger::RowWrite;
using ledger::Value;
using ledger::WriteSet;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const absl::Time kTime = absl::FromUnixMicros(1'773'270'000'123'457);

MATCHER_P(Constraint, name, "is STORE_CONSTRAINT of " + std::string(name)) {
  *result_listener << StatusOf(arg);
  return base::ReasonOf(StatusOf(arg)) == "STORE_CONSTRAINT" &&
         base::MetadataOf(StatusOf(arg))["constraint"] == name;
}

TEST_P(StoreConformance, CommittedRowsAreReadByNextBatchAndReader) {
  WriteSet writes;
  writes.rows = {{&Kinds().holder, RowWrite::How::kInsert, "p1", 3, {}, "holder body"}};
  Widget widget{"w1", 2};
  widget.person = "p1";
  widget.body = std::string("a\0b", 3);
  writes.rows.push_back(widget.Inserted());
  writes.keys = {{"p1", std::string("\0key", 4)}};
  ASSERT_THAT(Write(writes), IsOk());

  ReadSet reads;
  reads.rows = {ReadWidget(Hold::kChange, "w1"),
                ReadWidget(Hold::kChange, "nobody"),
                {&Kinds().holder, Hold::kConsult, "p1"}};
  const auto read = writer_->Begin(reads, std::nullopt);
  ASSERT_THAT(read, IsOk());
  writer_->Abandon();
  ASSERT_THAT(IdsOf(read->rows), UnorderedElementsAre("w1", "p1"));
  EXPECT_THAT(read->held, IsEmpty());
  for (const ledger::Row& row : read->rows) {
    const bool is_widget = row.id == "w1";
    EXPECT_EQ(row.kind, is_widget ? &Kinds().widget : &Kinds().holder);
    EXPECT_EQ(row.version, is_widget ? 2 : 3);
    EXPECT_EQ(row.body, is_widget ? widget.body : "holder body");
    EXPECT_EQ(row.wrapped_key, std::string("\0key", 4));
    EXPECT_EQ(row.person, "p1");
  }
  const auto got = reader_->Get(Kinds().widget, "w1");
  ASSERT_THAT(got, IsOk());
  ASSERT_TRUE(got->has_value());
  EXPECT_EQ((*got)->body, widget.body);
  EXPECT_EQ((*got)->person, "p1");
  EXPECT_EQ((*got)->wrapped_key, std::string("\0key", 4));
}

TEST_P(StoreConformance, AbandonedBatchLeavesNothingAndHoldsNothing) {
  ASSERT_THAT(Write({Widget{"w1"}.Inserted()}), IsOk());
  ReadSet reads;
  reads.rows = {ReadWidget(Hold::kChange, "w1")};
  ASSERT_THAT(writer_->Begin(reads, std::nullopt), IsOk());
  writer_->Abandon();
  const auto other_store = Reopen();
  auto other = other_store->OpenWriter();
  ASSERT_THAT(other, IsOk());
  const auto read = (*other)->Begin(reads, std::nullopt);
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(IdsOf(read->rows), ElementsAre("w1"));
  EXPECT_THAT(read->held, IsEmpty());
}

TEST_P(StoreConformance, EmptyBatchCommits) {
  EXPECT_THAT(Write(WriteSet()), IsOk());
  EXPECT_THAT(reader_->Head(), IsOkAndHolds(0));
}

TEST_P(StoreConformance, RefusedRowUndoesTheWholeCommit) {
  ASSERT_THAT(Write({Widget{"w1", 1, "o", "c"}.Inserted()}), IsOk());
  WriteSet writes;
  writes.rows = {Widget{"w2", 1, "o", "d"}.Inserted(), Widget{"w3", 1, "o", "c"}.Inserted()};
  writes.events = {WidgetEvent("w2", 1, kTime)};
  writes.counters = {{"widgets", "all", 1}};
  writes.requests = {{"r", "d", "widgets/w2", 1, kTime}};
  EXPECT_THAT(Write(writes), Constraint("widget_owner_code_unique"));

  EXPECT_FALSE(Exists("w2"));
  EXPECT_THAT(reader_->Head(), IsOkAndHolds(0));
  EXPECT_THAT(reader_->EventsAfter(0, 10), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(reader_->Counts("widgets", ""), IsOkAndHolds(IsEmpty()));
  // The writer goes on.
  writes.rows.pop_back();
  EXPECT_THAT(Write(writes), IsOkAndHolds(1));
}

TEST_P(StoreConformance, TakenIdAndTakenVersionAreConstraints) {
  WriteSet writes;
  writes.rows = {Widget{"w1"}.Inserted()};
  writes.events = {WidgetEvent("w1", 1, kTime)};
  ASSERT_THAT(Write(writes), IsOk());
  EXPECT_THAT(Write({Widget{"w1"}.Inserted()}), HasReason("STORE_CONSTRAINT"));
  WriteSet again;
  again.events = writes.events;
  EXPECT_THAT(Write(again), Constraint("event_id_version_collection_unique"));
  EXPECT_THAT(Write({Widget{"w2", 0}.Inserted()}), Constraint("widget_version_check"));
}

TEST_P(StoreConformance, OneOfTwoWritersWinsAUniqueValue) {
  const auto other_store = Reopen(1);
  auto other = other_store->OpenWriter();
  ASSERT_THAT(other, IsOk());
  for (int round = 0; round < 20; ++round) {
    const std::string code = absl::StrCat("c", round);
    const auto insert = [&](ledger::Writer& writer, const char* side) -> absl::Status {
      WriteSet writes;
      writes.rows = {Widget{absl::StrCat(side, round), 1, "o", code}.Inserted()};
      if (auto begun = writer.Begin({}, std::nullopt); !begun.ok()) return begun.status();
      return writer.Commit(writes).status();
    };
    absl::Status theirs;
    runtime::Thread thread("other", [&] { theirs = insert(**other, "b"); });
    const absl::Status ours = insert(*writer_, "a");
    thread.Join();
    ASSERT_NE(ours.ok(), theirs.ok()) << ours << theirs;
    EXPECT_THAT(ours.ok() ? theirs : ours, Constraint("widget_owner_code_unique"));
  }
}

TEST_P(StoreConformance, ChangedRowHasAllItsNewValuesAndDeletedRowIsGone) {
  ASSERT_THAT(
      Write({Widget{"w1", 1, "o", "a", 1}.Inserted(), Widget{"w2", 1, "o", "b", 2}.Inserted()}),
      IsOk());
  Widget changed{"w1", 2, "p", Value{}, 5};
  changed.body = "new";
  ASSERT_THAT(Write({changed.Updated(), Widget{"w2", 2}.Deleted()}), IsOk());
  const auto row = reader_->Get(Kinds().widget, "w1");
  ASSERT_THAT(row, IsOk());
  EXPECT_EQ((*row)->version, 2);
  EXPECT_EQ((*row)->body, "new");
  EXPECT_THAT(reader_->StoredColumns(Kinds().widget, "w1"),
              IsOkAndHolds(ElementsAre(Value("p"), Value(), Value(int64_t{5}), Value(), Value(),
                                       Value(), Value(), Value())));
  EXPECT_FALSE(Exists("w2"));
}

TEST_P(StoreConformance, ValueThatOneRowGivesUpIsFreeForTheNext) {
  ASSERT_THAT(Write({Widget{"w1", 1, "o", "a"}.Inserted(), Widget{"w2", 1, "o", "b"}.Inserted()}),
              IsOk());
  EXPECT_THAT(Write({Widget{"w1", 2}.Deleted(), Widget{"w2", 2, "o", "a"}.Updated(),
                     Widget{"w3", 1, "o", "b"}.Inserted()}),
              IsOk());
}

TEST_P(StoreConformance, RowsAreReadByTheValueOfAnother) {
  Widget with{"w1"};
  with.person = "p1";
  WriteSet writes;
  writes.rows = {{&Kinds().holder, RowWrite::How::kInsert, "p1", 1, {}, "b"},
                 {&Kinds().holder, RowWrite::How::kInsert, "p2", 1, {}, "b"},
                 with.Inserted(),
                 Widget{"without"}.Inserted()};
  ASSERT_THAT(Write(writes), IsOk());
  for (const Hold hold : {Hold::kChange, Hold::kRely, Hold::kConsult}) {
    ReadSet reads;
    reads.rows = {ReadHolderOf(hold, "w1"), ReadHolderOf(hold, "without"),
                  ReadHolderOf(hold, "nobody")};
    const auto read = writer_->Begin(reads, std::nullopt);
    ASSERT_THAT(read, IsOk());
    EXPECT_THAT(IdsOf(read->rows), ElementsAre("p1"));
    EXPECT_THAT(read->held, IsEmpty());
    writer_->Abandon();
  }
}

TEST_P(StoreConformance, LookupsFindByOneOrMoreColumnsAndByTheValueOfAnother) {
  const auto widget = [](const char* id, const char* code, int64_t size, const char* person) {
    Widget made{id, 1, "o", code, size};
    made.person = person;
    return made.Inserted();
  };
  ASSERT_THAT(Write({widget("w1", "a", 1, "p1"), widget("w2", "b", 1, "p1"),
                     widget("w3", "c", 2, "p1"), widget("w4", "d", 1, "p2")}),
              IsOk());
  const TestKinds& kinds = Kinds();
  const auto found = [&](std::vector<ledger::RowLookup> lookups) {
    ReadSet reads;
    reads.lookups = std::move(lookups);
    const auto read = writer_->Begin(reads, std::nullopt);
    EXPECT_THAT(read, IsOk());
    writer_->Abandon();
    std::vector<std::string> ids = read.ok() ? IdsOf(read->rows) : std::vector<std::string>();
    std::sort(ids.begin(), ids.end());
    return ids;
  };
  EXPECT_THAT(found({{&kinds.widget, {{&kinds.person, Value("p1")}}}}),
              ElementsAre("w1", "w2", "w3"));
  EXPECT_THAT(
      found({{&kinds.widget, {{&kinds.person, Value("p1")}, {&kinds.size, Value(int64_t{1})}}}}),
      ElementsAre("w1", "w2"));
  const RowSource person_of_w4{&kinds.widget, "w4", &kinds.person};
  EXPECT_THAT(found({{&kinds.widget, {{&kinds.person, person_of_w4}}}}), ElementsAre("w4"));
  EXPECT_THAT(found({{&kinds.widget,
                      {{&kinds.size, Value(int64_t{2})},
                       {&kinds.person, RowSource{&kinds.widget, "w1", &kinds.person}}}}}),
              ElementsAre("w3"));
  // Two of one shape, one of another, one that finds nothing.
  EXPECT_THAT(found({{&kinds.widget, {{&kinds.code, Value("a")}}},
                     {&kinds.widget, {{&kinds.code, Value("d")}}},
                     {&kinds.widget, {{&kinds.size, Value(int64_t{2})}}},
                     {&kinds.widget, {{&kinds.code, Value("none")}}}}),
              ElementsAre("w1", "w3", "w4"));
  // Nothing equals NULL, not even a row without a value.
  EXPECT_THAT(found({{&kinds.widget, {{&kinds.seen, Value()}}}}), IsEmpty());
  EXPECT_THAT(
      found({{&kinds.widget, {{&kinds.seen, RowSource{&kinds.widget, "w1", &kinds.seen}}}}}),
      IsEmpty());
}

TEST_P(StoreConformance, ValuesSurviveAtTheirEdges) {
  Widget widget{"w1"};
  widget.owner = "Škoda \xF0\x9F\x8F\x9B \"quoted\" 'and' \\ % _ – ψ";
  widget.code = "'; DROP TABLE widget; --";
  widget.size = INT64_MIN;
  widget.ready = int64_t{1};
  widget.due = int64_t{-25'567};  // 1900-01-01
  widget.seen = int64_t{-1};      // the microsecond before 1970
  widget.digest = std::string("\x00\xFF\x00", 3);
  Widget other{"w2"};
  other.size = INT64_MAX;
  other.ready = int64_t{0};
  other.due = int64_t{2'932'896};                 // 9999-12-31
  other.seen = int64_t{253'402'300'799'999'999};  // its last microsecond
  ASSERT_THAT(Write({widget.Inserted(), other.Inserted()}), IsOk());
  EXPECT_THAT(reader_->StoredColumns(Kinds().widget, "w1"),
              IsOkAndHolds(widget.Inserted().columns));
  EXPECT_THAT(reader_->StoredColumns(Kinds().widget, "w2"), IsOkAndHolds(other.Inserted().columns));
  EXPECT_THAT(reader_->StoredColumns(Kinds().widget, "nobody"), IsOkAndHolds(IsEmpty()));
}

TEST_P(StoreConformance, BodiesOfAMebibyteAndBatchesOfHundredsOfRowsFit) {
  WriteSet writes;
  Widget large{"large"};
  for (int i = 0; i < 1 << 20; ++i) large.body.push_back(static_cast<char>(i * 7));
  writes.rows.push_back(large.Inserted());
  ReadSet reads;
  reads.rows = {ReadWidget(Hold::kChange, "large")};
  for (int i = 0; i < 1'000; ++i) {
    writes.rows.push_back(Widget{absl::StrCat("w", i)}.Inserted());
    reads.rows.push_back(ReadWidget(Hold::kRely, absl::StrCat("w", i)));
  }
  ASSERT_THAT(Write(writes), IsOk());
  const auto read = writer_->Begin(reads, std::nullopt);
  ASSERT_THAT(read, IsOk());
  ASSERT_THAT(read->rows, SizeIs(1'001));
  for (const ledger::Row& row : read->rows) {
    EXPECT_EQ(row.body.size(), row.id == "large" ? large.body.size() : 4) << row.id;
    if (row.id == "large") {
      EXPECT_TRUE(row.body == large.body);
    }
  }
}

TEST_P(StoreConformance, RequestRecordsAreFoundByKeyAndForgottenInPortions) {
  WriteSet writes;
  const std::string key("\0\x01 key", 6);
  writes.requests = {{key, "digest", "widgets/w1", 4, kTime}};
  for (int i = 0; i < 5; ++i) {
    writes.requests.push_back({absl::StrCat("old", i), "d", "n", 1, kTime - absl::Hours(25 + i)});
  }
  ASSERT_THAT(Write(writes), IsOk());
  ReadSet reads;
  reads.request_keys = {"none", key};
  const auto read = writer_->Begin(reads, std::nullopt);
  ASSERT_THAT(read, IsOk());
  writer_->Abandon();
  ASSERT_THAT(read->requests, SizeIs(1));
  EXPECT_EQ(read->requests[0].key, key);
  EXPECT_EQ(read->requests[0].digest, "digest");
  EXPECT_EQ(read->requests[0].name, "widgets/w1");
  EXPECT_EQ(read->requests[0].version, 4);
  EXPECT_EQ(read->requests[0].commit_time, kTime);

  WriteSet twice;
  twice.requests = {writes.requests[0]};
  EXPECT_THAT(Write(twice), HasReason("STORE_CONSTRAINT"));

  const absl::Time before = kTime - absl::Hours(24);
  EXPECT_THAT(store_->ForgetRequestsBefore(before, 3), IsOkAndHolds(3));
  EXPECT_THAT(store_->ForgetRequestsBefore(before, 3), IsOkAndHolds(2));
  EXPECT_THAT(store_->ForgetRequestsBefore(before, 3), IsOkAndHolds(0));
  EXPECT_THAT(Write(twice), HasReason("STORE_CONSTRAINT"));
}

TEST_P(StoreConformance, EveryAppliedVersionIsKeptAndCountsOnce) {
  const ledger::AppliedKey key{"consumer", "source", "widgets/w1"};
  WriteSet writes;
  writes.applied = {{key, 7},
                    {key, 5},
                    {{"consumer", "source", "widgets/w2"}, 1},
                    {{"other", "source", "widgets/w1"}, 9}};
  ASSERT_THAT(Write(writes), IsOk());
  ReadSet reads;
  reads.applied = {key, {"consumer", "elsewhere", "widgets/w1"}};
  const auto read = writer_->Begin(reads, std::nullopt);
  ASSERT_THAT(read, IsOk());
  writer_->Abandon();
  std::vector<int64_t> versions;
  for (const ledger::AppliedRecord& record : read->applied) {
    EXPECT_EQ(record.key.consumer, "consumer");
    EXPECT_EQ(record.key.source, "source");
    EXPECT_EQ(record.key.resource, "widgets/w1");
    versions.push_back(record.version);
  }
  EXPECT_THAT(versions, UnorderedElementsAre(5, 7));
  WriteSet again;
  again.applied = {{key, 5}};
  EXPECT_THAT(Write(again), HasReason("STORE_CONSTRAINT"));
}

TEST_P(StoreConformance, CountsAreSummedOverChangesAndWriters) {
  WriteSet writes;
  writes.counters = {{"widgets", "DRAFT", 2},
                     {"widgets", "DRAFT", 3},
                     {"widgets", "SENT", 1},
                     {"others", "DRAFT", 40}};
  ASSERT_THAT(Write(writes), IsOk());
  const auto other_store = Reopen(/*writer=*/1);
  auto other = other_store->OpenWriter();
  ASSERT_THAT(other, IsOk());
  WriteSet moves;
  moves.counters = {{"widgets", "DRAFT", -4}, {"widgets", "SENT", -1}, {"widgets", "DONE", 5}};
  ASSERT_THAT((*other)->Begin({}, std::nullopt), IsOk());
  ASSERT_THAT((*other)->Commit(moves), IsOk());
  const auto counts = reader_->Counts("widgets", "");
  ASSERT_THAT(counts, IsOk());
  std::map<std::string, int64_t> buckets;
  for (const ledger::CountRow& row : *counts) buckets[row.bucket] = row.count;
  EXPECT_EQ(buckets, (std::map<std::string, int64_t>{{"DONE", 5}, {"DRAFT", 1}}));
}

TEST_P(StoreConformance, CountsAreReadByTheBeginningOfTheirBuckets) {
  WriteSet writes;
  for (const char* bucket :
       {"a-centre-with-a-long-name|2025|SENT", "a-centre-with-a-long-name|2026|DONE",
        "a-centre-with-a-long-name|2026|SENT", "a-centre-with-a-long-name|2026",
        "a-centre-with-a-long-name|20260|X", "a-centre-with-a-long-name|2026}",
        "another-with-a-long-name|2026|SENT"}) {
    writes.counters.push_back({"widgets", bucket, 1});
  }
  writes.counters.push_back({"others", "a-centre-with-a-long-name|2026|SENT", 1});
  ASSERT_THAT(Write(writes), IsOk());
  const auto under = [&](const std::string& prefix) {
    std::vector<std::string> buckets;
    const auto counts = reader_->Counts("widgets", prefix);
    EXPECT_THAT(counts, IsOk());
    for (const ledger::CountRow& row : *counts) buckets.push_back(row.bucket);
    return buckets;
  };
  EXPECT_THAT(
      under("a-centre-with-a-long-name|2026|"),
      ElementsAre("a-centre-with-a-long-name|2026|DONE", "a-centre-with-a-long-name|2026|SENT"));
  EXPECT_THAT(under("another-with-a-long-name|"),
              ElementsAre("another-with-a-long-name|2026|SENT"));
  EXPECT_THAT(under("nobody-of-that-name|"), IsEmpty());
  EXPECT_THAT(under(""), SizeIs(7));
}

TEST_P(StoreConformance, KeyIsKeptReplacedAndDestroyed) {
  Widget widget{"w1"};
  widget.person = "p1";
  WriteSet writes;
  writes.rows = {widget.Inserted()};
  writes.events = {WidgetEvent("w1", 1, kTime)};
  writes.events[0].person = "p1";
  writes.events[0].sealed_body = "sealed";
  writes.keys = {{"p1", "first"}, {"p2", "another"}};
  ASSERT_THAT(Write(writes), IsOk());
  const auto key_of_row = [&] {
    const auto row = reader_->Get(Kinds().widget, "w1");
    EXPECT_THAT(row, IsOk());
    return (*row)->wrapped_key;
  };
  EXPECT_EQ(key_of_row(), "first");
  WriteSet rotated;
  rotated.keys = {{"p1", "second"}};
  ASSERT_THAT(Write(rotated), IsOk());
  EXPECT_EQ(key_of_row(), "second");
  WriteSet destroyed;
  destroyed.keys = {{"p1", ""}};
  ASSERT_THAT(Write(destroyed), IsOk());
  EXPECT_EQ(key_of_row(), "");

  const auto event = reader_->EventAt(Kinds().widget, "w1", 1);
  ASSERT_THAT(event, IsOk());
  EXPECT_EQ((*event)->wrapped_key, "");
  EXPECT_EQ((*event)->sealed_body, "sealed");
  ReadSet reads;
  reads.rows = {ReadWidget(Hold::kChange, "w1")};
  const auto read = writer_->Begin(reads, std::nullopt);
  ASSERT_THAT(read, IsOk());
  ASSERT_THAT(read->rows, SizeIs(1));
  EXPECT_EQ(read->rows[0].wrapped_key, "");
  EXPECT_EQ(read->rows[0].person, "p1");
}

TEST_P(StoreConformance, DeadLettersAreReplacedByIdAndPaged) {
  const auto letter = [](const char* id, const char* cause, bool settled) {
    return ledger::DeadLetterRow{
        id, "consumer", "source", "event", "REASON", cause, std::string("\0payload", 8), settled};
  };
  WriteSet writes;
  writes.dead_letters = {letter("b", "first", false), letter("a", "x", false),
                         letter("c", "y", false)};
  ASSERT_THAT(Write(writes), IsOk());
  WriteSet replaced;
  replaced.dead_letters = {letter("b", "second", true)};
  replaced.dead_letters[0].payload = "other";
  ASSERT_THAT(Write(replaced), IsOk());

  const auto b = reader_->DeadLetter("b");
  ASSERT_THAT(b, IsOk());
  ASSERT_TRUE(b->has_value());
  EXPECT_EQ((*b)->cause, "second");
  EXPECT_EQ((*b)->payload, "other");
  EXPECT_TRUE((*b)->settled);
  const auto none = reader_->DeadLetter("none");
  ASSERT_THAT(none, IsOk());
  EXPECT_FALSE(none->has_value());
  const auto page = reader_->DeadLetters("", 2);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(*page, SizeIs(2));
  EXPECT_EQ((*page)[0].id, "a");
  EXPECT_EQ((*page)[0].payload, std::string("\0payload", 8));
  EXPECT_FALSE((*page)[0].settled);
  const auto rest = reader_->DeadLetters("b", 2);
  ASSERT_THAT(rest, IsOk());
  ASSERT_THAT(*rest, SizeIs(1));
  EXPECT_EQ((*rest)[0].id, "c");
}

TEST_P(StoreConformance, TwentyThousandRowsFromAnEmptyDatabaseStayFast) {
  ExpectTwentyThousandRowsStayFast([](int rows) {
    const std::string url = GetParam().new_database();
    EXPECT_THAT(OpenTestStore(url)->Migrate(Kinds().migrations), IsOk());
    return GetParam().effort(url, [rows](ledger::Writer& writer) { WriteWidgets(writer, rows); });
  });
}

}  // namespace
}  // namespace mandat::testing
