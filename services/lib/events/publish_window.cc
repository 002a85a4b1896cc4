#include "services/lib/events/publish_window.h"

#include <algorithm>
#include <utility>

namespace mandat::events {

void PublishWindow::Add(int64_t position, const std::string& resource, Publication publication) {
  read_ = position;
  open_.emplace(position, Open{resource, std::move(publication), std::nullopt});
  lanes_.Push(resource, position);
}

std::vector<const Publication*> PublishWindow::TakeReady(absl::Time now) {
  std::vector<const Publication*> ready;
  for (const std::string& resource : lanes_.TakeReady()) {
    const int64_t position = *lanes_.Front(resource);
    Open& open = open_.at(position);
    open.sent = now;
    under_way_[open.publication.id] = position;
    ready.push_back(&open.publication);
  }
  return ready;
}

bool PublishWindow::Acknowledge(const std::string& id) {
  const auto found = under_way_.find(id);
  if (found == under_way_.end()) return false;
  const auto open = open_.find(found->second);
  under_way_.erase(found);
  lanes_.Pop(open->second.resource);
  open_.erase(open);
  return true;
}

std::optional<absl::Time> PublishWindow::oldest_sent() const {
  std::optional<absl::Time> oldest;
  for (const auto& [id, position] : under_way_) {
    const std::optional<absl::Time>& sent = open_.at(position).sent;
    oldest = oldest.has_value() ? std::min(*oldest, *sent) : *sent;
  }
  return oldest;
}

}  // namespace mandat::events
