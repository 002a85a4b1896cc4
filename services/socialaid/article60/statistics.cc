#include "services/socialaid/article60/statistics.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "services/lib/base/error.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/disclosure/suppression.h"
#include "services/socialaid/article60/states_words.h"

namespace mandat::socialaid::article60 {
namespace {

using base::Phrase;
using common::v1::StatisticsCell;
using common::v1::StatisticsRow;
using disclosure::Suppression;
using google::protobuf::RepeatedPtrField;
using v1::Article60Statistics;

constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2100;

// Rows of a table: what the column says, the key, the name.
struct StateLabel {
  absl::string_view word;
  absl::string_view key;
  v1::Article60State state;
};

constexpr StateLabel kStates[] = {
    {"SENT", "sent", v1::ARTICLE60_STATE_SENT},
    {"RETURNED", "returned", v1::ARTICLE60_STATE_RETURNED},
    {"CALCULATED", "calculated", v1::ARTICLE60_STATE_CALCULATED},
    {"WITHDRAWN", "withdrawn", v1::ARTICLE60_STATE_WITHDRAWN},
};
// The total of the tables of outcomes and of answer times.
constexpr size_t kCalculated = 2;

struct OutcomeLabel {
  absl::string_view word;
  absl::string_view key;
  v1::Article60Outcome outcome;
};

constexpr OutcomeLabel kOutcomes[] = {
    {"OPENS_RIGHT", "opensRight", v1::ARTICLE60_OUTCOME_OPENS_RIGHT},
    {"ALREADY_OPEN", "alreadyOpen", v1::ARTICLE60_OUTCOME_ALREADY_OPEN},
    {"NOT_ATTAINABLE", "notAttainable", v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE},
};

struct AnswerTimeLabel {
  absl::string_view word;
  absl::string_view key;
  Phrase name;
};

constexpr AnswerTimeLabel kAnswerTimes[] = {
    {"WITHIN_7_DAYS",
     "within7Days",
     {"7 jours ou moins", "7 dagen of minder", "7 Tage oder weniger", "7 days or fewer"}},
    {"WITHIN_14_DAYS",
     "within14Days",
     {"8 à 14 jours", "8 tot 14 dagen", "8 bis 14 Tage", "8 to 14 days"}},
    {"WITHIN_30_DAYS",
     "within30Days",
     {"15 à 30 jours", "15 tot 30 dagen", "15 bis 30 Tage", "15 to 30 days"}},
    {"OVER_30_DAYS",
     "over30Days",
     {"Plus de 30 jours", "Meer dan 30 dagen", "Mehr als 30 Tage", "More than 30 days"}},
};

// Adds where the label has the word.
template <typename Label, size_t kSize>
absl::Status AddTo(const Label (&labels)[kSize], absl::string_view word, int64_t count,
                   std::array<int64_t, kSize>* counts) {
  for (size_t i = 0; i < kSize; ++i) {
    if (labels[i].word != word) continue;
    (*counts)[i] += count;
    return absl::OkStatus();
  }
  return base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN",
                     "A counter has a word that no request can have.");
}

// One table of one year, with what of it is hidden.
struct Disclosed {
  std::vector<int64_t> counts;
  Suppression suppression;
};

Disclosed Disclose(absl::Span<const int64_t> counts, std::optional<size_t> spared = {}) {
  return {{counts.begin(), counts.end()}, disclosure::Suppress(counts, spared)};
}

Disclosed DiscloseUnder(bool total_shown, absl::Span<const int64_t> counts) {
  if (total_shown) return Disclose(counts);
  return {{counts.begin(), counts.end()}, disclosure::Withhold(counts.size())};
}

// A table whose rows are those that there are.
struct DisclosedByName {
  // Whether there is one and the same row for it.
  std::optional<size_t> Find(const std::string& name) const {
    const auto found = std::lower_bound(names.begin(), names.end(), name);
    if (found == names.end() || *found != name) return std::nullopt;
    return static_cast<size_t>(found - names.begin());
  }

  std::vector<std::string> names;
  Disclosed table;
};

DisclosedByName DiscloseByName(const std::map<std::string, int64_t>& counted) {
  DisclosedByName disclosed;
  std::vector<int64_t> counts;
  for (const auto& [name, count] : counted) {
    disclosed.names.push_back(name);
    counts.push_back(count);
  }
  disclosed.table = Disclose(counts);
  return disclosed;
}

// The tables of one year.
struct Year {
  explicit Year(const YearCounts& counts);

