#include "services/lib/events/gap_watch.h"

#include <algorithm>

namespace mandat::events {

void GapWatch::Begin(const std::string& source, int64_t known) {
  const auto [found, first] = chains_.try_emplace(source);
  if (first) found->second.tip = known;
}

void GapWatch::Saw(const std::string& source, int64_t position, int64_t previous, absl::Time now) {
  const auto [found, first] = chains_.try_emplace(source);
  Chain& chain = found->second;
  if (first) chain.tip = previous;
  if (position <= chain.tip) return;
  const bool was_open = chain.open();
  const int64_t before = chain.tip;
  chain.beyond[previous] = position;
  for (auto next = chain.beyond.begin(); next != chain.beyond.end() && next->first <= chain.tip;
       next = chain.beyond.begin()) {
    chain.tip = std::max(chain.tip, next->second);
    chain.beyond.erase(next);
  }
  if (!was_open || chain.tip != before) chain.since = now;
}

void GapWatch::SawHead(const std::string& source, int64_t last_published, absl::Time now) {
  const auto [found, first] = chains_.try_emplace(source);
  Chain& chain = found->second;
  if (first) chain.tip = last_published;
  if (!chain.open()) chain.since = now;
  chain.announced = last_published;
}

std::optional<GapWatch::Gap> GapWatch::Take(absl::Time now) {
  for (auto& [source, chain] : chains_) {
    if (!chain.open() || now - chain.since < patience_) continue;
    chain.since = now;
    return Gap{source, chain.tip};
  }
  return std::nullopt;
}

bool GapWatch::Open(const std::string& source) const {
  const auto found = chains_.find(source);
  return found != chains_.end() && found->second.open();
}

}  // namespace mandat::events
