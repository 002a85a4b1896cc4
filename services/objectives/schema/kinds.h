#ifndef SERVICES_OBJECTIVES_SCHEMA_KINDS_H_
#define SERVICES_OBJECTIVES_SCHEMA_KINDS_H_

// The kinds of the service: for each its promoted columns, as in the SQL beside, its parties and
// unique indexes.
//
// A column that refers to another resource holds its id, not its name: `p1`, not `plans/p1`.

#include "services/lib/ledger/kind.h"

namespace mandat::objectives {

struct PlanKind {
  PlanKind();

  ledger::Column owner;
  ledger::Column supervisor;
  ledger::Column kind_of_plan;  // `kind` in the table
  ledger::Column state;
  ledger::Column parent;  // NULL where it carries none out
  ledger::Column start_date;
  ledger::Column end_date;
  ledger::Column adoption_date;  // NULL while it is a draft
  ledger::Column mark;           // NULL until it is judged
  ledger::Kind kind;
};

struct ObjectiveKind {
  ObjectiveKind();

  ledger::Column owner;
  ledger::Column supervisor;
  ledger::Column plan;
  ledger::Column parent;  // NULL at the top
  ledger::Column at_top;
  ledger::Column level;
  ledger::Column number;
  ledger::Column unit;
  ledger::Column weight;
  ledger::Kind kind;
};

struct ActionKind {
  ActionKind();

  ledger::Column owner;
  ledger::Column supervisor;
  ledger::Column plan;
  ledger::Column state;
  ledger::Column unit;
  ledger::Column planned_start;
  ledger::Column planned_end;
  ledger::Column effective_start;
  ledger::Column effective_end;
  ledger::Column budget_cents;  // of all years
  ledger::Kind kind;
};

struct IndicatorKind {
  IndicatorKind();

  ledger::Column owner;
  ledger::Column supervisor;
  ledger::Column plan;
  ledger::Column objective;
  ledger::Column number;
  ledger::Column counts_in;
  ledger::Column direction;
  ledger::Column frequency;
  ledger::Column source;
  ledger::Column responsible_unit;
  ledger::Column formula_version;  // the newest; NULL where it is not computed
  ledger::Kind kind;
};

struct TargetKind {
  TargetKind();

  ledger::Column owner;
  ledger::Column supervisor;
  ledger::Column plan;
  ledger::Column indicator;
  ledger::Column counts;  // no other took its place
  ledger::Column shape;
  ledger::Column due_date;  // NULL where it is for all the time
  ledger::Column valid_from;
  ledger::Column basis_date;
  ledger::Kind kind;
};

struct MeasurementKind {
  MeasurementKind();

  ledger::Column owner;
  ledger::Column supervisor;
  ledger::Column plan;
  ledger::Column indicator;
  ledger::Column unit;
  ledger::Column state;
  ledger::Column start_date;
  ledger::Column end_date;
  ledger::Column dimensions;  // `office=namur;sex=f`; NULL for the whole
  ledger::Column numerator;   // of the value; NULL where there is none, as the next three
  ledger::Column denominator;
  ledger::Column accepted_numerator;
  ledger::Column accepted_denominator;
  ledger::Column has_findings;
  ledger::Column figure_published;  // a figure is accepted: facts may differ from it
  ledger::Kind kind;
};

struct RestatementKind {
  RestatementKind();

  ledger::Column owner;
  ledger::Column supervisor;
  ledger::Column plan;
  ledger::Column indicator;
  ledger::Column measurement;
  ledger::Column state;
  ledger::Column cause;
  ledger::Column old_numerator;
  ledger::Column old_denominator;
  ledger::Column new_numerator;
  ledger::Column new_denominator;
  ledger::Kind kind;
};

struct DutyKind {
  DutyKind();

  ledger::Column owner;
  ledger::Column supervisor;
  ledger::Column plan;
  ledger::Column indicator;
  ledger::Column target;
  ledger::Column unit;  // NULL where none in particular answers for it
  ledger::Column state;
  ledger::Column start_date;
  ledger::Column due_date;
  ledger::Column kept_date;  // NULL as long as it is not kept
  ledger::Kind kind;
};

struct AlertKind {
  AlertKind();

  ledger::Column owner;
  ledger::Column supervisor;  // NULL below the rung for the political level
  ledger::Column plan;
  ledger::Column kind_of_alert;  // `kind` in the table
  ledger::Column subject;        // the whole name: `actions/a1`
  ledger::Column unit;
  ledger::Column state;
  ledger::Column due_date;
  ledger::Column rung;
  ledger::Column addressee;
  ledger::Kind kind;
};

const PlanKind& Plans();
const ObjectiveKind& Objectives();
const ActionKind& Actions();
const IndicatorKind& Indicators();
const TargetKind& Targets();
const MeasurementKind& Measurements();
const RestatementKind& Restatements();
const DutyKind& Duties();
const AlertKind& Alerts();

// All of them.
const ledger::Catalog& Kinds();

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_SCHEMA_KINDS_H_
