// Facts on a real ledger: whatever the order in which events come, how often, and when a formula is
// entered, the sums are those that counting the events by hand gives.

#include <algorithm>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/ledger/job.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/testing/fake_clock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"
#include "services/lib/testing/temp_dir.h"
#include "services/lib/testing/temporary_postgres.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/catch_up.h"
#include "services/objectives/facts/commands.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/events_for_test.h"
#include "services/objectives/facts/figures.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/schema/fact_kinds.h"
#include "services/objectives/schema/migrations.h"

namespace mandat::objectives::facts {
namespace {

using common::v1::PublishedEvent;
using testing::HasReason;
using testing::IsOk;
using v1::FactRole;

// Three formulas: how many were sent, what part was answered in time, how many centres sent.
std::vector<v1::Indicator> Indicators() {
  std::vector<v1::Indicator> all(3);
  for (size_t i = 0; i < all.size(); ++i) {
    all[i].set_name(absl::StrCat("indicators/i", i));
    all[i].set_frequency(i == 1 ? v1::FREQUENCY_QUARTER : v1::FREQUENCY_MONTH);
    all[i].add_formulas()->set_version(1);
  }
  const auto count = [](const char* type, v1::Tally* tally) {
    v1::EventFilter* filter = tally->add_events();
    filter->set_type(type);
    return filter;
  };
  count(kSent, all[0].mutable_formulas(0)->mutable_formula()->mutable_tally());
  v1::Share* share = all[1].mutable_formulas(0)->mutable_formula()->mutable_share();
  v1::Condition* in_time = count(kCalculated, share->mutable_numerator())->add_conditions();
  in_time->set_field("answer_time");
  in_time->set_comparison(v1::COMPARISON_LESS_OR_EQUAL);
  in_time->set_other_field("due_time");
  count(kCalculated, share->mutable_denominator());
  v1::Tally* centres = all[2].mutable_formulas(0)->mutable_formula()->mutable_tally();
  count(kSent, centres);
  centres->set_distinct_field("centre");
  return all;
}

common::v1::Period Term() {
  return base::ToPeriod({absl::CivilDay(2026, 1, 1), absl::CivilDay(2030, 1, 1)});
}

std::string Month(absl::Time time) {
  const absl::CivilDay day = base::BrusselsDay(time);
  return absl::StrCat(day.year(), "-", day.month() < 10 ? "0" : "", day.month());
}
std::string Quarter(absl::Time time) {
  const absl::CivilDay day = base::BrusselsDay(time);
  return absl::StrCat(day.year(), "-q", (day.month() + 2) / 3);
}

// The sums by hand: indicator, period, part.
using Table = std::map<std::string, int64_t>;
Table ByHand(const std::vector<Event>& events) {
  Table table;
  std::map<std::string, const Event*> first_of_centre;
  for (const Event& event : events) {
    if (event.verb == "sent") {
      ++table[absl::StrCat("i0 ", Month(event.time), " n")];
      const Event*& first = first_of_centre[event.centre];
      if (first == nullptr || event.position < first->position) first = &event;
    }
    if (event.verb != "calculated") continue;
    ++table[absl::StrCat("i1 ", Quarter(event.time), " d")];
    if (event.in_time) ++table[absl::StrCat("i1 ", Quarter(event.time), " n")];
  }
  for (const auto& [centre, event] : first_of_centre) {
    ++table[absl::StrCat("i2 ", Month(event->time), " n")];
  }
  return table;
}

enum class Engine { kSqlite, kPostgres };

class FactsTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    keys_.emplace(
        privacy::KeyRing::Create(folder_.File("keys"), absl::CivilDay(2026, 1, 1)).value());
    OpenAnew();
  }
  void TearDown() override {
    if (ledger_ != nullptr) ledger_->Close();
  }

  // An empty database.
  void OpenAnew() {
    if (ledger_ != nullptr) ledger_->Close();
    static auto& postgres = *testing::TemporaryPostgres::Create().value().release();
    ledger::StoreOptions options;
    options.url = GetParam() == Engine::kSqlite
                      ? absl::StrCat("sqlite:", folder_.File(absl::StrCat(++opened_, ".db")))
                      : postgres.NewDatabase().value();
    options.catalog = &Catalog();
    store_ = ledger::OpenStore(options).value();
    ASSERT_THAT(store_->Migrate(ledger::ObjectivesMigrations()), IsOk());
    ledger::LedgerOptions ledger_options;
    ledger_options.catalog = &Catalog();
    ledger_options.store = store_.get();
    ledger_options.keys = &*keys_;
    ledger_options.clock = &clock_;
    ledger_ = ledger::OpenLedger(ledger_options).value();
    books_ = std::make_unique<BookCache>();
    receive_ = ReceiveEvent(*books_);
    // Small portions, by two threads where there are three facts.
    const PortionLimits limits = {.facts = 7, .marks = 7, .facts_for_one_thread = 2};
    catch_up_ =
        std::make_unique<CatchUp>(*ledger_, *store_, std::vector<std::string>{"socialaid"}, limits);
  }
  static const ledger::Catalog& Catalog() {
    static const auto& catalog =
        *new ledger::Catalog({&Facts().kind, &MarkPages().kind, &FactLogs(), &FormulaBooks()});
    return catalog;
  }
  void Prepare() { ASSERT_THAT(catch_up_->Prepare(clock_.Now()), IsOk()); }

