#include "services/lib/access/token_cache.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace mandat::access {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'772'353'800);

std::shared_ptr<const Actor> Until(absl::Time expires) {
  auto actor = std::make_shared<Actor>();
  actor->expires = expires;
  return actor;
}

TEST(DigestOf, IsSha256) {
  const TokenDigest digest = DigestOf("abc");
  EXPECT_EQ(absl::BytesToHexString({reinterpret_cast<const char*>(digest.data()), digest.size()}),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(DigestOf("abc"), digest);
  EXPECT_NE(DigestOf("abd"), digest);
}

TEST(TokenCache, FindsWhatWasInserted) {
  TokenCache cache(1000);
  const auto actor = Until(kNow);
  EXPECT_EQ(cache.Find(DigestOf("a")), nullptr);
  cache.Insert(DigestOf("a"), actor, kNow);
  EXPECT_EQ(cache.Find(DigestOf("a")), actor);
  EXPECT_EQ(cache.Find(DigestOf("b")), nullptr);
}

TEST(TokenCache, NeverGrowsBeyondItsCapacity) {
  TokenCache cache(160);
  for (int i = 0; i < 5000; ++i) {
    const auto actor = Until(kNow + absl::Hours(1));
    cache.Insert(DigestOf(absl::StrCat(i)), actor, kNow);
    ASSERT_EQ(cache.Find(DigestOf(absl::StrCat(i))), actor);
    ASSERT_LE(cache.size(), 160u);
  }
}

TEST(TokenCache, MakesRoomFromWhatExpired) {
  TokenCache cache(16);  // one token a shard
  // Two tokens of one shard.
  std::string first = "0", second;
  for (int i = 1; second.empty(); ++i) {
    const std::string token = absl::StrCat(i);
    if (DigestOf(token)[0] % 16 == DigestOf(first)[0] % 16) second = token;
  }
  cache.Insert(DigestOf(first), Until(kNow), kNow - absl::Seconds(1));
  cache.Insert(DigestOf(second), Until(kNow + absl::Hours(1)), kNow);
  EXPECT_EQ(cache.Find(DigestOf(first)), nullptr);
  EXPECT_NE(cache.Find(DigestOf(second)), nullptr);
}

TEST(TokenCache, KeepsTheLivingWhereTheExpiredMakeRoom) {
  TokenCache cache(32);  // two tokens a shard
  std::vector<std::string> tokens;
  for (int i = 0; tokens.size() < 3; ++i) {
    if (DigestOf(absl::StrCat(i))[0] % 16 == 0) tokens.push_back(absl::StrCat(i));
  }
  cache.Insert(DigestOf(tokens[0]), Until(kNow), kNow - absl::Seconds(1));
  cache.Insert(DigestOf(tokens[1]), Until(kNow + absl::Hours(1)), kNow - absl::Seconds(1));
  cache.Insert(DigestOf(tokens[2]), Until(kNow + absl::Hours(1)), kNow);
  EXPECT_EQ(cache.Find(DigestOf(tokens[0])), nullptr);
  EXPECT_NE(cache.Find(DigestOf(tokens[1])), nullptr);
  EXPECT_NE(cache.Find(DigestOf(tokens[2])), nullptr);
}

TEST(TokenCache, ServesManyThreads) {
  TokenCache cache(64);
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 2000; ++i) {
        auto actor = std::make_shared<Actor>();
        actor->subject = absl::StrCat(i % 50);
        actor->expires = kNow + absl::Hours(1);
        const TokenDigest digest = DigestOf(actor->subject);
        if (i % 4 == t) cache.Insert(digest, actor, kNow);
        const auto found = cache.Find(digest);
        if (found != nullptr && found->subject != actor->subject) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(cache.size(), 0u);
}

}  // namespace
}  // namespace mandat::access
