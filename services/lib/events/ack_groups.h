#ifndef SERVICES_LIB_EVENTS_ACK_GROUPS_H_
#define SERVICES_LIB_EVENTS_ACK_GROUPS_H_

// Which publications one acknowledgement speaks for. A stream takes what one connection sends in
// the order of sending, each under the next sequence. So it is enough to ask for an acknowledgement
// of the last of a group: if that has the sequence which the end of the group must have, every one
// of the group was taken, and broker and relay are spared the others. Pure.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace mandat::events {

// What an acknowledgement proves.
struct AckProof {
  // Ids that the stream has, in the order of sending.
  std::vector<std::string> stored;
  // True where the group's other members are not among them: the sequence is not that of its end.
  bool broken = false;
  // How many were sent in the group; 0 for an acknowledgement that nobody waits for.
  int64_t size = 0;
  // Where it is broken and the last was no repeat: by how much the sequence is too low. Negative
  // where somebody else has published too.
  int64_t lacking = 0;
};

// Not thread-safe.
class AckGroups {
 public:
  // Sequence of the stream's last message while nothing is on its way.
  explicit AckGroups(int64_t last_sequence) : last_sequence_(last_sequence) {}

  // These were sent after all others, in this order; the last one will be acknowledged. A group of
  // one is believed whatever its sequence: what may be a repeat, which gets none, is sent like
  // that.
  void Sent(std::vector<std::string> ids);

  // Acknowledgements come in the order of sending; one that does not proves only itself.
  AckProof Acknowledge(const std::string& id, int64_t sequence, bool duplicate);

 private:
  // Of the last message that is known to be in the stream.
  int64_t last_sequence_;
  // By the last id.
  std::unordered_map<std::string, std::vector<std::string>> groups_;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_ACK_GROUPS_H_
