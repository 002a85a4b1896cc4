#ifndef SERVICES_LIB_ACCESS_TOKEN_ERROR_H_
#define SERVICES_LIB_ACCESS_TOKEN_ERROR_H_

// The three ways in which a token fails. Messages never quote the token.

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/lib/base/error.h"

namespace mandat::access {

inline absl::Status TokenMissing() {
  return base::Error(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING",
                     "Send an access token: authorization: Bearer …");
}

inline absl::Status TokenExpired() {
  return base::Error(absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED",
                     "The access token has expired; get a new one.");
}

inline absl::Status TokenInvalid(absl::string_view why) {
  return base::Error(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID",
                     absl::StrCat("The access token is not accepted: ", why, "."));
}

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_TOKEN_ERROR_H_
