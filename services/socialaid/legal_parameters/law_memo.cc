#include "services/socialaid/legal_parameters/law_memo.h"

#include <algorithm>
#include <utility>

#include "services/lib/base/error.h"
#include "services/socialaid/law/published_law.h"

namespace mandat::socialaid {
namespace {

// Around midnight there are two days, around a publication two laws.
constexpr size_t kEntriesMost = 4;

}  // namespace

absl::StatusOr<std::shared_ptr<const law::Parameters>> LawMemo::Get(
    const storage::v1::PublishedLaw* law, absl::CivilDay today) {
  const std::string digest = law == nullptr ? std::string() : law->digest();
  if (auto known = Find(digest, today)) return known;
  // Outside the lock, so that nobody waits: two who come at once both work it out.
  absl::StatusOr<law::Parameters> made = law::ParametersOf(law, today);
  if (!made.ok()) {
    return base::Error(absl::StatusCode::kInternal, "LAW_BROKEN", made.status().message(),
                       base::MetadataOf(made.status()));
  }
  auto parameters = std::make_shared<const law::Parameters>(*std::move(made));
  Keep({digest, today, parameters});
  return parameters;
}

std::shared_ptr<const law::Parameters> LawMemo::Find(const std::string& digest,
                                                     absl::CivilDay today) {
  const runtime::MutexLock lock(&mutex_);
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.digest == digest && entry.today == today;
  });
  if (found == entries_.end()) return nullptr;
  std::rotate(entries_.begin(), found, found + 1);
  return entries_.front().parameters;
}

void LawMemo::Keep(Entry entry) {
  const runtime::MutexLock lock(&mutex_);
  entries_.insert(entries_.begin(), std::move(entry));
  if (entries_.size() > kEntriesMost) entries_.pop_back();
}

absl::StatusOr<std::shared_ptr<const law::Parameters>> LawOn(const storage::v1::PublishedLaw* law,
                                                             absl::CivilDay today) {
  // Commands are functions and own nothing; what all share here is a function too.
  static auto& memo = *new LawMemo();
  return memo.Get(law, today);
}

}  // namespace mandat::socialaid
