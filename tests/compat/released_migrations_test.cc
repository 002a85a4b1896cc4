// A migration that was released is never edited: databases that have applied it would refuse to
// start. A new one is added at the end, with its line in testdata/released_migrations.txt.

#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/ledger/migration.h"
#include "services/objectives/schema/migrations.h"
#include "services/socialaid/schema/migrations.h"

namespace mandat::ledger {
namespace {

constexpr char kReleased[] = MANDAT_SOURCE_DIR "/tests/compat/testdata/released_migrations.txt";

// Checksum by `part/name`.
std::map<std::string, std::string> Released() {
  std::map<std::string, std::string> released;
  std::ifstream file(kReleased);
  for (std::string checksum, name; file >> checksum >> name;) released[name] = checksum;
  return released;
}

std::map<std::string, std::string> Present() {
  const std::pair<std::string, const std::vector<Migration>*> parts[] = {
      {"ledger", &LedgerMigrations()},
      {"consultation", &ConsultationMigrations()},
      {"objectives", &ObjectivesMigrations()},
      {"socialaid", &SocialAidMigrations()}};
  std::map<std::string, std::string> present;
  for (const auto& [part, migrations] : parts) {
    for (const Migration& migration : *migrations) {
      present[absl::StrCat(part, "/", migration.name)] = Checksum(migration);
    }
  }
  return present;
}

TEST(Migrations, StayAsTheyWereReleased) {
  const std::map<std::string, std::string> present = Present();
  ASSERT_FALSE(Released().empty());
  for (const auto& [name, checksum] : Released()) {
    const auto found = present.find(name);
    ASSERT_NE(found, present.end()) << name << " was released and is gone";
    EXPECT_EQ(found->second, checksum)
        << name << " was released and is edited: restore it and add a new migration";
  }
}

TEST(Migrations, AreAllWrittenDown) {
  const std::map<std::string, std::string> released = Released();
  for (const auto& [name, checksum] : Present()) {
    EXPECT_EQ(released.count(name), 1u) << "add the line: " << checksum << "  " << name;
  }
}

}  // namespace
}  // namespace mandat::ledger
