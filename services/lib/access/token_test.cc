#include "services/lib/access/token.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/access/signer.h"
#include "services/lib/access/test_tokens.h"
#include "services/lib/base/error.h"

namespace mandat::access {
namespace {

constexpr int64_t kNowSeconds = 1'772'353'800;
const absl::Time kNow = absl::FromUnixSeconds(kNowSeconds);
constexpr char kIssuer[] = "https://idp.example";
constexpr char kAudience[] = "mandat";

std::string Payload(const std::string& subject = "u1") {
  return absl::StrCat(R"({"iss":"https://idp.example","aud":"mandat","sub":")", subject,
                      R"(","iat":)", kNowSeconds, R"(,"exp":)", kNowSeconds + 600, "}");
}

Actor Agent() {
  Actor actor;
  actor.organisation = "0123456749";
  actor.unit = "62";
  actor.subject = "u1";
  actor.roles = {common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT, common::v1::ROLE_AUDITOR};
  actor.acting_for = "u2";
  actor.purpose = "file 7";
  actor.expires = kNow + absl::Minutes(10);
  return actor;
}

class TokenVerifierTest : public ::testing::Test {
 protected:
  TokenVerifierTest()
      : signer_(*TokenSigner::Create(folder_ / "key")),
        other_(*TokenSigner::Create(folder_ / "other")) {
    Publish(signer_.PublicJwks());
    verifier_ = Make(folder_ / "jwks");
  }

  void Publish(const std::string& jwks) { folder_.Write("jwks", jwks); }

  static std::unique_ptr<TokenVerifier> Make(const std::string& keys) {
    TokenRules rules;
    rules.issuer = kIssuer;
    rules.audience = kAudience;
    rules.keys = keys;
    return *TokenVerifier::Create(rules, kNow);
  }

  std::string Token(const TokenSigner& signer) const {
    return signer.Sign(Agent(), kIssuer, kAudience, kNow);
  }

  // Empty where it is accepted.
  std::string ReasonFor(const std::string& token, absl::Time now = kNow) {
    const auto actor = verifier_->Verify(token, now);
    if (actor.ok()) return "";
    EXPECT_EQ(actor.status().code(), absl::StatusCode::kUnauthenticated);
    // Words of the message may be shorter tokens.
    EXPECT_FALSE(token.size() > 40 && absl::StrContains(actor.status().message(), token));
    return base::ReasonOf(actor.status());
  }

  // The private key of `signer_`, and its id.
  Jwk Key() const { return ImportJwk(ReadAll(folder_ / "key")); }
  std::string Id() const { return cjose_jwk_get_kid(Key().get(), nullptr); }
  std::string Header(const std::string& more = "") const {
    return absl::StrCat(R"({"alg":"ES256","kid":")", Id(), "\"", more, "}");
  }

  TestFolder folder_;
  TokenSigner signer_;
  TokenSigner other_;
  std::unique_ptr<TokenVerifier> verifier_;
};

TEST_F(TokenVerifierTest, TellsWhoHoldsATokenOfOurSigner) {
  const auto actor = verifier_->Verify(Token(signer_), kNow);
  ASSERT_TRUE(actor.ok()) << actor.status();
  const Actor expected = Agent();
  EXPECT_EQ((*actor)->organisation, expected.organisation);
  EXPECT_EQ((*actor)->unit, expected.unit);
  EXPECT_EQ((*actor)->subject, expected.subject);
  EXPECT_EQ((*actor)->roles, expected.roles);
  EXPECT_EQ((*actor)->acting_for, expected.acting_for);
  EXPECT_EQ((*actor)->purpose, expected.purpose);
  EXPECT_EQ((*actor)->expires, expected.expires);
}

TEST_F(TokenVerifierTest, AcceptsRs256) {
  const uint8_t exponent[] = {1, 0, 1};
  const Jwk rsa(cjose_jwk_create_RSA_random(2048, exponent, sizeof exponent, nullptr));
  cjose_jwk_set_kid(rsa.get(), "rsa", 3, nullptr);
  char* jwk = cjose_jwk_to_json(rsa.get(), false, nullptr);
  Publish(absl::StrCat("{\"keys\":[", jwk, "]}"));
  cjose_get_dealloc()(jwk);
  verifier_ = Make(folder_ / "jwks");
  EXPECT_EQ(ReasonFor(SignWith(*rsa, R"({"alg":"RS256","kid":"rsa"})", Payload())), "");
  for (const char* algorithm : {"RS384", "RS512", "PS256"}) {
    const std::string header = absl::StrCat(R"({"alg":")", algorithm, R"(","kid":"rsa"})");
    EXPECT_EQ(ReasonFor(SignWith(*rsa, header, Payload())), "TOKEN_INVALID") << algorithm;
  }
}

