#include "services/lib/events/publish_window.h"

#include <utility>

namespace mandat::events {

void PublishWindow::Add(int64_t position, const std::string& resource, Publication publication) {
  read_ = position;
  open_.emplace(position, Open{resource, std::move(publication)});
  lanes_.Push(resource, position);
}

std::vector<PublishWindow::Ready> PublishWindow::TakeReady(absl::Time now) {
  std::vector<Ready> ready;
  for (const std::string& resource : lanes_.TakeReady()) {
    const int64_t position = *lanes_.Front(resource);
    Open& open = open_.at(position);
    under_way_[open.publication.id] = position;
    sent_.push_back({open.publication.id, now});
    ready.push_back({position, &open.publication});
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
  while (!sent_.empty() && under_way_.count(sent_.front().id) == 0) sent_.pop_front();
  return true;
}

std::optional<absl::Time> PublishWindow::oldest_sent() const {
  if (sent_.empty()) return std::nullopt;
  return sent_.front().time;
}

}  // namespace mandat::events
