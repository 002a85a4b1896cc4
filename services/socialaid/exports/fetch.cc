#include "services/socialaid/exports/fetch.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/access/rules.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/job.h"
#include "services/socialaid/exports/rows.h"
#include "services/socialaid/exports/rules.h"
#include "services/socialaid/names.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/schema/kinds.h"

namespace mandat::socialaid {
namespace {

using exports::RowWriter;
using ledger::ReadAndWait;
using ledger::Tally;
using ledger::View;
using v1::Article60Export;
using v1::Article60Request;

constexpr char kService[] = "mandat.socialaid.v1.SocialAidService";
constexpr int kRowsInPiece = 1000;

absl::Status Cancelled() { return absl::CancelledError("nobody wants the rest"); }

// The same caller with the rights that another method gives; PERMISSION_DENIED `ROLE_REQUIRED`
// where it gives none. What is recorded names the method that was called.
absl::StatusOr<access::Call> AsOfMethod(const access::Call& call, const char* method) {
  static const auto& rules = *new absl::StatusOr<access::MethodRules>(access::MethodRules::Of(
      {google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(kService)}));
  RETURN_IF_ERROR(rules.status());
  ASSIGN_OR_RETURN(const access::MethodAccess* access,
                   rules->Find(absl::StrCat(kService, "/", method)));
  RETURN_IF_ERROR(access::CheckMethod(*access, *call.actor));
  access::Call other = call;
  other.parties = access::PartiesOf(*access, *call.actor);
  return other;
}

// How many rows there will be, where counters tell: they know no draft and no queue, and the
// counters of an office begin with the year.
absl::StatusOr<std::optional<int64_t>> CountRows(View& view, const Article60Export& exported) {
  const v1::Article60State state = exported.requests().state();
  const bool of_centre = !exported.owner().empty();
  const bool sent = state == v1::ARTICLE60_STATE_SENT || state == v1::ARTICLE60_STATE_RETURNED ||
                    state == v1::ARTICLE60_STATE_CALCULATED;
  if (exported.requests().queue() != v1::ARTICLE60_QUEUE_UNSPECIFIED || (of_centre && !sent) ||
      view.call().parties.Has(common::v1::PARTY_UNIT)) {
    return std::nullopt;
  }
  const char* const counter = of_centre ? kSentByOwner : kSentByUnit;
  ASSIGN_OR_RETURN(
      const std::vector<Tally> tallies,
      view.Count<Article60Request>(
          {counter, of_centre ? common::v1::PARTY_OWNER : common::v1::PARTY_AGENCY, {}}));
  Article60Request like;
  like.set_state(state);
  const std::string word = ledger::TextOf(Article60Requests().state.read(like));
  const std::string unit = IdIn(exported.office());
  const size_t state_at = PlaceOf(counter, Article60Requests().state);
  // An export of a centre names no office, and its counter none either.
  const size_t unit_at = unit.empty() ? 0 : PlaceOf(counter, Article60Requests().unit);
  int64_t rows = 0;
  for (const Tally& tally : tallies) {
    const bool wanted =
        (state == v1::ARTICLE60_STATE_UNSPECIFIED || tally.values[state_at] == word) &&
        (unit.empty() || tally.values[unit_at] == unit);
    if (wanted) rows += tally.count;
  }
  return rows;
}

absl::Status FetchRequests(ledger::Ledger& ledger, const access::Call& fetching,
                           const Article60Export& exported, const TakePiece& take) {
  ASSIGN_OR_RETURN(const access::Call call, AsOfMethod(fetching, "ListArticle60Requests"));
  std::optional<int64_t> total;
  RETURN_IF_ERROR(ReadAndWait(ledger, call, [&](View& view) -> absl::Status {
    ASSIGN_OR_RETURN(total, CountRows(view, exported));
    return absl::OkStatus();
  }));
  v1::ListArticle60RequestsRequest list;
  list.set_state(exported.requests().state());
  list.set_queue(exported.requests().queue());
  list.set_page_size(kRowsInPiece);
  ASSIGN_OR_RETURN(RowWriter writer, RowWriter::Make(exported));
  do {
    v1::ListArticle60RequestsResponse page;
    RETURN_IF_ERROR(ReadAndWait(ledger, call, [&](View& view) {
      return ListArticle60RequestsOf(IdIn(exported.office()), list, view, &page);
    }));
    for (const Article60Request& request : page.article60_requests()) writer.Add(request);
    v1::FetchArticle60ExportResponse piece;
    piece.set_data(writer.Take());
    piece.set_rows_done(writer.rows());
    if (total.has_value()) piece.set_rows_total(*total);
    if (!take(piece)) return Cancelled();
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return absl::OkStatus();
}

absl::Status FetchStatistics(ledger::Ledger& ledger, const access::Call& fetching,
                             const Article60Export& exported, const TakePiece& take) {
  ASSIGN_OR_RETURN(const access::Call call, AsOfMethod(fetching, "GetArticle60Statistics"));
  v1::GetArticle60StatisticsRequest request;
  request.set_year(exported.statistics().year());
  v1::Article60Statistics statistics;
  RETURN_IF_ERROR(ReadAndWait(ledger, call, [&](View& view) {
    return GetArticle60StatisticsOf(IdIn(exported.office()), request, view, &statistics);
  }));
  ASSIGN_OR_RETURN(RowWriter writer, RowWriter::Make(exported));
  writer.Add(statistics);
  v1::FetchArticle60ExportResponse piece;
  piece.set_data(writer.Take());
  piece.set_rows_done(writer.rows());
  piece.set_rows_total(writer.rows());
  return take(piece) ? absl::OkStatus() : Cancelled();
}

}  // namespace

absl::Status FetchArticle60Export(ledger::Ledger& ledger, const access::Call& call,
                                  const v1::FetchArticle60ExportRequest& request,
                                  const TakePiece& take) {
  RETURN_IF_ERROR(exports::CheckFetch(request));
  Article60Export exported;
  RETURN_IF_ERROR(
      ReadAndWait(ledger, call, [&](View& view) { return view.Get(request.name(), &exported); }));
  RETURN_IF_ERROR(exports::CheckNotExpired(exported, call.now));
  return exported.has_requests() ? FetchRequests(ledger, call, exported, take)
                                 : FetchStatistics(ledger, call, exported, take);
}

}  // namespace mandat::socialaid
