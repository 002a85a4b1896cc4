#include "services/socialaid/schema/kinds.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/article60_export.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/legal_parameter.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/ledger/column_values.h"
#include "services/socialaid/names.h"
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid {
namespace {

using base::Error;
using ledger::ColumnOf;
using ledger::ColumnType;
using ledger::DateOr;
using ledger::TextColumn;
using ledger::TimeOr;
using ledger::Value;
using ledger::Word;
using v1::Article60Request;
using v1::Centre;
using v1::Erasure;
using v1::LegalParameter;
using v1::Office;
using v1::Person;

std::string StateWord(const Article60Request& request) {
  return Word(v1::Article60State_Name(request.state()), "ARTICLE60_STATE_");
}

std::string MunicipalityInUse(const Centre& centre) {
  std::string code;
  for (const v1::MunicipalityCode& municipality : centre.municipalities()) {
    code = municipality.code();
    if (!municipality.has_valid_to()) break;
  }
  return code;
}

absl::CivilDay DayOf(const google::protobuf::Timestamp& time) {
  return base::BrusselsDay(absl::FromUnixSeconds(time.seconds()));
}

std::string SendMonth(const Article60Request& request) {
  if (!request.has_send_time()) return "";
  const absl::CivilDay day = DayOf(request.send_time());
  return absl::StrFormat("%04d-%02d", day.year(), day.month());
}

Value SendYear(const Article60Request& request) {
  if (!request.has_send_time()) return {};
  return int64_t{DayOf(request.send_time()).year()};
}

// Days that the centre had it back are among them: this is how long people waited.
std::string AnswerSpan(const Article60Request& request) {
  if (!request.has_answer_time()) return "";
  const int64_t days = DayOf(request.answer_time()) - DayOf(request.send_time());
  if (days <= 7) return "WITHIN_7_DAYS";
  if (days <= 14) return "WITHIN_14_DAYS";
  return days <= 30 ? "WITHIN_30_DAYS" : "OVER_30_DAYS";
}

// At the instant itself it is too late.
Value OnTime(const Article60Request& request) {
  if (!request.has_answer_time() || !request.has_due_time()) return {};
  return int64_t{base::ToTime(request.answer_time()) < base::ToTime(request.due_time())};
}

}  // namespace

CentreKind::CentreKind() {
  using C = Centre;
  enterprise_number =
      TextColumn<C>("enterprise_number", [](const C& c) { return c.enterprise_number(); });
  municipality_code = TextColumn<C>("municipality_code", MunicipalityInUse);
  language = TextColumn<C>("language", [](const C& c) { return c.language(); });
  office = TextColumn<C>("office", [](const C& c) { return IdIn(c.office()); });
  valid_from = ColumnOf<C>("valid_from", ColumnType::kDate,
                           [](const C& c) { return DateOr(c.has_valid_from(), c.valid_from()); });
  valid_to = ColumnOf<C>("valid_to", ColumnType::kDate,
                         [](const C& c) { return DateOr(c.has_valid_to(), c.valid_to()); });
  successor = TextColumn<C>("successor", [](const C& c) { return IdIn(c.successor()); });

  kind.collection = kCentres;
  kind.table = "centre";
  kind.event = "centre";
  kind.prototype = &C::default_instance();
  kind.columns = {&enterprise_number, &municipality_code, &language, &office,
                  &valid_from,        &valid_to,          &successor};
  kind.owner = &enterprise_number;
  kind.unique = {{{&enterprise_number},
                  Error(absl::StatusCode::kAlreadyExists, "ENTERPRISE_NUMBER_TAKEN",
                        "A running centre has this enterprise number.")}};
}

OfficeKind::OfficeKind() {
  using O = Office;
  agency = TextColumn<O>("agency", [](const O& o) { return o.agency(); });
  code = TextColumn<O>("code", [](const O& o) { return o.code(); });
  successor = TextColumn<O>("successor", [](const O& o) { return IdIn(o.successor()); });

  kind.collection = kOffices;
  kind.table = "office";
  kind.event = "office";
  kind.prototype = &O::default_instance();
  kind.columns = {&agency, &code, &successor};
  kind.owner = &agency;
  kind.agency = &agency;
  kind.unique = {{{&agency, &code},
                  Error(absl::StatusCode::kAlreadyExists, "OFFICE_CODE_TAKEN",
                        "An office of the agency has, or had, this code.")}};
}

PersonKind::PersonKind() {
  ssin_hash = TextColumn<Person>(
      "ssin_hash", [](const Person& person) { return person.ssin(); }, ColumnType::kHash);

  kind.collection = kPersons;
  kind.table = "person";
  kind.event = "person";
  kind.prototype = &Person::default_instance();
  kind.published = false;
  kind.columns = {&ssin_hash};
  kind.is_person = true;
  // ABORTED: whoever runs into it runs again, and then finds the person that somebody else
  // registered.
  kind.unique = {{{&ssin_hash},
                  Error(absl::StatusCode::kAborted, "PERSON_REGISTERED_MEANWHILE",
                        "The person was registered at the same moment. Repeat the call.")}};
}

ReplacedNumberKind::ReplacedNumberKind() {
  using N = storage::v1::ReplacedNumber;
  person = TextColumn<N>("person", [](const N& n) { return IdIn(n.person()); });
  ssin_hash = TextColumn<N>(
      "ssin_hash", [](const N& n) { return n.ssin(); }, ColumnType::kHash);

  kind.collection = kReplacedNumbers;
  kind.table = "replaced_number";
  kind.event = "replacedNumber";
  kind.prototype = &N::default_instance();
  kind.published = false;
  kind.columns = {&person, &ssin_hash};
  kind.person = &person;
  // As of a person's number.
  kind.unique = {{{&ssin_hash},
                  Error(absl::StatusCode::kAborted, "PERSON_REGISTERED_MEANWHILE",
                        "The person was registered at the same moment. Repeat the call.")}};
}

ErasureKind::ErasureKind() {
  using E = Erasure;
  person = TextColumn<E>("person", [](const E& e) { return IdIn(e.person()); });
  state =
      TextColumn<E>("state", [](const E& e) { return Word(E::State_Name(e.state()), "STATE_"); });
  organisation = TextColumn<E>("organisation", [](const E& e) { return e.organisation(); });

  kind.collection = kErasures;
  kind.table = "erasure";
  kind.event = "erasure";
  kind.prototype = &E::default_instance();
  kind.published = false;
  kind.columns = {&person, &state, &organisation};
  kind.person = &person;
  kind.unique = {{{&person},
                  Error(absl::StatusCode::kFailedPrecondition, "ERASURE_PROPOSED",
                        "The erasure of this person is proposed already.")}};
}

Article60RequestKind::Article60RequestKind() {
  using R = Article60Request;
  centre = TextColumn<R>("centre", [](const R& r) { return IdIn(r.centre()); });
  office = TextColumn<R>("office", [](const R& r) { return IdIn(r.office()); });
  person = TextColumn<R>("person", [](const R& r) { return IdIn(r.person()); });
  owner = TextColumn<R>("owner", [](const R& r) { return r.owner(); });
  unit =
      TextColumn<R>("unit", [](const R& r) { return r.has_send_time() ? IdIn(r.office()) : ""; });
  agency = TextColumn<R>("agency", [](const R& r) { return r.has_send_time() ? r.agency() : ""; });
  state = TextColumn<R>("state", StateWord);
  open = ColumnOf<R>("open", ColumnType::kBool, [](const R& r) -> Value {
    return int64_t{r.state() == v1::ARTICLE60_STATE_SENT ||
                   r.state() == v1::ARTICLE60_STATE_RETURNED};
  });
  original =
      TextColumn<R>("original", [](const R& r) { return IdIn(r.modification().original()); });
  send_time = ColumnOf<R>("send_time", ColumnType::kTime,
                          [](const R& r) { return TimeOr(r.has_send_time(), r.send_time()); });
  due_time = ColumnOf<R>("due_time", ColumnType::kTime,
                         [](const R& r) { return TimeOr(r.has_due_time(), r.due_time()); });
  answer_time = ColumnOf<R>("answer_time", ColumnType::kTime, [](const R& r) {
    return TimeOr(r.has_answer_time(), r.answer_time());
  });
  planned_start = ColumnOf<R>("planned_start", ColumnType::kDate, [](const R& r) {
    return DateOr(r.has_planned_start(), r.planned_start());
  });
  days = ColumnOf<R>("days", ColumnType::kInt, [](const R& r) -> Value {
    if (!r.has_answer()) return {};
    return int64_t{r.answer().days()};
  });
  end_date = ColumnOf<R>("end_date", ColumnType::kDate, [](const R& r) {
    return DateOr(r.answer().has_end_date(), r.answer().end_date());
  });
  outcome = TextColumn<R>("outcome", [](const R& r) -> std::string {
    if (!r.has_answer()) return "";
    return Word(v1::Article60Outcome_Name(r.answer().outcome()), "ARTICLE60_OUTCOME_");
  });
  rule_set = TextColumn<R>("rule_set", [](const R& r) -> std::string {
    const v1::RuleSet rules = r.answer().calculation().rule_set();
    if (rules == v1::RULE_SET_UNSPECIFIED) return "";
    return Word(v1::RuleSet_Name(rules), "RULE_SET_");
  });
  create_time = ColumnOf<R>("create_time", ColumnType::kTime, [](const R& r) {
    return TimeOr(r.has_create_time(), r.create_time());
  });
  send_month = TextColumn<R>("send_month", SendMonth);
  send_year = ColumnOf<R>("send_year", ColumnType::kInt, SendYear);
  answer_span = TextColumn<R>("answer_span", AnswerSpan);
  on_time = ColumnOf<R>("on_time", ColumnType::kBool, OnTime);
  Declare();
}

void Article60RequestKind::Declare() {
  kind.collection = kArticle60Requests;
  kind.table = "article60_request";
  kind.event = "article60Request";
  kind.prototype = &Article60Request::default_instance();
  kind.columns = {&centre,        &office,    &person,      &owner,     &unit,     &agency,
                  &state,         &open,      &original,    &send_time, &due_time, &answer_time,
                  &planned_start, &days,      &end_date,    &outcome,   &rule_set, &create_time,
                  &send_month,    &send_year, &answer_span, &on_time};
  kind.owner = &owner;
  kind.unit = &unit;
  kind.agency = &agency;
  kind.person = &person;
  kind.counters = {
      {kSentByOwner, {&owner, &send_year, &state, &outcome, &answer_span, &on_time}, &send_year},
      {kSentByOwnerAndOffice, {&owner, &send_year, &office, &send_month}, &send_year},
      {kSentByUnit,
       {&agency, &send_year, &unit, &send_month, &state, &outcome, &answer_span, &on_time},
       &send_year},
      {kSentByUnitAndCentre, {&agency, &send_year, &unit, &centre}, &send_year}};
  const absl::Status taken = Error(absl::StatusCode::kFailedPrecondition, "ARTICLE60_REQUEST_OPEN",
                                   "The centre has another open request for the same person.");
  kind.unique = {{{&person, &centre}, taken}, {{&original}, taken}};
}

size_t PlaceOf(absl::string_view counter, const ledger::Column& column) {
  for (const ledger::Counter& declared : Article60Requests().kind.counters) {
    if (declared.name != counter) continue;
    const auto place = std::find(declared.by.begin(), declared.by.end(), &column);
    if (place != declared.by.end()) return static_cast<size_t>(place - declared.by.begin());
  }
  std::abort();
}

LegalParameterKind::LegalParameterKind() {
  using P = LegalParameter;
  key = TextColumn<P>("key", [](const P& p) { return p.key(); });
  in_force_from = ColumnOf<P>("in_force_from", ColumnType::kDate, [](const P& p) {
    return DateOr(p.has_in_force_from(), p.in_force_from());
  });
  known_from = ColumnOf<P>("known_from", ColumnType::kDate,
                           [](const P& p) { return DateOr(p.has_known_from(), p.known_from()); });
  state = TextColumn<P>("state", [](const P& p) {
    return Word(v1::LegalParameterState_Name(p.state()), "LEGAL_PARAMETER_STATE_");
  });
  decide_time = ColumnOf<P>("decide_time", ColumnType::kTime, [](const P& p) {
    return TimeOr(p.has_decide_time(), p.decide_time());
  });

  kind.collection = kLegalParameters;
  kind.table = "legal_parameter";
  kind.event = "legalParameter";
  kind.prototype = &P::default_instance();
  kind.columns = {&key, &in_force_from, &known_from, &state, &decide_time};
  kind.unique = {{{&key, &in_force_from, &known_from},
                  Error(absl::StatusCode::kAlreadyExists, "LEGAL_PARAMETER_TAKEN",
                        "A value of this key is published for the same days; a correction names "
                        "the later day on which it was published.")}};
}

PublishedLawKind::PublishedLawKind() {
  using L = storage::v1::PublishedLaw;
  digest = TextColumn<L>("digest", [](const L& l) { return l.digest(); });

  kind.collection = kPublishedLaws;
  kind.table = "published_law";
  kind.event = "publishedLaw";
  kind.prototype = &L::default_instance();
  kind.published = false;
  kind.columns = {&digest};
}

Article60ExportKind::Article60ExportKind() {
  using E = v1::Article60Export;
  owner = TextColumn<E>("owner", [](const E& e) { return e.owner(); });
  unit = TextColumn<E>("unit", [](const E& e) { return IdIn(e.office()); });
  agency = TextColumn<E>("agency", [](const E& e) { return e.agency(); });
  expire_time = ColumnOf<E>("expire_time", ColumnType::kTime, [](const E& e) {
    return TimeOr(e.has_expire_time(), e.expire_time());
  });

  kind.collection = kArticle60Exports;
  kind.table = "article60_export";
  kind.event = "article60Export";
  kind.prototype = &E::default_instance();
  kind.published = false;
  kind.columns = {&owner, &unit, &agency, &expire_time};
  kind.owner = &owner;
  kind.unit = &unit;
  kind.agency = &agency;
}

const CentreKind& Centres() {
  static const auto& centres = *new CentreKind();
  return centres;
}

const OfficeKind& Offices() {
  static const auto& offices = *new OfficeKind();
  return offices;
}

const PersonKind& Persons() {
  static const auto& persons = *new PersonKind();
  return persons;
}

const ReplacedNumberKind& ReplacedNumbers() {
  static const auto& numbers = *new ReplacedNumberKind();
  return numbers;
}

const ErasureKind& Erasures() {
  static const auto& erasures = *new ErasureKind();
  return erasures;
}

const Article60RequestKind& Article60Requests() {
  static const auto& requests = *new Article60RequestKind();
  return requests;
}

const LegalParameterKind& LegalParameters() {
  static const auto& parameters = *new LegalParameterKind();
  return parameters;
}

const PublishedLawKind& PublishedLaws() {
  static const auto& laws = *new PublishedLawKind();
  return laws;
}

const Article60ExportKind& Article60Exports() {
  static const auto& exports = *new Article60ExportKind();
  return exports;
}

const ledger::Catalog& Kinds() {
  static const auto& kinds = *new ledger::Catalog(
      {&Centres().kind, &Offices().kind, &Persons().kind, &ReplacedNumbers().kind, &Erasures().kind,
       &Article60Requests().kind, &Article60Exports().kind, &LegalParameters().kind,
       &PublishedLaws().kind});
  return kinds;
}

}  // namespace mandat::socialaid
