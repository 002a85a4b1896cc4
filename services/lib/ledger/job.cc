#include "services/lib/ledger/job.h"

#include <future>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/access/actor.h"

namespace mandat::ledger {

access::Call CallOfJob(absl::string_view service, absl::string_view job, absl::Time now) {
  access::Call call;
  call.actor = std::make_shared<const access::Actor>(
      access::Actor::System(std::string(service), std::string(job)));
  call.parties.Add(common::v1::PARTY_ANY);
  call.method = absl::StrCat("job/", job);
  call.now = now;
  return call;
}

absl::Status RunAndWait(Ledger& ledger, const Command& command, const access::Call& call,
                        const google::protobuf::Message& request) {
  std::promise<absl::Status> answer;
  ledger.Submit(command, call, request, [&answer](absl::StatusOr<Ledger::Committed> committed) {
    answer.set_value(committed.status());
  });
  return answer.get_future().get();
}

absl::Status ReadAndWait(Ledger& ledger, const access::Call& call,
                         std::function<absl::Status(View&)> read) {
  std::promise<absl::Status> answer;
  ledger.Read(call, std::move(read),
              [&answer](absl::Status status) { answer.set_value(std::move(status)); });
  return answer.get_future().get();
}

}  // namespace mandat::ledger
