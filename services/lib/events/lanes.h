#ifndef SERVICES_LIB_EVENTS_LANES_H_
#define SERVICES_LIB_EVENTS_LANES_H_

// Work in order by key: of every key only the oldest item is under way, the others wait for it;
// items of different keys do not wait for each other.

#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace mandat::events {

// Not thread-safe.
template <typename Item>
class Lanes {
 public:
  void Push(const std::string& key, Item item) {
    std::list<Item>& lane = lanes_[key];
    lane.push_back(std::move(item));
    ++size_;
    if (lane.size() == 1) ready_.push_back(key);
  }

  // Keys whose oldest item may start now and did not yet, in the order in which they came to the
  // front.
  std::vector<std::string> TakeReady() { return std::exchange(ready_, {}); }

  // The oldest item of a key; null where the key has none.
  Item* Front(const std::string& key) {
    const auto lane = lanes_.find(key);
    return lane == lanes_.end() ? nullptr : &lane->second.front();
  }

  // The oldest item of this key is done; the next one may start. The key must have one.
  void Pop(const std::string& key) {
    const auto lane = lanes_.find(key);
    lane->second.pop_front();
    --size_;
    if (lane->second.empty()) {
      lanes_.erase(lane);
    } else {
      ready_.push_back(key);
    }
  }

  // Takes all items of a key away, oldest first.
  std::list<Item> TakeLane(const std::string& key) {
    const auto lane = lanes_.find(key);
    if (lane == lanes_.end()) return {};
    std::list<Item> items = std::move(lane->second);
    size_ -= items.size();
    lanes_.erase(lane);
    return items;
  }

  void ForEach(const std::function<void(Item&)>& visit) {
    for (auto& [key, lane] : lanes_) {
      for (Item& item : lane) visit(item);
    }
  }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::unordered_map<std::string, std::list<Item>> lanes_;
  std::vector<std::string> ready_;
  size_t size_ = 0;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_LANES_H_
