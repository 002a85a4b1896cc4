#include "services/objectives/clock/plan_clock.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/command.h"
#include "services/lib/ledger/job.h"
#include "services/objectives/alerts/commands.h"
#include "services/objectives/duties/commands.h"
#include "services/objectives/duties/rules.h"
#include "services/objectives/duties/states.h"
#include "services/objectives/names.h"
#include "services/objectives/schema/fact_kinds.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives::clock {
namespace {

using ledger::Event;
using ledger::Row;
using ledger::View;
using storage::v1::ProveDutyRequest;
using storage::v1::RaiseDutiesRequest;
using storage::v1::SeenResource;
using storage::v1::SettleAlertRequest;
using storage::v1::SettleDutyRequest;
using v1::Alert;
using v1::Duty;
using v1::Target;

constexpr char kJob[] = "clock";
// Commands of one look: a plan that was asleep for years wakes in portions.
constexpr int kCommands = 100;
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
  ledger::ListQuery query;
  query.where = {{&state, state.read(like)}};
  query.page_size = 1000;
  do {
    ASSIGN_OR_RETURN(auto page, view.List<T>(query));
    for (const T& one : page.items) {
      if constexpr (std::is_same_v<T, v1::Plan>) {
        plans->insert(one.name());
      } else {
        plans->insert(one.plan());
      }
    }
    query.page_token = std::move(page.next_page_token);
  } while (!query.page_token.empty());
  return absl::OkStatus();
}

template <typename T>
void AddSeen(const T& resource, SettleAlertRequest* request) {
  SeenResource* seen = request->add_seen();
  seen->set_name(resource.name());
  seen->set_etag(resource.etag());
}

// What an alert was found in: its subject, the plan, and what the subject is measured by.
void AddSeenOf(const Alert& alert, const Look& look, SettleAlertRequest* request) {
  AddSeen(look.picture.plan, request);
  for (const v1::Action& action : look.picture.actions) {
    if (action.name() == alert.subject()) return AddSeen(action, request);
  }
  for (const Duty& duty : look.picture.duties) {
    if (duty.name() == alert.subject()) return AddSeen(duty, request);
  }
  for (const alerts::Measured& measured : look.picture.measured) {
    const bool of_target =
        measured.target.has_value() && measured.target->name() == alert.subject();
    if (of_target) AddSeen(*measured.target, request);
    if (of_target || measured.indicator.name() == alert.subject()) {
      AddSeen(measured.indicator, request);
    }
  }
}

// Whether somebody, or the same job of another replica, was faster.
bool IsOvertaken(const absl::Status& status) {
  const std::string reason = base::ReasonOf(status);
  return reason == "DUTY_EXISTS" || reason == "ALERT_EXISTS";
}

// What targets of the plan ask for, each with its indicator.
using AskedBeats = std::vector<std::pair<const alerts::Measured*, duties::AskedBeat>>;

AskedBeats AskedOf(const Look& look, absl::CivilDay today) {
  AskedBeats all;
  for (const alerts::Measured& measured : look.picture.measured) {
    if (!measured.target.has_value()) continue;
    for (duties::AskedBeat& asked :
         duties::AskedBy(look.picture.plan, measured.indicator, *measured.target, today)) {
      all.emplace_back(&measured, std::move(asked));
    }
  }
  return all;
}

// Names of the duties of a beat, in the order of their numbers.
std::vector<std::string> NamesOf(const Target& target, const Beat& beat) {
  std::vector<std::string> names;
  for (int number = 1; number <= beat.times; ++number) {
    names.push_back(duties::NameOf(target.name(), beat.period.start, number));
  }
  return names;
}

// By figures that were accepted, and of a computed indicator also by what its formula gives now.
std::optional<Shown> ShownFor(const Duty& duty, const duties::AskedBeat& asked, const Look& look,
                              absl::CivilDay today) {
  const alerts::Measured& measured = *look.Measured(duty.indicator());
  const bool is_computed = measured.indicator.source() == v1::VALUE_SOURCE_COMPUTED;
  std::vector<PeriodValue> values;
  std::string evidence = duty.indicator();
  for (const IndicatorValue& value : look.values.at(duty.indicator())) {
    if (!value.official && !is_computed) continue;
    values.push_back(value);
    const bool is_of_span =
        value.period.start >= asked.span.period.start && value.period.end <= asked.span.period.end;
    if (is_of_span && value.official) evidence = value.measurement;
  }
  const auto day =
      ShownBy(measured.indicator, asked.span, asked.beat, duty.number(), values, today);
  if (!day.has_value() || *day > base::ToDay(duty.due_date())) return std::nullopt;
  return Shown{*day, std::move(evidence)};
}

}  // namespace

