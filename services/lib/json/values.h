#ifndef SERVICES_LIB_JSON_VALUES_H_
#define SERVICES_LIB_JSON_VALUES_H_

// Dates, instants and money in the form of the Belgian government's REST guide, appended to a
// string.

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace mandat::json {

// "2026-03-01". A part that is not known is 0 and written so ("2026-00-00", the guide's
// IncompleteDate).
void AppendDate(int32_t year, int32_t month, int32_t day, std::string* out);

// RFC 3339 in UTC: "2026-03-01T08:30:00Z", with .mmm or .mmmmmm where there is a fraction of a
// second. Digits below the microsecond are cut off.
void AppendInstant(absl::Time time, std::string* out);
// The same for the fields of google.protobuf.Timestamp.
void AppendInstant(int64_t seconds, int32_t nanos, std::string* out);

// {"value":"0.01","currency":"EUR"} from the fields of google.type.Money: at least two decimals,
// more where there are more. An empty currency is left out.
void AppendMoney(int64_t units, int32_t nanos, absl::string_view currency, std::string* out);

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_VALUES_H_