TEST_F(TokenVerifierTest, RefusesEveryForgery) {
  const std::string token = Token(signer_);
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const std::vector<std::string> foreign = absl::StrSplit(Token(other_), '.');
  ASSERT_EQ(parts.size(), 3u);
  // HS256 with our public key as the secret, the classical confusion.
  const std::string jwks = signer_.PublicJwks();
  const Jwk secret(cjose_jwk_create_oct_spec(reinterpret_cast<const uint8_t*>(jwks.data()),
                                             jwks.size(), nullptr));
  const std::string hs256 = absl::StrCat(R"({"alg":"HS256","kid":")", Id(), "\"}");
  const std::string none = absl::StrCat(R"({"alg":"none","kid":")", Id(), "\"}");
  const struct {
    const char* what;
    std::string token;
  } rows[] = {
      {"another payload",
       absl::StrCat(parts[0], ".", absl::WebSafeBase64Escape(Payload("admin")), ".", parts[2])},
      {"another signature", absl::StrCat(parts[0], ".", parts[1], ".", foreign[2])},
      {"a key of nobody", Token(other_)},
      {"a key of nobody under our id",
       SignWith(*ImportJwk(ReadAll(folder_ / "other")), Header(), Payload())},
      {"alg none", Unsigned(none, Payload())},
      {"alg None", Unsigned(absl::StrCat(R"({"alg":"None","kid":")", Id(), "\"}"), Payload())},
      {"alg none with a signature", Unsigned(none, Payload(), "x")},
      {"no alg", Unsigned(absl::StrCat(R"({"kid":")", Id(), "\"}"), Payload(), "x")},
      {"alg of another kind",
       Unsigned(absl::StrCat(R"({"alg":7,"kid":")", Id(), "\"}"), Payload(), "x")},
      {"HS256 with the public key", SignWith(*secret, hs256, Payload())},
      {"no kid", SignWith(*Key(), R"({"alg":"ES256"})", Payload())},
      {"an empty kid", SignWith(*Key(), R"({"alg":"ES256","kid":""})", Payload())},
      {"an unknown kid", SignWith(*Key(), R"({"alg":"ES256","kid":"other"})", Payload())},
      {"crit", SignWith(*Key(), Header(R"(,"crit":["exp"])"), Payload())},
      {"an empty crit", SignWith(*Key(), Header(R"(,"crit":[])"), Payload())},
      {"an empty signature", absl::StrCat(parts[0], ".", parts[1], ".")},
      {"two parts", absl::StrCat(parts[0], ".", parts[1])},
      {"one part", parts[0]},
      {"four parts", absl::StrCat(token, ".", parts[2])},
      {"five parts", absl::StrCat(token, "..")},
      {"dots", "..."},
      {"text", "token"},
      {"a header that is no JSON", absl::StrCat("AAAA.", parts[1], ".", parts[2])},
      {"a name twice in the header",
       Unsigned(absl::StrCat(R"({"alg":"none","alg":"ES256","kid":")", Id(), "\"}"), Payload())},
      {"a bearer prefix", "Bearer " + token},
      {"a blank", " " + token},
      {"a line break", token + "\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(ReasonFor(row.token), "TOKEN_INVALID") << row.what;
  EXPECT_EQ(ReasonFor(SignWith(*Key(), Header(), Payload())), "");
  EXPECT_EQ(ReasonFor(token), "");
}

TEST_F(TokenVerifierTest, RefusesEveryCutAndEveryChangedCharacter) {
  const std::string token = Token(signer_);
  for (size_t size = 1; size < token.size(); ++size) {
    ASSERT_EQ(ReasonFor(token.substr(0, size)), "TOKEN_INVALID") << size;
  }
  // The last character of each part may carry bits that decode to nothing, so it is left alone.
  for (size_t i = 0; i + 1 < token.size(); i += 7) {
    if (token[i] == '.' || token[i + 1] == '.') continue;
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    ASSERT_EQ(ReasonFor(changed), "TOKEN_INVALID") << i;
  }
}

TEST_F(TokenVerifierTest, RefusesAMissingAndAnOversizedToken) {
  EXPECT_EQ(ReasonFor(""), "TOKEN_MISSING");
  const std::string padding(TokenVerifier::kTokenBytesMax, 'x');
  const std::string large = SignWith(*Key(), Header(), Payload(padding));
  EXPECT_EQ(ReasonFor(large), "TOKEN_INVALID");
  // The largest that fits is looked at.
  std::string subject(3000, 'x');
  std::string fits;
  for (std::string next = "x"; next.size() <= TokenVerifier::kTokenBytesMax; subject += 'x') {
    fits = next;
    next = Unsigned(Header(), Payload(subject), std::string(64, 's'));
  }
  ASSERT_GT(fits.size(), TokenVerifier::kTokenBytesMax - 4);
  subject.resize(subject.size() - 2);
  EXPECT_EQ(ReasonFor(SignWith(*Key(), Header(), Payload(subject))), "");
}

