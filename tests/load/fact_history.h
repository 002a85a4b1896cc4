#ifndef TESTS_LOAD_FACT_HISTORY_H_
#define TESTS_LOAD_FACT_HISTORY_H_

// The database of objectives after years: facts of all services that nothing has counted yet.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/lib/ledger/codec.h"
#include "services/lib/ledger/store.h"
#include "tests/load/event_mix.h"
#include "tests/load/ground.h"

namespace mandat::load {

// Services whose events shipped formulas count, by their short names.
const std::vector<std::string>& CountedServices();

// Opens the store of a database of objectives with the service's kinds.
absl::StatusOr<std::unique_ptr<ledger::Store>> OpenObjectives(const std::string& url);

// The URL of the SQLite database that lies in a folder, which is made; and that of its copy in
// another one, which takes the place of what was there. Nobody has it open.
absl::StatusOr<std::string> DatabaseIn(const std::string& folder);
absl::StatusOr<std::string> CopyDatabase(const std::string& folder, const std::string& into);

// Makes the schema.
absl::Status MakeObjectives(const std::string& url);

// Adds the first version of a resource, as the ledger would write it, without its event.
void Insert(const ledger::Codec& codec, const ledger::Kind& kind,
            google::protobuf::Message* resource, ledger::WriteSet* writes);

// Makes the schema and fills it with so many facts from `next`, each in the log of its service.
// Rows are those that the ledger would have written. Answers how many there are of each type.
absl::StatusOr<std::map<std::string, int64_t>> LoadFacts(const Ground& ground,
                                                         const std::string& url, int64_t facts,
                                                         absl::FunctionRef<MixedEvent()> next);

// Writes the book of all shipped formulas, of which nothing is counted. There is none yet.
absl::Status WriteBook(const Ground& ground, const std::string& url);

}  // namespace mandat::load

#endif  // TESTS_LOAD_FACT_HISTORY_H_
