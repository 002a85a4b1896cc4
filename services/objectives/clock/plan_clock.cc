#include "services/objectives/clock/plan_clock.h"

#include <algorithm>
#include <future>
#include <type_traits>
#include <utility>

#include "google/protobuf/message.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/command.h"
#include "services/lib/ledger/job.h"
#include "services/objectives/clock/look.h"
#include "services/objectives/names.h"
#include "services/objectives/queries_of_plan.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives::clock {
namespace {

using ledger::Event;
using ledger::View;
using v1::Alert;
using v1::Duty;

constexpr char kJob[] = "clock";
constexpr int kEvents = 1000;

// The plan that an event is of; empty where it is of none, or where an alert moved, which is the
// clock's own doing.
std::string PlanOf(const Event& event) {
  if (event.collection == kPlans) return base::MakeName(kPlans, event.id);
  const ledger::Kind* kind = Kinds().Find(event.collection);
  if (kind == nullptr || event.collection == kAlerts) return "";
  const auto* field = kind->prototype->GetDescriptor()->FindFieldByName("plan");
  if (field == nullptr) return "";
  const std::unique_ptr<google::protobuf::Message> resource(kind->prototype->New());
  if (!resource->ParseFromString(event.public_body)) return "";
  return resource->GetReflection()->GetString(*resource, field);
}

// Adds the plans of all that are in this state.
template <typename T>
absl::Status AddPlansOf(const ledger::Column& state, const T& like, View& view,
                        std::set<std::string>* plans) {
  ASSIGN_OR_RETURN(const std::vector<T> all, AllWhere<T>({{&state, state.read(like)}}, view));
  for (const T& one : all) {
    if constexpr (std::is_same_v<T, v1::Plan>) {
      plans->insert(one.name());
    } else {
      plans->insert(one.plan());
    }
  }
  return absl::OkStatus();
}

// Whether somebody, or the same job of another replica, was faster.
bool IsOvertaken(const absl::Status& status) {
  const std::string reason = base::ReasonOf(status);
  return reason == "DUTY_EXISTS" || reason == "ALERT_EXISTS";
}

}  // namespace

runtime::Job PlanClock::job() {
  // Whoever did what was due looks next whether it is still asked for.
  return {"plan-clock", [this](absl::Time now) { return Turn(now); }, absl::Seconds(1)};
}

absl::StatusOr<bool> PlanClock::Turn(absl::Time now) {
  RETURN_IF_ERROR(Notice(now));
  if (waiting_.empty()) return false;
  const std::string plan = waiting_.front();
  waiting_.pop_front();
  const absl::StatusOr<bool> again = LookAtPlan(plan, now);
  // Behind the others: a plan that cannot be read, or that is never done, holds up none.
  if (!again.ok() || *again) Await(plan);
  RETURN_IF_ERROR(again.status());
  return !waiting_.empty();
}

void PlanClock::Await(const std::set<std::string>& plans) {
  for (const std::string& plan : plans) Await(plan);
}

void PlanClock::Await(const std::string& plan) {
  if (plan.empty() || std::find(waiting_.begin(), waiting_.end(), plan) != waiting_.end()) return;
  waiting_.push_back(plan);
}

absl::Status PlanClock::Notice(absl::Time now) {
  if (reader_ == nullptr) {
    ASSIGN_OR_RETURN(reader_, store_.OpenReader());
  }
  // Before anything is read: what comes meanwhile is noticed the next time.
  ASSIGN_OR_RETURN(const int64_t head, reader_->Head());
  ASSIGN_OR_RETURN(const bool facts_moved, facts_.HasMoved(*reader_));
  if (facts_moved) Await(computed_);
  const absl::CivilDay today = base::BrusselsDay(now);
  if (!has_begun_ || today != day_) {
    RETURN_IF_ERROR(NoticeAll(ledger::CallOfJob("objectives", kJob, now)));
    head_ = head;
  } else {
    RETURN_IF_ERROR(NoticeEvents(head));
  }
  has_begun_ = true;
  day_ = today;
  return absl::OkStatus();
}

absl::Status PlanClock::NoticeAll(const access::Call& call) {
  std::set<std::string> plans;
  const absl::Status read =
      ledger::ReadAndWait(ledger_, call, [&plans](View& view) -> absl::Status {
        v1::Plan running;
        running.set_state(v1::PLAN_STATE_RUNNING);
        RETURN_IF_ERROR(AddPlansOf(Plans().state, running, view, &plans));
        Duty due;
        due.set_state(v1::DUTY_STATE_DUE);
        RETURN_IF_ERROR(AddPlansOf(Duties().state, due, view, &plans));
        Alert raised;
        raised.set_state(v1::ALERT_STATE_RAISED);
        return AddPlansOf(Alerts().state, raised, view, &plans);
      });
  RETURN_IF_ERROR(read);
  Await(plans);
  return absl::OkStatus();
}

absl::Status PlanClock::NoticeEvents(int64_t head) {
  while (head_ < head) {
    ASSIGN_OR_RETURN(const std::vector<Event> events, reader_->EventsAfter(head_, kEvents));
    if (events.empty()) return absl::OkStatus();
    for (const Event& event : events) {
      Await(PlanOf(event));
      // A combination may be of another plan's indicator, whose formula was revised.
      if (event.collection == kIndicators) Await(computed_);
    }
    head_ = events.back().position;
  }
  return absl::OkStatus();
}

absl::Status PlanClock::Send(const std::vector<Order>& orders, const access::Call& call) {
  std::vector<std::promise<absl::Status>> answers(orders.size());
  for (size_t i = 0; i < orders.size(); ++i) {
    ledger_.Submit(*orders[i].command, call, *orders[i].request,
                   [&answer = answers[i]](absl::StatusOr<ledger::Ledger::Committed> committed) {
                     answer.set_value(committed.status());
                   });
  }
  absl::Status failure;
  for (std::promise<absl::Status>& answer : answers) {
    const absl::Status done = answer.get_future().get();
    if (!IsOvertaken(done)) failure.Update(done);
  }
  return failure;
}

absl::StatusOr<bool> PlanClock::LookAtPlan(const std::string& plan, absl::Time now) {
  const access::Call call = ledger::CallOfJob("objectives", kJob, now);
  Look look;
  const absl::Status read =
      ledger::ReadAndWait(ledger_, call, [&look, &plan, now](View& view) -> absl::Status {
        ASSIGN_OR_RETURN(look, LookAt(plan, base::BrusselsDay(now), view));
        return absl::OkStatus();
      });
  computed_.erase(plan);
  if (absl::IsNotFound(read)) return false;  // a draft that was deleted
  RETURN_IF_ERROR(read);
  if (look.is_computed) computed_.insert(plan);
  ASSIGN_OR_RETURN(const Orders orders, OrdersFor(look, now));
  RETURN_IF_ERROR(Send(orders.all, call));
  return orders.look_again;
}

}  // namespace mandat::objectives::clock
