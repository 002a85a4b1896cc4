// Statistics: what the ledger has counted of the caller's requests. Reads counters and names of
// offices and centres, and no request.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/article60/statistics.h"
#include "services/socialaid/names.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/schema/kinds.h"

namespace mandat::socialaid {
namespace {

using article60::YearCounts;
using common::v1::Party;
using google::protobuf::RepeatedPtrField;
using ledger::CountQuery;
using ledger::Tally;
using ledger::Value;
using ledger::View;
using v1::Article60Request;

// Whose requests are counted.
struct Scope {
  Party party;
  // The one office whose; empty = all.
  std::string unit;
};

// Somebody who may be several parties counts as what reaches furthest.
Scope ScopeOf(const access::Call& call, const std::string& unit) {
  if (call.parties.Has(common::v1::PARTY_OWNER)) return {common::v1::PARTY_OWNER, ""};
  if (call.parties.Has(common::v1::PARTY_AGENCY)) return {common::v1::PARTY_AGENCY, unit};
  return {common::v1::PARTY_UNIT, call.actor->unit};
}

CountQuery InYear(const char* counter, const Scope& scope, int year) {
  CountQuery query = {counter, scope.party, {}};
  query.where.emplace_back(&Article60Requests().send_year, Value(int64_t{year}));
  // A party that is a unit says itself which.
  if (scope.party == common::v1::PARTY_AGENCY && !scope.unit.empty()) {
    query.where.emplace_back(&Article60Requests().unit, Value(scope.unit));
  }
  return query;
}

// Adds what became of requests, out of the tallies of one counter.
class Progress {
 public:
  explicit Progress(const char* counter)
      : state_(PlaceOf(counter, Article60Requests().state)),
        outcome_(PlaceOf(counter, Article60Requests().outcome)),
        answer_span_(PlaceOf(counter, Article60Requests().answer_span)),
        on_time_(PlaceOf(counter, Article60Requests().on_time)) {}

  absl::Status Add(const Tally& tally, YearCounts* counts) const {
    return counts->AddProgress({.state = tally.values[state_],
                                .outcome = tally.values[outcome_],
                                .answer_span = tally.values[answer_span_],
                                .on_time = tally.values[on_time_] == "1"},
                               tally.count);
  }

 private:
  const size_t state_;
  const size_t outcome_;
  const size_t answer_span_;
  const size_t on_time_;
};

absl::StatusOr<YearCounts> CountCentre(View& view, const Scope& scope, int year) {
  YearCounts counts;
  const Progress progress(kSentByOwner);
  ASSIGN_OR_RETURN(const std::vector<Tally> groups,
                   view.Count<Article60Request>(InYear(kSentByOwner, scope, year)));
  for (const Tally& tally : groups) RETURN_IF_ERROR(progress.Add(tally, &counts));
  const size_t month = PlaceOf(kSentByOwnerAndOffice, Article60Requests().send_month);
  const size_t office = PlaceOf(kSentByOwnerAndOffice, Article60Requests().office);
  ASSIGN_OR_RETURN(const std::vector<Tally> offices,
                   view.Count<Article60Request>(InYear(kSentByOwnerAndOffice, scope, year)));
  for (const Tally& tally : offices) {
    RETURN_IF_ERROR(counts.AddMonth(tally.values[month], tally.count));
    counts.by_office[base::MakeName(kOffices, tally.values[office])] += tally.count;
  }
  return counts;
}

absl::StatusOr<YearCounts> CountOffices(View& view, const Scope& scope, int year) {
  YearCounts counts;
  const Progress progress(kSentByUnit);
  const size_t month = PlaceOf(kSentByUnit, Article60Requests().send_month);
  const size_t unit = PlaceOf(kSentByUnit, Article60Requests().unit);
  ASSIGN_OR_RETURN(const std::vector<Tally> groups,
                   view.Count<Article60Request>(InYear(kSentByUnit, scope, year)));
  for (const Tally& tally : groups) {
    RETURN_IF_ERROR(counts.AddMonth(tally.values[month], tally.count));
    RETURN_IF_ERROR(progress.Add(tally, &counts));
    if (!scope.unit.empty()) continue;
    counts.by_office[base::MakeName(kOffices, tally.values[unit])] += tally.count;
  }
  const size_t centre = PlaceOf(kSentByUnitAndCentre, Article60Requests().centre);
  ASSIGN_OR_RETURN(const std::vector<Tally> centres,
                   view.Count<Article60Request>(InYear(kSentByUnitAndCentre, scope, year)));
  for (const Tally& tally : centres) {
    counts.by_centre[base::MakeName(kCentres, tally.values[centre])] += tally.count;
  }
  return counts;
}

absl::StatusOr<YearCounts> CountYear(View& view, const Scope& scope, int year) {
  return scope.party == common::v1::PARTY_OWNER ? CountCentre(view, scope, year)
                                                : CountOffices(view, scope, year);
}

// What the offices or centres of a table are called; the register is open to every caller.
template <typename T>
absl::Status NameRows(View& view, RepeatedPtrField<common::v1::StatisticsRow>* rows) {
  for (common::v1::StatisticsRow& row : *rows) {
    ASSIGN_OR_RETURN(std::optional<T> named, view.GetUnchecked<T>(row.key()));
    if (!named.has_value()) continue;
    *row.mutable_display_name() = std::move(*named->mutable_display_name());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status GetArticle60Statistics(const v1::GetArticle60StatisticsRequest& request, View& view,
                                    v1::Article60Statistics* response) {
  return GetArticle60StatisticsOf("", request, view, response);
}

absl::Status GetArticle60StatisticsOf(const std::string& unit,
                                      const v1::GetArticle60StatisticsRequest& request, View& view,
                                      v1::Article60Statistics* response) {
  RETURN_IF_ERROR(article60::CheckStatistics(request));
  const Scope scope = ScopeOf(view.call(), unit);
  ASSIGN_OR_RETURN(const YearCounts now, CountYear(view, scope, request.year()));
  ASSIGN_OR_RETURN(const YearCounts before, CountYear(view, scope, request.year() - 1));
  *response = article60::StatisticsOf(request.year(), now, before);
  response->set_organisation(view.call().actor->organisation);
  if (!scope.unit.empty()) response->set_office(base::MakeName(kOffices, scope.unit));
  RETURN_IF_ERROR(NameRows<v1::Office>(view, response->mutable_by_office()));
  return NameRows<v1::Centre>(view, response->mutable_by_centre());
}

}  // namespace mandat::socialaid
