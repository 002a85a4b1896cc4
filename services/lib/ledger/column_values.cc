#include "services/lib/ledger/column_values.h"

#include <cstdint>

#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"

namespace mandat::ledger {

Value DateOr(bool present, const google::type::Date& date) {
  if (!present) return {};
  return int64_t{base::ToDay(date) - absl::CivilDay(1970, 1, 1)};
}

Value TimeOr(bool present, const google::protobuf::Timestamp& time) {
  if (!present) return {};
  return time.seconds() * 1'000'000 + time.nanos() / 1'000;
}

std::string Word(absl::string_view enum_name, absl::string_view prefix) {
  return std::string(absl::StripPrefix(enum_name, prefix));
}

}  // namespace mandat::ledger
