#ifndef SERVICES_SOCIALAID_LEGAL_PARAMETERS_LAW_MEMO_H_
#define SERVICES_SOCIALAID_LEGAL_PARAMETERS_LAW_MEMO_H_

// The law that answers rest on, worked out once and not for each answer: to make law::Parameters of
// the stored values takes longer than an answer does.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/lib/runtime/mutex.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid {

// Remembers what law::ParametersOf gave for the digest of a law and a day, for the few pairs that
// were asked last. As that function is pure, who asks cannot tell. Safe for concurrent use.
class LawMemo {
 public:
  // As law::ParametersOf; never null. What is wrong with the stored law is INTERNAL `LAW_BROKEN`:
  // no fault of who asks.
  absl::StatusOr<std::shared_ptr<const law::Parameters>> Get(const storage::v1::PublishedLaw* law,
                                                             absl::CivilDay today);

 private:
  struct Entry {
    std::string digest;
    absl::CivilDay today;
    std::shared_ptr<const law::Parameters> parameters;
  };

  std::shared_ptr<const law::Parameters> Find(const std::string& digest, absl::CivilDay today);
  void Keep(Entry entry);

  runtime::Mutex mutex_;
  // The one asked last stands first.
  std::vector<Entry> entries_ MANDAT_GUARDED_BY(mutex_);
};

// The same from a memo that all of the process share.
absl::StatusOr<std::shared_ptr<const law::Parameters>> LawOn(const storage::v1::PublishedLaw* law,
                                                             absl::CivilDay today);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_LEGAL_PARAMETERS_LAW_MEMO_H_