std::vector<runtime::Job> PlanClock::jobs() {
  // Whoever did what was due looks next whether it is still asked for.
  return {{"plan-clock", [this](absl::Time now) { return Turn(now); }, absl::Seconds(1)}};
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
  ASSIGN_OR_RETURN(std::string facts, HowFarFactsAre());
  const absl::CivilDay today = base::BrusselsDay(now);
  if (!has_begun_ || today != day_) {
    RETURN_IF_ERROR(NoticeAll(ledger::CallOfJob("objectives", kJob, now)));
    head_ = head;
  } else {
    RETURN_IF_ERROR(NoticeEvents(head));
    if (facts != facts_) {
      for (const std::string& plan : computed_) Await(plan);
    }
  }
  has_begun_ = true;
  day_ = today;
  facts_ = std::move(facts);
  return absl::OkStatus();
}

absl::StatusOr<std::string> PlanClock::HowFarFactsAre() {
  std::string versions;
  for (const ledger::Kind* kind : {&FactLogs(), &FormulaBooks()}) {
    ledger::PageQuery page;
    page.kind = kind;
    ASSIGN_OR_RETURN(const std::vector<Row> rows, reader_->Page(page));
    for (const Row& row : rows) absl::StrAppend(&versions, row.id, "@", row.version, " ");
  }
  return versions;
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
  for (const std::string& plan : plans) Await(plan);
  return absl::OkStatus();
}

absl::Status PlanClock::NoticeEvents(int64_t head) {
  while (head_ < head) {
    ASSIGN_OR_RETURN(const std::vector<Event> events, reader_->EventsAfter(head_, kEvents));
    if (events.empty()) return absl::OkStatus();
    for (const Event& event : events) Await(PlanOf(event));
    head_ = events.back().position;
  }
  return absl::OkStatus();
}

template <typename C>
absl::Status PlanClock::Run(const typename C::Request& request, const access::Call& call) {
  static const auto& command = *new ledger::Command(ledger::CommandOf<C>());
  absl::Status done = ledger::RunAndWait(ledger_, command, call, request);
  return IsOvertaken(done) ? absl::OkStatus() : done;
}

absl::StatusOr<bool> PlanClock::LookAtPlan(const std::string& plan, absl::Time now) {
  const access::Call call = ledger::CallOfJob("objectives", kJob, now);
  Look look;
  const absl::Status read =
      ledger::ReadAndWait(ledger_, call, [&look, &plan, now](View& view) -> absl::Status {
        ASSIGN_OR_RETURN(look, LookAt(plan, base::BrusselsDay(now), view));
        return absl::OkStatus();
      });
  if (absl::IsNotFound(read)) {  // a draft that was deleted
    computed_.erase(plan);
    return false;
  }
  RETURN_IF_ERROR(read);
  if (look.is_computed) {
    computed_.insert(plan);
  } else {
    computed_.erase(plan);
  }
  ASSIGN_OR_RETURN(const int raised, RaiseDuties(look, call));
  if (raised > 0) return true;
  ASSIGN_OR_RETURN(const int moved, MoveDuties(look, call));
  // Alerts are of duties as they are now.
  if (moved > 0) return true;
  ASSIGN_OR_RETURN(const int settled, SettleAlerts(look, call));
  return settled == kCommands;
}

