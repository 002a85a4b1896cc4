#include "services/socialaid/queries.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/enterprise_number.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/ledger/list_request.h"
#include "services/socialaid/article60/checks.h"
#include "services/socialaid/article60/explanations.h"
#include "services/socialaid/checks.h"
#include "services/socialaid/legal_parameters/law_memo.h"
#include "services/socialaid/legal_parameters/rules.h"
#include "services/socialaid/names.h"
#include "services/socialaid/persons/rules.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid {
namespace {

using ledger::Fill;
using ledger::ListQuery;
using ledger::PageOf;
using ledger::Past;
using ledger::Value;
using ledger::View;
using v1::Article60Request;
using v1::Centre;
using v1::LegalParameter;
using v1::Office;
using v1::Person;

// The instant that a request names; infinite future where it names none.
absl::StatusOr<absl::Time> AsOf(const v1::GetArticle60RequestRequest& request) {
  switch (request.as_of_case()) {
    case v1::GetArticle60RequestRequest::kAsOfTime:
      return base::ParseTimestamp(request.as_of_time(), "as_of_time");
    case v1::GetArticle60RequestRequest::kAsOfDate: {
      ASSIGN_OR_RETURN(const absl::CivilDay day,
                       base::ParseDate(request.as_of_date(), "as_of_date"));
      // The log counts in microseconds: the last one of the day.
      return base::EndOfDayInBrussels(day) - absl::Microseconds(1);
    }
    case v1::GetArticle60RequestRequest::AS_OF_NOT_SET:
      break;
  }
  return absl::InfiniteFuture();
}

// Who has the number, else who had it.
absl::StatusOr<std::vector<Person>> FindByNumber(View& view, const Value& digits) {
  ASSIGN_OR_RETURN(std::vector<Person> known,
                   view.FindUnchecked<Person>({{&Persons().ssin_hash, digits}}, 1));
  if (!known.empty()) return known;
  ASSIGN_OR_RETURN(const auto replaced, view.FindUnchecked<storage::v1::ReplacedNumber>(
                                            {{&ReplacedNumbers().ssin_hash, digits}}, 1));
  for (const storage::v1::ReplacedNumber& number : replaced) {
    ASSIGN_OR_RETURN(std::optional<Person> person, view.GetUnchecked<Person>(number.person()));
    if (person.has_value()) known.push_back(*std::move(person));
  }
  return known;
}

void OnlyIn(v1::Article60State state, ListQuery* query) {
  Article60Request like;
  like.set_state(state);
  query->where.emplace_back(&Article60Requests().state, Article60Requests().state.read(like));
}

void OnlyIn(v1::LegalParameterState state, ListQuery* query) {
  LegalParameter like;
  like.set_state(state);
  query->where.emplace_back(&LegalParameters().state, LegalParameters().state.read(like));
}

// What waits for an answer, the most urgent first.
void Awaited(ListQuery* query) {
  OnlyIn(v1::ARTICLE60_STATE_SENT, query);
  query->order = &Article60Requests().due_time;
  query->descending = false;
}

void OnlyInQueue(v1::Article60Queue queue, const access::Call& call, ListQuery* query) {
  const ledger::Column& due_time = Article60Requests().due_time;
  const auto due_at = [&due_time](absl::Time time) {
    Article60Request like;
    *like.mutable_due_time() = base::ToTimestamp(time);
    return due_time.read(like);
  };
  if (queue == v1::ARTICLE60_QUEUE_RETURNED) return OnlyIn(v1::ARTICLE60_STATE_RETURNED, query);
  if (queue == v1::ARTICLE60_QUEUE_MINE && call.parties.Has(common::v1::PARTY_OWNER)) {
    OnlyIn(v1::ARTICLE60_STATE_DRAFT, query);
    return OnlyIn(v1::ARTICLE60_STATE_RETURNED, query);
  }
  Awaited(query);
  if (queue == v1::ARTICLE60_QUEUE_DUE_TODAY) {
    // An answer is due when a day is over.
    const absl::Time tonight = base::EndOfDayInBrussels(base::BrusselsDay(call.now));
    query->where.emplace_back(&due_time, due_at(tonight));
  }
  // At that instant itself it is too late.
  if (queue == v1::ARTICLE60_QUEUE_LATE) query->below = due_at(call.now + absl::Microseconds(1));
}

// Every published value, of one key or of all: there are as many as the law has had changes.
absl::StatusOr<std::vector<LegalParameter>> ReadPublished(View& view, const std::string& key) {
  constexpr int kPageSize = 1000;
  ListQuery query;
  OnlyIn(v1::LEGAL_PARAMETER_STATE_PUBLISHED, &query);
  if (!key.empty()) query.where.emplace_back(&LegalParameters().key, key);
  query.order = &LegalParameters().key;
  query.page_size = kPageSize;
  std::vector<LegalParameter> published;
  do {
    ASSIGN_OR_RETURN(auto page, view.List<LegalParameter>(query));
    for (LegalParameter& parameter : page.items) published.push_back(std::move(parameter));
    query.page_token = std::move(page.next_page_token);
  } while (!query.page_token.empty());
  return published;
}

absl::StatusOr<absl::CivilDay> DayOr(bool present, const google::type::Date& date,
                                     absl::CivilDay otherwise, absl::string_view field) {
  if (!present) return otherwise;
  return base::ParseDate(date, field);
}

}  // namespace