  Disclosed total;
  Disclosed by_month;
  Disclosed by_state;
  Disclosed by_outcome;
  Disclosed by_answer_time;
  std::optional<int32_t> on_time_permille;
  DisclosedByName by_office;
  DisclosedByName by_centre;
};

// Whoever answers within seven days is on time, so the answers by time tell a part of those that
// are; the rest of them and the late ones are two more cells. The share is told only where nothing
// of a few follows from all of these together.
std::optional<int32_t> OnTimePermille(const YearCounts& counts, const Disclosed& by_answer_time) {
  const int64_t later_on_time = counts.on_time - counts.by_answer_time[0];
  const int64_t late = counts.by_state[kCalculated] - counts.on_time;
  if (!by_answer_time.suppression.all_shown() || !disclosure::MayShow(later_on_time) ||
      !disclosure::MayShow(late)) {
    return std::nullopt;
  }
  return disclosure::SharePermille(counts.on_time, counts.by_state[kCalculated]);
}

Year::Year(const YearCounts& counts)
    : total(
          Disclose({std::accumulate(counts.by_month.begin(), counts.by_month.end(), int64_t{0})})),
      by_month(Disclose(counts.by_month)),
      by_state(Disclose(counts.by_state, kCalculated)),
      by_outcome(DiscloseUnder(!by_state.suppression.hidden[kCalculated], counts.by_outcome)),
      by_answer_time(
          DiscloseUnder(!by_state.suppression.hidden[kCalculated], counts.by_answer_time)),
      on_time_permille(OnTimePermille(counts, by_answer_time)),
      by_office(DiscloseByName(counts.by_office)),
      by_centre(DiscloseByName(counts.by_centre)) {}

// The count at `place`; nothing there is nothing counted.
StatisticsCell CellOf(const Disclosed& table, std::optional<size_t> place) {
  StatisticsCell cell;
  const bool hidden =
      place.has_value() ? table.suppression.hidden[*place] : table.suppression.withheld;
  if (hidden) {
    cell.set_hidden(true);
  } else {
    cell.set_count(place.has_value() ? table.counts[*place] : 0);
  }
  return cell;
}

StatisticsRow RowOf(absl::string_view key, StatisticsCell now, StatisticsCell before) {
  StatisticsRow row;
  row.set_key(std::string(key));
  if (now.has_count() && before.has_count()) {
    const auto growth = disclosure::GrowthHundredths(before.count(), now.count());
    if (growth.has_value()) row.set_growth_hundredths(*growth);
  }
  *row.mutable_count() = std::move(now);
  *row.mutable_count_before() = std::move(before);
  return row;
}

StatisticsRow RowAt(absl::string_view key, const Disclosed& now, const Disclosed& before,
                    size_t place) {
  return RowOf(key, CellOf(now, place), CellOf(before, place));
}

const Phrase& NameOf(const StateLabel& label) { return WordsOf(label.state); }
const Phrase& NameOf(const OutcomeLabel& label) { return WordsOf(label.outcome); }
const Phrase& NameOf(const AnswerTimeLabel& label) { return label.name; }

template <typename Labels>
void FillLabelled(const Labels& labels, const Disclosed& now, const Disclosed& before,
                  RepeatedPtrField<StatisticsRow>* rows) {
  for (size_t i = 0; i < std::size(labels); ++i) {
    StatisticsRow* row = rows->Add();
    *row = RowAt(labels[i].key, now, before, i);
    *row->mutable_display_name() = base::Say(NameOf(labels[i]), {});
  }
}

// A row that is there says that there were some, unless it is there for the other year.
void FillByName(const DisclosedByName& now, const DisclosedByName& before,
                RepeatedPtrField<StatisticsRow>* rows) {
  std::set<std::string> names;
  for (const DisclosedByName* year : {&now, &before}) {
    if (!year->table.suppression.withheld) names.insert(year->names.begin(), year->names.end());
  }
  for (const std::string& name : names) {
    *rows->Add() =
        RowOf(name, CellOf(now.table, now.Find(name)), CellOf(before.table, before.Find(name)));
  }
}

}  // namespace

absl::Status CheckStatistics(const v1::GetArticle60StatisticsRequest& request) {
  if (request.year() >= kFirstYear && request.year() <= kLastYear) return absl::OkStatus();
  return base::InvalidField("YEAR_OUT_OF_RANGE", "year",
                            absl::StrCat("Give a year from ", kFirstYear, " to ", kLastYear, "."));
}

absl::Status YearCounts::AddMonth(absl::string_view send_month, int64_t count) {
  int month = 0;
  absl::string_view digits = send_month;
  digits.remove_prefix(digits.find('-') + 1);
  if (!absl::SimpleAtoi(digits, &month) || month < 1 || month > 12) {
    return base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN", "A counter has no month.");
  }
  by_month[static_cast<size_t>(month - 1)] += count;
  return absl::OkStatus();
}

absl::Status YearCounts::AddProgress(const Progress& progress, int64_t count) {
  RETURN_IF_ERROR(AddTo(kStates, progress.state, count, &by_state));
  if (progress.outcome.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(AddTo(kOutcomes, progress.outcome, count, &by_outcome));
  RETURN_IF_ERROR(AddTo(kAnswerTimes, progress.answer_span, count, &by_answer_time));
  if (progress.on_time) on_time += count;
  return absl::OkStatus();
}

Article60Statistics StatisticsOf(int year, const YearCounts& counts_now,
                                 const YearCounts& counts_before) {
  const Year now(counts_now);
  const Year before(counts_before);
  Article60Statistics statistics;
  statistics.set_year(year);
  *statistics.mutable_total() = RowAt("", now.total, before.total, 0);
  for (size_t i = 0; i < counts_now.by_month.size(); ++i) {
    *statistics.add_by_month() =
        RowAt(absl::StrFormat("%04d-%02d", year, i + 1), now.by_month, before.by_month, i);
  }
  FillLabelled(kStates, now.by_state, before.by_state, statistics.mutable_by_state());
  FillLabelled(kOutcomes, now.by_outcome, before.by_outcome, statistics.mutable_by_outcome());
  FillLabelled(kAnswerTimes, now.by_answer_time, before.by_answer_time,
               statistics.mutable_by_answer_time());
  if (now.on_time_permille.has_value()) {
    statistics.set_on_time_permille(*now.on_time_permille);
  }
  if (before.on_time_permille.has_value()) {
    statistics.set_on_time_permille_before(*before.on_time_permille);
  }
  FillByName(now.by_office, before.by_office, statistics.mutable_by_office());
  FillByName(now.by_centre, before.by_centre, statistics.mutable_by_centre());
  return statistics;
}

}  // namespace mandat::socialaid::article60
