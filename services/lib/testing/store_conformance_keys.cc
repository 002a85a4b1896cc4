// What a rotation of keys asks of a store.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/store_conformance.h"

namespace mandat::testing {
namespace {

using ledger::Value;
using ledger::WriteSet;
using ::testing::ElementsAre;
using ::testing::FieldsAre;
using ::testing::IsEmpty;

// Keys and hashes are any bytes.
const std::string kOld("\0old", 4);
const std::string kNew("\0new", 4);

TEST_P(StoreConformance, WrappedKeysAreReadInPortionsByPerson) {
  WriteSet writes;
  writes.keys = {{"p2", kNew}, {"p1", kOld}, {"P3", "x"}};
  ASSERT_THAT(Write(writes), IsOk());
  EXPECT_THAT(reader_->WrappedKeys("", 2),
              IsOkAndHolds(ElementsAre(FieldsAre("P3", "x"), FieldsAre("p1", kOld))));
  EXPECT_THAT(reader_->WrappedKeys("p1", 2), IsOkAndHolds(ElementsAre(FieldsAre("p2", kNew))));
  EXPECT_THAT(reader_->WrappedKeys("p2", 2), IsOkAndHolds(IsEmpty()));
}

TEST_P(StoreConformance, KeysAreReplacedWhereTheyAreStillWhatTheyWere) {
  WriteSet writes;
  writes.keys = {{"p1", kOld}, {"p2", "another"}, {"p3", kOld}};
  ASSERT_THAT(Write(writes), IsOk());
  writes.keys = {{"p3", ""}};
  ASSERT_THAT(Write(writes), IsOk());
  EXPECT_THAT(store_->ReplaceKeys({{"p1", kOld, kNew}, {"p2", kOld, kNew}, {"p3", kOld, kNew}}),
              IsOkAndHolds(1));
  EXPECT_THAT(reader_->WrappedKeys("", 9),
              IsOkAndHolds(ElementsAre(FieldsAre("p1", kNew), FieldsAre("p2", "another"))))
      << "who was erased stays erased";
  EXPECT_THAT(store_->ReplaceKeys({}), IsOkAndHolds(0));
}

TEST_P(StoreConformance, HashesAreReplacedWhereTheyAreStillWhatTheyWere) {
  std::vector<ledger::RowWrite> rows;
  for (const auto& [id, hash] : {std::pair("w1", kOld), std::pair("w2", kNew)}) {
    Widget widget{id};
    widget.size = int64_t{7};
    widget.digest = Value(hash);
    rows.push_back(widget.Inserted());
  }
  rows.push_back(Widget{"w3"}.Inserted());
  ASSERT_THAT(Write(rows), IsOk());
  EXPECT_THAT(store_->ReplaceHashes(Kinds().widget, Kinds().digest,
                                    {{"w1", kOld, "fresh"},
                                     {"w2", kOld, "fresh"},
                                     {"w3", "", "fresh"},
                                     {"nobody", kOld, "fresh"}}),
              IsOkAndHolds(1));
  const auto digest_of = [this](const char* id) {
    const auto stored = reader_->StoredColumns(Kinds().widget, id);
    EXPECT_THAT(stored, IsOk());
    EXPECT_EQ(stored->size(), Kinds().widget.columns.size());
    return (*stored)[6];
  };
  EXPECT_EQ(digest_of("w1"), Value("fresh"));
  EXPECT_EQ(digest_of("w2"), Value(kNew));
  EXPECT_EQ(digest_of("w3"), Value());
  const auto row = reader_->Get(Kinds().widget, "w1");
  ASSERT_THAT(row, IsOk());
  EXPECT_EQ((*row)->version, 1) << "it is the same row still";
}

TEST_P(StoreConformance, RefusedReplacementUndoesItsPortion) {
  std::vector<ledger::RowWrite> rows = {Widget{"w1", 1, "o", "a"}.Inserted(),
                                        Widget{"w2", 1, "o", "b"}.Inserted()};
  ASSERT_THAT(Write(rows), IsOk());
  const ledger::Migration unique{"0002_digest_unique.sql",
                                 "CREATE UNIQUE INDEX widget_digest_unique ON widget (digest);"};
  std::vector<ledger::Migration> migrations = Kinds().migrations;
  migrations.push_back(unique);
  ASSERT_THAT(store_->Migrate(migrations), IsOk());
  for (Widget widget : {Widget{"w1", 2, "o", "a"}, Widget{"w2", 2, "o", "b"}}) {
    widget.digest = Value(widget.id);
    ASSERT_THAT(Write({widget.Updated()}), IsOk());
  }
  EXPECT_THAT(store_->ReplaceHashes(Kinds().widget, Kinds().digest,
                                    {{"w1", "w1", "same"}, {"w2", "w2", "same"}}),
              HasReason("STORE_CONSTRAINT"));
  EXPECT_EQ((*reader_->StoredColumns(Kinds().widget, "w1"))[6], Value("w1"));
  EXPECT_THAT(store_->ReplaceHashes(Kinds().widget, Kinds().digest, {{"w1", "w1", "same"}}),
              IsOkAndHolds(1));
}

}  // namespace
}  // namespace mandat::testing
