#include "services/lib/access/signer.h"

#include <sys/stat.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/lib/access/key_set.h"
#include "services/lib/access/test_tokens.h"
#include "services/lib/base/error.h"

namespace mandat::access {
namespace {

TEST(TokenSigner, MakesAKeyForItsOwnerAlone) {
  const TestFolder folder;
  const mode_t before = umask(0);
  const auto signer = TokenSigner::Create(folder / "key");
  umask(before);
  ASSERT_TRUE(signer.ok()) << signer.status();
  struct stat facts = {};
  ASSERT_EQ(stat((folder / "key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
}

TEST(TokenSigner, IsTheSameWhenOpenedAgain) {
  const TestFolder folder;
  const auto made = TokenSigner::Create(folder / "key");
  const auto opened = TokenSigner::Open(folder / "key");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->PublicJwks(), made->PublicJwks());
}

TEST(TokenSigner, NeverReplacesAKey) {
  const TestFolder folder;
  ASSERT_TRUE(TokenSigner::Create(folder / "key").ok());
  const std::string before = ReadAll(folder / "key");
  const auto again = TokenSigner::Create(folder / "key");
  EXPECT_EQ(again.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(base::ReasonOf(again.status()), "SIGNING_KEY_EXISTS");
  EXPECT_EQ(ReadAll(folder / "key"), before);
  EXPECT_EQ(base::ReasonOf(TokenSigner::Create(folder / "missing/key").status()),
            "SIGNING_KEY_NOT_WRITTEN");
}

TEST(TokenSigner, PublishesNothingPrivate) {
  const TestFolder folder;
  const auto signer = TokenSigner::Create(folder / "key");
  const std::string jwks = signer->PublicJwks();
  EXPECT_TRUE(KeySet::Parse(jwks).ok());
  EXPECT_EQ(jwks.find("\"d\""), std::string::npos);
  EXPECT_NE(ReadAll(folder / "key").find("\"d\""), std::string::npos);
}

TEST(TokenSigner, RefusesAFileThatIsNoKeyOrThatOthersCanReach) {
  const TestFolder folder;
  const auto refused = [&](const std::string& text, mode_t mode = 0600) {
    const std::string path = folder.Write("broken", text);
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return base::ReasonOf(TokenSigner::Open(path).status());
  };
  ASSERT_TRUE(TokenSigner::Create(folder / "key").ok());
  const std::string key = ReadAll(folder / "key");
  EXPECT_EQ(refused(key), "");
  EXPECT_EQ(refused(key, 0640), "SIGNING_KEY_INVALID");
  EXPECT_EQ(refused(key, 0604), "SIGNING_KEY_INVALID");
  EXPECT_EQ(refused(""), "SIGNING_KEY_INVALID");
  EXPECT_EQ(refused("{}"), "SIGNING_KEY_INVALID");
  EXPECT_EQ(refused(absl::StrReplaceAll(key, {{"\"kid\"", "\"kix\""}})), "SIGNING_KEY_INVALID");
  EXPECT_EQ(refused(absl::StrReplaceAll(key, {{"\"d\"", "\"dx\""}})), "SIGNING_KEY_INVALID");
  EXPECT_EQ(refused(absl::StrReplaceAll(key, {{"P-256", "P-384"}})), "SIGNING_KEY_INVALID");
  EXPECT_EQ(base::ReasonOf(TokenSigner::Open(folder / "missing").status()), "SIGNING_KEY_MISSING");
}

TEST(TokenSigner, SignsNoTwoTokensAlike) {
  const TestFolder folder;
  const auto signer = TokenSigner::Create(folder / "key");
  Actor actor;
  actor.subject = "u1";
  actor.expires = absl::FromUnixSeconds(2000);
  EXPECT_NE(signer->Sign(actor, "i", "a", absl::FromUnixSeconds(1000)),
            signer->Sign(actor, "i", "a", absl::FromUnixSeconds(1000)));
}

}  // namespace
}  // namespace mandat::access