  // As the consumer does it.
  absl::Status Receive(const PublishedEvent& event) {
    const auto parsed = events::ParseCloudEvent(event.cloud_event());
    EXPECT_THAT(parsed, IsOk());
    ledger::Effect effect;
    effect.key = {"objectives_facts", parsed->source, parsed->resource};
    effect.version = parsed->version;
    std::promise<absl::Status> done;
    ledger_->Apply(receive_, effect, ledger::CallOfJob("objectives", "facts", clock_.Now()), event,
                   [&done](absl::StatusOr<ledger::Ledger::Committed> committed) {
                     done.set_value(committed.status());
                   });
    return done.get_future().get();
  }
  void ReceiveUntilTaken(const PublishedEvent& event) {
    for (int tries = 0; tries < 5; ++tries) {
      const absl::Status status = Receive(event);
      if (status.ok() || base::ReasonOf(status) == "EVENT_APPLIED") return;
      ASSERT_THAT(status, HasReason("FORMULAS_CHANGED"));
    }
    FAIL() << "it is never taken";
  }

  struct WriteBook {
    using Request = storage::v1::FormulaBook;
    static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
    static ledger::Reads Read(const Request&, const ledger::Context&) {
      return {ledger::Change<storage::v1::FormulaBook>(kBook)};
    }
    static absl::StatusOr<ledger::Decision> Decide(const Request& request, const ledger::Snapshot&,
                                                   const ledger::Context&) {
      return ledger::Decision::Of(request, "written");
    }
  };
  void ReplaceBook(storage::v1::FormulaBook book) {
    static const auto& command = *new ledger::Command(ledger::CommandOf<WriteBook>());
    ASSERT_THAT(ledger::RunAndWait(*ledger_, command,
                                   ledger::CallOfJob("objectives", "test", clock_.Now()), book),
                IsOk());
  }

