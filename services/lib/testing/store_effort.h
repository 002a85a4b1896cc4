#ifndef SERVICES_LIB_TESTING_STORE_EFFORT_H_
#define SERVICES_LIB_TESTING_STORE_EFFORT_H_

// What writing costs a database engine, in counts and not in time: a busy machine changes nothing
// about them.

#include <cstdint>
#include <functional>
#include <string>

#include "services/lib/ledger/store.h"

namespace mandat::testing {

struct Effort {
  // Readings of a table or an index from its beginning, without a key.
  int64_t full_scans = 0;
  // PostgreSQL: pages touched. SQLite: instructions of its machine.
  int64_t steps = 0;
  // What was read in full, for the message of a test.
  std::string scanned;
};

using Work = std::function<void(ledger::Writer&)>;

// What `work` costs with one writer from its first statement to its last, plans included. `url` is
// a database that has its tables and that nobody else uses.
Effort PostgresEffort(const std::string& url, const Work& work);
Effort SqliteEffort(const std::string& url, const Work& work);

// Writes this many widgets (a multiple of 50) in batches as a service would: each batch makes rows,
// changes and removes some of those of earlier ones, and reads them in every way that there is.
void WriteWidgets(ledger::Writer& writer, int rows);

// Expects the twenty-thousandth row to cost what the two-thousandth does. `effort_of_writing` tells
// what it costs to write so many rows into an empty database on statements that were all planned
// while it was empty.
void ExpectTwentyThousandRowsStayFast(const std::function<Effort(int rows)>& effort_of_writing);

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_STORE_EFFORT_H_
