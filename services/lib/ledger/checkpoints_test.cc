#include "services/lib/ledger/checkpoints.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::ledger {
namespace {

using testing::IsOk;

constexpr int kPageBytes = 4096;
// A log of so many pages shall begin again; one of few need not.
constexpr int kLong = 17'000;
constexpr int kShort = 500;

class CheckpointsTest : public ::testing::Test {
 protected:
  CheckpointsTest() : writer_(Open()), reader_(Open()), tidy_(Open()) {
    EXPECT_THAT(writer_->Execute("CREATE TABLE page (bytes BLOB)"), IsOk());
  }

  std::unique_ptr<SqliteConnection> Open() {
    return SqliteConnection::Open(folder_.File("ledger.db"), SqliteConnection::Missing::kMake)
        .value();
  }

  void Write(int pages) {
    ASSERT_THAT(writer_->Execute(absl::StrCat("INSERT INTO page VALUES (zeroblob(",
                                              int64_t{pages} * kPageBytes, "))")),
                IsOk());
  }

  // Writes beside TakeMost, which a reader of an earlier moment keeps from reaching the end, as the
  // writing of others would.
  void TakeMostBesideAWriter(int pages) {
    Write(pages);
    ASSERT_THAT(reader_->Execute("BEGIN; SELECT COUNT(*) FROM page"), IsOk());
    Write(1);
    ASSERT_THAT(checkpoints_.TakeMost(*tidy_), IsOk());
    ASSERT_THAT(reader_->Execute("COMMIT"), IsOk());
  }

  // Pages in the log after one more was written.
  int PagesInLog() {
    Write(1);
    return tidy_->Checkpoint().value().in_log;
  }

  testing::TempDir folder_;
  std::unique_ptr<SqliteConnection> writer_;
  std::unique_ptr<SqliteConnection> reader_;
  std::unique_ptr<SqliteConnection> tidy_;
  Checkpoints checkpoints_;
};

TEST_F(CheckpointsTest, LongLogBeginsAgainOnceTheWriterHasTakenTheRest) {
  TakeMostBesideAWriter(kLong);
  ASSERT_THAT(checkpoints_.TakeRest(*writer_), IsOk());
  EXPECT_LT(PagesInLog(), kShort);
}

TEST_F(CheckpointsTest, LongLogGoesOnWhereTheWriterTakesNothing) {
  TakeMostBesideAWriter(kLong);
  EXPECT_GT(PagesInLog(), kLong);
}

TEST_F(CheckpointsTest, TheWriterIsSparedTheRestOfAShortLog) {
  TakeMostBesideAWriter(kShort);
  ASSERT_THAT(checkpoints_.TakeRest(*writer_), IsOk());
  EXPECT_GT(PagesInLog(), kShort);
}

TEST_F(CheckpointsTest, TheWriterIsAskedOnce) {
  TakeMostBesideAWriter(kLong);
  ASSERT_THAT(checkpoints_.TakeRest(*writer_), IsOk());
  TakeMostBesideAWriter(kShort);
  ASSERT_THAT(checkpoints_.TakeRest(*writer_), IsOk());
  EXPECT_GT(PagesInLog(), kShort);
}

TEST_F(CheckpointsTest, WhatAReaderHoldsBackIsLeftAndLosesNothing) {
  Write(kShort);
  ASSERT_THAT(reader_->Execute("BEGIN; SELECT COUNT(*) FROM page"), IsOk());
  Write(kLong);
  ASSERT_THAT(checkpoints_.TakeMost(*tidy_), IsOk());
  ASSERT_THAT(checkpoints_.TakeRest(*writer_), IsOk());
  EXPECT_GT(PagesInLog(), kLong);
  ASSERT_THAT(reader_->Execute("COMMIT"), IsOk());
  SqliteQuery rows = reader_->Query("SELECT COUNT(*) FROM page").value();
  ASSERT_TRUE(rows.Step().value());
  EXPECT_EQ(rows.IntAt(0), 3);
}

}  // namespace
}  // namespace mandat::ledger