  struct EnterFormula {
    using Request = v1::Indicator;
    static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
    static ledger::Reads Read(const Request&, const ledger::Context&) {
      return {ledger::Change<storage::v1::FormulaBook>(kBook)};
    }
    static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                   const ledger::Snapshot& snapshot,
                                                   const ledger::Context&) {
      auto book = snapshot.Get<storage::v1::FormulaBook>(kBook);
      Enter(request, request.formulas(0), Term(), &book);
      return ledger::Decision::Of(book, "entered");
    }
  };
  void EnterIt(const v1::Indicator& indicator) {
    static const auto& command = *new ledger::Command(ledger::CommandOf<EnterFormula>());
    ASSERT_THAT(
        ledger::RunAndWait(*ledger_, command, ledger::CallOfJob("objectives", "test", clock_.Now()),
                           indicator),
        IsOk());
  }
  void CatchUpAll() {
    for (int i = 0; i < 1000; ++i) {
      const absl::StatusOr<bool> more = catch_up_->CountSome(clock_.Now());
      ASSERT_THAT(more, IsOk());
      if (!*more) return;
    }
    FAIL() << "it never catches up";
  }
  // Whatever the jobs find to remove.
  void CleanUp() {
    while (*catch_up_->TakeBackSome(clock_.Now())) {
    }
    while (*catch_up_->RemoveSome(clock_.Now())) {
    }
  }
  // Formulas and logs of which anything is counted.
  std::set<std::string> WhatIsCounted() {
    std::set<std::string> all;
    const auto counts = store_->OpenReader().value()->Counts(kFigures, "");
    EXPECT_THAT(counts, IsOk());
    for (const ledger::CountRow& row : *counts) {
      const std::optional<Bucket> bucket = ParseBucket(row.bucket);
      EXPECT_TRUE(bucket.has_value()) << row.bucket;
      EXPECT_GT(row.count, 0) << row.bucket;
      if (bucket.has_value()) all.insert(absl::StrCat(bucket->formula, " ", bucket->log));
    }
    return all;
  }
  // Announces the end of a log, whether or not all of it has arrived.
  void Adopt(const std::string& epoch, int64_t last_published) {
    catch_up_->NoteHead({"urn:be.mandat.socialaid:" + epoch, last_published, last_published});
    ASSERT_THAT(catch_up_->AdoptSome(clock_.Now()), IsOk());
  }

  template <typename T>
  T Stored(const ledger::Kind& kind, const std::string& id) {
    T message;
    const auto row = store_->OpenReader().value()->Get(kind, id).value();
    EXPECT_TRUE(row.has_value() && message.ParseFromString(row->body));
    return message;
  }
  storage::v1::FactLog Logs() { return Stored<storage::v1::FactLog>(FactLogs(), "socialaid"); }
  size_t CountFacts() {
    ledger::PageQuery page;
    page.kind = &Facts().kind;
    page.limit = 10'000;
    return store_->OpenReader().value()->Page(page).value().size();
  }

  // The sums as they are, in the form of ByHand.
  Table Counted() {
    Table table;
    const auto reader = store_->OpenReader().value();
    const auto book = Stored<storage::v1::FormulaBook>(FormulaBooks(), "current");
    for (const storage::v1::BookedFormula& formula : book.formulas()) {
      EXPECT_FALSE(formula.catching_up()) << formula.number();
      const SumsByPeriod sums = SumsOf(
          reader->Counts(kFigures, BucketPrefix(formula.number())).value(), CurrentLogs({Logs()}));
      for (const auto& [period, in] : sums) {
        const std::string place = formula.indicator().substr(sizeof("indicators/") - 1);
        if (in.numerator != 0) table[absl::StrCat(place, " ", period, " n")] = in.numerator;
        if (in.denominator != 0) table[absl::StrCat(place, " ", period, " d")] = in.denominator;
      }
    }
    return table;
  }

  const testing::TempDir folder_;
  testing::FakeClock clock_;
  std::optional<privacy::KeyRing> keys_;
  int opened_ = 0;
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<BookCache> books_;
  ledger::Command receive_;
  std::unique_ptr<CatchUp> catch_up_;
};

INSTANTIATE_TEST_SUITE_P(Engines, FactsTest, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) {
                           return engine.param == Engine::kSqlite ? "Sqlite" : "Postgres";
                         });

// Requests that are sent and answered over half a year, by five centres; with the log of socialaid
// having other versions in between.
std::vector<Event> SomeEvents(std::mt19937_64& random, int requests) {
  const absl::Time start = base::EndOfDayInBrussels(absl::CivilDay(2025, 12, 31));
  std::vector<Event> events;
  for (int i = 0; i < requests; ++i) {
    Event event;
    event.id = absl::StrCat("r", i);
    event.centre = absl::StrCat("c", random() % 5);
    event.time = start + absl::Minutes(static_cast<int64_t>(random() % (180 * 24 * 60)));
    event.verb = "sent";
    event.version = 2;
    events.push_back(event);
    if (random() % 3 == 0) continue;
    event.verb = "calculated";
    event.version = 3;
    event.time += absl::Hours(static_cast<int64_t>(random() % 500));
    event.in_time = random() % 2 == 0;
    events.push_back(event);
  }
  std::sort(events.begin(), events.end(),
            [](const Event& a, const Event& b) { return a.time < b.time; });
  int64_t position = 0;
  for (Event& event : events) {
    event.previous = position;
    position += 1 + static_cast<int64_t>(random() % 3);
    event.position = position;
  }
  return events;
}

TEST_P(FactsTest, NothingIsTakenBeforeItIsPrepared) {
  std::mt19937_64 random(1);
  const std::vector<Event> events = SomeEvents(random, 1);
  EXPECT_THAT(Receive(Publish(events[0], "e1")), HasReason("FACTS_NOT_PREPARED"));
  Prepare();
  Prepare();
  EXPECT_THAT(Receive(Publish(events[0], "e1")), IsOk());
  EXPECT_THAT(Receive(Publish(events[0], "e1")), HasReason("EVENT_APPLIED"));
  EXPECT_EQ(CountFacts(), 1u);
}

