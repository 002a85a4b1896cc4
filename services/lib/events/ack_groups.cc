#include "services/lib/events/ack_groups.h"

#include <utility>

namespace mandat::events {

void AckGroups::Sent(std::vector<std::string> ids) {
  std::string last = ids.back();
  groups_.insert_or_assign(std::move(last), std::move(ids));
}

AckProof AckGroups::Acknowledge(const std::string& id, int64_t sequence, bool duplicate) {
  const auto found = groups_.find(id);
  if (found == groups_.end()) return {};
  AckProof proof;
  proof.stored = std::move(found->second);
  groups_.erase(found);
  proof.size = static_cast<int64_t>(proof.stored.size());
  proof.broken = proof.size > 1 && (duplicate || sequence != last_sequence_ + proof.size);
  if (proof.broken) {
    proof.stored = {id};
    if (!duplicate) proof.lacking = last_sequence_ + proof.size - sequence;
  }
  if (!duplicate) last_sequence_ = sequence;
  return proof;
}

}  // namespace mandat::events
