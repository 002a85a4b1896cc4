#include "services/objectives/duties/queries.h"

#include <utility>

#include "services/lib/base/request_checks.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/column_values.h"
#include "services/lib/ledger/list_request.h"
#include "services/objectives/duties/rules.h"
#include "services/objectives/names.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

using ledger::View;
using v1::Duty;

absl::Status GetDuty(const v1::GetDutyRequest& request, View& view, Duty* response) {
  RETURN_IF_ERROR(base::CheckName(request.name(), kDuties, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListDuties(const v1::ListDutiesRequest& request, View& view,
                        v1::ListDutiesResponse* response) {
  RETURN_IF_ERROR(duties::CheckList(request));
  const DutyKind& kind = Duties();
  ledger::ListQuery query = ledger::PageOf(request);
  query.order = &kind.due_date;
  if (!request.plan().empty()) query.where.emplace_back(&kind.plan, base::IdIn(request.plan()));
  if (request.state() != v1::DUTY_STATE_UNSPECIFIED) {
    Duty like;
    like.set_state(request.state());
    query.where.emplace_back(&kind.state, kind.state.read(like));
  }
  if (request.has_due_from()) query.from = ledger::DateOr(true, request.due_from());
  if (request.has_due_before()) query.below = ledger::DateOr(true, request.due_before());
  ASSIGN_OR_RETURN(auto page, view.List<Duty>(query));
  ledger::Fill(std::move(page), response->mutable_duties(), response->mutable_next_page_token());
  return absl::OkStatus();
}

}  // namespace mandat::objectives
