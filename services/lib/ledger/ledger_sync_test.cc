// What SQLite has committed and the disk has not: nobody may be told.

#include <filesystem>
#include <fstream>

#include "services/lib/ledger/ledger_fixture_for_test.h"
#include "services/lib/ledger/wal_sync.h"

namespace mandat::ledger {
namespace {

TEST(WalSync, SyncsNothingWhereNothingWasCommitted) {
  const testing::TempDir folder;
  WalSync wal(folder.File("absent.db"));
  EXPECT_THAT(wal.Ensure(), IsOk());
}

TEST(WalSync, SyncsWhatWasCommitted) {
  const testing::TempDir folder;
  std::ofstream(folder.File("ledger.db-wal")) << "frames";
  WalSync wal(folder.File("ledger.db"));
  ASSERT_THAT(wal.Begin(), IsOk());
  EXPECT_THAT(wal.Ensure(), IsOk());  // A reader that sees it before it has ended.
  wal.Committed(std::nullopt);
  EXPECT_THAT(wal.Ensure(), IsOk());
}

TEST(WalSync, ItsHeadFollowsWhatIsOnDisk) {
  const testing::TempDir folder;
  std::ofstream(folder.File("ledger.db-wal")) << "frames";
  WalSync wal(folder.File("ledger.db"));
  ASSERT_THAT(wal.Begin(), IsOk());
  wal.Committed(5);
  EXPECT_EQ(wal.head(), 0);
  EXPECT_THAT(wal.Ensure(), IsOk());
  EXPECT_EQ(wal.head(), 5);
  ASSERT_THAT(wal.Begin(), IsOk());
  wal.Committed(std::nullopt);  // A COMMIT that failed, or one without events.
  EXPECT_THAT(wal.Ensure(), IsOk());
  EXPECT_EQ(wal.head(), 5);
}

TEST(WalSync, RefusesForEverOnceASyncHasFailed) {
  const testing::TempDir folder;
  WalSync wal(folder.File("ledger.db"));
  ASSERT_THAT(wal.Begin(), IsOk());
  wal.Committed(std::nullopt);
  EXPECT_THAT(wal.Ensure(), HasReason("STORE_UNAVAILABLE"));
  // That it could be synced now says nothing about what the failed sync lost.
  std::ofstream(folder.File("ledger.db-wal")) << "frames";
  EXPECT_THAT(wal.Ensure(), HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(wal.Begin(), HasReason("STORE_UNAVAILABLE"));
}

class LedgerSync : public LedgerTest {};

TEST_P(LedgerSync, WhatCannotBeSyncedIsToldToNobodyAndEndsTheWriting) {
  // SQLite keeps writing into a file that has no name any more; nobody else can open it to sync it.
  auto reader = store_->OpenReader().value();
  ASSERT_THAT(reader->Head(), IsOk());
  ASSERT_TRUE(std::filesystem::remove(folder_.File("ledger.db-wal")));
  auto request = NewOffice("o1", "61");
  request.set_request_id(NewUuid());
  EXPECT_THAT(Run<CreateOffice>(request), HasReason("STORE_UNAVAILABLE"));
  EXPECT_EQ(ledger_->head(), 0);
  Office seen;
  EXPECT_THAT(Read([&](View& view) { return view.Get("offices/o1", &seen); }),
              HasReason("STORE_UNAVAILABLE"));
  EXPECT_TRUE(seen.name().empty());
  EXPECT_THAT(reader->EventsAfter(0, 10).status(), HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(Run<CreateOffice>(NewOffice("o2", "62")), HasReason("STORE_UNAVAILABLE"));

  // A new start reads the log again; the repeat is answered, or done for the first time.
  ledger_->Close();
  ledger_ = nullptr;
  reader = nullptr;
  store_ = nullptr;
  store_ = Open(url_);
  OpenLedgerAgain();
  EXPECT_THAT(Run<CreateOffice>(request), IsOk());
  EXPECT_EQ(Log().size(), 1u);
  EXPECT_EQ(ledger_->head(), 1);
}

INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerSync, ::testing::Values(Engine::kSqlite));

}  // namespace
}  // namespace mandat::ledger
