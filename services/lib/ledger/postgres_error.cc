#include "services/lib/ledger/postgres_error.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"

namespace mandat::ledger::postgres {
namespace {

constexpr absl::string_view kCauseUrl = "mandat.be/cause";

absl::Status WithCause(absl::Status status, absl::string_view cause) {
  status.SetPayload(kCauseUrl, absl::Cord(absl::StripAsciiWhitespace(cause)));
  return status;
}

absl::string_view FieldOf(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? "" : text;
}

// Serialisation failure, deadlock, lock not available.
bool IsConflict(absl::string_view state) {
  return state == "40001" || state == "40P01" || state == "55P03";
}

// Resources exhausted, shut down or cancelled by an operator, connection trouble, idle for too
// long.
bool IsUnavailable(absl::string_view state) {
  return absl::StartsWith(state, "53") || absl::StartsWith(state, "57") ||
         absl::StartsWith(state, "08") || state == "25P03";
}

}  // namespace

absl::Status Unavailable(absl::string_view cause) {
  return WithCause(base::Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
                               "The database does not answer. Nothing was done; try again."),
                   cause);
}

absl::Status OutcomeUnknown(absl::string_view cause) {
  return WithCause(base::Error(absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN",
                               "The database was lost during the commit. Repeat the call with the "
                               "same request id to learn whether it was done."),
                   cause);
}

absl::Status ErrorOf(const PGresult* result, bool committing) {
  const absl::string_view state = FieldOf(result, PG_DIAG_SQLSTATE);
  const absl::string_view message = FieldOf(result, PG_DIAG_MESSAGE_PRIMARY);
  if (IsConflict(state)) {
    return WithCause(base::Error(absl::StatusCode::kAborted, "STORE_CONFLICT",
                                 "Others hold or change the same rows. Run it again."),
                     message);
  }
  if (absl::StartsWith(state, "23")) {
    return WithCause(
        base::Error(absl::StatusCode::kAborted, "STORE_CONSTRAINT",
                    "A constraint of the database refuses a row.",
                    {{"constraint", std::string(FieldOf(result, PG_DIAG_CONSTRAINT_NAME))}}),
        message);
  }
  if (state == "XX001" || state == "XX002") {
    return WithCause(base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN",
                                 "The database found its own data damaged."),
                     message);
  }
  if (IsUnavailable(state)) return committing ? OutcomeUnknown(message) : Unavailable(message);
  return absl::InternalError(absl::StrCat("postgres ", state, ": ", message));
}

}  // namespace mandat::ledger::postgres
