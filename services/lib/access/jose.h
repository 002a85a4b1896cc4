#ifndef SERVICES_LIB_ACCESS_JOSE_H_
#define SERVICES_LIB_ACCESS_JOSE_H_

// The C libraries behind tokens (cjose, jansson) with owners for what they allocate.

#include <cjose/cjose.h>
#include <jansson.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace mandat::access {

struct JoseDeleter {
  void operator()(json_t* json) const { json_decref(json); }
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};
using Json = std::unique_ptr<json_t, JoseDeleter>;
using Jwk = std::unique_ptr<cjose_jwk_t, JoseDeleter>;
using Jws = std::unique_ptr<cjose_jws_t, JoseDeleter>;

// One JSON object (the headers of cjose are such too); null for anything else, also where a name
// stands twice.
Json ParseObject(absl::string_view text);

// On one line.
std::string Print(const json_t& json);

// The text `name`; empty where it is missing. False where it is there and no text.
bool ReadText(const json_t& object, const char* name, std::string* value);

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_JOSE_H_
