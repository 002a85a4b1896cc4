#ifndef TESTS_LOAD_HISTORY_H_
#define TESTS_LOAD_HISTORY_H_

// The rows of a database after years.

#include <string>

#include "absl/status/status.h"
#include "tests/load/ground.h"

namespace mandat::load {

// The office of whoever answers them.
inline constexpr char kOfficeId[] = "bruxelles";
// When they were sent: in these years, evenly.
inline constexpr int kHistoryFirstYear = 2024;
inline constexpr int kHistoryLastYear = 2025;

// Makes the schema, one office, kCentres centres and `rows` requests, four in five of them
// answered. Rows, keys and counters are those that the ledger would have written, but there are no
// events: it takes a minute for what would take the ledger a quarter of an hour.
absl::Status LoadHistory(const Ground& ground, const std::string& url, int rows);

}  // namespace mandat::load

#endif  // TESTS_LOAD_HISTORY_H_
