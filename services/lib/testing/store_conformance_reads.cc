// What is read outside a batch: pages, the log, consultations.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "services/lib/runtime/thread.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/store_conformance.h"

namespace mandat::testing {
namespace {

using ledger::Event;
using ledger::PageQuery;
using ledger::Value;
using ledger::WriteSet;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kTime = absl::FromUnixMicros(1'773'270'000'123'457);

PageQuery Pages(const ledger::Column* order, bool descending = false) {
  PageQuery query;
  query.kind = &Kinds().widget;
  query.order = order;
  query.descending = descending;
  return query;
}

// Walks all pages of `query`, as a client with the last row of each page would.
std::vector<std::string> Walk(ledger::Reader& reader, PageQuery query, int limit,
                              const std::function<void(const std::string&)>& between = {}) {
  query.limit = limit;
  std::vector<std::string> ids;
  for (int pages = 0; pages < 1'000; ++pages) {
    const auto page = reader.Page(query);
    EXPECT_THAT(page, IsOk());
    if (!page.ok() || page->empty()) return ids;
    EXPECT_LE(page->size(), static_cast<size_t>(limit));
    for (const ledger::Row& row : *page) ids.push_back(row.id);
    Value value;
    if (query.order != nullptr) {
      const auto columns = reader.StoredColumns(*query.kind, ids.back());
      EXPECT_THAT(columns, IsOk());
      for (size_t i = 0; i < columns->size(); ++i) {
        if (query.kind->columns[i] == query.order) value = (*columns)[i];
      }
    }
    query.after = {value, ids.back()};
    if (between) between(ids.back());
  }
  ADD_FAILURE() << "the pages have no end";
  return ids;
}

TEST_P(StoreConformance, PagesHaveValuesInOrderAndRowsWithoutLastInBothDirections) {
  ASSERT_THAT(Write({Widget{"a", 1, {}, {}, int64_t{3}}.Inserted(), Widget{"b"}.Inserted(),
                     Widget{"c", 1, {}, {}, int64_t{-1}}.Inserted(),
                     Widget{"d", 1, {}, {}, int64_t{3}}.Inserted(), Widget{"e"}.Inserted(),
                     Widget{"f", 1, {}, {}, int64_t{0}}.Inserted()}),
              IsOk());
  for (const int limit : {1, 2, 3, 4, 50}) {
    EXPECT_THAT(Walk(*reader_, Pages(nullptr), limit), ElementsAre("a", "b", "c", "d", "e", "f"));
    EXPECT_THAT(Walk(*reader_, Pages(nullptr, true), limit),
                ElementsAre("f", "e", "d", "c", "b", "a"));
    EXPECT_THAT(Walk(*reader_, Pages(&Kinds().size), limit),
                ElementsAre("c", "f", "a", "d", "b", "e"));
    EXPECT_THAT(Walk(*reader_, Pages(&Kinds().size, true), limit),
                ElementsAre("d", "a", "f", "c", "e", "b"));
  }
}

TEST_P(StoreConformance, PagesBelowAValueLeaveOutItAndWhatHasNone) {
  ASSERT_THAT(Write({Widget{"a", 1, {}, {}, int64_t{3}}.Inserted(), Widget{"b"}.Inserted(),
                     Widget{"c", 1, {}, {}, int64_t{-1}}.Inserted(),
                     Widget{"d", 1, {}, {}, int64_t{2}}.Inserted(),
                     Widget{"e", 1, {}, {}, int64_t{0}}.Inserted()}),
              IsOk());
  PageQuery query = Pages(&Kinds().size);
  for (const int limit : {1, 2, 50}) {
    query.below = int64_t{3};
    EXPECT_THAT(Walk(*reader_, query, limit), ElementsAre("c", "e", "d"));
    query.below = int64_t{0};
    EXPECT_THAT(Walk(*reader_, query, limit), ElementsAre("c"));
    query.below = int64_t{-1};
    EXPECT_THAT(Walk(*reader_, query, limit), ElementsAre());
  }
  query.below = int64_t{3};
  query.descending = true;
  EXPECT_THAT(Walk(*reader_, query, 2), ElementsAre("d", "e", "c"));
}

TEST_P(StoreConformance, PagesFollowEveryTypeOfColumn) {
  Widget w1{"w1", 1, "Z", "1"};
  w1.ready = int64_t{1};
  w1.due = int64_t{-4};
  w1.seen = int64_t{1'000'001};
  w1.digest = std::string("\xFF");
  Widget w2{"w2", 1, "a", "2"};
  w2.ready = int64_t{0};
  w2.due = int64_t{20'000};
  w2.seen = int64_t{1'000'000};
  w2.digest = std::string("\x7F\x01");
  Widget w3{"w3", 1, "\xC3\xA9", "3"};
  w3.ready = int64_t{1};
  w3.due = int64_t{-5};
  w3.seen = int64_t{-1'000'000};
  w3.digest = std::string("\x7F");
  ASSERT_THAT(Write({w1.Inserted(), w2.Inserted(), w3.Inserted()}), IsOk());
  const TestKinds& kinds = Kinds();
  // Texts by byte: upper case before lower case before accents.
  EXPECT_THAT(Walk(*reader_, Pages(&kinds.owner), 1), ElementsAre("w1", "w2", "w3"));
  EXPECT_THAT(Walk(*reader_, Pages(&kinds.ready), 1), ElementsAre("w2", "w1", "w3"));
  EXPECT_THAT(Walk(*reader_, Pages(&kinds.due), 1), ElementsAre("w3", "w1", "w2"));
  EXPECT_THAT(Walk(*reader_, Pages(&kinds.seen), 1), ElementsAre("w3", "w2", "w1"));
  EXPECT_THAT(Walk(*reader_, Pages(&kinds.digest), 1), ElementsAre("w3", "w2", "w1"));
}

TEST_P(StoreConformance, WalkMissesNothingAndRepeatsNothingWhileRowsAreInserted) {
  std::vector<ledger::RowWrite> rows;
  for (int i = 100; i < 200; ++i) {
    rows.push_back(Widget{absl::StrCat("w", i), 1, {}, {}, int64_t{i / 10}}.Inserted());
  }
  ASSERT_THAT(Write(rows), IsOk());
  int inserted = 0;
  const auto insert_around = [&](const std::string&) {
    if (inserted == 10) return;
    ++inserted;
    // One before the place of the walk, which is past it already, and one behind the last row.
    ASSERT_THAT(
        Write({Widget{absl::StrCat("v", inserted), 1, {}, {}, int64_t{1}}.Inserted(),
               Widget{absl::StrCat("x", 100 + inserted), 1, {}, {}, int64_t{100}}.Inserted()}),
        IsOk());
  };
  const std::vector<std::string> walked = Walk(*reader_, Pages(&Kinds().size), 7, insert_around);
  ASSERT_THAT(walked, SizeIs(110));
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(walked[static_cast<size_t>(i)], absl::StrCat("w", 100 + i));
  for (size_t i = 100; i < walked.size(); ++i) EXPECT_EQ(walked[i], absl::StrCat("x", i + 1));
}

TEST_P(StoreConformance, PageHoldsAllConditionsEitherValueOfOneColumnAndAnyAlternative) {
  const auto widget = [](const char* id, const char* owner, int64_t size, const char* person) {
    Widget made{id, 1, owner, id, size};
    made.person = person;
    return made.Inserted();
  };
  ASSERT_THAT(
      Write({widget("w1", "o", 1, "p1"), widget("w2", "o", 2, "p2"), widget("w3", "p", 1, "p1"),
             widget("w4", "q", 3, "p2"), Widget{"w5"}.Inserted()}),
      IsOk());
  const TestKinds& kinds = Kinds();
  PageQuery query = Pages(nullptr);
  query.where = {{&kinds.owner, Value("o")}, {&kinds.size, Value(int64_t{1})}};
  EXPECT_THAT(Walk(*reader_, query, 1), ElementsAre("w1"));
  query.where = {{&kinds.owner, Value("o")}, {&kinds.owner, Value("p")}};
  EXPECT_THAT(Walk(*reader_, query, 1), ElementsAre("w1", "w2", "w3"));
  query.where.emplace_back(&kinds.size, Value(int64_t{1}));
  EXPECT_THAT(Walk(*reader_, query, 1), ElementsAre("w1", "w3"));
  query.where.clear();
  query.any_of = {{{&kinds.owner, Value("q")}},
                  {{&kinds.owner, Value("o")}, {&kinds.person, Value("p2")}}};
  EXPECT_THAT(Walk(*reader_, query, 1), ElementsAre("w2", "w4"));
  query.where = {{&kinds.size, Value(int64_t{3})}};
  EXPECT_THAT(Walk(*reader_, query, 1), ElementsAre("w4"));
  query.order = &kinds.size;
  query.where.clear();
  query.descending = true;
  EXPECT_THAT(Walk(*reader_, query, 1), ElementsAre("w4", "w2"));
  query.any_of.clear();
  query.where = {{&kinds.owner, Value()}};
  EXPECT_THAT(Walk(*reader_, query, 1), IsEmpty()) << "nothing equals NULL";
}

TEST_P(StoreConformance, EveryFieldOfAnEventIsKept) {
  WriteSet writes;
  writes.events = {WidgetEvent("w1", 1, kTime),
                   WidgetEvent("w1", 2, kTime + absl::Microseconds(1))};
  Event& second = writes.events[1];
  second.published = false;
  second.owner.clear();
  second.person = "p1";
  second.public_body = std::string("\0public", 7);
  second.sealed_body = std::string("\0sealed", 7);
  writes.keys = {{"p1", "wrapped"}};
  ASSERT_THAT(Write(writes), IsOkAndHolds(1));

  const auto first = reader_->EventAt(Kinds().widget, "w1", 1);
  ASSERT_THAT(first, IsOk());
  ASSERT_TRUE(first->has_value());
  const Event& event = **first;
  EXPECT_EQ(event.position, 1);
  EXPECT_EQ(event.collection, "widgets");
  EXPECT_EQ(event.id, "w1");
  EXPECT_EQ(event.version, 1);
  EXPECT_EQ(event.verb, "created");
  EXPECT_EQ(event.commit_time, kTime);
  EXPECT_TRUE(event.published);
  EXPECT_EQ(event.owner, "0316380841");
  EXPECT_EQ(event.organisation, "0206731645");
  EXPECT_EQ(event.role, 7);
  EXPECT_EQ(event.subject, "pseudonym");
  EXPECT_EQ(event.job, "system:test/job");
  EXPECT_EQ(event.reason, "because");
  EXPECT_EQ(event.traceparent, writes.events[0].traceparent);
  EXPECT_EQ(event.public_body, "public w1@1");
  EXPECT_EQ(event.person + event.sealed_body + event.wrapped_key, "");

  const auto last = reader_->EventAt(Kinds().widget, "w1", 2);
  ASSERT_THAT(last, IsOk());
  EXPECT_FALSE((*last)->published);
  EXPECT_EQ((*last)->owner, "");
  EXPECT_EQ((*last)->person, "p1");
  EXPECT_EQ((*last)->public_body, second.public_body);
  EXPECT_EQ((*last)->sealed_body, second.sealed_body);
  EXPECT_EQ((*last)->wrapped_key, "wrapped");

  const auto followed = reader_->EventsAfter(1, 10);
  ASSERT_THAT(followed, IsOk());
  ASSERT_THAT(*followed, SizeIs(1));
  EXPECT_EQ((*followed)[0].public_body, second.public_body);
  EXPECT_EQ((*followed)[0].sealed_body, "") << "whoever follows the log holds no key";
  EXPECT_EQ((*followed)[0].wrapped_key, "");
}

TEST_P(StoreConformance, HistoryIsReadByVersionByInstantAndNewestFirst) {
  WriteSet writes;
  for (int version = 1; version <= 4; ++version) {
    writes.events.push_back(WidgetEvent("w1", version, kTime + absl::Hours(version)));
  }
  writes.events.push_back(WidgetEvent("w2", 1, kTime));
  writes.events.push_back(WidgetEvent("w1", 9, kTime));
  writes.events.back().collection = "holders";
  ASSERT_THAT(Write(writes), IsOk());
  const auto as_of = [&](absl::Time time) -> int64_t {
    const auto event = reader_->EventAsOf(Kinds().widget, "w1", time);
    EXPECT_THAT(event, IsOk());
    return event.ok() && event->has_value() ? (*event)->version : 0;
  };
  EXPECT_EQ(as_of(kTime + absl::Hours(1) - absl::Microseconds(1)), 0);
  EXPECT_EQ(as_of(kTime + absl::Hours(1)), 1);
  EXPECT_EQ(as_of(kTime + absl::Hours(3) - absl::Microseconds(1)), 2);
  EXPECT_EQ(as_of(kTime + absl::Hours(1'000)), 4);
  const auto none = reader_->EventAt(Kinds().widget, "w1", 5);
  ASSERT_THAT(none, IsOk());
  EXPECT_FALSE(none->has_value());
  EXPECT_THAT(reader_->Revisions(Kinds().widget, "w1", INT64_MAX, 2),
              IsOkAndHolds(ElementsAre(Field(&Event::version, 4), Field(&Event::version, 3))));
  EXPECT_THAT(reader_->Revisions(Kinds().widget, "w1", 3, 10),
              IsOkAndHolds(ElementsAre(Field(&Event::version, 2), Field(&Event::version, 1))));
  EXPECT_THAT(reader_->Revisions(Kinds().widget, "w1", 1, 10), IsOkAndHolds(IsEmpty()));
}

TEST_P(StoreConformance, ReadsOfAGroupSeeWhatWasThereAndLaterOnesWhatCameMeanwhile) {
  const auto has = [&](const std::string& id) {
    const auto row = reader_->Get(Kinds().widget, id);
    EXPECT_THAT(row, IsOk());
    return row.ok() && row->has_value();
  };
  ASSERT_THAT(Write({Widget{"a"}.Inserted()}), IsOk());
  for (const char* later : {"b", "c"}) {
    reader_->BeginGroup();
    EXPECT_TRUE(has("a"));
    ASSERT_THAT(Write({Widget{later}.Inserted()}), IsOk()) << "a group holds no writer up";
    EXPECT_TRUE(has("a"));
    reader_->EndGroup();
    EXPECT_TRUE(has(later));
  }
  reader_->EndGroup();  // Without a group it does nothing.
  EXPECT_TRUE(has("c"));
}

TEST_P(StoreConformance, ReadsOfAMomentSeeNothingThatComesMeanwhile) {
  const auto has = [&](const std::string& id) {
    const auto row = reader_->Get(Kinds().widget, id);
    EXPECT_THAT(row, IsOk());
    return row.ok() && row->has_value();
  };
  const auto write = [&](const std::string& id) {
    WriteSet writes;
    writes.rows = {Widget{id}.Inserted()};
    writes.events = {WidgetEvent(id, 1, kTime)};
    EXPECT_THAT(Write(writes), IsOk()) << "a moment holds no writer up";
  };
  write("a");
  for (const bool grouped : {false, true}) {
    const std::string later = grouped ? "c" : "b";
    const int64_t head = *reader_->Head();
    if (grouped) reader_->BeginGroup();
    {
      const auto moment = ledger::Moment::Of(*reader_);
      ASSERT_THAT(moment, IsOk());
      EXPECT_TRUE(has("a"));
      write(later);
      EXPECT_FALSE(has(later));
      {
        const auto inner = ledger::Moment::Of(*reader_);
        ASSERT_THAT(inner, IsOk());
        EXPECT_FALSE(has(later)) << "one in another begins none";
      }
      EXPECT_THAT(reader_->Head(), IsOkAndHolds(head));
      EXPECT_THAT(Walk(*reader_, Pages(nullptr), 50), SizeIs(static_cast<size_t>(head)));
    }
    if (grouped) reader_->EndGroup();
    EXPECT_TRUE(has(later));
    EXPECT_THAT(reader_->Head(), IsOkAndHolds(head + 1));
  }
}

TEST_P(StoreConformance, LogHasPositionsHeadEpochAndLastPublished) {
  WriteSet writes;
  for (int version = 1; version <= 3; ++version) {
    writes.events.push_back(WidgetEvent("w1", version, kTime));
  }
  writes.events[1].published = false;
  writes.events[2].published = false;
  EXPECT_THAT(reader_->Head(), IsOkAndHolds(0));
  EXPECT_THAT(reader_->LastPublished(10), IsOkAndHolds(0));
  EXPECT_THAT(Write(writes), IsOkAndHolds(1));
  writes.events = {WidgetEvent("w2", 1, kTime), WidgetEvent("w2", 2, kTime)};
  EXPECT_THAT(Write(writes), IsOkAndHolds(4));
  EXPECT_THAT(reader_->Head(), IsOkAndHolds(5));
  EXPECT_THAT(reader_->LastPublished(3), IsOkAndHolds(1));
  EXPECT_THAT(reader_->LastPublished(4), IsOkAndHolds(4));
  EXPECT_THAT(reader_->LastPublished(0), IsOkAndHolds(0));
  EXPECT_THAT(reader_->EventsAfter(1, 3),
              IsOkAndHolds(ElementsAre(Field(&Event::position, 2), Field(&Event::position, 3),
                                       Field(&Event::position, 4))));

  const auto epoch = reader_->Epoch();
  ASSERT_THAT(epoch, IsOk());
  EXPECT_NE(*epoch, "");
  ASSERT_THAT(store_->BeginEpoch("next"), IsOk());
  EXPECT_THAT(reader_->Epoch(), IsOkAndHolds("next"));
  EXPECT_THAT(reader_->Head(), IsOkAndHolds(5));

  EXPECT_THAT(reader_->RelayCursor(), IsOkAndHolds(0));
  WriteSet cursor;
  cursor.relay_cursor = 4;
  ASSERT_THAT(Write(cursor), IsOk());
  EXPECT_THAT(reader_->RelayCursor(), IsOkAndHolds(4));
}

TEST_P(StoreConformance, PositionsAreGaplessInCommitOrderForWhoeverFollows) {
  constexpr int kWriters = 8;
  constexpr int kBatches = 25;
  constexpr int kEvents = 3;
  constexpr int64_t kAll = int64_t{kWriters} * kBatches * kEvents;
  const auto write = [&](int number) {
    const auto store = Reopen(number);
    auto writer = store->OpenWriter();
    ASSERT_THAT(writer, IsOk());
    for (int batch = 0; batch < kBatches; ++batch) {
      WriteSet writes;
      for (int i = 0; i < kEvents; ++i) {
        writes.events.push_back(WidgetEvent(absl::StrCat("w", number, "-", batch), i + 1, kTime));
      }
      absl::StatusOr<int64_t> first = absl::AbortedError("not tried");
      while (absl::IsAborted(first.status())) {  // SQLite's file may be held by the others.
        if (auto begun = (*writer)->Begin({}, std::nullopt); !begun.ok()) {
          first = begun.status();
        } else {
          first = (*writer)->Commit(writes);
        }
      }
      ASSERT_THAT(first, IsOk());
    }
  };
  std::vector<runtime::Thread> threads;
  threads.reserve(kWriters);
  for (int number = 0; number < kWriters; ++number) {
    threads.emplace_back(absl::StrCat("writer", number), [&write, number] { write(number); });
  }
  // Follows positions while they are written: what it passed by never appears later.
  int64_t position = 0;
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (position < kAll && absl::Now() < deadline) {
    const auto events = reader_->EventsAfter(position, 100);
    ASSERT_THAT(events, IsOk());
    for (const Event& event : *events) ASSERT_EQ(event.position, ++position);
  }
  threads.clear();
  EXPECT_EQ(position, kAll);
  // The events of a batch stand together and in order.
  const auto all = reader_->EventsAfter(0, 10'000);
  ASSERT_THAT(all, IsOkAndHolds(SizeIs(size_t{kAll})));
  for (size_t i = 0; i < all->size(); ++i) {
    EXPECT_EQ((*all)[i].version, static_cast<int64_t>(i % kEvents) + 1);
    EXPECT_EQ((*all)[i].id, (*all)[i - i % kEvents].id);
  }
}

TEST_P(StoreConformance, ConsultationsArePagedNewestFirst) {
  auto recorder = store_->OpenConsultationWriter();
  ASSERT_THAT(recorder, IsOk());
  const auto reading = [](const char* person, int number) {
    ledger::ConsultationRow row;
    row.time = kTime + absl::Microseconds(number);
    row.organisation = "0206731645";
    row.reader = "reader";
    row.person = person;
    row.file = absl::StrCat("widgets/w", number);
    row.purpose = "purpose";
    row.method = "method";
    return row;
  };
  ASSERT_THAT((*recorder)->Append({reading("p1", 1), reading("p2", 2), reading("p1", 3)}), IsOk());
  ASSERT_THAT((*recorder)->Append({reading("p1", 4)}), IsOk());
  ASSERT_THAT((*recorder)->Append({}), IsOk());
  const auto page = reader_->Consultations("p1", 0, 2);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(*page, SizeIs(2));
  EXPECT_EQ((*page)[0].file, "widgets/w4");
  EXPECT_EQ((*page)[0].time, kTime + absl::Microseconds(4));
  EXPECT_EQ((*page)[0].organisation, "0206731645");
  EXPECT_EQ((*page)[0].reader, "reader");
  EXPECT_EQ((*page)[0].person, "p1");
  EXPECT_EQ((*page)[0].purpose, "purpose");
  EXPECT_EQ((*page)[0].method, "method");
  EXPECT_EQ((*page)[1].file, "widgets/w3");
  EXPECT_GT((*page)[0].id, (*page)[1].id);
  EXPECT_GT((*page)[1].id, 0);
  const auto rest = reader_->Consultations("p1", (*page)[1].id, 2);
  ASSERT_THAT(rest, IsOk());
  ASSERT_THAT(*rest, SizeIs(1));
  EXPECT_EQ((*rest)[0].file, "widgets/w1");
}

}  // namespace
}  // namespace mandat::testing
