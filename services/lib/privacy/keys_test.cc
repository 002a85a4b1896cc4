#include "services/lib/privacy/keys.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::privacy {
namespace {

constexpr absl::CivilDay kToday(2026, 3, 1);
const std::string kKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

static_assert(!std::is_copy_constructible_v<SecretKey>);
static_assert(!std::is_copy_assignable_v<SecretKey>);

class KeyRingTest : public ::testing::Test {
 protected:
  std::string Read() const {
    std::ifstream file(path_);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }

  void Write(const std::string& text, mode_t mode = 0600) const {
    std::ofstream(path_) << text;
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
  }

  static std::string Bytes(const SecretKey& key) {
    return {reinterpret_cast<const char*>(key.data()), SecretKey::kSize};
  }

  const testing::TempDir folder_;
  const std::string path_ = folder_.File("keys");
};

TEST_F(KeyRingTest, IsReadAsItWasMade) {
  const auto made = KeyRing::Create(path_, kToday);
  ASSERT_TRUE(made.ok()) << made.status();
  const auto loaded = KeyRing::Load(path_);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->current_kek(), 1u);
  EXPECT_EQ(Bytes(*loaded->FindKek(1)), Bytes(*made->FindKek(1)));
  EXPECT_EQ(Bytes(loaded->lookup_keys().at(1)), Bytes(made->lookup_keys().at(1)));
  EXPECT_EQ(Bytes(loaded->pseudonym_key()), Bytes(made->pseudonym_key()));
  EXPECT_EQ(Bytes(loaded->request_key()), Bytes(made->request_key()));
}

TEST_F(KeyRingTest, HasADifferentKeyForEachUse) {
  const auto ring = KeyRing::Create(path_, kToday);
  ASSERT_TRUE(ring.ok());
  const std::set<std::string> keys = {Bytes(*ring->FindKek(1)), Bytes(ring->lookup_keys().at(1)),
                                      Bytes(ring->pseudonym_key()), Bytes(ring->request_key())};
  EXPECT_EQ(keys.size(), 4u);
}

