#include "services/lib/ledger/rotation.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/ledger/ledger_fixture_for_test.h"
#include "services/lib/privacy/cipher.h"
#include "services/lib/privacy/key_file.h"
#include "services/lib/runtime/thread.h"

namespace mandat::ledger {
namespace {

class KeyRotation : public LedgerTest {
 protected:
  absl::StatusOr<Rotation> Rotate() {
    return RotateKeys(Kinds(), *keys_, *store_, [](absl::string_view, int64_t) {});
  }

  std::string KeyFile() const { return folder_.File("keys"); }

  // A new key of both uses, and a ledger that knows them.
  void AddKeys() {
    const absl::CivilDay today(2026, 2, 1);
    ASSERT_THAT(privacy::KeyRing::AddKey(KeyFile(), privacy::KeyUse::kKeyEncryption, today),
                IsOk());
    ASSERT_THAT(privacy::KeyRing::AddKey(KeyFile(), privacy::KeyUse::kLookup, today), IsOk());
    LoadKeys();
  }

  // Takes every key but the newest of each use out of the ring.
  void RemoveOlderKeys() {
    auto lines = privacy::ReadKeyFile(KeyFile());
    ASSERT_THAT(lines, IsOk());
    std::map<privacy::KeyUse, privacy::KeyLine> newest;
    for (privacy::KeyLine& line : *lines) newest.insert_or_assign(line.use, std::move(line));
    std::vector<privacy::KeyLine> left;
    for (auto& [use, line] : newest) left.push_back(std::move(line));
    ASSERT_THAT(privacy::WriteKeyFile(KeyFile(), left), IsOk());
    LoadKeys();
  }

  void LoadKeys() {
    ledger_->Close();
    ledger_ = nullptr;
    keys_ = privacy::KeyRing::Load(KeyFile()).value();
    OpenLedgerAgain();
  }

  absl::Status Shows(const std::string& file, std::string* person) {
    return Read([&](View& view) -> absl::Status {
      Article60Request shown;
      absl::Status got = view.Get<Article60Request>(file, &shown);
      *person = shown.person();
      return got;
    });
  }
};

TEST_P(KeyRotation, OlderKeysCanGoAndEverythingIsReadableAndFound) {
  constexpr int kPersons = 3;
  std::vector<std::pair<std::string, std::string>> persons;  // name, file
  for (int i = 0; i < kPersons; ++i) {
    const std::string person = Register(absl::StrCat("8507300332", i));
    persons.emplace_back(person, File(person)->name());
  }
  const std::vector<Event> log = Log();
  AddKeys();
  const std::string late = Register("85073003399");  // under the new keys already
  const auto rotated = Rotate();
  ASSERT_THAT(rotated, IsOk());
  EXPECT_EQ(rotated->data_keys, kPersons);
  EXPECT_EQ(rotated->hashes, kPersons);
  EXPECT_EQ(Log().size(), log.size() + 1) << "the log is not touched";

  RemoveOlderKeys();
  for (int i = 0; i < kPersons; ++i) {
    EXPECT_EQ(Register(absl::StrCat("8507300332", i)), persons[static_cast<size_t>(i)].first)
        << "is found, not made again";
    std::string person;
    EXPECT_THAT(Shows(persons[static_cast<size_t>(i)].second, &person), IsOk());
    EXPECT_EQ(person, persons[static_cast<size_t>(i)].first);
  }
  EXPECT_EQ(Register("85073003399"), late);
}

TEST_P(KeyRotation, IsRepeatedWithoutEffectAndFinishesWhatWasBegun) {
  for (int i = 0; i < 3; ++i) Register(absl::StrCat("8507300332", i));
  AddKeys();
  // As an interruption leaves it: some of it is done.
  auto reader = store_->OpenReader().value();
  const WrappedKey first = reader->WrappedKeys("", 1).value().front();
  ASSERT_THAT(store_->ReplaceKeys({{first.person, first.wrapped,
                                    privacy::Rewrap(*keys_, first.wrapped, first.person).value()}}),
              IsOk());
  const auto rest = Rotate();
  ASSERT_THAT(rest, IsOk());
  EXPECT_EQ(rest->data_keys, 2);
  EXPECT_EQ(rest->hashes, 3);
  const auto again = Rotate();
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->data_keys, 0);
  EXPECT_EQ(again->hashes, 0);
}

TEST_P(KeyRotation, TellsHowFarItIsInPortions) {
  constexpr int kPersons = 450;
  for (int i = 0; i < kPersons; ++i) Register(absl::StrCat("85073", 100000 + i));
  AddKeys();
  std::vector<std::pair<std::string, int64_t>> told;
  const auto rotated = RotateKeys(
      Kinds(), *keys_, *store_,
      [&](absl::string_view stage, int64_t looked_at) { told.emplace_back(stage, looked_at); });
  ASSERT_THAT(rotated, IsOk());
  EXPECT_EQ(rotated->data_keys, kPersons);
  EXPECT_EQ(rotated->hashes, kPersons);
  using Step = std::pair<std::string, int64_t>;
  const std::vector<Step> pass = {{"data keys", 200},   {"data keys", 400},   {"data keys", 450},
                                  {"rows person", 200}, {"rows person", 400}, {"rows person", 450}};
  ASSERT_EQ(told.size(), 2 * pass.size()) << "the second pass proves the first";
  EXPECT_TRUE(std::equal(pass.begin(), pass.end(), told.begin()));
}

TEST_P(KeyRotation, GoesOnBesideCommands) {
  for (int i = 0; i < 100; ++i) Register(absl::StrCat("85073", 100000 + i));
  AddKeys();
  absl::StatusOr<Rotation> rotated = absl::UnknownError("not run");
  runtime::Thread rotating("rotates", [&] { rotated = Rotate(); });
  std::vector<std::string> persons;
  for (int i = 0; i < 100; ++i) {
    const std::string person = Register(absl::StrCat("85073", 100000 + i));
    persons.push_back(person);
    EXPECT_THAT(File(person), IsOk());
    Register(absl::StrCat("85073", 200000 + i));
    if (i % 10 != 0) continue;
    Forget::Request forget;
    forget.set_person(person);
    EXPECT_THAT((Run<Forget, Person>(forget)), IsOk());
  }
  rotating.Join();
  ASSERT_THAT(rotated, IsOk());
  EXPECT_LE(rotated->data_keys, 100);
  const auto again = Rotate();
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->data_keys + again->hashes, 0);
  RemoveOlderKeys();
  for (int i = 0; i < 100; ++i) {
    if (i % 10 == 0) continue;
    EXPECT_EQ(Register(absl::StrCat("85073", 100000 + i)), persons[static_cast<size_t>(i)]);
  }
}

