#include "services/objectives/facts/epochs.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/objectives/facts/keys.h"

namespace mandat::objectives::facts {
namespace {

using storage::v1::Ahead;
using storage::v1::FactLog;
using storage::v1::LogEpoch;

template <typename Epochs>
auto* FindIn(Epochs& epochs, absl::string_view source) {
  const auto found = std::find_if(epochs.begin(), epochs.end(), [source](const LogEpoch& epoch) {
    return epoch.source() == source;
  });
  return found == epochs.end() ? nullptr : &*found;
}

LogEpoch* Begin(const std::string& source, FactLog* logs) {
  const bool first = CurrentEpoch(*logs) == nullptr;
  const int32_t number = logs->epochs_size() + 1;
  LogEpoch* epoch = logs->add_epochs();
  epoch->set_number(number);
  epoch->set_source(source);
  epoch->set_state(first ? storage::v1::EPOCH_STATE_CURRENT : storage::v1::EPOCH_STATE_ARRIVING);
  return epoch;
}

// Moves the tip over what follows it without a hole.
void Advance(const LogPlace& place, LogEpoch* epoch) {
  if (place.position <= epoch->tip()) return;
  auto& ahead = *epoch->mutable_ahead();
  const auto at = std::find_if(ahead.begin(), ahead.end(), [&place](const Ahead& other) {
    return other.position() >= place.position;
  });
  if (at == ahead.end() || at->position() != place.position) {
    const auto index = static_cast<int>(at - ahead.begin());
    Ahead* added = ahead.Add();
    added->set_previous(place.previous);
    added->set_position(place.position);
    added->set_micros(place.micros);
    std::rotate(ahead.begin() + index, ahead.end() - 1, ahead.end());
  }
  int passed = 0;
  while (passed < ahead.size() && ahead[passed].previous() <= epoch->tip()) {
    epoch->set_tip(ahead[passed].position());
    epoch->set_tip_micros(ahead[passed].micros());
    ++passed;
  }
  ahead.DeleteSubrange(0, passed);
}

}  // namespace

Arrival Arrive(const LogPlace& place, bool kept, FactLog* logs) {
  LogEpoch* epoch = FindIn(*logs->mutable_epochs(), place.source);
  if (epoch == nullptr) epoch = Begin(place.source, logs);
  if (epoch->state() == storage::v1::EPOCH_STATE_FORMER) return {};
  Advance(place, epoch);
  if (kept) epoch->set_arrivals(epoch->arrivals() + 1);
  return {LogName(ServiceOf(logs->name()), epoch->number()), epoch->arrivals()};
}

bool AdoptIfComplete(absl::string_view source, int64_t last_published, FactLog* logs) {
  LogEpoch* epoch = FindIn(*logs->mutable_epochs(), source);
  if (epoch == nullptr || epoch->state() != storage::v1::EPOCH_STATE_ARRIVING) return false;
  if (epoch->tip() < last_published) return false;
  // One that began later goes on arriving and takes over in its turn.
  for (LogEpoch& other : *logs->mutable_epochs()) {
    if (other.number() < epoch->number()) other.set_state(storage::v1::EPOCH_STATE_FORMER);
  }
  epoch->set_state(storage::v1::EPOCH_STATE_CURRENT);
  return true;
}

std::string LogName(absl::string_view service, int32_t number) {
  return absl::StrCat(service, "-", number);
}

const LogEpoch* FindEpoch(const FactLog& logs, absl::string_view source) {
  return FindIn(logs.epochs(), source);
}

const LogEpoch* CurrentEpoch(const FactLog& logs) {
  for (const LogEpoch& epoch : logs.epochs()) {
    if (epoch.state() == storage::v1::EPOCH_STATE_CURRENT) return &epoch;
  }
  return nullptr;
}

}  // namespace mandat::objectives::facts
