#include "services/lib/runtime/grpc_status.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/status.pb.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/error.h"
#include "services/lib/base/text.h"
#include "services/lib/runtime/log.h"

// Older packages of the standard protos lack ErrorInfo, and ours stands in.
#if __has_include("google/rpc/error_info.pb.h")
#include "google/rpc/error_info.pb.h"
#else
#include "google/rpc/error_details.pb.h"
#endif

namespace mandat::runtime {
namespace {

// Clients take 8 KiB of metadata in all: message twice, as text and in the details, and the rest.
constexpr size_t kMessageBytesMax = 1024;
constexpr size_t kMetadataBytesMax = 2048;

bool IsOwnFault(const absl::Status& status) {
  return absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status) ||
         base::ReasonOf(status).empty();
}

std::string NewReference() {
  const auto bytes = base::RandomBytes<8>();
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

absl::Status Masked(const absl::Status& status, absl::string_view method) {
  const std::string reference = NewReference();
  LogError("own fault", {{"reference", reference},
                         {"method", method},
                         {"code", absl::StatusCodeToString(status.code())},
                         {"error", status.ToString()}});
  return base::Error(absl::StatusCode::kInternal, "INTERNAL",
                     absl::StrCat("internal error (reference ", reference, ")"),
                     {{"reference", reference}});
}

grpc::Status WithDetails(const absl::Status& status, absl::string_view domain) {
  google::rpc::ErrorInfo info;
  info.set_reason(base::ReasonOf(status));
  info.set_domain(std::string(domain));
  size_t bytes = 0;
  for (const auto& [key, value] : base::MetadataOf(status)) {
    bytes += key.size() + value.size();
    if (bytes <= kMetadataBytesMax) (*info.mutable_metadata())[key] = value;
  }
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(std::string(base::Shortened(status.message(), kMessageBytesMax)));
  details.add_details()->PackFrom(info);
  return grpc::Status(static_cast<grpc::StatusCode>(status.raw_code()), details.message(),
                      details.SerializeAsString());
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status, absl::string_view domain,
                    absl::string_view method) {
  if (status.ok()) return grpc::Status::OK;
  return WithDetails(IsOwnFault(status) ? Masked(status, method) : status, domain);
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : details.details()) {
      google::rpc::ErrorInfo info;
      if (!detail.UnpackTo(&info) || info.reason().empty()) continue;
      base::Metadata metadata(info.metadata().begin(), info.metadata().end());
      return base::Error(code, info.reason(), status.error_message(), std::move(metadata));
    }
  }
  return absl::Status(code, status.error_message());
}

}  // namespace mandat::runtime