TEST_F(TokenVerifierTest, LooksAtClaimsAndTimes) {
  Actor actor = Agent();
  EXPECT_EQ(ReasonFor(signer_.Sign(actor, "https://other.example", kAudience, kNow)),
            "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(signer_.Sign(actor, kIssuer, "other", kNow)), "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(signer_.Sign(actor, kIssuer, kAudience, kNow + absl::Seconds(61))),
            "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(Token(signer_), kNow + absl::Minutes(10)), "TOKEN_EXPIRED");
  actor.expires = kNow + absl::Hours(1) + absl::Seconds(1);
  EXPECT_EQ(ReasonFor(signer_.Sign(actor, kIssuer, kAudience, kNow)), "TOKEN_INVALID");
}

TEST_F(TokenVerifierTest, ChecksTheRolesOfATokenElsewhere) {
  Actor actor = Agent();
  actor.roles.clear();
  const auto verified = verifier_->Verify(signer_.Sign(actor, kIssuer, kAudience, kNow), kNow);
  ASSERT_TRUE(verified.ok());
  EXPECT_TRUE((*verified)->roles.empty());
}

TEST_F(TokenVerifierTest, GivesTheSameActorAgainUntilItExpires) {
  const std::string token = Token(signer_);
  const auto first = verifier_->Verify(token, kNow);
  const auto second = verifier_->Verify(token, kNow + absl::Minutes(9));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(*first, *second) << "the second is a hit";
  EXPECT_EQ(ReasonFor(token, kNow + absl::Minutes(10) - absl::Microseconds(1)), "");
  EXPECT_EQ(ReasonFor(token, kNow + absl::Minutes(10)), "TOKEN_EXPIRED");
  EXPECT_EQ(ReasonFor(token, kNow + absl::Hours(10)), "TOKEN_EXPIRED");
}

TEST_F(TokenVerifierTest, NeverKeepsARefusal) {
  const std::string token = Token(other_);
  EXPECT_EQ(ReasonFor(token), "TOKEN_INVALID");
  Publish(other_.PublicJwks());
  ASSERT_TRUE(verifier_->Refresh(kNow).ok());
  EXPECT_EQ(ReasonFor(token), "");
}

TEST_F(TokenVerifierTest, ReadsTheKeysForAnUnknownOneOnceAMinute) {
  Publish(other_.PublicJwks());
  const std::string token = Token(other_);
  EXPECT_EQ(ReasonFor(token, kNow + absl::Minutes(1) - absl::Microseconds(1)), "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(token, kNow + absl::Minutes(1)), "");
  // And again a minute later, not sooner.
  Publish(signer_.PublicJwks());
  EXPECT_EQ(ReasonFor(Token(signer_), kNow + absl::Seconds(119)), "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(Token(signer_), kNow + absl::Seconds(120)), "");
}

TEST_F(TokenVerifierTest, ReadsTheKeysEveryTenMinutesAndForgetsWhatTheyNoLongerVerify) {
  Actor actor = Agent();
  actor.expires = kNow + absl::Minutes(30);
  const std::string token = signer_.Sign(actor, kIssuer, kAudience, kNow);
  EXPECT_EQ(ReasonFor(token), "");
  Publish(other_.PublicJwks());
  EXPECT_EQ(ReasonFor(token, kNow + absl::Minutes(10) - absl::Microseconds(1)), "");
  EXPECT_EQ(ReasonFor(token, kNow + absl::Minutes(10)), "TOKEN_INVALID");
}

TEST_F(TokenVerifierTest, KeepsTheOldKeysWhereTheNewCannotBeRead) {
  for (const char* broken : {"", "no keys", "{\"keys\":[]}"}) {
    Publish(broken);
    EXPECT_FALSE(verifier_->Refresh(kNow).ok());
    EXPECT_EQ(ReasonFor(Token(signer_)), "");
  }
  // It is tried again after the pause, and not only after ten minutes.
  Publish(other_.PublicJwks());
  EXPECT_EQ(ReasonFor(Token(signer_), kNow + absl::Seconds(59)), "");
  EXPECT_EQ(ReasonFor(Token(signer_), kNow + absl::Minutes(1)), "TOKEN_INVALID");
}

TEST_F(TokenVerifierTest, DoesNotStartWithoutKeysOrRules) {
  TokenRules rules;
  rules.issuer = kIssuer;
  rules.audience = kAudience;
  rules.keys = folder_ / "missing";
  EXPECT_EQ(base::ReasonOf(TokenVerifier::Create(rules, kNow).status()), "KEYS_UNAVAILABLE");
  rules.keys = folder_.Write("empty", "{}");
  EXPECT_EQ(base::ReasonOf(TokenVerifier::Create(rules, kNow).status()), "KEYS_INVALID");
  rules.keys = "http://idp.example/jwks";
  EXPECT_EQ(base::ReasonOf(TokenVerifier::Create(rules, kNow).status()), "KEY_SOURCE_INVALID");
  rules.keys = folder_ / "jwks";
  EXPECT_TRUE(TokenVerifier::Create(rules, kNow).ok());
  rules.audience.clear();
  EXPECT_EQ(base::ReasonOf(TokenVerifier::Create(rules, kNow).status()), "TOKEN_RULES_INVALID");
  rules.audience = kAudience;
  rules.issuer.clear();
  EXPECT_EQ(base::ReasonOf(TokenVerifier::Create(rules, kNow).status()), "TOKEN_RULES_INVALID");
}

TEST_F(TokenVerifierTest, ServesManyThreadsWhileKeysChange) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 8; ++i) tokens.push_back(Token(signer_));
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) refused += !verifier_->Verify(tokens[i % 8], kNow).ok();
    });
  }
  const std::string jwks = signer_.PublicJwks();
  for (int i = 0; i < 20; ++i) {
    // The same keys in another text, by a rename so that no reader sees half a file.
    folder_.Write("next", jwks + std::string(static_cast<size_t>(i + 1), ' '));
    std::filesystem::rename(folder_ / "next", folder_ / "jwks");
    EXPECT_TRUE(verifier_->Refresh(kNow).ok());
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, 0);
}

