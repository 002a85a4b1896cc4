#include "services/objectives/dashboards/freeze.h"

#include <memory>
#include <utility>

#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/dashboards/commands.h"
#include "services/objectives/dashboards/picture.h"
#include "services/objectives/dashboards/rules.h"
#include "services/objectives/names.h"

namespace mandat::objectives {
namespace {

using dashboards::Frozen;
using google::protobuf::Message;
using ledger::Context;
using ledger::Decision;
using ledger::Snapshot;
using v1::FreezeDashboardRequest;

const FreezeDashboardRequest& Typed(const Message& request) {
  return static_cast<const FreezeDashboardRequest&>(request);
}

// One dashboard on its way. Its command is of this picture alone.
struct Freezing {
  absl::StatusOr<Frozen> frozen = absl::InternalError("no picture was taken");
  ledger::Command command;
  std::function<void(absl::StatusOr<v1::Dashboard>)> done;
};

absl::StatusOr<Decision> Decide(const FreezeDashboardRequest& request, const Snapshot& snapshot,
                                const Context& context, const absl::StatusOr<Frozen>& frozen) {
  RETURN_IF_ERROR(dashboards::CheckFreezable(snapshot.Get<v1::Plan>(request.plan()), request,
                                             base::BrusselsDay(context.now)));
  RETURN_IF_ERROR(frozen.status());
  return dashboards::Freeze(request, ledger::NewName(kDashboards, request.dashboard_id(), context),
                            context.pseudonym, *frozen,
                            dashboards::OfPeriod(request.plan(), request.period(), snapshot));
}

ledger::Command CommandOf(const absl::StatusOr<Frozen>& frozen) {
  return {[](const Message& request, const Context&) {
            return dashboards::CheckFreeze(Typed(request));
          },
          [](const Message& request, const Context&) -> ledger::Reads {
            const FreezeDashboardRequest& typed = Typed(request);
            return {ledger::RelyOn<v1::Plan>(typed.plan()).Checked(),
                    dashboards::FindPeriod(typed.plan(), typed.period())};
          },
          [&frozen](const Message& request, const Snapshot& snapshot, const Context& context) {
            return Decide(Typed(request), snapshot, context, frozen);
          }};
}

}  // namespace

void FreezeDashboard(ledger::Ledger& ledger, const access::Call& call,
                     const FreezeDashboardRequest& request,
                     std::function<void(absl::StatusOr<v1::Dashboard>)> done) {
  if (absl::Status wrong = dashboards::CheckFreeze(request); !wrong.ok()) {
    return done(std::move(wrong));
  }
  // Lives as long as the last of the functions below: so does the command, until it is answered.
  const auto freezing = std::make_shared<Freezing>();
  freezing->command = CommandOf(freezing->frozen);
  freezing->done = std::move(done);
  ledger.Read(
      call,
      [freezing, &request](ledger::View& view) {
        freezing->frozen = dashboards::TakePicture(request, view);
        return absl::OkStatus();
      },
      [freezing, &ledger, call, &request](absl::Status read) {
        if (!read.ok()) return freezing->done(std::move(read));
        ledger.Submit(freezing->command, call, request,
                      [freezing](absl::StatusOr<ledger::Ledger::Committed> committed) {
                        if (!committed.ok()) return freezing->done(committed.status());
                        freezing->done(static_cast<const v1::Dashboard&>(**committed));
                      });
      });
}

}  // namespace mandat::objectives
