#include "services/socialaid/job.h"

#include <future>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/access/actor.h"

namespace mandat::socialaid {

access::Call CallOfJob(absl::string_view job, absl::Time now) {
  access::Call call;
  call.actor = std::make_shared<const access::Actor>(access::Actor::System("socialaid", job));
  call.parties.Add(common::v1::PARTY_ANY);
  call.method = absl::StrCat("job/", job);
  call.now = now;
  return call;
}

absl::Status ReadAsJob(ledger::Ledger& ledger, const access::Call& call,
                       std::function<absl::Status(ledger::View&)> read) {
  std::promise<absl::Status> done;
  ledger.Read(call, std::move(read),
              [&done](absl::Status status) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

}  // namespace mandat::socialaid
