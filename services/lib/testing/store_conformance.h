#ifndef SERVICES_LIB_TESTING_STORE_CONFORMANCE_H_
#define SERVICES_LIB_TESTING_STORE_CONFORMANCE_H_

// The contract of ledger/store.h as tests. Every engine instantiates the suite:
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance, testing::Values(StoreEngine{...}), ...);

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/migration.h"
#include "services/lib/ledger/store.h"
#include "services/lib/testing/store_effort.h"

namespace mandat::testing {

// Two kinds with every type of column. The engine never parses a body, so they are any bytes.
struct TestKinds {
  TestKinds();

  ledger::Column owner;   // text, with `code` unique
  ledger::Column code;    // text
  ledger::Column size;    // number
  ledger::Column ready;   // boolean
  ledger::Column due;     // day
  ledger::Column seen;    // instant
  ledger::Column digest;  // hash
  ledger::Column person;  // id of a holder, whose key seals the body
  ledger::Kind widget;    // table `widget`
  ledger::Kind holder;    // table `holder`, a kind of persons
  ledger::Catalog catalog;

  // The tables of the two.
  std::vector<ledger::Migration> migrations;
};

const TestKinds& Kinds();

// A row of the table `widget` in the making.
struct Widget {
  std::string id;
  int64_t version = 1;
  ledger::Value owner = {};
  ledger::Value code = {};
  ledger::Value size = {};
  ledger::Value ready = {};
  ledger::Value due = {};
  ledger::Value seen = {};
  ledger::Value digest = {};
  ledger::Value person = {};
  std::string body = "body";

  ledger::RowWrite As(ledger::RowWrite::How how) const;
  ledger::RowWrite Inserted() const { return As(ledger::RowWrite::How::kInsert); }
  ledger::RowWrite Updated() const { return As(ledger::RowWrite::How::kUpdate); }
  ledger::RowWrite Deleted() const { return As(ledger::RowWrite::How::kDelete); }
};

// An event of a widget with every field set, for its owner `0316380841`.
ledger::Event WidgetEvent(absl::string_view id, int64_t version, absl::Time commit_time);

// An engine under test.
struct StoreEngine {
  std::string name;
  // The URL of a new, empty database, which lasts until the end of the program.
  std::function<std::string()> new_database;
  // What work costs this engine (store_effort.h).
  std::function<Effort(const std::string& url, const Work& work)> effort;
};

class StoreConformance : public ::testing::TestWithParam<StoreEngine> {
 protected:
  void SetUp() override;

  // A further process, as it were, on the same database.
  std::unique_ptr<ledger::Store> Reopen(int writer = 0) const;
  // Reads nothing and writes these; the position of the first event.
  absl::StatusOr<int64_t> Write(const ledger::WriteSet& writes);
  absl::StatusOr<int64_t> Write(std::vector<ledger::RowWrite> rows);
  // Whether there is a widget of this id.
  bool Exists(const std::string& id);

  std::string url_;
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<ledger::Writer> writer_;
  std::unique_ptr<ledger::Reader> reader_;
};

// --- What tests of one engine share with the suite
// -----------------------------------------------------------------

std::unique_ptr<ledger::Store> OpenTestStore(const std::string& url, int writer = 0);
ledger::RowRead ReadWidget(ledger::Hold hold, absl::string_view id);
// The holder whose id a widget names.
ledger::RowRead ReadHolderOf(ledger::Hold hold, absl::string_view widget_id);
std::vector<std::string> IdsOf(const std::vector<ledger::Row>& rows);

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_STORE_CONFORMANCE_H_
