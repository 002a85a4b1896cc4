#ifndef SERVICES_OBJECTIVES_FACTS_EPOCHS_H_
#define SERVICES_OBJECTIVES_FACTS_EPOCHS_H_

// What arrives of another service's log, and when a log that was restored takes the place of the
// one before. Pure.

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

// An event as its log knows it.
struct LogPlace {
  std::string source;
  int64_t position = 0;
  // The published position before it; 0 = none.
  int64_t previous = 0;
  // When it was committed, microseconds since 1970.
  int64_t micros = 0;
};

// What an event is here.
struct Arrival {
  // `socialaid-1`; empty where it is of a former log and counts for nothing.
  std::string log;
  // Its place in the order of arrival, from 1.
  int64_t number = 0;
};

// Notes that an event arrived, each once. The first log of a service counts at once; one of another
// source arrives beside it and counts when AdoptIfComplete says so. `kept`: it becomes a fact.
Arrival Arrive(const LogPlace& place, bool kept, storage::v1::FactLog* logs);

// Whether a log whose last published position was announced has arrived as a whole, and then takes
// the place of all that began before it.
bool AdoptIfComplete(absl::string_view source, int64_t last_published, storage::v1::FactLog* logs);

// `socialaid-1`.
std::string LogName(absl::string_view service, int32_t number);

// The epoch of this source; null where nothing of it arrived.
const storage::v1::LogEpoch* FindEpoch(const storage::v1::FactLog& logs, absl::string_view source);

// The epoch whose facts make the figures; null where nothing arrived.
const storage::v1::LogEpoch* CurrentEpoch(const storage::v1::FactLog& logs);

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_EPOCHS_H_
