#include "services/socialaid/article60/explanations.h"

#include <string>
#include <utility>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/socialaid/article60/deadlines.h"
#include "services/socialaid/article60/states.h"
#include "services/socialaid/article60/states_words.h"
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

constexpr base::Phrase kStanding = {"{state}. La suite dépend de : {holder}.",
                                    "{state}. Nu aan zet: {holder}.", "{state}. Am Zug: {holder}.",
                                    "{state}. Next to move: {holder}."};

void SayStanding(const v1::Article60Request& request, common::v1::Party caller,
                 v1::Article60Explanation* explanation) {
  const common::v1::Party holder = HolderIn(request.state());
  explanation->set_holder(holder);
  *explanation->mutable_standing() =
      base::Say(kStanding, {{"state", base::Say(WordsOf(request.state()), {})},
                            {"holder", base::Say(HolderWords(holder), {})}});
  for (const Verb verb : VerbsOf(request.state(), caller)) {
    v1::Article60Action* action = explanation->add_actions();
    action->set_verb(std::string(CodeOf(verb)));
    *action->mutable_label() = base::Say(WordsOf(verb), {});
  }
}

}  // namespace

absl::StatusOr<v1::Article60Explanation> Explain(const v1::Article60Request& request,
                                                 const v1::ExplainArticle60RequestRequest& asked,
                                                 common::v1::Party caller) {
  v1::Article60Explanation explanation;
  SayStanding(request, caller, &explanation);
  if (request.answer().has_calculation()) Tell(request.answer().calculation(), &explanation);
  if (!request.has_send_time()) return explanation;
  ASSIGN_OR_RETURN(*explanation.mutable_answer_deadline(), AnswerDeadline(request));
  if (asked.has_if_answered_time() && request.state() == v1::ARTICLE60_STATE_SENT) {
    ASSIGN_OR_RETURN(
        *explanation.mutable_if_answered(),
        IfAnswered(request, base::ToTime(asked.if_answered_time()), "if_answered_time"));
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
