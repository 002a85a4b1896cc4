#ifndef SERVICES_LIB_BASE_STATUS_MACROS_H_
#define SERVICES_LIB_BASE_STATUS_MACROS_H_

// The two macros that Abseil 20220623 lacks. Do not use ASSIGN_OR_RETURN inside the argument of
// another macro: all lines of a macro argument have one __LINE__.

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RETURN_IF_ERROR(expression)                                       \
  do {                                                                    \
    if (absl::Status mandat_status = (expression); !mandat_status.ok()) { \
      return mandat_status;                                               \
    }                                                                     \
  } while (false)

#define ASSIGN_OR_RETURN(target, expression) \
  MANDAT_ASSIGN_OR_RETURN_(MANDAT_CONCAT_(mandat_result_, __LINE__), target, expression)

#define MANDAT_ASSIGN_OR_RETURN_(result, target, expression) \
  auto result = (expression);                                \
  if (!result.ok()) return std::move(result).status();       \
  target = std::move(result).value()

#define MANDAT_CONCAT_(a, b) MANDAT_CONCAT_INNER_(a, b)
#define MANDAT_CONCAT_INNER_(a, b) a##b

#endif  // SERVICES_LIB_BASE_STATUS_MACROS_H_
