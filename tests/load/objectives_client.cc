#include "tests/load/objectives_client.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/objectives/formulas/shipped.h"

namespace mandat::load {
namespace {

using objectives::v1::ObjectivesService;

constexpr absl::Duration kPoll = absl::Milliseconds(50);
constexpr int kTries = 100;

access::Actor MandateHolder() {
  access::Actor holder;
  holder.organisation = kAgency;
  holder.subject = "mandate holder";
  holder.roles = {common::v1::ROLE_MANDATE_HOLDER};
  return holder;
}

void Authorize(const std::string& token, grpc::ClientContext* context) {
  context->AddMetadata("authorization", "Bearer " + token);
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
}

// Right after its start the service may not be ready for formulas yet.
template <typename Call>
absl::Status Insist(const std::string& token, Call call) {
  for (int tries = 1;; ++tries) {
    grpc::ClientContext context;
    Authorize(token, &context);
    const absl::Status status = runtime::FromGrpc(call(&context));
    if (!absl::IsUnavailable(status) || tries == kTries) return status;
    absl::SleepFor(kPoll);
  }
}

}  // namespace

ObjectivesClient::ObjectivesClient(const Ground& ground, const std::string& address)
    : token_(ground.TokenOf(MandateHolder())),
      stub_(ObjectivesService::NewStub(
          grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))) {}

absl::Status ObjectivesClient::EnterShipped() {
  objectives::v1::CreatePlanRequest plan;
  plan.set_plan_id("mandate");
  plan.mutable_plan()->set_kind(objectives::v1::PLAN_KIND_MANDATE);
  plan.mutable_plan()->mutable_title()->set_fr("Mandat");
  *plan.mutable_plan()->mutable_period() =
      base::ToPeriod({absl::CivilDay(2022, 1, 1), absl::CivilDay(2028, 1, 1)});
  objectives::v1::Plan made_plan;
  RETURN_IF_ERROR(Insist(token_, [&](grpc::ClientContext* context) {
    return stub_->CreatePlan(context, plan, &made_plan);
  }));
  objectives::v1::CreateObjectiveRequest objective;
  objective.set_objective_id("os2");
  objective.mutable_objective()->set_plan(made_plan.name());
  objective.mutable_objective()->set_level(objectives::v1::OBJECTIVE_LEVEL_STRATEGIC);
  objective.mutable_objective()->set_number("OS 2");
  objective.mutable_objective()->mutable_title()->set_fr("But");
  objectives::v1::Objective made_objective;
  RETURN_IF_ERROR(Insist(token_, [&](grpc::ClientContext* context) {
    return stub_->CreateObjective(context, objective, &made_objective);
  }));
  int number = 0;
  for (const objectives::v1::Indicator& indicator : objectives::formulas::ShippedIndicators()) {
    objectives::v1::CreateIndicatorRequest request;
    request.set_indicator_id(std::string(absl::StripPrefix(indicator.name(), "indicators/")));
    *request.mutable_indicator() = indicator;
    request.mutable_indicator()->clear_name();
    request.mutable_indicator()->set_objective(made_objective.name());
    request.mutable_indicator()->set_number(absl::StrCat("2.", ++number));
    objectives::v1::Indicator made;
    RETURN_IF_ERROR(Insist(token_, [&](grpc::ClientContext* context) {
      return stub_->CreateIndicator(context, request, &made);
    }));
  }
  return absl::OkStatus();
}

absl::StatusOr<objectives::v1::ListFiguresResponse> ObjectivesClient::ListFigures(
    const std::string& indicator, const base::Period& period) {
  objectives::v1::ListFiguresRequest request;
  request.set_indicator(indicator);
  *request.mutable_period() = base::ToPeriod(period);
  grpc::ClientContext context;
  Authorize(token_, &context);
  objectives::v1::ListFiguresResponse response;
  RETURN_IF_ERROR(runtime::FromGrpc(stub_->ListFigures(&context, request, &response)));
  return response;
}

absl::Status ObjectivesClient::WaitUntilCounted(const std::string& indicator,
                                                const base::Period& period,
                                                absl::Duration patience) {
  return WaitUntil(indicator, period, patience,
                   [](const objectives::v1::Figure& figure) { return !figure.catching_up(); });
}

absl::Status ObjectivesClient::WaitUntilKnown(const std::string& indicator,
                                              const base::Period& period, int64_t position,
                                              absl::Duration patience) {
  return WaitUntil(indicator, period, patience, [position](const objectives::v1::Figure& figure) {
    return std::any_of(figure.sources().begin(), figure.sources().end(),
                       [position](const objectives::v1::FactSource& source) {
                         return source.service() == "socialaid" && source.position() >= position;
                       });
  });
}

absl::Status ObjectivesClient::WaitUntil(
    const std::string& indicator, const base::Period& period, absl::Duration patience,
    absl::FunctionRef<bool(const objectives::v1::Figure&)> holds) {
  for (const absl::Time deadline = absl::Now() + patience; absl::Now() < deadline;) {
    const auto figures = ListFigures(indicator, period);
    if (!figures.ok() && !absl::IsAborted(figures.status())) return figures.status();
    if (figures.ok() && holds(figures->figures(0))) return absl::OkStatus();
    absl::SleepFor(kPoll);
  }
  return absl::DeadlineExceededError(absl::StrCat(indicator, " does not get so far"));
}

absl::StatusOr<std::string> ObjectivesClient::NextPageOfRows(
    const objectives::v1::ListDashboardRowsRequest& request) {
  objectives::v1::ListDashboardRowsResponse page;
  RETURN_IF_ERROR(Insist(token_, [&](grpc::ClientContext* context) {
    return stub_->ListDashboardRows(context, request, &page);
  }));
  if (page.next_page_token().empty()) return absl::NotFoundError("that was the last page");
  return page.next_page_token();
}

absl::StatusOr<absl::Duration> ObjectivesClient::TimeFirstFact(const std::string& indicator,
                                                               const base::Period& period) {
  objectives::v1::ExplainFigureRequest request;
  request.set_indicator(indicator);
  *request.mutable_period() = base::ToPeriod(period);
  grpc::ClientContext context;
  Authorize(token_, &context);
  const auto begun = std::chrono::steady_clock::now();
  const auto reader = stub_->ExplainFigure(&context, request);
  objectives::v1::ExplainFigureResponse piece;
  while (reader->Read(&piece)) {
    if (piece.facts().empty()) continue;
    const auto took = absl::FromChrono(std::chrono::steady_clock::now() - begun);
    context.TryCancel();
    reader->Finish();
    return took;
  }
  RETURN_IF_ERROR(runtime::FromGrpc(reader->Finish()));
  return absl::InternalError(absl::StrCat(indicator, " has no facts"));
}

}  // namespace mandat::load
