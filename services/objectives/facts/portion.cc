#include "services/objectives/facts/portion.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/incoming.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/formulas/program.h"
#include "services/objectives/schema/fact_kinds.h"

namespace mandat::objectives::facts {

using formulas::Contribution;
using ledger::Row;
using storage::v1::StoredFact;

// Rows of one read.
constexpr int64_t kPage = 2'000;

absl::Status Portion::Count(ledger::Reader& reader, int64_t after, int64_t through) {
  formulas::BytesEvaluation evaluation(book_.catching_up());
  StoredFact fact;  // its memory is used again
  const auto use = [&](const Contribution& contribution) {
    if (contribution.distinct.empty()) return amounts_.Add(contribution);
    if (book_.Covers(contribution)) marked_.Add(contribution, fact.position());
  };
  ledger::PageQuery page;
  page.kind = &Facts().kind;
  while (after < through) {
    page.limit = static_cast<int>(std::min(kPage, through - after));
    page.after = {ledger::Value(), base::IdIn(FactName(log_, after))};
    ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Page(page));
    // Arrivals have no holes: where the last one is in its place, all are.
    after += page.limit;
    if (rows.empty() || rows.back().id != base::IdIn(FactName(log_, after))) {
      return base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN",
                         absl::StrCat("facts of ", log_, " up to ", after, " are missing"));
    }
    for (const Row& row : rows) {
      RETURN_IF_ERROR(ReadStored(row, &fact));
      const absl::Time committed = absl::FromUnixMicros(fact.commit_micros());
      if (!evaluation.Evaluate(fact.type(), fact.body(), committed, use)) return BrokenBody(fact);
    }
  }
  return absl::OkStatus();
}

void Portion::Add(const Portion& other) {
  amounts_.Add(other.amounts_);
  marked_.Add(other.marked_);
}

void Portion::Write(storage::v1::CountPortionRequest* request) const {
  for (const auto& [bucket, amount] : amounts_.InBuckets(book_, log_)) {
    storage::v1::BucketAmount* added = request->add_amounts();
    added->set_bucket(bucket);
    added->set_amount(amount);
  }
  for (storage::v1::MarkPage& events : marked_.Pages()) {
    *request->add_mark_pages() = std::move(events);
  }
}

}  // namespace mandat::objectives::facts
