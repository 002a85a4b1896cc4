#include "gateway/cli/listing.h"

#include <cstdint>
#include <utility>

#include "gateway/cli/progress.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

absl::Status ReadPage(Session& session, const Method& method, const Json& request,
                      Listing* listing) {
  ASSIGN_OR_RETURN(MessagePtr answer, session.Call(method, request));
  const google::protobuf::FieldDescriptor* items = ItemsOf(*answer->GetDescriptor());
  const google::protobuf::Reflection& reflection = *answer->GetReflection();
  for (int i = 0; i < reflection.FieldSize(*answer, items); ++i) {
    listing->items.push_back(&reflection.GetRepeatedMessage(*answer, items, i));
  }
  const auto* next = answer->GetDescriptor()->FindFieldByName("next_page_token");
  listing->next_page_token = next == nullptr ? "" : reflection.GetString(*answer, next);
  listing->answers.push_back(std::move(answer));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Listing> ReadPages(Session& session, const Method& method, Json request, bool all) {
  Listing listing;
  Progress progress;
  do {
    RETURN_IF_ERROR(ReadPage(session, method, request, &listing));
    request["pageToken"] = listing.next_page_token;
    if (all) progress.Show(method.collection, static_cast<int64_t>(listing.items.size()), 0);
  } while (all && !listing.next_page_token.empty());
  return listing;
}

}  // namespace mandat::cli
