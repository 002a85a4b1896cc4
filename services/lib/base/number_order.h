#ifndef SERVICES_LIB_BASE_NUMBER_ORDER_H_
#define SERVICES_LIB_BASE_NUMBER_ORDER_H_

// The order of what people number: "OS 2" before "OS 10", "1.2" before "1.10".

#include "absl/strings/string_view.h"

namespace mandat::base {

// Whether a number comes before another: digits count as numbers.
bool NumberComesBefore(absl::string_view a, absl::string_view b);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_NUMBER_ORDER_H_
