#ifndef SERVICES_LIB_LEDGER_COLUMN_VALUES_H_
#define SERVICES_LIB_LEDGER_COLUMN_VALUES_H_

// What promoted columns hold of fields of protos.

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/lib/ledger/value.h"

namespace mandat::ledger {

// The day; NULL where the field is not present.
Value DateOr(bool present, const google::type::Date& date);

// The instant; NULL where the field is not present.
Value TimeOr(bool present, const google::protobuf::Timestamp& time);

// `SENT` of `ARTICLE60_STATE_SENT`.
std::string Word(absl::string_view enum_name, absl::string_view prefix);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_COLUMN_VALUES_H_
