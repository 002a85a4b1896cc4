#include "services/lib/access/signer.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/lib/access/role.h"
#include "services/lib/base/error.h"

namespace mandat::access {
namespace {

constexpr size_t kKeyFileBytesMax = 4096;

// 32 hex digits that nobody guesses.
std::string RandomId() {
  std::array<unsigned char, 16> bytes;
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();
  return absl::BytesToHexString({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

absl::Status NotWritten(const std::string& path) {
  return base::Error(absl::StatusCode::kInternal, "SIGNING_KEY_NOT_WRITTEN",
                     absl::StrCat("No signing key was written to ", path, ": ", strerror(errno)));
}

absl::Status Invalid(const std::string& path) {
  return base::Error(absl::StatusCode::kFailedPrecondition, "SIGNING_KEY_INVALID",
                     absl::StrCat(path, " must hold a P-256 JWK with an id, and have mode 0600."),
                     {{"path", path}});
}

std::string PrintKey(const cjose_jwk_t& key, bool with_private) {
  char* text = cjose_jwk_to_json(&key, with_private, nullptr);
  if (text == nullptr) std::abort();  // out of memory
  const auto free_text = absl::MakeCleanup([text] { cjose_get_dealloc()(text); });
  return text;
}

void SetText(json_t* object, const char* name, absl::string_view value) {
  json_object_set_new(object, name, json_stringn(value.data(), value.size()));
}

void SetTime(json_t* object, const char* name, absl::Time value) {
  json_object_set_new(object, name, json_integer(absl::ToUnixSeconds(value)));
}

}  // namespace

absl::StatusOr<TokenSigner> TokenSigner::Create(const std::string& path) {
  const std::string id = RandomId();
  Jwk key(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr));
  if (key == nullptr || !cjose_jwk_set_kid(key.get(), id.data(), id.size(), nullptr)) std::abort();
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) {
    return base::Error(absl::StatusCode::kAlreadyExists, "SIGNING_KEY_EXISTS",
                       absl::StrCat("There is a signing key at ", path, " already."),
                       {{"path", path}});
  }
  if (file < 0) return NotWritten(path);
  const auto shut = absl::MakeCleanup([file] { close(file); });
  const std::string text = PrintKey(*key, /*with_private=*/true);
  if (write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return NotWritten(path);
  }
  return TokenSigner(std::move(key), id);
}

absl::StatusOr<TokenSigner> TokenSigner::Open(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return base::Error(absl::StatusCode::kNotFound, "SIGNING_KEY_MISSING",
                       absl::StrCat("No signing key can be read at ", path, "."), {{"path", path}});
  }
  const auto shut = absl::MakeCleanup([file] { close(file); });
  struct stat facts = {};
  std::array<char, kKeyFileBytesMax> text;
  const ssize_t size = read(file, text.data(), text.size());
  if (size <= 0 || fstat(file, &facts) != 0 || (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Invalid(path);
  }
  const absl::string_view jwk(text.data(), static_cast<size_t>(size));
  const Json members = ParseObject(jwk);
  std::string curve, secret, id;
  Jwk key(cjose_jwk_import(jwk.data(), jwk.size(), nullptr));
  if (members == nullptr || key == nullptr || !ReadText(*members, "crv", &curve) ||
      curve != "P-256" || !ReadText(*members, "d", &secret) || secret.empty() ||
      !ReadText(*members, "kid", &id) || id.empty()) {
    return Invalid(path);
  }
  return TokenSigner(std::move(key), std::move(id));
}

std::string TokenSigner::PublicJwks() const {
  const Json key = ParseObject(PrintKey(*key_, /*with_private=*/false));
  SetText(key.get(), "use", "sig");
  SetText(key.get(), "alg", "ES256");
  const Json set(json_object());
  json_object_set_new(set.get(), "keys", json_array());
  json_array_append(json_object_get(set.get(), "keys"), key.get());
  return Print(*set);
}

std::string TokenSigner::Sign(const Actor& actor, absl::string_view issuer,
                              absl::string_view audience, absl::Time now) const {
  const Json claims(json_object());
  SetText(claims.get(), "iss", issuer);
  SetText(claims.get(), "aud", audience);
  SetText(claims.get(), "sub", actor.subject);
  SetText(claims.get(), "jti", RandomId());
  SetTime(claims.get(), "iat", now);
  SetTime(claims.get(), "nbf", now);
  SetTime(claims.get(), "exp", actor.expires);
  const std::pair<const char*, const std::string*> texts[] = {{"org", &actor.organisation},
                                                              {"unit", &actor.unit},
                                                              {"acting_for", &actor.acting_for},
                                                              {"purpose", &actor.purpose}};
  for (const auto& [name, value] : texts) {
    if (!value->empty()) SetText(claims.get(), name, *value);
  }
  json_t* roles = json_array();
  for (const common::v1::Role role : actor.roles) {
    const absl::string_view name = RoleName(role);
    json_array_append_new(roles, json_stringn(name.data(), name.size()));
  }
  json_object_set_new(claims.get(), "roles", roles);
  return SignPayload(Print(*claims));
}

std::string TokenSigner::SignPayload(absl::string_view payload) const {
  const Json header(json_object());
  SetText(header.get(), "alg", "ES256");
  SetText(header.get(), "kid", id_);
  const Jws jws(cjose_jws_sign(key_.get(), header.get(),
                               reinterpret_cast<const uint8_t*>(payload.data()), payload.size(),
                               nullptr));
  const char* token = nullptr;  // belongs to `jws`
  if (jws == nullptr || !cjose_jws_export(jws.get(), &token, nullptr)) std::abort();
  return token;
}

}  // namespace mandat::access
