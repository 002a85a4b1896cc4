#include "services/objectives/service.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "mandat/objectives/v1/service.grpc.pb.h"
#include "services/lib/runtime/bidi_stream.h"
#include "services/lib/runtime/on_ledger.h"
#include "services/lib/runtime/server_stream.h"
#include "services/lib/runtime/unary.h"
#include "services/objectives/actions/commands.h"
#include "services/objectives/alerts/commands.h"
#include "services/objectives/alerts/queries.h"
#include "services/objectives/clock/plan_clock.h"
#include "services/objectives/dashboards/commands.h"
#include "services/objectives/dashboards/export.h"
#include "services/objectives/dashboards/freeze.h"
#include "services/objectives/dashboards/queries.h"
#include "services/objectives/duties/commands.h"
#include "services/objectives/duties/queries.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/catch_up.h"
#include "services/objectives/facts/commands.h"
#include "services/objectives/facts/explanation.h"
#include "services/objectives/facts/following.h"
#include "services/objectives/facts/queries.h"
#include "services/objectives/indicators/commands.h"
#include "services/objectives/measurements/commands.h"
#include "services/objectives/measurements/push.h"
#include "services/objectives/measurements/take_figure.h"
#include "services/objectives/objectives/commands.h"
#include "services/objectives/plan_files/commands.h"
#include "services/objectives/plan_files/queries.h"
#include "services/objectives/plans/commands.h"
#include "services/objectives/queries.h"
#include "services/objectives/queries_assessment.h"
#include "services/objectives/restatements/commands.h"
#include "services/objectives/restatements/watch.h"
#include "services/objectives/targets/commands.h"

namespace mandat::objectives {
namespace {

// One line a method. Inside the class a method hides the command of its name: hence `objectives::`.
class ObjectivesApi final : public runtime::OnLedger<v1::ObjectivesService> {
 public:
  using OnLedger::OnLedger;

  MANDAT_UNARY(CreatePlan, Command<objectives::CreatePlan>())
  MANDAT_UNARY(UpdatePlan, Command<objectives::UpdatePlan>())
  MANDAT_UNARY(DeletePlan, Command<objectives::DeletePlan>())
  MANDAT_UNARY(AdoptPlan, Command<objectives::AdoptPlan>())
  MANDAT_UNARY(StartPlan, Command<objectives::StartPlan>())
  MANDAT_UNARY(AmendPlan, Command<objectives::AmendPlan>())
  MANDAT_UNARY(EvaluatePlan, Command<objectives::EvaluatePlan>())
  MANDAT_UNARY(ClosePlan, Command<objectives::ClosePlan>())
  MANDAT_UNARY(GetPlan, Query(objectives::GetPlan))
  MANDAT_UNARY(ListPlans, Query(objectives::ListPlans))
  MANDAT_UNARY(ExportPlan, Query(objectives::ExportPlan))
  MANDAT_UNARY(CheckPlanFile, Query(objectives::CheckPlanFile))
  MANDAT_UNARY(ImportPlan, Command<objectives::ImportPlan>())

  MANDAT_UNARY(CreateObjective, Command<objectives::CreateObjective>())
  MANDAT_UNARY(UpdateObjective, Command<objectives::UpdateObjective>())
  MANDAT_UNARY(DeleteObjective, Command<objectives::DeleteObjective>())
  MANDAT_UNARY(GetObjective, Query(objectives::GetObjective))
  MANDAT_UNARY(ListObjectives, Query(objectives::ListObjectives))
  MANDAT_UNARY(RankObjectives, Query(objectives::RankObjectives))

  MANDAT_UNARY(CreateAction, Command<objectives::CreateAction>())
  MANDAT_UNARY(UpdateAction, Command<objectives::UpdateAction>())
  MANDAT_UNARY(DeleteAction, Command<objectives::DeleteAction>())
  MANDAT_UNARY(GetAction, Query(objectives::GetAction))
  MANDAT_UNARY(ListActions, Query(objectives::ListActions))

  MANDAT_UNARY(CreateIndicator, Command<objectives::CreateIndicator>())
  MANDAT_UNARY(UpdateIndicator, Command<objectives::UpdateIndicator>())
  MANDAT_UNARY(ReviseFormula, Command<objectives::ReviseFormula>())
  MANDAT_UNARY(GetIndicator, Query(objectives::GetIndicator))
  MANDAT_UNARY(ListIndicators, Query(objectives::ListIndicators))

  MANDAT_UNARY(SetTarget, Command<objectives::SetTarget>())
  MANDAT_UNARY(GetTarget, Query(objectives::GetTarget))
  MANDAT_UNARY(ListTargets, Query(objectives::ListTargets))