absl::Status GetCentre(const v1::GetCentreRequest& request, View& view, Centre* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kCentres, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListCentres(const v1::ListCentresRequest& request, View& view,
                         v1::ListCentresResponse* response) {
  ListQuery query = PageOf(request);
  if (!request.enterprise_number().empty()) {
    ASSIGN_OR_RETURN(std::string number,
                     base::ParseEnterpriseNumber(request.enterprise_number(), "enterprise_number"));
    query.where.emplace_back(&Centres().enterprise_number, std::move(number));
  }
  if (!request.office().empty()) {
    ASSIGN_OR_RETURN(std::string office, base::ParseName(request.office(), kOffices, "office"));
    query.where.emplace_back(&Centres().office, std::move(office));
  }
  ASSIGN_OR_RETURN(auto page, view.List<Centre>(query));
  Fill(std::move(page), response->mutable_centres(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status GetOffice(const v1::GetOfficeRequest& request, View& view, Office* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kOffices, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListOffices(const v1::ListOfficesRequest& request, View& view,
                         v1::ListOfficesResponse* response) {
  ListQuery query = PageOf(request);
  if (!request.code().empty()) query.where.emplace_back(&Offices().code, request.code());
  ASSIGN_OR_RETURN(auto page, view.List<Office>(query));
  Fill(std::move(page), response->mutable_offices(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status QueryPersons(const v1::QueryPersonsRequest& request, View& view,
                          v1::QueryPersonsResponse* response) {
  const absl::CivilDay today = base::BrusselsDay(view.call().now);
  RETURN_IF_ERROR(persons::CheckQuery(request, today));
  ASSIGN_OR_RETURN(const std::vector<Person> known,
                   FindByNumber(view, persons::DigitsOf(request.ssin(), today)));
  for (const Person& person : known) {
    // Lists show a caller its own files alone, and note through which one the person was seen.
    ListQuery files;
    files.where = {{&Article60Requests().person, Value(IdIn(person.name()))}};
    files.page_size = 1;
    ASSIGN_OR_RETURN(const auto page, view.List<Article60Request>(files));
    if (page.items.empty()) continue;
    Person* shown = response->add_persons();
    *shown = person;
    shown->clear_etag();
    shown->clear_create_time();
    shown->clear_update_time();
  }
  // A search that shows nobody says nothing about anybody, but it was made.
  if (response->persons().empty()) view.Consulted("", "");
  return absl::OkStatus();
}

absl::Status ListConsultations(const v1::ListConsultationsRequest& request, View& view,
                               v1::ListConsultationsResponse* response) {
  RETURN_IF_ERROR(CheckName(request.person(), kPersons, "person"));
  ASSIGN_OR_RETURN(const std::vector<ledger::ConsultationRow> rows,
                   view.Consultations(IdIn(request.person()), request.page_size(),
                                      request.page_token(), response->mutable_next_page_token()));
  for (const ledger::ConsultationRow& row : rows) {
    v1::Consultation* consultation = response->add_consultations();
    *consultation->mutable_read_time() = base::ToTimestamp(row.time);
    consultation->set_organisation(row.organisation);
    consultation->set_reader(row.reader);
    if (!row.person.empty()) consultation->set_person(base::MakeName(kPersons, row.person));
    consultation->set_file(row.file);
    consultation->set_purpose(row.purpose);
    consultation->set_method(row.method);
  }
  return absl::OkStatus();
}

absl::Status GetArticle60Request(const v1::GetArticle60RequestRequest& request, View& view,
                                 Article60Request* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  ASSIGN_OR_RETURN(const absl::Time time, AsOf(request));
  return time == absl::InfiniteFuture() ? view.Get(request.name(), response)
                                        : view.GetAsOf(request.name(), time, response);
}

absl::Status ListArticle60Requests(const v1::ListArticle60RequestsRequest& request, View& view,
                                   v1::ListArticle60RequestsResponse* response) {
  return ListArticle60RequestsOf("", request, view, response);
}

absl::Status ListArticle60RequestsOf(const std::string& unit,
                                     const v1::ListArticle60RequestsRequest& request, View& view,
                                     v1::ListArticle60RequestsResponse* response) {
  RETURN_IF_ERROR(article60::CheckList(request));
  ListQuery query = PageOf(request);
  absl::StrAppend(&query.filter_text, unit);
  if (!unit.empty()) query.where.emplace_back(&Article60Requests().unit, unit);
  query.order = &Article60Requests().create_time;
  query.descending = true;
  if (request.state() != v1::ARTICLE60_STATE_UNSPECIFIED) OnlyIn(request.state(), &query);
  if (request.queue() != v1::ARTICLE60_QUEUE_UNSPECIFIED) {
    OnlyInQueue(request.queue(), view.call(), &query);
  }
  if (!request.person().empty()) {
    ASSIGN_OR_RETURN(std::string person, base::ParseName(request.person(), kPersons, "person"));
    query.where.emplace_back(&Article60Requests().person, std::move(person));
  }
  ASSIGN_OR_RETURN(auto page, view.List<Article60Request>(query));
  Fill(std::move(page), response->mutable_article60_requests(),
       response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status ListArticle60Exports(const v1::ListArticle60ExportsRequest& request, View& view,
                                  v1::ListArticle60ExportsResponse* response) {
  ASSIGN_OR_RETURN(auto page, view.List<v1::Article60Export>(PageOf(request)));
  Fill(std::move(page), response->mutable_article60_exports(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status ListArticle60RequestRevisions(const v1::ListArticle60RequestRevisionsRequest& request,
                                           View& view,
                                           v1::ListArticle60RequestRevisionsResponse* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  ASSIGN_OR_RETURN(
      const std::vector<Past> pasts,
      view.Revisions(Article60Request::descriptor(), request.name(), request.page_size(),
                     request.page_token(), response->mutable_next_page_token()));
  for (const Past& past : pasts) {
    v1::Article60Revision* revision = response->add_revisions();
    *revision->mutable_revision() = past.revision;
    revision->set_erased(past.erased);
    for (const std::string& field : past.changed_fields) revision->add_changed_fields(field);
    revision->mutable_article60_request()->CopyFrom(*past.resource);
  }
  return absl::OkStatus();
}

absl::Status ExplainArticle60Request(const v1::ExplainArticle60RequestRequest& request, View& view,
                                     v1::Article60Explanation* response) {
  RETURN_IF_ERROR(article60::CheckExplain(request));
  Article60Request explained;
  RETURN_IF_ERROR(view.Get(request.name(), &explained));
  // A unit acts for its agency.
  const common::v1::Party caller = view.call().parties.Has(common::v1::PARTY_OWNER)
                                       ? common::v1::PARTY_OWNER
                                       : common::v1::PARTY_AGENCY;
  Article60Request original;
  const absl::Status seen = explained.has_modification()
                                ? view.Get(explained.modification().original(), &original)
                                : absl::NotFoundError("");
  if (!seen.ok() && !absl::IsNotFound(seen)) return seen;
  ASSIGN_OR_RETURN(*response,
                   article60::Explain(explained, request, caller, seen.ok() ? &original : nullptr));
  return absl::OkStatus();
}

absl::Status SimulateArticle60Request(const v1::SimulateArticle60RequestRequest& request,
                                      View& view, v1::Article60Explanation* response) {
  RETURN_IF_ERROR(article60::CheckSimulate(request));
  ASSIGN_OR_RETURN(const auto law, view.GetUnchecked<storage::v1::PublishedLaw>(kArticle60Law));
  ASSIGN_OR_RETURN(const auto parameters,
                   LawOn(law.has_value() ? &*law : nullptr, base::BrusselsDay(view.call().now)));
  ASSIGN_OR_RETURN(*response, article60::Simulate(request, *parameters));
  return absl::OkStatus();
}

absl::Status CompareArticle60Request(const v1::CompareArticle60RequestRequest& request, View& view,
                                     common::v1::Difference* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kArticle60Requests, "name"));
  ASSIGN_OR_RETURN(*response, view.Compare(Article60Request::descriptor(), request.name(),
                                           request.from_version(), request.to_version()));
  return absl::OkStatus();
}

absl::Status GetLegalParameter(const v1::GetLegalParameterRequest& request, View& view,
                               LegalParameter* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kLegalParameters, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListLegalParameters(const v1::ListLegalParametersRequest& request, View& view,
                                 v1::ListLegalParametersResponse* response) {
  RETURN_IF_ERROR(legal_parameters::CheckList(request));
  if (!request.all_versions()) {
    const absl::CivilDay today = base::BrusselsDay(view.call().now);
    ASSIGN_OR_RETURN(const absl::CivilDay in_force_at,
                     DayOr(request.has_in_force_at(), request.in_force_at(), today, "in_force_at"));
    ASSIGN_OR_RETURN(const absl::CivilDay known_at,
                     DayOr(request.has_known_at(), request.known_at(), today, "known_at"));
    ASSIGN_OR_RETURN(std::vector<LegalParameter> published, ReadPublished(view, request.key()));
    for (LegalParameter& parameter :
         legal_parameters::Holding(std::move(published), in_force_at, known_at)) {
      *response->add_legal_parameters() = std::move(parameter);
    }
    return absl::OkStatus();
  }
  ListQuery query = PageOf(request);
  query.order = &LegalParameters().key;
  if (!request.key().empty()) query.where.emplace_back(&LegalParameters().key, request.key());
  if (request.state() != v1::LEGAL_PARAMETER_STATE_UNSPECIFIED) OnlyIn(request.state(), &query);
  ASSIGN_OR_RETURN(auto page, view.List<LegalParameter>(query));
  Fill(std::move(page), response->mutable_legal_parameters(), response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status ListLegalParameterRevisions(const v1::ListLegalParameterRevisionsRequest& request,
                                         View& view,
                                         v1::ListLegalParameterRevisionsResponse* response) {
  RETURN_IF_ERROR(CheckName(request.name(), kLegalParameters, "name"));
  ASSIGN_OR_RETURN(const std::vector<Past> pasts,
                   view.Revisions(LegalParameter::descriptor(), request.name(), request.page_size(),
                                  request.page_token(), response->mutable_next_page_token()));
  for (const Past& past : pasts) {
    v1::LegalParameterRevision* revision = response->add_revisions();
    *revision->mutable_revision() = past.revision;
    for (const std::string& field : past.changed_fields) revision->add_changed_fields(field);
    revision->mutable_legal_parameter()->CopyFrom(*past.resource);
  }
  return absl::OkStatus();
}

}  // namespace mandat::socialaid