// Answers every request on a port of the system's choice with one status and body.
class HttpServer {
 public:
  HttpServer() {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(socket_, 8), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~HttpServer() {
    shutdown(socket_, SHUT_RDWR);
    thread_.join();
    close(socket_);
  }

  void Answer(const std::string& status, const std::string& body) {
    const std::lock_guard lock(mutex_);
    answer_ =
        absl::StrCat("HTTP/1.1 ", status, "\r\nConnection: close\r\nContent-Length: ", body.size(),
                     "\r\n\r\n", body);
  }
  std::string url() const { return absl::StrCat("http://127.0.0.1:", port_, "/jwks"); }
  int calls() const { return calls_; }

 private:
  void Serve() {
    while (true) {
      const int client = accept(socket_, nullptr, nullptr);
      if (client < 0) return;
      ++calls_;
      char request[4096];
      ssize_t size = read(client, request, sizeof request);
      const std::lock_guard lock(mutex_);
      for (size_t sent = 0; size > 0 && sent < answer_.size(); sent += static_cast<size_t>(size)) {
        size = send(client, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL);
      }
      close(client);
    }
  }

  int socket_ = socket(AF_INET, SOCK_STREAM, 0);
  int port_ = 0;
  std::mutex mutex_;
  std::string answer_;
  std::atomic<int> calls_{0};
  std::thread thread_;
};

TEST_F(TokenVerifierTest, ReadsTheKeysFromAnAddressOfThisMachine) {
  HttpServer server;
  server.Answer("200 OK", signer_.PublicJwks());
  verifier_ = Make(server.url());
  EXPECT_EQ(ReasonFor(Token(signer_)), "");
  EXPECT_EQ(server.calls(), 1);
  // A storm of unknown keys costs the issuer one call a minute.
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(ReasonFor(Token(other_), kNow + absl::Minutes(2)), "TOKEN_INVALID");
  }
  EXPECT_EQ(server.calls(), 2);
}

TEST_F(TokenVerifierTest, KeepsTheOldKeysWhileTheIssuerFails) {
  HttpServer server;
  server.Answer("200 OK", signer_.PublicJwks());
  verifier_ = Make(server.url());
  const std::pair<const char*, std::string> failures[] = {
      {"500 Internal Server Error", signer_.PublicJwks()},
      {"302 Found\r\nLocation: https://idp.example/", ""},
      {"200 OK", "<html>"},
      {"200 OK", std::string(300 * 1024, ' ') + signer_.PublicJwks()},
  };
  for (const auto& [status, body] : failures) {
    server.Answer(status, body);
    EXPECT_FALSE(verifier_->Refresh(kNow).ok()) << status;
    EXPECT_EQ(ReasonFor(Token(signer_)), "") << status;
  }
}

TEST(BearerToken, IsWhatFollowsTheScheme) {
  EXPECT_EQ(BearerToken("Bearer a.b.c"), "a.b.c");
  EXPECT_EQ(BearerToken("bearer a.b.c"), "a.b.c");
  for (const char* header : {"", "Bearer", "Bearer ", "Basic a.b.c", "a.b.c", "Bearera.b.c"}) {
    EXPECT_EQ(BearerToken(header), "") << header;
  }
}

}  // namespace
}  // namespace mandat::access
