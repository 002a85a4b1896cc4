#ifndef SERVICES_OBJECTIVES_FACTS_CATCH_UP_H_
#define SERVICES_OBJECTIVES_FACTS_CATCH_UP_H_

// What happens to facts without being called for: what must exist is made, formulas that came later
// than facts count them, a restored log takes over once it has arrived, and what is left of the one
// before and of formulas that count anew is removed.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"
#include "services/lib/runtime/jobs.h"
#include "services/lib/runtime/mutex.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

// How much is counted in one commit.
struct PortionLimits {
  // Enough that the commit, which changes most pages of marks, is the smaller part of the time; few
  // enough that neither a stop nor other commits wait long.
  int64_t facts = 100'000;
  // Held in memory: about 50 MB.
  int64_t marks = 600'000;
  // Below, a second thread gains nothing.
  int64_t facts_for_one_thread = 4'000;
};

class CatchUp {
 public:
  // Both outlive it; `services` are those that are followed.
  CatchUp(ledger::Ledger& ledger, ledger::Store& store, std::vector<std::string> services,
          const PortionLimits& limits = {})
      : ledger_(ledger), store_(store), services_(std::move(services)), limits_(limits) {}

  // In the order in which they are to run.
  std::vector<runtime::Job> jobs();

  // A service announced the end of its log. Thread-safe, and does not wait.
  void NoteHead(const events::Head& head);

  // Each does one portion, and says whether there may be more.
  absl::StatusOr<bool> Prepare(absl::Time now);
  absl::StatusOr<bool> CountSome(absl::Time now);
  absl::StatusOr<bool> AdoptSome(absl::Time now);
  absl::StatusOr<bool> TakeBackSome(absl::Time now);
  absl::StatusOr<bool> RemoveSome(absl::Time now);

 private:
  absl::StatusOr<ledger::Reader*> Open();
  // Nothing before the first Prepare.
  absl::StatusOr<std::optional<storage::v1::FormulaBook>> ReadBook(ledger::Reader& reader) const;
  absl::StatusOr<std::vector<storage::v1::FactLog>> ReadLogs(ledger::Reader& reader) const;
  // What the next facts of the request's log add to its formulas; `arrivals` are there.
  absl::Status Fill(const storage::v1::FormulaBook& book, const std::string& source,
                    int64_t arrivals, storage::v1::CountPortionRequest* request);
  template <typename C>
  absl::Status Run(const typename C::Request& request, absl::Time now);

  ledger::Ledger& ledger_;
  ledger::Store& store_;
  const std::vector<std::string> services_;
  const PortionLimits limits_;
  std::unique_ptr<ledger::Reader> reader_;
  // Of a second thread, which reads facts beside that of the jobs.
  std::unique_ptr<ledger::Reader> helper_;

  runtime::Mutex mutex_;
  // The last published position that was announced, by source.
  std::map<std::string, int64_t> heads_ MANDAT_GUARDED_BY(mutex_);
};

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_CATCH_UP_H_
