#ifndef SERVICES_LIB_ACCESS_TEST_TOKENS_H_
#define SERVICES_LIB_ACCESS_TEST_TOKENS_H_

// For the tests of this library: a folder, and tokens that no honest issuer would make.

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "services/lib/access/jose.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::access {

class TestFolder {
 public:
  std::string operator/(absl::string_view name) const { return folder_.File(name); }

  std::string Write(absl::string_view name, absl::string_view text) const {
    std::ofstream(*this / name) << text;
    return *this / name;
  }

 private:
  const testing::TempDir folder_;
};

inline std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline Jwk ImportJwk(const std::string& text) {
  return Jwk(cjose_jwk_import(text.data(), text.size(), nullptr));
}

// A token with exactly this header and payload, signed by `key`; the algorithm is that of the
// header.
inline std::string SignWith(const cjose_jwk_t& key, absl::string_view header,
                            absl::string_view payload) {
  const Json parsed = ParseObject(header);
  const Jws jws(cjose_jws_sign(&key, parsed.get(), reinterpret_cast<const uint8_t*>(payload.data()),
                               payload.size(), nullptr));
  const char* token = nullptr;
  EXPECT_TRUE(jws != nullptr && cjose_jws_export(jws.get(), &token, nullptr)) << header;
  return token == nullptr ? "" : token;
}

// A token with this header and payload and these bytes for a signature.
inline std::string Unsigned(absl::string_view header, absl::string_view payload,
                            absl::string_view signature = "") {
  return absl::StrCat(absl::WebSafeBase64Escape(header), ".", absl::WebSafeBase64Escape(payload),
                      ".", absl::WebSafeBase64Escape(signature));
}

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_TEST_TOKENS_H_
