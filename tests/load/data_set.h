#ifndef TESTS_LOAD_DATA_SET_H_
#define TESTS_LOAD_DATA_SET_H_

// The rows that a database holds before anything is measured.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/ledger/store.h"
#include "tests/load/ground.h"

namespace mandat::load {

// A request that was loaded: a draft, complete, of a person of its own.
struct Draft {
  // `article60Requests/{uuid}`.
  std::string name;
  // Whose it is, 0 to kCentres - 1.
  int centre = 0;
};

// Opens the store of a database with the service's kinds.
absl::StatusOr<std::unique_ptr<ledger::Store>> OpenStore(const std::string& url);

// Makes the schema and fills it through the ledger, as the service would, but in large batches: one
// office, kCentres centres, and `rows` persons, each with one draft. The drafts are the last
// events of the log, and everything counts as published.
absl::StatusOr<std::vector<Draft>> LoadDataSet(const Ground& ground, const std::string& url,
                                               int rows);

// The complete draft number `number` of this person, of centre number % kCentres.
socialaid::v1::Article60Request CompleteDraft(int number, const std::string& person);

// Notes in the database how far the relay is.
absl::Status SetRelayCursor(ledger::Store& store, int64_t position);

}  // namespace mandat::load

#endif  // TESTS_LOAD_DATA_SET_H_
