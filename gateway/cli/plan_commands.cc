// Commands on plans of objectives.

#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/cli/assessment_text.h"
#include "gateway/cli/command.h"
#include "gateway/cli/figure_text.h"
#include "gateway/cli/listing.h"
#include "gateway/cli/objectives_calls.h"
#include "gateway/cli/plan_text.h"
#include "mandat/objectives/v1/assessment.pb.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

// All of a collection that belong to the plan.
template <typename T>
absl::Status ReadAll(Session& session, absl::string_view collection, const std::string& plan,
                     std::vector<T>* all) {
  ASSIGN_OR_RETURN(const Listing listing, ReadCollection(session, collection, {{"plan", plan}}));
  *all = Typed<T>(listing);
  return absl::OkStatus();
}

absl::Status RunTree(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  RETURN_IF_ERROR(arguments.NothingLeft());
  PlanParts parts;
  ASSIGN_OR_RETURN(parts.plan, ReadOne<objectives::v1::Plan>(session, "plans", "plan", name));
  RETURN_IF_ERROR(ReadAll(session, "objectives", name, &parts.objectives));
  RETURN_IF_ERROR(ReadAll(session, "indicators", name, &parts.indicators));
  RETURN_IF_ERROR(ReadAll(session, "targets", name, &parts.targets));
  std::cout << PlanTree(parts, session.reading());
  return absl::OkStatus();
}

absl::StatusOr<objectives::v1::Indicator> ReadIndicator(Session& session, const std::string& name) {
  return ReadOne<objectives::v1::Indicator>(session, "indicators", "indicator", name);
}

absl::Status RunFigures(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  const std::optional<std::string> span = arguments.Take("period");
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const objectives::v1::Indicator indicator, ReadIndicator(session, name));
  objectives::v1::ListFiguresRequest request;
  request.set_indicator(name);
  if (span.has_value()) {
    ASSIGN_OR_RETURN(*request.mutable_period(), ParsePeriodText(*span));
  }
  ASSIGN_OR_RETURN(const auto response, CallObjectives<objectives::v1::ListFiguresResponse>(
                                            session, "ListFigures", &request));
  if (session.options().json) {
    session.Print(response);
    return absl::OkStatus();
  }
  std::cout << FiguresText(indicator, {response.figures().begin(), response.figures().end()},
                           session.reading());
  return absl::OkStatus();
}

absl::Status RunFacts(Session& session, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const objectives::v1::Indicator indicator,
                   ReadIndicator(session, arguments.words()[0]));
  objectives::v1::ExplainFigureRequest request;
  request.set_indicator(indicator.name());
  ASSIGN_OR_RETURN(*request.mutable_period(), ParsePeriodText(arguments.words()[1]));
  using Piece = objectives::v1::ExplainFigureResponse;
  return StreamObjectives<Piece>(session, "ExplainFigure", request, [&](const Piece& piece) {
    if (session.options().json) return session.Print(piece);
    if (piece.has_figure()) {
      std::cout << FiguresText(indicator, {piece.figure()}, session.reading())
                << base::Pick(piece.words(), session.reading().language) << "\n";
    }
    for (const objectives::v1::Fact& fact : piece.facts()) std::cout << FactText(fact) << "\n";
    if (piece.facts_digest().empty()) return;
    std::cout << piece.facts_count() << " facts, digest " << piece.facts_digest() << "\n";
  });
}

