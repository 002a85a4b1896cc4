#ifndef TESTS_LOAD_SENDING_H_
#define TESTS_LOAD_SENDING_H_

// Article 60 requests sent to the service as fast as it takes them: our side of the figures of
// writing.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/lib/ledger/store.h"
#include "tests/load/data_set.h"
#include "tests/load/databases.h"
#include "tests/load/ground.h"
#include "tests/load/load_client.h"

namespace mandat::load {

// The rows that one sending wrote: what a peer has to write, byte for byte as large.
struct SentRows {
  ledger::Row row;
  ledger::Event event;
};

struct SendingRun {
  LoadResult load;
  // Commands in a commit; 0 where the engine does not tell its commits.
  double mean_batch = 0;
  SentRows rows;
};

// Calls of SendArticle60Request over distinct drafts, each with a request id, in order. Valid as
// long as the drafts and tokens.
std::function<bool(NextCall*)> EachDraftOnce(const std::vector<Draft>& drafts,
                                             const std::vector<std::string>& tokens);

inline constexpr char kSend[] = "/mandat.socialaid.v1.SocialAidService/SendArticle60Request";

// A fresh copy, a broker, the service with its relay, and kInFlight calls throughout.
absl::StatusOr<SendingRun> RunSending(const Ground& ground, LoadedEngine& engine);

}  // namespace mandat::load

#endif  // TESTS_LOAD_SENDING_H_