// The two laws: order and repeats do not matter, and neither does when a formula came.
TEST_P(FactsTest, SumsAreThoseOfTheEventsWhateverTheOrder) {
  std::mt19937_64 random(testing::SeedOr(7));
  for (int round = 0; round < 4; ++round) {
    if (round > 0) OpenAnew();
    Prepare();
    const std::vector<Event> events = SomeEvents(random, 60);
    std::vector<const Event*> order;
    for (const Event& event : events) {
      order.push_back(&event);
      if (random() % 5 == 0) order.push_back(&event);
    }
    std::shuffle(order.begin(), order.end(), random);
    std::vector<v1::Indicator> indicators = Indicators();
    std::shuffle(indicators.begin(), indicators.end(), random);
    for (const Event* event : order) {
      // Formulas come at any time, and catch up at any time.
      if (random() % 40 == 0 && !indicators.empty()) {
        EnterIt(indicators.back());
        indicators.pop_back();
      }
      if (random() % 30 == 0) {
        ASSERT_THAT(catch_up_->CountSome(clock_.Now()), IsOk());
      }
      ReceiveUntilTaken(Publish(*event, "e1"));
    }
    for (const v1::Indicator& indicator : indicators) EnterIt(indicator);
    CatchUpAll();
    EXPECT_EQ(Counted(), ByHand(events));
    EXPECT_EQ(CountFacts(), events.size());
    EXPECT_EQ(FindEpoch(Logs(), "urn:be.mandat.socialaid:e1")->tip(), events.back().position);
  }
}

// A formula that is entered anew, as when the term of the plan changes, counts all again.
TEST_P(FactsTest, AFormulaThatIsEnteredAgainGivesTheSame) {
  std::mt19937_64 random(testing::SeedOr(8));
  Prepare();
  const std::vector<Event> events = SomeEvents(random, 30);
  for (const v1::Indicator& indicator : Indicators()) EnterIt(indicator);
  CatchUpAll();
  for (const Event& event : events) ReceiveUntilTaken(Publish(event, "e1"));
  const Table before = Counted();
  EXPECT_EQ(before, ByHand(events));
  EXPECT_THAT(WhatIsCounted(),
              ::testing::ElementsAre("1 socialaid-1", "2 socialaid-1", "3 socialaid-1"));
  for (const v1::Indicator& indicator : Indicators()) EnterIt(indicator);
  CatchUpAll();
  EXPECT_EQ(Counted(), before);
  EXPECT_EQ(WhatIsCounted().size(), 6u) << "what was counted before is taken back by the way";
  CleanUp();
  EXPECT_THAT(WhatIsCounted(),
              ::testing::ElementsAre("4 socialaid-1", "5 socialaid-1", "6 socialaid-1"));
  EXPECT_EQ(Counted(), before);
}

// Two replicas that look at the same moment take the same back once.
TEST_P(FactsTest, CountsAreTakenBackOnce) {
  std::mt19937_64 random(testing::SeedOr(10));
  Prepare();
  EnterIt(Indicators()[0]);
  CatchUpAll();
  for (const Event& event : SomeEvents(random, 5)) ReceiveUntilTaken(Publish(event, "e1"));
  storage::v1::TakeBackRequest request;
  request.add_services("socialaid");
  const auto counts = store_->OpenReader().value()->Counts(kFigures, "").value();
  for (const ledger::CountRow& row : counts) {
    storage::v1::BucketAmount* amount = request.add_amounts();
    amount->set_bucket(row.bucket);
    amount->set_amount(row.count);
  }
  const auto etag = [&] {
    return Stored<storage::v1::FormulaBook>(FormulaBooks(), "current").etag();
  };
  const auto take_back = [&] {
    static const auto& command = *new ledger::Command(ledger::CommandOf<TakeBack>());
    return ledger::RunAndWait(*ledger_, command,
                              ledger::CallOfJob("objectives", "test", clock_.Now()), request);
  };
  request.set_book_etag(etag());
  EXPECT_THAT(take_back(), HasReason("PORTION_OVERTAKEN")) << "its formula is in the book";
  EnterIt(Indicators()[0]);
  EXPECT_THAT(take_back(), HasReason("PORTION_OVERTAKEN")) << "the book changed";
  request.set_book_etag(etag());
  EXPECT_THAT(take_back(), IsOk());
  EXPECT_THAT(take_back(), HasReason("PORTION_OVERTAKEN")) << "somebody took it back";
  EXPECT_THAT(WhatIsCounted(), ::testing::IsEmpty());
}