// A plan as a whole, or one indicator.
absl::Status RunAssess(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  const bool is_plan = CollectionOf(name) == "plans";
  ASSIGN_OR_RETURN(const bool official, arguments.TakeSwitch("official"));
  Json fields = {{is_plan ? "plan" : "indicator", name}, {"officialOnly", official}};
  if (const auto date = arguments.Take("date"); date.has_value()) fields["date"] = *date;
  RETURN_IF_ERROR(arguments.NothingLeft());
  if (!is_plan && CollectionOf(name) != "indicators") {
    return WrongUse(absl::StrCat("'", name, "' is neither a plan nor an indicator."));
  }
  const Method& method = ObjectivesMethod(session, is_plan ? "AssessPlan" : "AssessIndicator");
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(method, fields));
  if (session.options().json) {
    session.Print(*answer);
    return absl::OkStatus();
  }
  if (!is_plan) {
    ASSIGN_OR_RETURN(const objectives::v1::Indicator indicator, ReadIndicator(session, name));
    std::cout << IndicatorAssessmentText(Typed<objectives::v1::IndicatorAssessment>(*answer),
                                         indicator, session.reading());
    return absl::OkStatus();
  }
  AssessedParts parts;
  RETURN_IF_ERROR(ReadAll(session, "indicators", name, &parts.indicators));
  RETURN_IF_ERROR(ReadAll(session, "targets", name, &parts.targets));
  std::cout << PlanAssessmentText(Typed<objectives::v1::AssessPlanResponse>(*answer), parts,
                                  session.reading());
  return absl::OkStatus();
}

// Enters a value, or submits a figure where none is given.
absl::Status RunMeasure(Session& session, Arguments& arguments) {
  const std::vector<std::string>& words = arguments.words();
  const std::string evidence = arguments.Take("evidence").value_or("");
  ASSIGN_OR_RETURN(const bool submit, arguments.TakeSwitch("submit"));
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const objectives::v1::Indicator indicator, ReadIndicator(session, words[0]));
  ASSIGN_OR_RETURN(const common::v1::Period period, ParsePeriodText(words[1]));
  if (words.size() == 2) {
    if (submit || !evidence.empty()) {
      return WrongUse("A figure brings its own evidence and is submitted: leave the options out.");
    }
    objectives::v1::SubmitFigureRequest request;
    request.set_indicator(indicator.name());
    *request.mutable_period() = period;
    using Piece = objectives::v1::SubmitFigureResponse;
    return StreamObjectives<Piece>(session, "SubmitFigure", request, [&](const Piece& piece) {
      if (piece.has_measurement()) session.Print(piece.measurement());
    });
  }
  objectives::v1::EnterMeasurementRequest request;
  objectives::v1::Measurement* measurement = request.mutable_measurement();
  measurement->set_indicator(indicator.name());
  *measurement->mutable_period() = period;
  if (words[2] != "-") {
    ASSIGN_OR_RETURN(*measurement->mutable_value(), ParseValueText(indicator.unit(), words[2]));
  }
  measurement->set_evidence(evidence);
  request.set_submit(submit);
  ASSIGN_OR_RETURN(const auto entered, CallObjectives<objectives::v1::Measurement>(
                                           session, "EnterMeasurement", &request));
  session.Print(entered);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> PlanCommands() {
  return {
      {"tree",
       "PLAN",
       1,
       1,
       "Shows a plan: its objectives as a tree, what measures them, and the targets.",
       {},
       false,
       RunTree},
      {"assess",
       "PLAN|INDICATOR",
       1,
       1,
       "Shows how a plan does, indicator by indicator, or one indicator with its values and what "
       "they may become.",
       {{"official", "from accepted values alone"},
        {"date=DATE", "as of a day, from what was known then"}},
       false,
       RunAssess},
      {"measure",
       "INDICATOR PERIOD [VALUE]",
       2,
       3,
       "Enters a value: 12, 12.5, 87.5% or 7/8, euros for amounts, - for none; without one, "
       "submits the figure of a computed indicator.",
       {{"evidence=TEXT", "what it rests on"}, {"submit", "submits it to the board at once"}},
       false,
       RunMeasure},
      {"figures",
       "INDICATOR",
       1,
       1,
       "Shows what a computed indicator gives, period by period, as of the events that arrived.",
       {{"period=PERIOD", "those that begin in it: 2026, 2026-q4, 2026-11"}},
       false,
       RunFigures},
      {"facts",
       "INDICATOR PERIOD",
       2,
       2,
       "Opens a figure down to the facts that make it: 2026, 2026-q4, 2026-11.",
       {},
       false,
       RunFacts}};
}

}  // namespace mandat::cli
