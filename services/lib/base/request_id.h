#ifndef SERVICES_LIB_BASE_REQUEST_ID_H_
#define SERVICES_LIB_BASE_REQUEST_ID_H_

// The ids under which callers repeat what may have been done.

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mandat::base {

// `REQUEST_ID_INVALID` of the field `request_id` where it is no UUID in its canonical form.
absl::Status CheckRequestId(absl::string_view request_id);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_REQUEST_ID_H_
