#include "services/objectives/service.h"

#include <memory>

#include "absl/status/status.h"
#include "mandat/objectives/v1/service.grpc.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/runtime/server_stream.h"
#include "services/lib/runtime/unary.h"
#include "services/objectives/actions/commands.h"
#include "services/objectives/indicators/commands.h"
#include "services/objectives/objectives/commands.h"
#include "services/objectives/plans/commands.h"
#include "services/objectives/queries.h"
#include "services/objectives/targets/commands.h"

namespace mandat::objectives {
namespace {

// One line a method. Inside the class a method hides the command of its name: hence `objectives::`.
class ObjectivesApi final : public runtime::Served<v1::ObjectivesService> {
 public:
  explicit ObjectivesApi(ledger::Ledger& ledger) : ledger_(ledger) {}

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

  // For the merge: the figures are answered by services/objectives/facts.
  MANDAT_UNARY(ListFigures, [](const auto&, const auto&, auto respond) { respond(NotYet()); })
  MANDAT_SERVER_STREAM(ExplainFigure, [](const auto&, const auto&, auto&) { return NotYet(); })

 private:
  // UNIMPLEMENTED `FIGURES_NOT_SERVED`.
  static absl::Status NotYet() {
    return base::Error(absl::StatusCode::kUnimplemented, "FIGURES_NOT_SERVED",
                       "This version of the service computes no figures.");
  }

  template <typename C>
  runtime::UnaryHandler<typename C::Request, typename C::Response> Command() {
    return ledger::Handler<C>(ledger_);
  }
  template <typename Request, typename Response>
  runtime::UnaryHandler<Request, Response> Query(absl::Status (*read)(const Request&, ledger::View&,
                                                                      Response*)) {
    return ledger::ReadHandler<Request, Response>(ledger_, read);
  }

  ledger::Ledger& ledger_;
};

}  // namespace

std::unique_ptr<runtime::ServedService> MakeService(ledger::Ledger& ledger) {
  return std::make_unique<ObjectivesApi>(ledger);
}

std::vector<runtime::Job> MakeJobs(ledger::Ledger&) { return {}; }

}  // namespace mandat::objectives
