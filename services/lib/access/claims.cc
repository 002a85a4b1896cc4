#include "services/lib/access/claims.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/lib/access/jose.h"
#include "services/lib/access/role.h"
#include "services/lib/access/token_error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::access {
namespace {

// Clocks of two machines differ by so much at most.
constexpr absl::Duration kLeeway = absl::Seconds(60);
constexpr size_t kEnterpriseNumberDigits = 10;
// 9999-12-31T23:59:59Z, so that arithmetic on times stays in range.
constexpr json_int_t kSecondsMax = 253'402'300'799;

bool HasAudience(const json_t& claims, const std::string& expected) {
  const json_t* audience = json_object_get(&claims, "aud");
  const auto is_expected = [&](const json_t* value) {
    return json_is_string(value) &&
           absl::string_view(json_string_value(value), json_string_length(value)) == expected;
  };
  if (!json_is_array(audience)) return is_expected(audience);
  for (size_t i = 0; i < json_array_size(audience); ++i) {
    if (is_expected(json_array_get(audience, i))) return true;
  }
  return false;
}

// False where `name` is missing or no plausible number of seconds since 1970.
bool ReadTime(const json_t& claims, const char* name, absl::Time* time) {
  const json_t* value = json_object_get(&claims, name);
  if (!json_is_integer(value)) return false;
  const json_int_t seconds = json_integer_value(value);
  *time = absl::FromUnixSeconds(seconds);
  return seconds > 0 && seconds <= kSecondsMax;
}

bool IsEnterpriseNumber(absl::string_view text) {
  return text.size() == kEnterpriseNumberDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

absl::Status ReadRoles(const json_t& claims, Actor* actor) {
  const json_t* roles = json_object_get(&claims, "roles");
  if (roles == nullptr) return absl::OkStatus();
  if (!json_is_array(roles)) return TokenInvalid("roles is no list");
  for (size_t i = 0; i < json_array_size(roles); ++i) {
    const json_t* name = json_array_get(roles, i);
    if (!json_is_string(name)) return TokenInvalid("a role is no text");
    const auto role = ParseRole({json_string_value(name), json_string_length(name)});
    if (role.has_value() && !actor->Has(*role)) actor->roles.push_back(*role);
  }
  return absl::OkStatus();
}

absl::Status ReadIdentity(const json_t& claims, Actor* actor) {
  if (!ReadText(claims, "sub", &actor->subject) || actor->subject.empty()) {
    return TokenInvalid("it names no subject");
  }
  if (!ReadText(claims, "org", &actor->organisation) ||
      !(actor->organisation.empty() || IsEnterpriseNumber(actor->organisation))) {
    return TokenInvalid("org is no enterprise number");
  }
  if (!ReadText(claims, "unit", &actor->unit) ||
      !ReadText(claims, "acting_for", &actor->acting_for) ||
      !ReadText(claims, "purpose", &actor->purpose)) {
    return TokenInvalid("a claim is no text");
  }
  return ReadRoles(claims, actor);
}

// Expiry last: TOKEN_EXPIRED tells the caller that a fresh token of the same kind will do.
absl::Status ReadTimes(const json_t& claims, absl::Duration lifetime_max, absl::Time now,
                       Actor* actor) {
  absl::Time issued, not_before;
  if (!ReadTime(claims, "iat", &issued)) return TokenInvalid("iat is no time");
  if (!ReadTime(claims, "exp", &actor->expires)) return TokenInvalid("exp is no time");
  if (actor->expires - issued > lifetime_max) return TokenInvalid("it lives too long");
  if (issued - kLeeway > now) return TokenInvalid("it was issued in the future");
  if (json_object_get(&claims, "nbf") != nullptr) {
    if (!ReadTime(claims, "nbf", &not_before)) return TokenInvalid("nbf is no time");
    if (not_before - kLeeway > now) return TokenInvalid("it is not valid yet");
  }
  return now < actor->expires ? absl::OkStatus() : TokenExpired();
}

}  // namespace

absl::StatusOr<Actor> ActorOf(absl::string_view payload, const Expected& expected, absl::Time now) {
  const Json claims = ParseObject(payload);
  if (claims == nullptr) return TokenInvalid("its payload is no JSON object");
  std::string issuer;
  if (!ReadText(*claims, "iss", &issuer) || issuer != expected.issuer) {
    return TokenInvalid("another issuer");
  }
  if (!HasAudience(*claims, expected.audience)) return TokenInvalid("another audience");
  Actor actor;
  RETURN_IF_ERROR(ReadIdentity(*claims, &actor));
  RETURN_IF_ERROR(ReadTimes(*claims, expected.lifetime_max, now, &actor));
  return actor;
}

}  // namespace mandat::access
