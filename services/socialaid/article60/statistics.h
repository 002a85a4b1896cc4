#ifndef SERVICES_SOCIALAID_ARTICLE60_STATISTICS_H_
#define SERVICES_SOCIALAID_ARTICLE60_STATISTICS_H_

// Statistics of article 60 requests out of counts: the tables, what of them is hidden, and growth.

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "mandat/socialaid/v1/article60_statistics.pb.h"

namespace mandat::socialaid::article60 {

// INVALID_ARGUMENT `YEAR_OUT_OF_RANGE`.
absl::Status CheckStatistics(const v1::GetArticle60StatisticsRequest& request);

// Requests that have come equally far, in the words of their columns.
struct Progress {
  absl::string_view state;
  // Empty until they are answered.
  absl::string_view outcome = {};
  absl::string_view answer_span = {};
  bool on_time = false;
};

// What was counted of the requests of one scope that were sent in one year. DATA_LOSS
// `STORE_BROKEN` where a word is one that no column has.
struct YearCounts {
  // Requests that were sent in a month: `2026-03`.
  absl::Status AddMonth(absl::string_view send_month, int64_t count);
  // The same requests once more, by what became of them.
  absl::Status AddProgress(const Progress& progress, int64_t count);

  // In the order of the tables of Article60Statistics.
  std::array<int64_t, 12> by_month = {};
  std::array<int64_t, 4> by_state = {};
  std::array<int64_t, 3> by_outcome = {};
  std::array<int64_t, 4> by_answer_time = {};
  int64_t on_time = 0;
  // By name of the office or centre. Empty where the scope has no such table.
  std::map<std::string, int64_t> by_office;
  std::map<std::string, int64_t> by_centre;
};

// Everything but whose requests they are and what offices and centres are called.
v1::Article60Statistics StatisticsOf(int year, const YearCounts& now, const YearCounts& before);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_STATISTICS_H_
