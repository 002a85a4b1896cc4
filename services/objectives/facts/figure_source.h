#ifndef SERVICES_OBJECTIVES_FACTS_FIGURE_SOURCE_H_
#define SERVICES_OBJECTIVES_FACTS_FIGURE_SOURCE_H_

// What figures are made of, as a view has it: all of one moment.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/period.h"
#include "services/lib/ledger/view.h"
#include "services/objectives/facts/figures.h"
#include "services/objectives/formulas/periods.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

class FigureSource {
 public:
  // Reads the indicator, within the caller's rights, with all that its formula combines.
  // `NOT_FOUND` (`INDICATOR_NOT_FOUND`), `FAILED_PRECONDITION` (`INDICATOR_NOT_COMPUTED`).
  static absl::StatusOr<FigureSource> Read(const std::string& indicator, ledger::View& view);
  // The same for an indicator that was read, whatever the rights of the caller are.
  static absl::StatusOr<FigureSource> Of(const v1::Indicator& computed, ledger::View& view);

  const v1::Indicator& indicator() const { return indicators_.at(name_); }
  // Null where it is gone.
  const v1::Indicator* Find(const std::string& name) const;
  const base::Period& term() const { return term_; }
  const formulas::Periods& periods() const { return *periods_; }
  // Of the services whose events count.
  const std::vector<storage::v1::FactLog>& logs() const { return logs_; }
  // The booked formula of a version; null where it combines others.
  const storage::v1::BookedFormula* Booked(const std::string& indicator, int32_t version) const;

  // OUT_OF_RANGE `RATIONAL_OVERFLOW`. The period is one of periods().
  absl::StatusOr<v1::Figure> FigureOf(const base::Period& period) const;

 private:
  absl::Status ReadIndicators(ledger::View& view);
  absl::Status ReadLogs(ledger::View& view);
  absl::Status ReadCounts(ledger::View& view);

  std::string name_;
  // Short names of those whose events count.
  std::set<std::string> services_;
  std::map<std::string, v1::Indicator> indicators_;
  base::Period term_;
  std::shared_ptr<const formulas::Periods> periods_;
  storage::v1::FormulaBook book_;
  std::vector<storage::v1::FactLog> logs_;
  std::map<std::pair<std::string, int32_t>, CountedFormula> counted_;
};

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_FIGURE_SOURCE_H_
