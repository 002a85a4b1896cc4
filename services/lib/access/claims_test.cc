#include "services/lib/access/claims.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/access/jose.h"
#include "services/lib/base/error.h"

namespace mandat::access {
namespace {

constexpr int64_t kNowSeconds = 1'772'353'800;
const absl::Time kNow = absl::FromUnixSeconds(kNowSeconds);
const Expected kExpected = {"https://idp.example", "mandat", absl::Minutes(10)};

// A good payload with the members of `changes` put over it; a null takes a member away.
std::string Payload(const std::string& changes = "{}") {
  const Json payload = ParseObject(
      absl::StrCat(R"({"iss":"https://idp.example","aud":"mandat","sub":"u1","iat":)", kNowSeconds,
                   R"(,"exp":)", kNowSeconds + 600,
                   R"(,"org":"0123456749","unit":"62","roles":["welfare_centre_agent","auditor"],)",
                   R"("acting_for":"u2","purpose":"file 7"})"));
  const Json over = ParseObject(changes);
  EXPECT_NE(over, nullptr) << changes;
  json_object_update(payload.get(), over.get());
  const char* name;
  json_t* value;
  void* next;
  json_object_foreach_safe(payload.get(), next, name, value) {
    if (json_is_null(value)) json_object_del(payload.get(), name);
  }
  return Print(*payload);
}

std::string At(const char* name, int64_t seconds_from_now) {
  return absl::StrCat("{\"", name, "\":", kNowSeconds + seconds_from_now, "}");
}

std::string ReasonFor(const std::string& changes, absl::Time now = kNow) {
  const auto actor = ActorOf(Payload(changes), kExpected, now);
  if (actor.ok()) return "";
  EXPECT_EQ(actor.status().code(), absl::StatusCode::kUnauthenticated);
  return base::ReasonOf(actor.status());
}

TEST(ActorOf, TakesEveryClaim) {
  const auto actor = ActorOf(Payload(), kExpected, kNow);
  ASSERT_TRUE(actor.ok()) << actor.status();
  EXPECT_EQ(actor->subject, "u1");
  EXPECT_EQ(actor->organisation, "0123456749");
  EXPECT_EQ(actor->unit, "62");
  EXPECT_THAT(actor->roles, testing::ElementsAre(common::v1::ROLE_WELFARE_CENTRE_AGENT,
                                                 common::v1::ROLE_AUDITOR));
  EXPECT_EQ(actor->acting_for, "u2");
  EXPECT_EQ(actor->purpose, "file 7");
  EXPECT_EQ(actor->job, "");
  EXPECT_EQ(actor->expires, kNow + absl::Minutes(10));
}

TEST(ActorOf, NeedsOnlyWhatIsRequired) {
  const auto actor =
      ActorOf(Payload(R"({"org":null,"unit":null,"roles":null,"acting_for":null,"purpose":null})"),
              kExpected, kNow);
  ASSERT_TRUE(actor.ok()) << actor.status();
  EXPECT_EQ(actor->organisation + actor->unit + actor->acting_for + actor->purpose, "");
  EXPECT_TRUE(actor->roles.empty());
}

TEST(ActorOf, PassesOverRolesThatAreNotOursAndRepeats) {
  const auto actor = ActorOf(
      Payload(R"({"roles":["offline_access","operator","ROLE_AUDITOR","operator","unspecified"]})"),
      kExpected, kNow);
  ASSERT_TRUE(actor.ok());
  EXPECT_THAT(actor->roles, testing::ElementsAre(common::v1::ROLE_OPERATOR));
}

TEST(ActorOf, RefusesWhatIsNotForUs) {
  const char* invalid[] = {
      R"({"iss":null})",
      R"({"iss":"https://idp.example/"})",
      R"({"iss":"HTTPS://idp.example"})",
      R"({"iss":["https://idp.example"]})",
      R"({"aud":null})",
      R"({"aud":"mandatx"})",
      R"({"aud":""})",
      R"({"aud":[]})",
      R"({"aud":["other"]})",
      R"({"aud":[7]})",
      R"({"aud":{"mandat":1}})",

      R"({"sub":null})",
      R"({"sub":""})",
      R"({"sub":7})",
      R"({"org":"123456749"})",
      R"({"org":"01234567490"})",
      R"({"org":"012345674x"})",

      R"({"org":123456749})",
      R"({"unit":62})",
      R"({"acting_for":["u2"]})",
      R"({"purpose":{}})",
      R"({"roles":"operator"})",
      R"({"roles":[7]})",
      R"({"roles":{"operator":true}})",
  };
  for (const char* changes : invalid) EXPECT_EQ(ReasonFor(changes), "TOKEN_INVALID") << changes;
  EXPECT_EQ(ReasonFor(R"({"aud":["other","mandat"]})"), "");
}

TEST(ActorOf, RefusesAPayloadThatIsNoObject) {
  for (const char* payload : {"", "[]", "\"x\"", "{", "null"}) {
    EXPECT_EQ(base::ReasonOf(ActorOf(payload, kExpected, kNow).status()), "TOKEN_INVALID");
  }
  const std::string nul = absl::StrReplaceAll(Payload(), {{"\"mandat\"", "\"mandat\\u0000\""}});
  EXPECT_EQ(base::ReasonOf(ActorOf(nul, kExpected, kNow).status()), "TOKEN_INVALID") << nul;
  const std::string twice = absl::StrReplaceAll(Payload(), {{"{\"", "{\"sub\":\"x\",\""}});
  EXPECT_EQ(base::ReasonOf(ActorOf(twice, kExpected, kNow).status()), "TOKEN_INVALID") << twice;
}

TEST(ActorOf, RefusesTimesThatAreNone) {
  for (const char* name : {"exp", "iat", "nbf"}) {
    for (const char* value : {"\"1772353800\"", "1772353800.5", "-1", "0", "true", "253402300800",
                              "9223372036854775807"}) {
      const std::string changes = absl::StrCat("{\"", name, "\":", value, "}");
      EXPECT_EQ(ReasonFor(changes), "TOKEN_INVALID") << changes;
    }
  }
  EXPECT_EQ(ReasonFor(R"({"exp":null})"), "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(R"({"iat":null})"), "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(R"({"nbf":null})"), "");
}

TEST(ActorOf, ExpiresToTheInstant) {
  EXPECT_EQ(ReasonFor("{}", kNow + absl::Minutes(10) - absl::Microseconds(1)), "");
  EXPECT_EQ(ReasonFor("{}", kNow + absl::Minutes(10)), "TOKEN_EXPIRED");
  EXPECT_EQ(ReasonFor("{}", kNow + absl::Hours(1000)), "TOKEN_EXPIRED");
}

TEST(ActorOf, SaysExpiredOnlyWhereThatIsAllThatIsWrong) {
  EXPECT_EQ(ReasonFor(R"({"aud":"other"})", kNow + absl::Hours(1)), "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(R"({"org":"x"})", kNow + absl::Hours(1)), "TOKEN_INVALID");
}

TEST(ActorOf, GivesTheStartAMinuteOfLeeway) {
  EXPECT_EQ(ReasonFor(At("nbf", 60)), "");
  EXPECT_EQ(ReasonFor(At("nbf", 61)), "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(At("iat", 60)), "");
  EXPECT_EQ(ReasonFor(At("iat", 61)), "TOKEN_INVALID");
}

TEST(ActorOf, RefusesATokenThatLivesTooLong) {
  EXPECT_EQ(ReasonFor(At("exp", 600)), "");
  EXPECT_EQ(ReasonFor(At("exp", 601)), "TOKEN_INVALID");
}

}  // namespace
}  // namespace mandat::access
