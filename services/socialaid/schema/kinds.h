#ifndef SERVICES_SOCIALAID_SCHEMA_KINDS_H_
#define SERVICES_SOCIALAID_SCHEMA_KINDS_H_

// The kinds of the service: for each its promoted columns, as in the SQL beside, its parties,
// counters and unique indexes.
//
// A column that refers to another resource holds its id, not its name: `c1`, not `centres/c1`.

#include <cstddef>

#include "absl/strings/string_view.h"
#include "services/lib/ledger/kind.h"

namespace mandat::socialaid {

struct CentreKind {
  CentreKind();

  ledger::Column enterprise_number;  // the centre is its own owner
  ledger::Column municipality_code;  // the first that is still in use, else the last one
  ledger::Column language;
  ledger::Column office;  // office of reference
  ledger::Column valid_from;
  ledger::Column valid_to;
  ledger::Column successor;  // NULL while it runs
  ledger::Kind kind;
};

struct OfficeKind {
  OfficeKind();

  ledger::Column agency;  // enterprise number of the agency that runs it
  ledger::Column code;
  ledger::Column successor;  // NULL while it runs
  ledger::Kind kind;
};

struct PersonKind {
  PersonKind();

  ledger::Column ssin_hash;  // searched by the eleven digits; NULL once the person is erased
  ledger::Kind kind;
};

struct ReplacedNumberKind {
  ReplacedNumberKind();

  ledger::Column person;     // NULL once the person is erased, and
  ledger::Column ssin_hash;  // likewise; searched by the eleven digits
  ledger::Kind kind;
};

struct ErasureKind {
  ErasureKind();

  ledger::Column person;  // NULL once it was carried out
  ledger::Column state;
  ledger::Column organisation;
  ledger::Kind kind;
};

// Counters of the requests that were sent, for statistics of a centre, an office, an agency. A
// centre has few requests of each kind, which would lie in as many buckets as there are: so its
// months are counted apart from what became of them.
inline constexpr char kSentByOwner[] = "sent_by_owner";
inline constexpr char kSentByOwnerAndOffice[] = "sent_by_owner_and_office";
inline constexpr char kSentByUnit[] = "sent_by_unit";
inline constexpr char kSentByUnitAndCentre[] = "sent_by_unit_and_centre";

struct Article60RequestKind {
  Article60RequestKind();

  ledger::Column centre;
  ledger::Column office;
  ledger::Column person;  // NULL once the person is erased
  ledger::Column owner;   // enterprise number of the centre
  ledger::Column unit;    // the office, and
  ledger::Column agency;  // its agency, from sending on: no office sees a draft
  ledger::Column state;
  ledger::Column open;      // sent, and neither answered nor withdrawn
  ledger::Column original;  // what it is a changed copy of; NULL where it is none
  ledger::Column send_time;
  ledger::Column due_time;
  ledger::Column answer_time;
  ledger::Column planned_start;
  ledger::Column days;      // of the answer that holds
  ledger::Column end_date;  // of the answer that holds
  ledger::Column outcome;   // of the answer that holds
  ledger::Column rule_set;  // of the calculation
  ledger::Column create_time;
  ledger::Column send_month;   // `2026-03`, in Brussels
  ledger::Column send_year;    // likewise; what was never sent is in no statistics
  ledger::Column answer_span;  // days in Brussels from sending to the answer, in steps
  ledger::Column on_time;      // answered before it was due; NULL until it is answered
  ledger::Kind kind;

 private:
  // What the kind is, out of its columns.
  void Declare();
};

// Where a counter of the requests has a column, and so its tallies the value. Dies where it has
// not: a bug, found by the first test.
size_t PlaceOf(absl::string_view counter, const ledger::Column& column);

struct Article60ExportKind {
  Article60ExportKind();

  ledger::Column owner;   // enterprise number of the centre; NULL where it is an agency's
  ledger::Column unit;    // the office; NULL where it is a centre's or the whole agency's
  ledger::Column agency;  // enterprise number of the agency; NULL where it is a centre's
  ledger::Column expire_time;
  ledger::Kind kind;
};

struct LegalParameterKind {
  LegalParameterKind();

  ledger::Column key;
  ledger::Column in_force_from;
  ledger::Column known_from;
  ledger::Column state;
  ledger::Column decide_time;  // NULL while it is proposed
  ledger::Kind kind;
};

struct PublishedLawKind {
  PublishedLawKind();

  ledger::Column digest;
  ledger::Kind kind;
};

const CentreKind& Centres();
const OfficeKind& Offices();
const PersonKind& Persons();
const ReplacedNumberKind& ReplacedNumbers();
const ErasureKind& Erasures();
const Article60RequestKind& Article60Requests();
const LegalParameterKind& LegalParameters();
const PublishedLawKind& PublishedLaws();
const Article60ExportKind& Article60Exports();

// All of them.
const ledger::Catalog& Kinds();

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_SCHEMA_KINDS_H_
