#include "tests/load/sending.h"

#include <atomic>
#include <fstream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/socialaid/names.h"
#include "services/socialaid/schema/kinds.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

// How many transactions this database has committed, by its own counter: the field iChange of the
// WAL index (sqlite.org/walformat.html, 2.3.2), which starts anywhere. 0 for other engines.
uint32_t SqliteCommits(const std::string& url) {
  uint32_t commits = 0;
  if (!absl::StartsWith(url, "sqlite:")) return commits;
  constexpr int kOffsetOfChange = 8;
  std::ifstream index(absl::StrCat(SqliteFile(url), "-shm"), std::ios::binary);
  index.seekg(kOffsetOfChange);
  index.read(reinterpret_cast<char*>(&commits), sizeof(commits));
  return commits;
}

absl::StatusOr<SentRows> ReadSent(ledger::Reader& reader, const Draft& draft) {
  const ledger::Kind& kind = socialaid::Article60Requests().kind;
  const std::string id = socialaid::IdIn(draft.name);
  SentRows sent;
  ASSIGN_OR_RETURN(const auto row, reader.Get(kind, id));
  ASSIGN_OR_RETURN(const auto event, reader.EventAt(kind, id, 2));
  if (!row.has_value() || !event.has_value()) return absl::InternalError("nothing was sent");
  return SentRows{*row, *event};
}

}  // namespace

std::function<bool(NextCall*)> EachDraftOnce(const std::vector<Draft>& drafts,
                                             const std::vector<std::string>& tokens) {
  auto taken = std::make_shared<std::atomic<size_t>>(0);
  return [&drafts, &tokens, taken](NextCall* next) {
    const size_t number = taken->fetch_add(1);
    if (number >= drafts.size()) return false;
    socialaid::v1::SendArticle60RequestRequest request;
    request.set_name(drafts[number].name);
    request.set_request_id(base::MakeUuidV4(base::RandomBytes<16>()));
    next->request = request.SerializeAsString();
    next->token = &tokens[static_cast<size_t>(drafts[number].centre)];
    return true;
  };
}

absl::StatusOr<SendingRun> RunSending(const Ground& ground, LoadedEngine& engine) {
  ASSIGN_OR_RETURN(const std::string url, engine.Renew());
  ASSIGN_OR_RETURN(const auto broker, Ground::StartBroker());
  ASSIGN_OR_RETURN(const auto service, ServiceProcess::Start(ground, url, broker->Url()));
  ASSIGN_OR_RETURN(const auto store, OpenStore(url));
  ASSIGN_OR_RETURN(const auto reader, store->OpenReader());
  ASSIGN_OR_RETURN(const int64_t head, reader->Head());
  const uint32_t commits = SqliteCommits(url);
  const std::vector<std::string> tokens = ground.AgentTokens();
  LoadPlan plan;
  plan.address = service->address();
  plan.method = kSend;
  plan.in_flight = kInFlight;
  plan.warm_up = ground.options().warm_up;
  plan.length = ground.options().slice;
  plan.next = EachDraftOnce(engine.drafts(), tokens);
  SendingRun run;
  ASSIGN_OR_RETURN(run.load, RunLoad(plan));
  ASSIGN_OR_RETURN(const int64_t last, reader->Head());
  const uint32_t committed = SqliteCommits(url) - commits;
  if (committed > 0) run.mean_batch = static_cast<double>(last - head) / committed;
  ASSIGN_OR_RETURN(run.rows, ReadSent(*reader, engine.drafts().front()));
  RETURN_IF_ERROR(service->Stop());
  return run;
}

}  // namespace mandat::load