absl::StatusOr<int> PlanClock::RaiseDuties(const Look& look, const access::Call& call) {
  absl::flat_hash_set<absl::string_view> known;
  for (const Duty& duty : look.picture.duties) known.insert(duty.name());
  int sent = 0;
  for (const auto& [measured, asked] : AskedOf(look, base::BrusselsDay(call.now))) {
    const std::vector<std::string> names = NamesOf(*measured->target, asked.beat);
    const bool all_known = std::all_of(names.begin(), names.end(),
                                       [&known](const auto& name) { return known.contains(name); });
    if (all_known) continue;
    RaiseDutiesRequest request;
    request.set_target(measured->target->name());
    request.set_indicator(measured->indicator.name());
    *request.mutable_first_day() = base::ToDate(asked.beat.period.start);
    request.mutable_duties()->Assign(names.begin(), names.end());
    RETURN_IF_ERROR(Run<objectives::RaiseDuties>(request, call));
    if (++sent == kCommands) return sent;
  }
  return sent;
}

absl::StatusOr<int> PlanClock::MoveDuties(const Look& look, const access::Call& call) {
  const absl::CivilDay today = base::BrusselsDay(call.now);
  const AskedBeats all = AskedOf(look, today);
  std::map<std::string, const duties::AskedBeat*> asked;
  for (const auto& [measured, beat] : all) {
    for (std::string& name : NamesOf(*measured->target, beat.beat)) {
      asked.emplace(std::move(name), &beat);
    }
  }
  int sent = 0;
  for (const Duty& duty : look.picture.duties) {
    if (!duties::IsOpen(duty.state())) continue;
    const auto found = asked.find(duty.name());
    std::optional<Shown> shown;
    if (found != asked.end()) shown = ShownFor(duty, *found->second, look, today);
    ASSIGN_OR_RETURN(bool moved, Prove(duty, shown, look, call));
    if (!moved) {
      ASSIGN_OR_RETURN(moved, SettleDuty(duty, look, call));
    }
    if (moved && ++sent == kCommands) return sent;
  }
  return sent;
}

// Sent only where the rule would do something now.
absl::StatusOr<bool> PlanClock::Prove(const Duty& duty, const std::optional<Shown>& shown,
                                      const Look& look, const access::Call& call) {
  const v1::Plan& plan = look.picture.plan;
  if (!shown.has_value() ||
      duties::Prove(duty, plan, shown->day, shown->evidence, call.now).versions().empty()) {
    return false;
  }
  ProveDutyRequest request;
  request.set_name(duty.name());
  request.set_plan(plan.name());
  *request.mutable_date() = base::ToDate(shown->day);
  request.set_evidence(shown->evidence);
  RETURN_IF_ERROR(Run<ProveDuty>(request, call));
  return true;
}

absl::StatusOr<bool> PlanClock::SettleDuty(const Duty& duty, const Look& look,
                                           const access::Call& call) {
  const v1::Plan& plan = look.picture.plan;
  const Target* target = look.Target(duty.target());
  if (target == nullptr) return false;  // targets stay for ever
  const auto until = duties::AskedUntil(plan, *target, look.Target(target->replaced_by()));
  if (duties::Settle(duty, plan, until, call.now).versions().empty()) return false;
  SettleDutyRequest request;
  request.set_name(duty.name());
  request.set_target(target->name());
  request.set_plan(plan.name());
  request.set_replaced_by(target->replaced_by());
  RETURN_IF_ERROR(Run<objectives::SettleDuty>(request, call));
  return true;
}

absl::StatusOr<int> PlanClock::SettleAlerts(const Look& look, const access::Call& call) {
  ASSIGN_OR_RETURN(const std::vector<Alert> wanted,
                   alerts::AlertsOf(look.picture, base::BrusselsDay(call.now)));
  // Each that shall be, and each that is raised although nothing asks for it any more.
  std::map<std::string, const Alert*> all;
  for (const auto& [name, alert] : look.raised) all.emplace(name, nullptr);
  for (const Alert& alert : wanted) all[alert.name()] = &alert;
  int sent = 0;
  for (const auto& [name, alert] : all) {
    if (sent == kCommands) return sent;
    const auto found = look.raised.find(name);
    const Alert* before = found == look.raised.end() ? nullptr : &found->second;
    if (!alerts::ChangeOf(before, alert, call.now).has_value()) continue;
    SettleAlertRequest request;
    request.set_name(name);
    if (alert != nullptr) *request.mutable_wanted() = *alert;
    AddSeenOf(alert == nullptr ? *before : *alert, look, &request);
    RETURN_IF_ERROR(Run<SettleAlert>(request, call));
    ++sent;
  }
  return sent;
}

}  // namespace mandat::objectives::clock
