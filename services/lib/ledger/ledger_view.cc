#include "services/lib/ledger/ledger_view.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/bucket.h"
#include "services/lib/ledger/decision.h"
#include "services/lib/ledger/difference.h"
#include "services/lib/ledger/page_token.h"
#include "services/lib/privacy/lookup_hash.h"

namespace mandat::ledger {
namespace {

using google::protobuf::Message;

using Conditions = std::vector<std::pair<const Column*, Value>>;

// What the party columns say of an object to which the actor is this party; empty where there can
// be none.
Conditions PartyCondition(const Kind& kind, const access::Actor& actor, common::v1::Party party) {
  Conditions all;
  if (party == common::v1::PARTY_OWNER) all = {{kind.owner, actor.organisation}};
  if (party == common::v1::PARTY_UNIT) {
    all = {{kind.unit, actor.unit}, {kind.agency, actor.organisation}};
  }
  if (party == common::v1::PARTY_AGENCY) all = {{kind.agency, actor.organisation}};
  if (party == common::v1::PARTY_SUPERVISOR) all = {{kind.supervisor, actor.organisation}};
  for (const auto& [column, value] : all) {
    if (column == nullptr || TextOf(value).empty()) return {};
  }
  return all;
}

// What the party columns must say for this caller: one of these lists, all of it.
std::vector<Conditions> PartyConditions(const Kind& kind, const access::Call& call) {
  std::vector<Conditions> any_of;
  for (const auto party : {common::v1::PARTY_OWNER, common::v1::PARTY_UNIT,
                           common::v1::PARTY_AGENCY, common::v1::PARTY_SUPERVISOR}) {
    if (!call.parties.Has(party)) continue;
    Conditions all = PartyCondition(kind, *call.actor, party);
    if (!all.empty()) any_of.push_back(std::move(all));
  }
  return any_of;
}

// The given values of the counter's columns from the first on. INTERNAL where one would be left.
absl::StatusOr<std::vector<Value>> FirstValues(const Counter& counter, const Conditions& given) {
  std::vector<Value> first;
  for (const Column* column : counter.by) {
    const auto found = std::find_if(given.begin(), given.end(), [column](const auto& condition) {
      return condition.first == column;
    });
    if (found == given.end()) break;
    first.push_back(found->second);
  }
  if (first.size() == given.size() && first.size() < counter.by.size()) return first;
  return absl::InternalError(
      absl::StrCat("counter ", counter.name, " does not begin with what a query gives"));
}

common::v1::Revision RevisionOf(const Kind& kind, const Event& event) {
  common::v1::Revision revision;
  revision.set_position(event.position);
  revision.set_resource(Codec::NameOf(kind, event.id));
  revision.set_version(event.version);
  revision.set_verb(event.verb);
  const int64_t micros = absl::ToUnixMicros(event.commit_time);
  revision.mutable_commit_time()->set_seconds(micros / 1000000);
  revision.mutable_commit_time()->set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
  revision.set_organisation(event.organisation);
  revision.set_role(static_cast<common::v1::Role>(event.role));
  revision.set_job(event.job);
  revision.set_reason(event.reason);
  revision.set_traceparent(event.traceparent);
  return revision;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Message>> LedgerView::Decode(const Row& row) {
  ASSIGN_OR_RETURN(const auto key, codec_.KeyOf(row));
  return codec_.Decode(row, key.get());
}

void LedgerView::NoteReading(const Kind& kind, const Message& resource, absl::string_view name) {
  if (!kind.personal()) return;
  if (kind.is_person) return Consulted(Codec::IdIn(kind, name), "");
  const std::string person = TextOf(kind.person->read(resource));
  // After an erasure nothing is left to consult.
  if (!person.empty()) Consulted(person, name);
}

bool LedgerView::MaySee(const Kind& kind, const Message& resource) const {
  return access::Allows(call_.parties, *call_.actor, Codec::PartiesOf(kind, resource));
}

absl::Status LedgerView::Show(const Kind& kind, absl::string_view name,
                              std::unique_ptr<Message> resource, Message* out) {
  if (!MaySee(kind, *resource)) return NotFound(kind, name);
  NoteReading(kind, *resource, name);
  out->GetReflection()->Swap(out, resource.get());
  return absl::OkStatus();
}

absl::StatusOr<Event> LedgerView::ShowNewest(const Kind& kind, absl::string_view name) {
  ASSIGN_OR_RETURN(
      std::vector<Event> newest,
      reader_.Revisions(kind, Codec::IdIn(kind, name), std::numeric_limits<int64_t>::max(), 1));
  if (newest.empty()) return NotFound(kind, name);
  bool erased = false;
  ASSIGN_OR_RETURN(std::unique_ptr<Message> last, codec_.Decode(kind, newest.front(), &erased));
  std::unique_ptr<Message> seen(last->New());
  RETURN_IF_ERROR(Show(kind, name, std::move(last), seen.get()));
  return std::move(newest.front());
}

absl::StatusOr<Past> LedgerView::PastOf(const Kind& kind, const Event& event) {
  Past past;
  past.revision = RevisionOf(kind, event);
  ASSIGN_OR_RETURN(past.resource, codec_.Decode(kind, event, &past.erased));
  return past;
}

absl::Status LedgerView::GetMessage(const google::protobuf::Descriptor* type,
                                    absl::string_view name, Message* out) {
  const Kind& kind = codec_.catalog().Of(type);
  ASSIGN_OR_RETURN(std::optional<Row> row, reader_.Get(kind, Codec::IdIn(kind, name)));
  if (!row.has_value()) return NotFound(kind, name);
  ASSIGN_OR_RETURN(std::unique_ptr<Message> resource, Decode(*row));
  return Show(kind, name, std::move(resource), out);
}

absl::Status LedgerView::GetMessageAsOf(const google::protobuf::Descriptor* type,
                                        absl::string_view name, absl::Time time, Message* out) {
  const Kind& kind = codec_.catalog().Of(type);
  ASSIGN_OR_RETURN(const std::optional<Event> event,
                   reader_.EventAsOf(kind, Codec::IdIn(kind, name), time));
  if (!event.has_value() || event->verb == kDeletedVerb) return NotFound(kind, name);
  bool erased = false;
  ASSIGN_OR_RETURN(std::unique_ptr<Message> resource, codec_.Decode(kind, *event, &erased));
  if (!MaySee(kind, *resource)) RETURN_IF_ERROR(ShowNewest(kind, name).status());
  NoteReading(kind, *resource, name);
  out->GetReflection()->Swap(out, resource.get());
  return absl::OkStatus();
}

absl::StatusOr<bool> LedgerView::GetMessageUnchecked(const google::protobuf::Descriptor* type,
                                                     absl::string_view name, Message* out) {
  const Kind& kind = codec_.catalog().Of(type);
  ASSIGN_OR_RETURN(const std::optional<Row> row, reader_.Get(kind, Codec::IdIn(kind, name)));
  if (!row.has_value()) return false;
  ASSIGN_OR_RETURN(std::unique_ptr<Message> resource, Decode(*row));
  out->GetReflection()->Swap(out, resource.get());
  return true;
}

absl::StatusOr<std::string> LedgerView::ListMessages(const google::protobuf::Descriptor* type,
                                                     const ListQuery& query,
                                                     const NewMessage& add) {
  const Kind& kind = codec_.catalog().Of(type);
  PageQuery page;
  page.kind = &kind;
  page.order = query.order;
  page.descending = query.descending;
  page.below = query.below;
  for (const auto& [column, value] : query.where) {
    for (Value& stored : codec_.SearchValues(*column, value))
      page.where.emplace_back(column, std::move(stored));
  }
  if (!call_.parties.Has(common::v1::PARTY_ANY)) {
    page.any_of = PartyConditions(kind, call_);
    if (page.any_of.empty()) return std::string();
  }
  ASSIGN_OR_RETURN(const int size, PageSize(query.page_size));
  page.limit = size + 1;
  const std::string filter = absl::StrCat(kind.collection, ";", query.filter_text);
  // No id comes before the empty one.
  if (query.from.has_value()) page.after = {*query.from, ""};
  if (!query.page_token.empty()) {
    ASSIGN_OR_RETURN(PagePlace place, ReadPageToken(codec_.keys(), filter, query.page_token));
    page.after = {std::move(place.value), std::move(place.id)};
  }
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader_.Page(page));
  std::string next;
  for (size_t i = 0; i < rows.size() && i < static_cast<size_t>(size); ++i) {
    ASSIGN_OR_RETURN(std::unique_ptr<Message> resource, Decode(rows[i]));
    NoteReading(kind, *resource, Codec::NameOf(kind, rows[i].id));
    if (i + 1 == static_cast<size_t>(size) && rows.size() > static_cast<size_t>(size)) {
      PagePlace place{query.order == nullptr ? Value() : query.order->read(*resource), rows[i].id};
      next = MakePageToken(codec_.keys(), filter, place);
    }
    Message* out = add();
    out->GetReflection()->Swap(out, resource.get());
  }
  return next;
}

absl::StatusOr<std::vector<Tally>> LedgerView::CountResources(
    const google::protobuf::Descriptor* type, const CountQuery& query) {
  const Kind& kind = codec_.catalog().Of(type);
  const auto counter =
      std::find_if(kind.counters.begin(), kind.counters.end(),
                   [&query](const Counter& one) { return one.name == query.counter; });
  if (counter == kind.counters.end() || !call_.parties.Has(query.party)) {
    return absl::InternalError(absl::StrCat("nobody may count by ", query.counter));
  }
  Conditions given = PartyCondition(kind, *call_.actor, query.party);
  if (given.empty()) return std::vector<Tally>();
  given.insert(given.end(), query.where.begin(), query.where.end());
  ASSIGN_OR_RETURN(const std::vector<Value> first, FirstValues(*counter, given));
  ASSIGN_OR_RETURN(const std::vector<CountRow> rows,
                   reader_.Counts(Codec::NameOf(kind, *counter), BucketsUnder(first)));
  std::vector<Tally> tallies;
  tallies.reserve(rows.size());
  for (const CountRow& row : rows) tallies.push_back({ValuesIn(row.bucket), row.count});
  return tallies;
}

absl::Status LedgerView::FindMessages(const google::protobuf::Descriptor* type,
                                      const std::vector<std::pair<const Column*, Value>>& where,
                                      int limit, const Column* order, const NewMessage& add) {
  const Kind& kind = codec_.catalog().Of(type);
  PageQuery page;
  page.kind = &kind;
  page.order = order;
  page.limit = limit;
  for (const auto& [column, value] : where) {
    for (Value& stored : codec_.SearchValues(*column, value))
      page.where.emplace_back(column, std::move(stored));
  }
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader_.Page(page));
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(std::unique_ptr<Message> resource, Decode(row));
    Message* out = add();
    out->GetReflection()->Swap(out, resource.get());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Past>> LedgerView::Revisions(const google::protobuf::Descriptor* type,
                                                        absl::string_view name, int page_size,
                                                        absl::string_view page_token,
                                                        std::string* next_page_token) {
  const Kind& kind = codec_.catalog().Of(type);
  const std::string id = Codec::IdIn(kind, name);
  const std::string filter = absl::StrCat("revisions;", kind.collection, "/", id);
  ASSIGN_OR_RETURN(const int size, PageSize(page_size));
  int64_t before = std::numeric_limits<int64_t>::max();
  if (!page_token.empty()) {
    ASSIGN_OR_RETURN(const PagePlace place, ReadPageToken(codec_.keys(), filter, page_token));
    if (const auto* number = std::get_if<int64_t>(&place.value)) before = *number;
  }
  RETURN_IF_ERROR(ShowNewest(kind, name).status());

  // One more than is shown, for what the last one changed and to know whether there is more.
  ASSIGN_OR_RETURN(const std::vector<Event> events, reader_.Revisions(kind, id, before, size + 1));
  std::vector<Past> revisions;
  for (const Event& event : events) {
    ASSIGN_OR_RETURN(Past past, PastOf(kind, event));
    if (!revisions.empty()) {
      revisions.back().changed_fields = ChangedFields(*past.resource, *revisions.back().resource);
    }
    revisions.push_back(std::move(past));
  }
  if (revisions.size() > static_cast<size_t>(size)) {
    revisions.pop_back();
    const int64_t last = revisions.back().revision.version();
    *next_page_token = MakePageToken(codec_.keys(), filter, {last, id});
  } else if (!revisions.empty()) {
    revisions.back().changed_fields = ChangedFields(*kind.prototype, *revisions.back().resource);
  }
  return revisions;
}

absl::StatusOr<common::v1::Difference> LedgerView::Compare(const google::protobuf::Descriptor* type,
                                                           absl::string_view name,
                                                           int64_t from_version,
                                                           int64_t to_version) {
  if (from_version < 1) {
    return base::InvalidField("VERSION_INVALID", "from_version", "Versions count from 1.");
  }
  if (to_version < 0) {
    return base::InvalidField("VERSION_INVALID", "to_version", "Versions count from 1.");
  }
  const Kind& kind = codec_.catalog().Of(type);
  ASSIGN_OR_RETURN(const Event newest, ShowNewest(kind, name));
  std::vector<Past> pasts;
  for (const int64_t version : {from_version, to_version == 0 ? newest.version : to_version}) {
    ASSIGN_OR_RETURN(const std::optional<Event> event, reader_.EventAt(kind, newest.id, version));
    if (!event.has_value()) {
      return base::Error(absl::StatusCode::kNotFound, "VERSION_NOT_FOUND",
                         absl::StrCat("There is no version ", version, "."),
                         {{"version", absl::StrCat(version)}});
    }
    ASSIGN_OR_RETURN(Past past, PastOf(kind, *event));
    pasts.push_back(std::move(past));
  }
  return DifferenceOf(std::move(pasts[0]), std::move(pasts[1]));
}

void LedgerView::Consulted(absl::string_view person_id, absl::string_view file) {
  consulted_.emplace(person_id, file);
}

absl::StatusOr<std::vector<ConsultationRow>> LedgerView::Consultations(
    absl::string_view person_id, int page_size, absl::string_view page_token,
    std::string* next_page_token) {
  const std::string filter = absl::StrCat("consultations;", person_id);
  ASSIGN_OR_RETURN(const int size, PageSize(page_size));
  int64_t before = 0;
  if (!page_token.empty()) {
    ASSIGN_OR_RETURN(const PagePlace place, ReadPageToken(codec_.keys(), filter, page_token));
    if (const auto* number = std::get_if<int64_t>(&place.value)) before = *number;
  }
  ASSIGN_OR_RETURN(std::vector<ConsultationRow> rows,
                   reader_.Consultations(std::string(person_id), before, size + 1));
  if (rows.size() > static_cast<size_t>(size)) {
    rows.resize(static_cast<size_t>(size));
    *next_page_token =
        MakePageToken(codec_.keys(), filter, {rows.back().id, std::string(person_id)});
  }
  return rows;
}

std::vector<ConsultationRow> LedgerView::TakeConsultations() {
  std::vector<ConsultationRow> rows;
  if (consulted_.empty()) return rows;
  const access::Actor& actor = *call_.actor;
  const std::string reader = privacy::Pseudonym(codec_.keys(), actor.organisation, actor.subject);
  for (const auto& [person, file] : consulted_) {
    rows.push_back({0, call_.now, actor.organisation, reader, person, file, actor.purpose,
                    std::string(call_.method)});
  }
  consulted_.clear();
  return rows;
}

}  // namespace mandat::ledger
