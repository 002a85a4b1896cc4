#ifndef GATEWAY_CLI_LISTING_H_
#define GATEWAY_CLI_LISTING_H_

// The pages of a list, one after the other.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/cli/client.h"
#include "gateway/cli/input.h"
#include "gateway/cli/session.h"

namespace mandat::cli {

struct Listing {
  std::vector<MessagePtr> answers;
  // What the answers hold, in their order.
  std::vector<const google::protobuf::Message*> items;
  // Empty at the end.
  std::string next_page_token;
};

// The first page, or all of them. Errors of Session::Call().
absl::StatusOr<Listing> ReadPages(Session& session, const Method& method, Json request, bool all);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_LISTING_H_
