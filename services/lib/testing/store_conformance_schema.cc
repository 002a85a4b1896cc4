// Migrations, and what a store answers about itself.

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/store_conformance.h"

namespace mandat::testing {
namespace {

using ledger::Migration;

const Migration kSecond{"0002_create_gadget.sql",
                        "CREATE TABLE gadget (id TEXT COLLATE \"C\" NOT NULL PRIMARY KEY);"};

std::vector<Migration> With(Migration further) {
  std::vector<Migration> all = Kinds().migrations;
  all.push_back(std::move(further));
  return all;
}

TEST_P(StoreConformance, EmptyDatabaseIsNotAtHead) {
  const auto store = OpenTestStore(GetParam().new_database());
  EXPECT_THAT(store->CheckSchema(Kinds().migrations), HasReason("SCHEMA_NOT_AT_HEAD"));
}

TEST_P(StoreConformance, MigratingAgainChangesNothing) {
  const auto epoch = reader_->Epoch();
  EXPECT_THAT(store_->CheckSchema(Kinds().migrations), IsOk());
  ASSERT_THAT(Write({Widget{"w1"}.Inserted()}), IsOk());
  EXPECT_THAT(Reopen()->Migrate(Kinds().migrations), IsOk());
  EXPECT_TRUE(Exists("w1"));
  ASSERT_THAT(epoch, IsOk());
  EXPECT_THAT(reader_->Epoch(), IsOkAndHolds(*epoch));
}

TEST_P(StoreConformance, EachDatabaseHasAnEpochOfItsOwn) {
  const std::string url = GetParam().new_database();
  const auto other = OpenTestStore(url);
  ASSERT_THAT(other->Migrate(Kinds().migrations), IsOk());
  auto reader = other->OpenReader();
  ASSERT_THAT(reader, IsOk());
  const auto ours = reader_->Epoch();
  const auto theirs = (*reader)->Epoch();
  ASSERT_THAT(ours, IsOk());
  ASSERT_THAT(theirs, IsOk());
  EXPECT_NE(*ours, *theirs);
}

TEST_P(StoreConformance, FurtherMigrationIsAppliedAndAnOlderProgramRefused) {
  EXPECT_THAT(store_->CheckSchema(With(kSecond)), HasReason("SCHEMA_NOT_AT_HEAD"));
  EXPECT_THAT(store_->Migrate(With(kSecond)), IsOk());
  EXPECT_THAT(store_->CheckSchema(With(kSecond)), IsOk());
  EXPECT_THAT(store_->Migrate(Kinds().migrations), HasReason("SCHEMA_NEWER"));
  EXPECT_THAT(store_->CheckSchema(Kinds().migrations),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_P(StoreConformance, EditedMigrationIsRefused) {
  std::vector<Migration> edited = Kinds().migrations;
  edited[0].sql += "-- harmless\n";
  EXPECT_THAT(store_->Migrate(edited), HasReason("MIGRATION_CHANGED"));
  EXPECT_THAT(store_->CheckSchema(edited), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_P(StoreConformance, FailingMigrationLeavesNothingBehind) {
  Migration broken = kSecond;
  broken.sql += "INSERT INTO no_such_table VALUES (1);";
  EXPECT_FALSE(store_->Migrate(With(broken)).ok());
  // Had the first statement stayed, this would fail.
  EXPECT_THAT(store_->Migrate(With(kSecond)), IsOk());
}

TEST_P(StoreConformance, MigrationOfTheOtherEngineIsSkipped) {
  // Each text is an error to the other engine.
  std::vector<Migration> pair = Kinds().migrations;
  pair.push_back({"0002_create_gadget.postgres.sql", "CREATE TABLE gadget (id UUID[] NOT NULL);"});
  pair.push_back({"0002_create_gadget.sqlite.sql",
                  "CREATE TABLE gadget (id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;"});
  EXPECT_THAT(store_->Migrate(pair), IsOk());
  EXPECT_THAT(store_->CheckSchema(pair), IsOk());
}

TEST_P(StoreConformance, LogIsInsertOnly) {
  ledger::WriteSet writes;
  writes.events = {WidgetEvent("w1", 1, absl::FromUnixSeconds(1'700'000'000))};
  ASSERT_THAT(Write(writes), IsOk());
  for (const char* tampering : {"UPDATE event SET verb = 'x';", "DELETE FROM event;"}) {
    EXPECT_THAT(store_->Migrate(With({"0002_tamper.sql", tampering})),
                HasReason("STORE_CONSTRAINT"));
  }
  EXPECT_THAT(reader_->EventsAfter(0, 10), IsOkAndHolds(::testing::SizeIs(1)));
}

TEST_P(StoreConformance, OneCallerBecomesTheRelay) {
  EXPECT_THAT(store_->TryBecomeRelay(), IsOkAndHolds(true));
  EXPECT_THAT(store_->TryBecomeRelay(), IsOkAndHolds(false));
}

TEST_P(StoreConformance, TidyingKeepsEverything) {
  ASSERT_THAT(Write({Widget{"w1"}.Inserted()}), IsOk());
  EXPECT_THAT(store_->Tidy(), IsOk());
  EXPECT_TRUE(Exists("w1"));
}

}  // namespace
}  // namespace mandat::testing
