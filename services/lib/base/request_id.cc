#include "services/lib/base/request_id.h"

#include "services/lib/base/error.h"
#include "services/lib/base/uuid.h"

namespace mandat::base {

absl::Status CheckRequestId(absl::string_view request_id) {
  if (IsUuid(request_id)) return absl::OkStatus();
  return InvalidField("REQUEST_ID_INVALID", "request_id", "Send a UUID in lower case.");
}

}  // namespace mandat::base
