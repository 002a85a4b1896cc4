#include "services/lib/privacy/cipher.h"

#include <sys/wait.h>
#include <unistd.h>

#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/privacy/random.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::privacy {
namespace {

constexpr absl::CivilDay kToday(2026, 3, 1);
const std::string kPerson = "persons/8a1b9c3e";
const std::string kContext = "article60Requests/1@7";

class KeyFile {
 public:
  KeyRing Create() const { return *KeyRing::Create(path(), kToday); }
  KeyRing Rotate() const { return *KeyRing::AddKey(path(), KeyUse::kKeyEncryption, kToday + 1); }

 private:
  std::string path() const { return folder_.File("keys"); }
  const testing::TempDir folder_;
};

std::string Secret(const DataKey& key) {
  return {reinterpret_cast<const char*>(key.secret().data()), SecretKey::kSize};
}

void ExpectBroken(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(base::ReasonOf(status), "SEALED_DATA_BROKEN");
}

TEST(Seal, IsOpenedByTheSameKeyAndContext) {
  const DataKey key = DataKey::Generate();
  for (const size_t size : {0, 1, 63, 64, 700, 100'000}) {
    const std::string plaintext(size, 'p');
    const std::string sealed = Seal(key, plaintext, kContext);
    EXPECT_EQ(sealed.size(), size + 41);
    const auto opened = Open(key, sealed, kContext);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, plaintext);
  }
}

TEST(Seal, HidesThePlaintextAndNeverRepeatsItself) {
  const DataKey key = DataKey::Generate();
  const std::string plaintext = "90010100110 Zoé";
  std::set<std::string> nonces;
  for (int i = 0; i < 1000; ++i) {
    const std::string sealed = Seal(key, plaintext, kContext);
    EXPECT_EQ(sealed.find("9001"), std::string::npos);
    EXPECT_EQ(sealed.find(kContext), std::string::npos);
    nonces.insert(sealed.substr(1, 24));
  }
  EXPECT_EQ(nonces.size(), 1000u);
}

TEST(Open, RefusesEveryChangedByte) {
  const DataKey key = DataKey::Generate();
  const std::string sealed = Seal(key, "some personal data", kContext);
  for (size_t i = 0; i < sealed.size(); ++i) {
    for (const int bit : {0x01, 0x80}) {
      std::string changed = sealed;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      SCOPED_TRACE(i);
      ExpectBroken(Open(key, changed, kContext).status());
    }
  }
}

TEST(Open, RefusesEveryCutAndEveryExtension) {
  const DataKey key = DataKey::Generate();
  const std::string sealed = Seal(key, "some personal data", kContext);
  for (size_t size = 0; size < sealed.size(); ++size) {
    ExpectBroken(Open(key, sealed.substr(0, size), kContext).status());
  }
  ExpectBroken(Open(key, sealed + '\0', kContext).status());
}

TEST(Open, RefusesAnotherContextOrKey) {
  const DataKey key = DataKey::Generate();
  const std::string sealed = Seal(key, "some personal data", kContext);
  ExpectBroken(Open(key, sealed, "article60Requests/1@8").status());
  ExpectBroken(Open(key, sealed, "").status());
  ExpectBroken(Open(DataKey::Generate(), sealed, kContext).status());
}

TEST(Wrap, IsUnwrappedForTheSamePerson) {
  const KeyFile file;
  const KeyRing ring = file.Create();
  const DataKey key = DataKey::Generate();
  const std::string wrapped = Wrap(ring, key, kPerson);
  EXPECT_EQ(wrapped.size(), 77u);
  EXPECT_EQ(wrapped.find(Secret(key)), std::string::npos);
  const auto unwrapped = Unwrap(ring, wrapped, kPerson);
  ASSERT_TRUE(unwrapped.ok()) << unwrapped.status();
  EXPECT_EQ(Secret(*unwrapped), Secret(key));
  EXPECT_NE(Wrap(ring, key, kPerson), wrapped);
}

TEST(Unwrap, RefusesAnotherPersonAndAnotherRing) {
  const KeyFile file;
  const KeyRing ring = file.Create();
  const std::string wrapped = Wrap(ring, DataKey::Generate(), kPerson);
  ExpectBroken(Unwrap(ring, wrapped, "persons/other").status());
  ExpectBroken(Unwrap(ring, wrapped, "").status());
  const KeyFile other;
  ExpectBroken(Unwrap(other.Create(), wrapped, kPerson).status());
}

TEST(Unwrap, RefusesEveryChangedByteAndEveryCut) {
  const KeyFile file;
  file.Create();
  const KeyRing ring = file.Rotate();
  const std::string wrapped = Wrap(ring, DataKey::Generate(), kPerson);
  for (size_t i = 0; i < wrapped.size(); ++i) {
    for (int bit = 1; bit < 256; bit <<= 1) {
      std::string changed = wrapped;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      const auto unwrapped = Unwrap(ring, changed, kPerson);
      EXPECT_EQ(unwrapped.status().code(), absl::StatusCode::kDataLoss) << i << " " << bit;
    }
    EXPECT_EQ(Unwrap(ring, wrapped.substr(0, i), kPerson).status().code(),
              absl::StatusCode::kDataLoss);
  }
  ExpectBroken(Unwrap(ring, Seal(DataKey::Generate(), "x", ""), kPerson).status());
}

TEST(Unwrap, NamesTheKeyThatIsMissing) {
  const KeyFile rotated;
  rotated.Create();
  const std::string wrapped = Wrap(rotated.Rotate(), DataKey::Generate(), kPerson);
  const KeyFile file;
  const absl::Status status = Unwrap(file.Create(), wrapped, kPerson).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(base::ReasonOf(status), "KEY_ENCRYPTION_KEY_MISSING");
  EXPECT_EQ(base::MetadataOf(status)["key"], "kek-2");
}

TEST(Rewrap, MovesToTheNewestKeyAndTheOldStillUnwraps) {
  const KeyFile file;
  const KeyRing first = file.Create();
  const DataKey key = DataKey::Generate();
  const std::string old = Wrap(first, key, kPerson);
  EXPECT_FALSE(NeedsRewrap(first, old));
  const KeyRing second = file.Rotate();
  EXPECT_TRUE(NeedsRewrap(second, old));
  EXPECT_EQ(Secret(*Unwrap(second, old, kPerson)), Secret(key));
  const auto fresh = Rewrap(second, old, kPerson);
  ASSERT_TRUE(fresh.ok()) << fresh.status();
  EXPECT_FALSE(NeedsRewrap(second, *fresh));
  EXPECT_EQ(Secret(*Unwrap(second, *fresh, kPerson)), Secret(key));
  EXPECT_EQ(base::ReasonOf(Unwrap(first, *fresh, kPerson).status()), "KEY_ENCRYPTION_KEY_MISSING");
  ExpectBroken(Rewrap(second, old, "persons/other").status());
}

TEST(DataKey, IsNeverTheSameTwice) {
  EXPECT_NE(Secret(DataKey::Generate()), Secret(DataKey::Generate()));
}

std::string Draw() {
  std::string bytes(24, '\0');
  FillRandom(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size());
  return bytes;
}

TEST(FillRandom, NeverRepeatsItselfAcrossBlocksAndThreads) {
  constexpr int kThreads = 4, kDraws = 2000;
  std::mutex mutex;
  std::set<std::string> all;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      std::set<std::string> own;
      for (int i = 0; i < kDraws; ++i) own.insert(Draw());
      const std::lock_guard lock(mutex);
      all.merge(own);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(all.size(), size_t{kThreads * kDraws});
}

TEST(FillRandom, GivesAForkedChildBytesOfItsOwn) {
  Draw();  // the block exists before the fork
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::string drawn = Draw();
    _exit(write(pipe_ends[1], drawn.data(), drawn.size()) == 24 ? 0 : 1);
  }
  std::string of_child(24, '\0');
  ASSERT_EQ(read(pipe_ends[0], of_child.data(), of_child.size()), 24);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  EXPECT_EQ(status, 0);
  EXPECT_NE(of_child, Draw());
}

}  // namespace
}  // namespace mandat::privacy
