// Both engines against the one contract.

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/ledger/sqlite_connection.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/shared_postgres.h"
#include "services/lib/testing/store_conformance.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::testing {
namespace {

std::string NewSqliteDatabase() {
  static const TempDir& folder = *new TempDir();
  static int databases = 0;
  return absl::StrCat("sqlite:", folder.File(absl::StrCat("store", ++databases, ".db")));
}

std::string NameOf(const ::testing::TestParamInfo<StoreEngine>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Engines, StoreConformance,
                         ::testing::Values(StoreEngine{"Sqlite", NewSqliteDatabase, SqliteEffort},
                                           StoreEngine{"Postgres", NewPostgresDatabase,
                                                       PostgresEffort}),
                         NameOf);

TEST(OpenStore, UrlOfNoEngineIsRefused) {
  for (const char* url : {"", "sqlite:", "mysql://here", "postgresql://here:port/db",
                          "postgresql://here:0/db", "postgresql://here:65536/db",
                          "postgresql://here:5432,there:port/db", "postgresql://here/db?port=port",
                          "postgresql://here/db?color=red", "postgresql://[::1/db"}) {
    ledger::StoreOptions options;
    options.url = url;
    EXPECT_THAT(ledger::OpenStore(options), HasReason("STORE_URL_INVALID")) << url;
  }
}

TEST(OpenStore, SqliteFileIsMadeByMigratingAlone) {
  const TempDir folder;
  const auto store = OpenTestStore(absl::StrCat("sqlite:", folder.File("ledger.db")));
  EXPECT_THAT(store->CheckSchema(Kinds().migrations), HasReason("SCHEMA_NOT_AT_HEAD"));
  EXPECT_THAT(store->OpenReader(), HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(store->OpenWriter(), HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(store->Tidy(), HasReason("STORE_UNAVAILABLE"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_THAT(store->Migrate(Kinds().migrations), IsOk());
  EXPECT_THAT(store->CheckSchema(Kinds().migrations), IsOk());
  EXPECT_THAT(store->OpenWriter(), IsOk());
}

TEST(OpenStore, SqliteFileThatIsEmptyStaysEmptyWhenItIsChecked) {
  const TempDir folder;
  std::ofstream(folder.File("ledger.db"));
  std::ofstream(folder.File("ledger-consultations.db"));
  const auto store = OpenTestStore(absl::StrCat("sqlite:", folder.File("ledger.db")));
  EXPECT_THAT(store->CheckSchema(Kinds().migrations), HasReason("SCHEMA_NOT_AT_HEAD"));
  const auto connection = ledger::SqliteConnection::Open(folder.File("ledger.db"));
  ASSERT_THAT(connection, IsOk());
  auto tables = (*connection)->Query("SELECT name FROM sqlite_schema");
  ASSERT_THAT(tables, IsOk());
  EXPECT_THAT(tables->Step(), IsOkAndHolds(false));
}

TEST(OpenStore, PostgresUrlIsTakenWithoutConnecting) {
  for (const char* url :
       {"postgresql://here/db", "postgres://here:1/db", "postgresql://here:65535/db",
        "postgresql://a:1,b,c:3/db?target_session_attrs=read-write", "postgresql://"}) {
    ledger::StoreOptions options;
    options.url = url;
    EXPECT_THAT(ledger::OpenStore(options), IsOk()) << url;
  }
}

}  // namespace
}  // namespace mandat::testing
