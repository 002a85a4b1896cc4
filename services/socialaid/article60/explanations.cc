#include "services/socialaid/article60/explanations.h"

#include <utility>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/socialaid/article60/deadlines.h"
#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/law/words.h"

namespace mandat::socialaid::article60 {
namespace {

void Tell(v1::Article60Calculation calculation, v1::Article60Explanation* explanation) {
  for (const v1::TraceStep& step : calculation.steps()) {
    *explanation->add_steps() = law::WordsOf(step, calculation.half_days());
  }
  *explanation->mutable_calculation() = std::move(calculation);
}

}  // namespace

absl::StatusOr<v1::Article60Explanation> Explain(const v1::Article60Request& request,
                                                 const v1::ExplainArticle60RequestRequest& asked) {
  v1::Article60Explanation explanation;
  if (request.answer().has_calculation()) Tell(request.answer().calculation(), &explanation);
  if (!request.has_send_time()) return explanation;
  ASSIGN_OR_RETURN(*explanation.mutable_answer_deadline(), AnswerDeadline(request));
  if (asked.has_if_answered_time() && request.state() == v1::ARTICLE60_STATE_SENT) {
    ASSIGN_OR_RETURN(*explanation.mutable_if_answered(),
                     IfAnswered(request, base::ToTime(asked.if_answered_time())));
  }
  return explanation;
}

absl::StatusOr<v1::Article60Explanation> Simulate(
    const v1::SimulateArticle60RequestRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay birth, base::ParseDate(request.birth_date(), "birth_date"));
  ASSIGN_OR_RETURN(v1::Article60Calculation calculation,
                   law::Answer(request.article60_request(), birth, law::Parameters::Default()));
  v1::Article60Explanation explanation;
  Tell(std::move(calculation), &explanation);
  return explanation;
}

}  // namespace mandat::socialaid::article60