// What an older version marked in another way is counted anew, once.
TEST_P(FactsTest, ABookOfAnotherLayoutIsCountedAnew) {
  std::mt19937_64 random(testing::SeedOr(12));
  Prepare();
  for (const v1::Indicator& indicator : Indicators()) EnterIt(indicator);
  CatchUpAll();
  const std::vector<Event> events = SomeEvents(random, 20);
  for (const Event& event : events) ReceiveUntilTaken(Publish(event, "e1"));
  // As it was before pages: no marks, and no word about them.
  auto book = Stored<storage::v1::FormulaBook>(FormulaBooks(), "current");
  book.clear_mark_layout();
  ReplaceBook(book);
  Prepare();
  EXPECT_TRUE(
      Stored<storage::v1::FormulaBook>(FormulaBooks(), "current").formulas(2).catching_up());
  Prepare();
  CatchUpAll();
  EXPECT_EQ(Counted(), ByHand(events));
  CleanUp();
  EXPECT_THAT(WhatIsCounted(),
              ::testing::ElementsAre("4 socialaid-1", "5 socialaid-1", "6 socialaid-1"));
}

// A fact that is gone is not passed over in silence.
TEST_P(FactsTest, AFigureIsNotMadeOfFactsOfWhichOneIsMissing) {
  std::mt19937_64 random(testing::SeedOr(13));
  Prepare();
  const std::vector<Event> events = SomeEvents(random, 10);
  for (const Event& event : events) ReceiveUntilTaken(Publish(event, "e1"));
  auto writer = store_->OpenWriter().value();
  ASSERT_THAT(writer->Begin({}, std::nullopt), IsOk());
  ledger::RowWrite gone;
  gone.kind = &Facts().kind;
  gone.how = ledger::RowWrite::How::kDelete;
  gone.id = base::IdIn(FactName("socialaid-1", 9));
  ledger::WriteSet writes;
  writes.rows.push_back(gone);
  ASSERT_THAT(writer->Commit(writes), IsOk());
  EnterIt(Indicators()[0]);
  EXPECT_THAT(catch_up_->CountSome(clock_.Now()), IsOk());
  EXPECT_THAT(catch_up_->CountSome(clock_.Now()).status(), HasReason("STORE_BROKEN"));
}

// A restored log lacks what came after the backup, has other events in its place, and is published
// from its beginning under another source.
TEST_P(FactsTest, ARestoredLogTakesThePlaceOfTheOneBefore) {
  std::mt19937_64 random(testing::SeedOr(9));
  Prepare();
  for (const v1::Indicator& indicator : Indicators()) EnterIt(indicator);
  CatchUpAll();
  const std::vector<Event> before = SomeEvents(random, 30);
  for (const Event& event : before) ReceiveUntilTaken(Publish(event, "e1"));
  EXPECT_EQ(Counted(), ByHand(before));

  std::vector<Event> after(before.begin(), before.begin() + 20);
  Event other = before[20];
  other.id = "other";
  other.centre = "c9";
  after.push_back(other);
  for (const Event& event : after) {
    EXPECT_EQ(Counted(), ByHand(before)) << "half a log makes no figures";
    ReceiveUntilTaken(Publish(event, "e2"));
    Adopt("e2", after.back().position);
  }
  EXPECT_EQ(Counted(), ByHand(after));
  // What still comes of the former log counts nothing, and what is left of it goes.
  Event late = before.back();
  late.id = "late";
  late.previous = late.position++;
  ReceiveUntilTaken(Publish(late, "e1"));
  EXPECT_EQ(Counted(), ByHand(after));
  CleanUp();
  EXPECT_EQ(CountFacts(), after.size());
  EXPECT_EQ(Counted(), ByHand(after));
  EXPECT_THAT(WhatIsCounted(),
              ::testing::ElementsAre("1 socialaid-2", "2 socialaid-2", "3 socialaid-2"));
  // A formula that comes now counts the log that is.
  for (const v1::Indicator& indicator : Indicators()) EnterIt(indicator);
  CatchUpAll();
  EXPECT_EQ(Counted(), ByHand(after));
}

// Of a type that no proto here declares: passed over, but not missing.
TEST_P(FactsTest, EventsOfUnknownTypesArePassedOver) {
  Prepare();
  Event event;
  event.verb = "invented";
  event.position = 4;
  event.id = "r1";
  event.version = 1;
  event.time = clock_.Now();
  EXPECT_THAT(Receive(Publish(event, "e1")), IsOk());
  EXPECT_EQ(CountFacts(), 0u);
  EXPECT_EQ(FindEpoch(Logs(), "urn:be.mandat.socialaid:e1")->tip(), 4);
}

TEST_P(FactsTest, WhatIsNoEventIsRefused) {
  Prepare();
  PublishedEvent nonsense;
  nonsense.set_cloud_event("{}");
  EXPECT_THAT(ledger::RunAndWait(*ledger_, receive_,
                                 ledger::CallOfJob("objectives", "facts", clock_.Now()), nonsense),
              HasReason("EVENT_INVALID"));
}

}  // namespace
}  // namespace mandat::objectives::facts
