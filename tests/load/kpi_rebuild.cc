// How fast all shipped formulas count the facts that are there: what happens when formulas come
// later than facts. It ends when no formula catches up any more, which is when the last count is
// committed.

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/testing/child_process.h"
#include "services/objectives/facts/figures.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/schema/fact_kinds.h"
#include "tests/load/event_mix.h"
#include "tests/load/fact_history.h"
#include "tests/load/figure.h"

namespace mandat::load {
namespace {

namespace fs = std::filesystem;

using objectives::storage::v1::FormulaBook;

constexpr absl::Duration kPatience = absl::Minutes(5);

absl::StatusOr<FormulaBook> BookIn(ledger::Reader& reader) {
  ASSIGN_OR_RETURN(const auto row, reader.Get(objectives::FormulaBooks(), "current"));
  if (!row.has_value()) return absl::InternalError("there is no book");
  return objectives::facts::StoredIn<FormulaBook>(*row);
}

// What the formula of an indicator counted, over all periods and logs.
absl::StatusOr<objectives::facts::Sums> SumsOf(ledger::Reader& reader,
                                               const std::string& indicator) {
  ASSIGN_OR_RETURN(const FormulaBook book, BookIn(reader));
  objectives::facts::Sums total;
  for (const auto& formula : book.formulas()) {
    if (formula.indicator() != indicator) continue;
    if (formula.catching_up()) return absl::InternalError("it still catches up");
    ASSIGN_OR_RETURN(const auto rows,
                     reader.Counts(objectives::facts::kFigures,
                                   objectives::facts::BucketPrefix(formula.number())));
    std::set<std::string> logs;
    for (const std::string& service : CountedServices()) logs.insert(absl::StrCat(service, "-1"));
    for (const auto& [period, sums] : objectives::facts::SumsOf(rows, logs)) {
      total.numerator += sums.numerator;
      total.denominator += sums.denominator;
    }
  }
  return total;
}

// Counted right as well as fast: what needs no second computation to be known.
absl::Status CheckCounted(ledger::Reader& reader, const std::map<std::string, int64_t>& by_type) {
  const auto sum_is = [&](const char* indicator, const char* type) -> absl::Status {
    ASSIGN_OR_RETURN(const auto sums, SumsOf(reader, indicator));
    const int64_t wanted = by_type.at(absl::StrCat("be.mandat.", type));
    const int64_t whole = std::max(sums.numerator, sums.denominator);
    if (whole == wanted) return absl::OkStatus();
    return absl::InternalError(absl::StrCat(indicator, " counts ", whole, " of ", wanted));
  };
  RETURN_IF_ERROR(
      sum_is("indicators/article60-received", "socialaid.v1.article60Request.notify.sent"));
  RETURN_IF_ERROR(
      sum_is("indicators/article60-in-time", "socialaid.v1.article60Request.notify.calculated"));
  RETURN_IF_ERROR(
      sum_is("indicators/uniproc-requests", "socialaid.v1.uniprocRequest.notify.asked"));
  return sum_is("indicators/obligations-by-evidence", "governance.v1.obligation.notify.closed");
}

// Facts a second, by the clock and of the processor.
struct Rates {
  std::vector<double> clock, processor;
};

absl::Status Rebuild(const Ground& ground, const std::string& url,
                     const std::map<std::string, int64_t>& by_type, Rates* rates) {
  testing::ChildOptions child;
  child.command = {Ground::Program("mandat_rebuild"), ground.KeysFile(), url};
  child.output_file = ground.File("rebuild.log");
  std::error_code unused;
  fs::remove(child.output_file, unused);
  ASSIGN_OR_RETURN(const auto process, testing::ChildProcess::Start(child));
  const std::optional<int> code = process->Wait(kPatience);
  const std::vector<std::string> seconds =
      absl::StrSplit(absl::StripAsciiWhitespace(process->Output()), ' ');
  double clock = 0, processor = 0;
  if (code != 0 || seconds.size() != 2 || !absl::SimpleAtod(seconds[0], &clock) ||
      !absl::SimpleAtod(seconds[1], &processor)) {
    return absl::InternalError(absl::StrCat("mandat_rebuild:\n", process->Output()));
  }
  ASSIGN_OR_RETURN(const auto store, OpenObjectives(url));
  ASSIGN_OR_RETURN(const auto reader, store->OpenReader());
  RETURN_IF_ERROR(CheckCounted(*reader, by_type));
  int64_t facts = 0;
  for (const auto& [type, count] : by_type) facts += count;
  rates->clock.push_back(static_cast<double>(facts) / clock);
  rates->processor.push_back(static_cast<double>(facts) / processor);
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasureKpiRebuild(Bench& bench) {
  const std::string original = bench.ground.File("facts");
  ASSIGN_OR_RETURN(const std::string loaded, DatabaseIn(original));
  const int64_t facts = bench.ground.options().facts;
  bench.report.Progress(absl::StrCat("loading ", facts, " facts"));
  EventMix mix(facts);
  ASSIGN_OR_RETURN(const auto by_type,
                   LoadFacts(bench.ground, loaded, facts, [&mix] { return mix.Next(); }));
  RETURN_IF_ERROR(WriteBook(bench.ground, loaded));
  Rates rates;
  for (int round = 0; round < bench.ground.options().pairs; ++round) {
    ASSIGN_OR_RETURN(const std::string url,
                     CopyDatabase(original, bench.ground.File("facts-copy")));
    RETURN_IF_ERROR(Rebuild(bench.ground, url, by_type, &rates));
  }
  bench.report.Figure("kpi_rebuild_events_per_s", rates.clock);
  bench.report.Figure("kpi_rebuild_events_per_processor_s", rates.processor);
  return absl::OkStatus();
}

}  // namespace mandat::load
