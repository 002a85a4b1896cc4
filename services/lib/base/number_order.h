#ifndef SERVICES_LIB_BASE_NUMBER_ORDER_H_
#define SERVICES_LIB_BASE_NUMBER_ORDER_H_

// The order of the numbers that people give to things, such as the articles of a plan.

#include "absl/strings/string_view.h"

namespace mandat::base {

// Whether `a` stands before `b`: digits that follow each other count as one number, so that 2.2
// comes before 2.10, and OS 2 before OS 10; the rest by its bytes.
bool NumberComesBefore(absl::string_view a, absl::string_view b);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_NUMBER_ORDER_H_
