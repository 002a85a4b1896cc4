#include "services/lib/runtime/served.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "mandat/common/v1/options.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::runtime {

using google::protobuf::DescriptorPool;
using google::protobuf::ServiceDescriptor;

absl::Status ServedService::FindDescriptor(const ServiceDescriptor** descriptor) const {
  *descriptor = DescriptorPool::generated_pool()->FindServiceByName(full_name());
  if (*descriptor != nullptr) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the proto of ", full_name(), " is not linked in"));
}

absl::Status ServedService::Bind(const access::MethodRules& rules, const CallGate& gate) {
  const ServiceDescriptor* descriptor = nullptr;
  RETURN_IF_ERROR(FindDescriptor(&descriptor));
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const std::string& name = descriptor->method(i)->name();
    const auto found = std::find_if(methods_.begin(), methods_.end(),
                                    [&](const ServedMethod* one) { return one->name() == name; });
    const std::string full = absl::StrCat(full_name(), "/", name);
    if (found == methods_.end()) {
      return base::Error(absl::StatusCode::kFailedPrecondition, "METHOD_NOT_SERVED",
                         absl::StrCat("Nothing answers ", full, "."), {{"method", full}});
    }
    ServedMethod& method = **found;
    ASSIGN_OR_RETURN(method.gated_.access, rules.Find(full));
    method.gated_.name = full;
    method.gated_.durations = gate.metrics().AddRpc(full);
    const auto& options = descriptor->method(i)->options();
    if (options.HasExtension(common::v1::request_bytes)) {
      method.gated_.request_bytes_max =
          static_cast<size_t>(options.GetExtension(common::v1::request_bytes));
    }
    method.gate_ = &gate;
    method.Prepare();
  }
  return absl::OkStatus();
}

void ServedService::EndStreams() {
  for (ServedMethod* method : methods_) method->EndStreams();
}

}  // namespace mandat::runtime
