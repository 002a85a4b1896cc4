#include "services/objectives/clock/fact_watch.h"

#include <optional>
#include <utility>
#include <vector>

#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/formulas/event_types.h"
#include "services/objectives/schema/fact_kinds.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::clock {

using ledger::Reader;
using ledger::Row;
using storage::v1::FactLog;
using storage::v1::FormulaBook;

absl::StatusOr<bool> FactWatch::HasMoved(Reader& reader) {
  // The book first: what a formula counts that comes after it was read, the next book tells.
  ASSIGN_OR_RETURN(const bool book_changed, BookChanged(reader));
  untold_ |= book_changed;
  ledger::PageQuery page;
  page.kind = &FactLogs();
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Page(page));
  bool moved = untold_;
  std::map<std::string, int64_t> arrivals;
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(const auto logs, facts::StoredIn<FactLog>(row));
    const storage::v1::LogEpoch* current = facts::CurrentEpoch(logs);
    if (current == nullptr) continue;
    const std::string log = facts::LogName(facts::ServiceOf(logs.name()), current->number());
    arrivals[log] = current->arrivals();
    if (moved) continue;
    const auto before = arrivals_.find(log);
    if (before == arrivals_.end()) {
      moved = true;
    } else if (before->second != current->arrivals()) {
      ASSIGN_OR_RETURN(moved, IsOneCounted(log, before->second, current->arrivals(), reader));
    }
  }
  arrivals_ = std::move(arrivals);
  untold_ = false;
  return moved;
}

absl::StatusOr<bool> FactWatch::BookChanged(Reader& reader) {
  ASSIGN_OR_RETURN(const std::optional<Row> row,
                   reader.Get(FormulaBooks(), base::IdIn(facts::kBook)));
  if (!row.has_value() || row->version == book_version_) return false;
  ASSIGN_OR_RETURN(const auto book, facts::StoredIn<FormulaBook>(*row));
  types_.clear();
  for (const storage::v1::BookedFormula& booked : book.formulas()) {
    for (const std::string& type : formulas::EventTypesIn(booked.formula())) types_.insert(type);
  }
  book_version_ = row->version;
  return true;
}

absl::StatusOr<bool> FactWatch::IsOneCounted(const std::string& log, int64_t after, int64_t through,
                                             Reader& reader) const {
  if (through - after > kLookedAt) return true;
  ledger::PageQuery page;
  page.kind = &Facts().kind;
  page.limit = static_cast<int>(through - after);
  page.after = {ledger::Value(), base::IdIn(facts::FactName(log, after))};
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Page(page));
  // Arrivals have no holes, unless another log took the place of this one meanwhile.
  if (rows.empty() || rows.back().id != base::IdIn(facts::FactName(log, through))) return true;
  storage::v1::StoredFact fact;
  for (const Row& row : rows) {
    RETURN_IF_ERROR(facts::ReadStored(row, &fact));
    if (types_.contains(fact.type())) return true;
  }
  return false;
}

}  // namespace mandat::objectives::clock
