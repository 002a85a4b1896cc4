#include "services/lib/access/key_set.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/lib/access/key_source.h"
#include "services/lib/access/test_tokens.h"
#include "services/lib/base/error.h"

namespace mandat::access {
namespace {

std::string PublicJwk(cjose_jwk_t* key, const std::string& id, bool with_private = false) {
  EXPECT_TRUE(cjose_jwk_set_kid(key, id.data(), id.size(), nullptr));
  char* text = cjose_jwk_to_json(key, with_private, nullptr);
  std::string json = text;
  cjose_get_dealloc()(text);
  return json;
}

std::string EcKey(const std::string& id, cjose_jwk_ec_curve curve = CJOSE_JWK_EC_P_256,
                  bool with_private = false) {
  return PublicJwk(Jwk(cjose_jwk_create_EC_random(curve, nullptr)).get(), id, with_private);
}

std::string RsaKey(const std::string& id, size_t bits) {
  const uint8_t exponent[] = {1, 0, 1};
  return PublicJwk(Jwk(cjose_jwk_create_RSA_random(bits, exponent, sizeof exponent, nullptr)).get(),
                   id);
}

std::string Set(const std::string& keys) { return absl::StrCat("{\"keys\":[", keys, "]}"); }

// The same key with one more member.
std::string Plus(const std::string& key, const std::string& member) {
  return absl::StrCat("{", member, ",", key.substr(1));
}

TEST(KeySet, TakesEachKeyWithItsAlgorithm) {
  const auto set = KeySet::Parse(Set(absl::StrCat(EcKey("ec"), ",", RsaKey("rsa", 2048))));
  ASSERT_TRUE(set.ok()) << set.status();
  ASSERT_NE(set->Find("ec"), nullptr);
  EXPECT_EQ(set->Find("ec")->algorithm, "ES256");
  ASSERT_NE(set->Find("rsa"), nullptr);
  EXPECT_EQ(set->Find("rsa")->algorithm, "RS256");
  EXPECT_EQ(set->Find(""), nullptr);
  EXPECT_EQ(set->Find("EC"), nullptr);
}

TEST(KeySet, PassesOverKeysThatAreNotForUs) {
  const std::string good = EcKey("good");
  const std::string ec = EcKey("other");
  const std::string rows[] = {
      EcKey("other", CJOSE_JWK_EC_P_384),
      RsaKey("other", 1024),
      R"({"kty":"oct","kid":"other","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})",
      R"({"kty":"OKP","kid":"other","crv":"Ed25519","x":"AAAA"})",
      R"({"kty":"EC","kid":"other","crv":"P-256","x":"AAAA","y":"AAAA"})",
      R"({"kty":"EC","kid":"other","crv":"P-256"})",
      R"({"kid":"other"})",
      Plus(ec, R"("use":"enc")"),
      Plus(ec, R"("use":1)"),
      Plus(ec, R"("alg":"ES384")"),
      Plus(ec, R"("alg":"RS256")"),
      Plus(ec, R"("alg":"none")"),
      Plus(ec, R"("alg":"HS256")"),
      absl::StrReplaceAll(ec, {{R"("kid":"other")", R"("kid":7)"}}),
      "7",
      "null",
  };
  for (const std::string& row : rows) {
    const auto set = KeySet::Parse(Set(absl::StrCat(row, ",", good)));
    ASSERT_TRUE(set.ok()) << row;
    EXPECT_NE(set->Find("good"), nullptr) << row;
    EXPECT_EQ(set->Find("other"), nullptr) << row;
    EXPECT_EQ(base::ReasonOf(KeySet::Parse(Set(row)).status()), "KEYS_INVALID") << row;
  }
  EXPECT_NE(KeySet::Parse(Set(Plus(ec, R"("use":"sig","alg":"ES256")")))->Find("other"), nullptr);
}

TEST(KeySet, LeavesPrivatePartsBehind) {
  const auto set = KeySet::Parse(Set(EcKey("ec", CJOSE_JWK_EC_P_256, /*with_private=*/true)));
  ASSERT_TRUE(set.ok());
  const std::string kept = PublicJwk(set->Find("ec")->jwk.get(), "ec", /*with_private=*/true);
  EXPECT_EQ(kept.find("\"d\""), std::string::npos);
}

TEST(KeySet, RefusesWhatIsNoSet) {
  const std::string key = EcKey("ec");
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string("{\"keys\":{}}"), Set(""),
        key, Set(absl::StrCat(key, ",", EcKey("ec"))), Set(key).substr(1)}) {
    const auto set = KeySet::Parse(text);
    EXPECT_EQ(set.status().code(), absl::StatusCode::kFailedPrecondition) << text;
    EXPECT_EQ(base::ReasonOf(set.status()), "KEYS_INVALID") << text;
  }
}

TEST(CheckKeySource, AdmitsPlainHttpOnThisMachineOnly) {
  for (const char* location :
       {"keys.json", "/etc/mandat/jwks.json", "https://idp.example/jwks", "http://localhost:1/a",
        "http://127.0.0.1/a", "http://127.9.9.9:99/a", "http://[::1]:8080/a",
        "HTTP://127.0.0.1/a"}) {
    EXPECT_TRUE(CheckKeySource(location).ok()) << location;
  }
  for (const char* location :
       {"", "http://idp.example/jwks", "http://128.0.0.1/", "http://127.0.0.1.idp.example/",
        "http://localhost.idp.example/", "http://127.0.0.1@idp.example/", "http://[::2]/",
        "ftp://127.0.0.1/a", "file:///etc/passwd", "http://", "://x"}) {
    EXPECT_EQ(base::ReasonOf(CheckKeySource(location)), "KEY_SOURCE_INVALID") << location;
    EXPECT_EQ(base::ReasonOf(ReadKeySource(location).status()), "KEY_SOURCE_INVALID") << location;
  }
}

TEST(ReadKeySource, ReadsAFileOfAtMost256KiB) {
  const TestFolder folder;
  EXPECT_EQ(*ReadKeySource(folder.Write("a", "text")), "text");
  EXPECT_TRUE(ReadKeySource(folder.Write("b", std::string(256 * 1024, 'x'))).ok());
  for (const std::string& path : {folder.Write("c", std::string(256 * 1024 + 1, 'x')),
                                  folder.Write("d", ""), folder / "missing"}) {
    const auto text = ReadKeySource(path);
    EXPECT_EQ(text.status().code(), absl::StatusCode::kUnavailable) << path;
    EXPECT_EQ(base::ReasonOf(text.status()), "KEYS_UNAVAILABLE") << path;
  }
}

}  // namespace
}  // namespace mandat::access