TEST_F(KeyRingTest, IsMadeForItsOwnerAlone) {
  const mode_t before = umask(0);
  const bool made = KeyRing::Create(path_, kToday).ok();
  umask(before);
  ASSERT_TRUE(made);
  struct stat facts = {};
  ASSERT_EQ(stat(path_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
}

TEST_F(KeyRingTest, NeverReplacesAFile) {
  ASSERT_TRUE(KeyRing::Create(path_, kToday).ok());
  const std::string before = Read();
  const auto again = KeyRing::Create(path_, kToday);
  EXPECT_EQ(again.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(base::ReasonOf(again.status()), "KEY_FILE_EXISTS");
  EXPECT_EQ(Read(), before);
}

TEST_F(KeyRingTest, SaysWhereItCannotWrite) {
  const auto ring = KeyRing::Create(folder_.File("missing/keys"), kToday);
  EXPECT_EQ(base::ReasonOf(ring.status()), "KEY_FILE_NOT_WRITTEN");
}

TEST_F(KeyRingTest, SaysThatTheFileIsMissing) {
  const auto ring = KeyRing::Load(path_);
  EXPECT_EQ(ring.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(base::ReasonOf(ring.status()), "KEY_FILE_MISSING");
}

TEST_F(KeyRingTest, RefusesAFileThatOthersCanReach) {
  ASSERT_TRUE(KeyRing::Create(path_, kToday).ok());
  for (const mode_t mode : {0640, 0620, 0610, 0604, 0602, 0601, 0666, 0644}) {
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    const auto ring = KeyRing::Load(path_);
    EXPECT_EQ(ring.status().code(), absl::StatusCode::kFailedPrecondition) << mode;
    EXPECT_EQ(base::ReasonOf(ring.status()), "KEY_FILE_EXPOSED") << mode;
  }
  for (const mode_t mode : {0600, 0400}) {
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    EXPECT_TRUE(KeyRing::Load(path_).ok()) << mode;
  }
}

TEST_F(KeyRingTest, RefusesAFolder) {
  ASSERT_EQ(chmod(folder_.path().c_str(), 0700), 0);
  EXPECT_EQ(base::ReasonOf(KeyRing::Load(folder_.path()).status()), "KEY_FILE_INVALID");
}

TEST_F(KeyRingTest, ReadsTheFormatThatIsWrittenDown) {
  Write(absl::StrCat("# keys\n\nkek-2 ", kKey, " 2026-03-01\nkek-10 ", kKey,
                     " 2026-02-01\nlookup-3 ", kKey, " 2026-03-01\nmac-1 ", kKey, " 2026-03-01"));
  const auto ring = KeyRing::Load(path_);
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_EQ(ring->current_kek(), 10u);
  EXPECT_EQ(ring->FindKek(1), nullptr);
  ASSERT_NE(ring->FindKek(2), nullptr);
  std::string expected;
  for (char byte = 0; byte < 32; ++byte) expected.push_back(byte);
  EXPECT_EQ(Bytes(*ring->FindKek(2)), expected);
  EXPECT_EQ(ring->lookup_keys().rbegin()->first, 3);
}

TEST_F(KeyRingTest, RefusesEveryFaultInTheFile) {
  const std::string good = absl::StrCat("kek-1 ", kKey, " 2026-03-01\nlookup-1 ", kKey,
                                        " 2026-03-01\nmac-1 ", kKey, " 2026-03-01\n");
  const std::string kek = absl::StrCat("kek-1 ", kKey, " 2026-03-01\n");
  const std::string lookup = absl::StrCat("lookup-1 ", kKey, " 2026-03-01\n");
  const std::string mac = absl::StrCat("mac-1 ", kKey, " 2026-03-01\n");
  Write(good);
  ASSERT_TRUE(KeyRing::Load(path_).ok());
  const std::string rows[] = {
      "",
      kek + lookup,
      kek + mac,
      lookup + mac,
      good + kek,                                            // twice
      good + absl::StrCat("mac-2 ", kKey, " 2026-03-01\n"),  // two MAC keys
      good + absl::StrCat("kek-0 ", kKey, " 2026-03-01\n"),
      good + absl::StrCat("kek-02 ", kKey, " 2026-03-01\n"),
      good + absl::StrCat("kek-+2 ", kKey, " 2026-03-01\n"),
      good + absl::StrCat("kek- ", kKey, " 2026-03-01\n"),
      good + absl::StrCat("kek-4294967296 ", kKey, " 2026-03-01\n"),
      good + absl::StrCat("other-2 ", kKey, " 2026-03-01\n"),
      good + absl::StrCat("lookup-256 ", kKey, " 2026-03-01\n"),
      good + absl::StrCat("kek-2 ", kKey, "\n"),
      good + absl::StrCat("kek-2  ", kKey, " 2026-03-01\n"),
      good + absl::StrCat("kek-2 ", kKey, " 2026-3-1\n"),
      good + absl::StrCat("kek-2 ", kKey, " 2026-02-xx\n"),
      good + absl::StrCat("kek-2 ", kKey, " 2026-03-01 x\n"),
      good + "kek-2 AAECAwQFBgcICQoLDA0ODw== 2026-03-01\n",  // 16 bytes
      good + absl::StrCat("kek-2 ", kKey.substr(0, 42), "!= 2026-03-01\n"),
      good + absl::StrCat("kek-2 ", kKey, kKey, " 2026-03-01\n"),
      good + std::string(70'000, '\n'),
  };
  for (const std::string& row : rows) {
    Write(row);
    const auto ring = KeyRing::Load(path_);
    EXPECT_EQ(base::ReasonOf(ring.status()), "KEY_FILE_INVALID") << row.substr(0, 300);
    EXPECT_EQ(std::string(ring.status().message()).find(kKey.substr(0, 16)), std::string::npos)
        << "the message must not show a key";
  }
}

TEST_F(KeyRingTest, NamesTheLineAtFault) {
  Write(absl::StrCat("# a\nkek-1 ", kKey, " 2026-03-01\nnonsense\n"));
  EXPECT_EQ(base::MetadataOf(KeyRing::Load(path_).status())["line"], "3");
}

TEST_F(KeyRingTest, RotationAddsTheNewestKeyAndKeepsTheOld) {
  const auto first = KeyRing::Create(path_, kToday);
  ASSERT_TRUE(first.ok());
  const auto second = KeyRing::AddKey(path_, KeyUse::kKeyEncryption, kToday + 30);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->current_kek(), 2u);
  EXPECT_EQ(Bytes(*second->FindKek(1)), Bytes(*first->FindKek(1)));
  EXPECT_NE(Bytes(*second->FindKek(2)), Bytes(*first->FindKek(1)));
  const auto third = KeyRing::AddKey(path_, KeyUse::kLookup, kToday + 31);
  ASSERT_TRUE(third.ok());
  EXPECT_EQ(third->lookup_keys().size(), 2u);
  EXPECT_EQ(Bytes(third->lookup_keys().at(1)), Bytes(first->lookup_keys().at(1)));
  const auto loaded = KeyRing::Load(path_);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(Bytes(*loaded->FindKek(2)), Bytes(*second->FindKek(2)));
  EXPECT_EQ(Bytes(loaded->lookup_keys().at(2)), Bytes(third->lookup_keys().at(2)));
  EXPECT_EQ(Bytes(loaded->pseudonym_key()), Bytes(first->pseudonym_key()));
  EXPECT_NE(Read().find(" 2026-03-31\n"), std::string::npos);
  struct stat facts = {};
  ASSERT_EQ(stat(path_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
}

TEST_F(KeyRingTest, RotationRefusesTheMacKeyAnExposedFileAndUsedUpNumbers) {
  ASSERT_TRUE(KeyRing::Create(path_, kToday).ok());
  EXPECT_EQ(base::ReasonOf(KeyRing::AddKey(path_, KeyUse::kMac, kToday).status()),
            "KEY_NOT_ROTATABLE");
  ASSERT_EQ(chmod(path_.c_str(), 0644), 0);
  EXPECT_EQ(base::ReasonOf(KeyRing::AddKey(path_, KeyUse::kLookup, kToday).status()),
            "KEY_FILE_EXPOSED");
  Write(absl::StrReplaceAll(Read(), {{"lookup-1", "lookup-255"}}));
  EXPECT_EQ(base::ReasonOf(KeyRing::AddKey(path_, KeyUse::kLookup, kToday).status()),
            "KEY_NUMBERS_USED_UP");
}

TEST(SecretKey, IsWipedWhenMovedFrom) {
  SecretKey from = SecretKey::FromBytes(std::string(32, 'k'));
  const SecretKey to = std::move(from);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(to.data()), 32), std::string(32, 'k'));
  // NOLINTNEXTLINE(bugprone-use-after-move): what is left there is the point.
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(from.data()), 32), std::string(32, '\0'));
}

TEST(SecretKey, IsWipedWhenDestroyed) {
  alignas(SecretKey) unsigned char memory[sizeof(SecretKey)];
  auto* key = new (memory) SecretKey(SecretKey::FromBytes(std::string(32, 'k')));
  key->~SecretKey();
  volatile const unsigned char* left = memory;
  for (size_t i = 0; i < sizeof memory; ++i) EXPECT_EQ(left[i], 0) << i;
}

}  // namespace
}  // namespace mandat::privacy
