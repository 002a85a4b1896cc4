// Both engines against the one contract.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
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