  MANDAT_UNARY(FreezeDashboard, [this](const access::Call& call,
                                       const v1::FreezeDashboardRequest& request, auto respond) {
    auto shared = std::make_shared<decltype(respond)>(std::move(respond));
    objectives::FreezeDashboard(ledger_, call, request,
                                [shared](auto answer) { (*shared)(std::move(answer)); });
  })
  MANDAT_UNARY(ValidateDashboard, Command<objectives::ValidateDashboard>())
  MANDAT_UNARY(PresentDashboard, Command<objectives::PresentDashboard>())
  MANDAT_UNARY(DeleteDashboard, Command<objectives::DeleteDashboard>())
  MANDAT_UNARY(GetDashboard, Query(objectives::GetDashboard))
  MANDAT_UNARY(ListDashboards, Query(objectives::ListDashboards))
  MANDAT_UNARY(ListDashboardRows, Query(objectives::ListDashboardRows))
  MANDAT_UNARY(CompareDashboards, Query(objectives::CompareDashboards))
  MANDAT_SERVER_STREAM(ExportDashboard, [this](const access::Call& call,
                                               const v1::ExportDashboardRequest& request,
                                               auto& out) {
    return objectives::ExportDashboard(ledger_, call, request,
                                       [&out](const auto& piece) { return out.Write(piece); });
  })

  MANDAT_UNARY(EnterMeasurement, Command<objectives::EnterMeasurement>())
  MANDAT_BIDI_STREAM(EnterMeasurements, [this](auto& stream) {
    return objectives::EnterMeasurements(ledger_, stream);
  })
  MANDAT_UNARY(SubmitMeasurement, Command<objectives::SubmitMeasurement>())
  MANDAT_SERVER_STREAM(SubmitFigure, [this](const access::Call& call,
                                            const v1::SubmitFigureRequest& request, auto& out) {
    return objectives::SubmitFigure(ledger_, call, request,
                                    [&out](const auto& piece) { return out.Write(piece); });
  })
  MANDAT_UNARY(ValidateMeasurement, Command<objectives::ValidateMeasurement>())
  MANDAT_UNARY(AcceptMeasurement, Command<objectives::AcceptMeasurement>())
  MANDAT_UNARY(ReturnMeasurement, Command<objectives::ReturnMeasurement>())
  MANDAT_UNARY(ReopenMeasurement, Command<objectives::ReopenMeasurement>())
  MANDAT_UNARY(GetMeasurement, Query(objectives::GetMeasurement))
  MANDAT_UNARY(ListMeasurements, Query(objectives::ListMeasurements))

  MANDAT_UNARY(ProposeRestatement, Command<objectives::ProposeRestatement>())
  MANDAT_UNARY(AcceptRestatement, Command<objectives::AcceptRestatement>())
  MANDAT_UNARY(RejectRestatement, Command<objectives::RejectRestatement>())
  MANDAT_UNARY(GetRestatement, Query(objectives::GetRestatement))
  MANDAT_UNARY(ListRestatements, Query(objectives::ListRestatements))

  MANDAT_UNARY(AssessIndicator, Query(objectives::AssessIndicator))
  MANDAT_UNARY(AssessPlan, Query(objectives::AssessPlan))

  MANDAT_UNARY(KeepDuty, Command<objectives::KeepDuty>())
  MANDAT_UNARY(GetDuty, Query(objectives::GetDuty))
  MANDAT_UNARY(ListDuties, Query(objectives::ListDuties))

  MANDAT_UNARY(AcknowledgeAlert, Command<objectives::AcknowledgeAlert>())
  MANDAT_UNARY(GetAlert, Query(objectives::GetAlert))
  MANDAT_UNARY(ListAlerts, Query(objectives::ListAlerts))

  MANDAT_UNARY(ListFigures, Query(objectives::ListFigures))
  MANDAT_SERVER_STREAM(ExplainFigure, [this](const access::Call& call,
                                             const v1::ExplainFigureRequest& request, auto& out) {
    return objectives::ExplainFigure(ledger_, call, request,
                                     [&out](const auto& piece) { return out.Write(piece); });
  })
};

class Parts final : public runtime::ServiceParts {
 public:
  Parts(ledger::Ledger& ledger, ledger::Store& store)
      : store_(store),
        api_(ledger),
        catch_up_(ledger, store, FollowedServices()),
        restatements_(ledger),
        clock_(ledger, store),
        receive_(facts::ReceiveEvent(books_)) {}

  std::vector<runtime::ServedService*> services() override { return {&api_}; }
  std::vector<runtime::Job> jobs() override {
    std::vector<runtime::Job> jobs = catch_up_.jobs();
    jobs.push_back(restatements_.job());
    jobs.push_back(clock_.job());
    return jobs;
  }
  std::vector<runtime::Follower> followers() override {
    std::vector<runtime::Follower> followers;
    for (const std::string& service : FollowedServices()) {
      runtime::Follower& follower = followers.emplace_back();
      follower.service = service;
      follower.job = "facts";
      follower.delivery = events::Delivery::kEveryVersion;
      follower.command = &receive_;
      follower.known = [this, service](const std::string& source) {
        return facts::KnownOf(store_, service, source);
      };
      follower.on_head = [this](const events::Head& head) { catch_up_.NoteHead(head); };
    }
    return followers;
  }

 private:
  ledger::Store& store_;
  ObjectivesApi api_;
  facts::BookCache books_;
  facts::CatchUp catch_up_;
  RestatementWatch restatements_;
  clock::PlanClock clock_;
  const ledger::Command receive_;
};

}  // namespace

const std::vector<std::string>& FollowedServices() {
  static const auto& services = *new std::vector<std::string>{"objectives", "socialaid"};
  return services;
}

std::unique_ptr<runtime::ServiceParts> MakeParts(ledger::Ledger& ledger, ledger::Store& store) {
  return std::make_unique<Parts>(ledger, store);
}

}  // namespace mandat::objectives
