#ifndef SERVICES_OBJECTIVES_DASHBOARDS_ROWS_WORDS_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_ROWS_WORDS_H_

// What stands in files of dashboards for codes, in four languages.

#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/assessment.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "services/lib/base/phrase.h"

namespace mandat::objectives::dashboards {

// Empty where the code is unspecified.
const base::Phrase& WordsOf(v1::DashboardRow::ContentCase content);
const base::Phrase& WordsOf(v1::ObjectiveLevel level);
const base::Phrase& WordsOf(v1::Unit unit);
const base::Phrase& WordsOf(v1::AssessmentStatus status);
const base::Phrase& WordsOf(v1::ActionState state);
const base::Phrase& WordsOf(v1::Health health);
// "accepted" or "provisional".
const base::Phrase& WordsOfAcceptance(bool official);

}  // namespace mandat::objectives::dashboards

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_ROWS_WORDS_H_