TEST_P(KeyRotation, ProgramThatKeepsTheOldRingIsNoticed) {
  Register("85073003320");
  auto old_keys = privacy::KeyRing::Load(KeyFile()).value();
  AddKeys();
  LedgerOptions options = Options(store_.get());
  options.keys = &old_keys;
  ledger_->Close();
  ledger_ = OpenLedger(options).value();
  int registered = 0;
  const auto rotated = RotateKeys(Kinds(), *keys_, *store_, [&](absl::string_view stage, int64_t) {
    if (stage == "data keys") Register(absl::StrCat("85073", 100000 + ++registered));
  });
  EXPECT_THAT(rotated, HasReason("ROTATION_INCOMPLETE"));
  ledger_.reset();
  EXPECT_THAT(Rotate(), IsOk()) << "once it has stopped writing";
}

TEST_P(KeyRotation, HashOfAMissingKeyIsNotGuessedAt) {
  Register("85073003320");
  AddKeys();
  // Too early: the older look-up key is still in use.
  auto lines = privacy::ReadKeyFile(KeyFile()).value();
  std::vector<privacy::KeyLine> left;
  for (privacy::KeyLine& line : lines) {
    if (line.use != privacy::KeyUse::kLookup || line.number == 2) left.push_back(std::move(line));
  }
  ASSERT_THAT(privacy::WriteKeyFile(KeyFile(), left), IsOk());
  const auto too_few = privacy::KeyRing::Load(KeyFile()).value();
  const auto nothing = [](absl::string_view, int64_t) {};
  EXPECT_THAT(RotateKeys(Kinds(), too_few, *store_, nothing), HasReason("ROTATION_INCOMPLETE"));
  EXPECT_THAT(Rotate(), IsOk()) << "with the whole ring it can be finished";
}

INSTANTIATE_TEST_SUITE_P(Engines, KeyRotation,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) {
                           return engine.param == Engine::kSqlite ? "Sqlite" : "Postgres";
                         });

}  // namespace
}  // namespace mandat::ledger
