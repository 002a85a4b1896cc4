#include "services/lib/base/error.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace mandat::base {
namespace {

// Where the reason and each entry of metadata travel inside an absl::Status.
constexpr absl::string_view kReasonUrl = "mandat.be/reason";
constexpr absl::string_view kMetadataUrl = "mandat.be/metadata/";

}  // namespace

absl::Status Error(absl::StatusCode code, absl::string_view reason, absl::string_view message,
                   Metadata metadata) {
  absl::Status status(code, message);
  status.SetPayload(kReasonUrl, absl::Cord(reason));
  for (const auto& [key, value] : metadata) {
    status.SetPayload(absl::StrCat(kMetadataUrl, key), absl::Cord(value));
  }
  return status;
}

absl::Status InvalidField(absl::string_view reason, absl::string_view field,
                          absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, absl::StrCat(field, ": ", message),
               {{"field", std::string(field)}});
}

std::string ReasonOf(const absl::Status& status) {
  auto payload = status.GetPayload(kReasonUrl);
  return payload.has_value() ? std::string(*payload) : std::string();
}

Metadata MetadataOf(const absl::Status& status) {
  Metadata metadata;
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& value) {
    if (url.size() > kMetadataUrl.size() && url.substr(0, kMetadataUrl.size()) == kMetadataUrl) {
      metadata.emplace(std::string(url.substr(kMetadataUrl.size())), std::string(value));
    }
  });
  return metadata;
}

absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value) {
  if (!status.ok()) status.SetPayload(absl::StrCat(kMetadataUrl, key), absl::Cord(value));
  return status;
}

}  // namespace mandat::base
