#include "services/objectives/clock/orders.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/alerts/commands.h"
#include "services/objectives/alerts/rules.h"
#include "services/objectives/duties/commands.h"
#include "services/objectives/duties/rules.h"
#include "services/objectives/duties/states.h"

namespace mandat::objectives::clock {
namespace {

using storage::v1::ProveDutyRequest;
using storage::v1::RaiseDutiesRequest;
using storage::v1::SeenResource;
using storage::v1::SettleAlertRequest;
using storage::v1::SettleDutyRequest;
using v1::Alert;
using v1::Duty;
using v1::Target;

template <typename C>
void Add(const typename C::Request& request, std::vector<Order>* orders) {
  static const auto& command = *new ledger::Command(ledger::CommandOf<C>());
  orders->push_back({&command, std::make_unique<const typename C::Request>(request)});
}

bool IsFull(const std::vector<Order>& orders) { return orders.size() >= kOrders; }

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

// The day by which figures show that a duty was kept, and what shows it.
struct Shown {
  absl::CivilDay day;
  std::string evidence;
};

// By figures that were accepted, and of a computed indicator also by what its formula gives now.
std::optional<Shown> ShownFor(const Duty& duty, const duties::AskedBeat& asked, const Look& look,
                              absl::CivilDay today) {
  const alerts::Measured& measured = *look.Measured(duty.indicator());
  const bool is_computed = measured.indicator.source() == v1::VALUE_SOURCE_COMPUTED;
  std::vector<PeriodValue> values;
  std::string evidence = duty.indicator();
  const auto known = look.values.find(duty.indicator());
  if (known == look.values.end()) return std::nullopt;
  for (const IndicatorValue& value : known->second) {
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

std::vector<Order> Raisings(const Look& look, const AskedBeats& asked) {
  absl::flat_hash_set<absl::string_view> known;
  for (const Duty& duty : look.picture.duties) known.insert(duty.name());
  std::vector<Order> orders;
  for (const auto& [measured, beat] : asked) {
    const std::vector<std::string> names = NamesOf(*measured->target, beat.beat);
    const bool all_known = std::all_of(names.begin(), names.end(),
                                       [&known](const auto& name) { return known.contains(name); });
    if (all_known || IsFull(orders)) continue;
    RaiseDutiesRequest request;
    request.set_target(measured->target->name());
    request.set_indicator(measured->indicator.name());
    *request.mutable_first_day() = base::ToDate(beat.beat.period.start);
    request.mutable_duties()->Assign(names.begin(), names.end());
    Add<RaiseDuties>(request, &orders);
  }
  return orders;
}

// Both are sent only where the rule would do something now.
void AddProof(const Duty& duty, const std::optional<Shown>& shown, const Look& look, absl::Time now,
              std::vector<Order>* orders) {
  const v1::Plan& plan = look.picture.plan;
  if (!shown.has_value() ||
      duties::Prove(duty, plan, shown->day, shown->evidence, now).versions().empty()) {
    return;
  }
  ProveDutyRequest request;
  request.set_name(duty.name());
  request.set_plan(plan.name());
  *request.mutable_date() = base::ToDate(shown->day);
  request.set_evidence(shown->evidence);
  Add<ProveDuty>(request, orders);
}

void AddSettlement(const Duty& duty, const Look& look, absl::Time now, std::vector<Order>* orders) {
  const v1::Plan& plan = look.picture.plan;
  const Target* target = look.Target(duty.target());
  if (target == nullptr) return;  // targets stay for ever
  const auto until = duties::AskedUntil(plan, *target, look.Target(target->replaced_by()));
  if (duties::Settle(duty, plan, until, now).versions().empty()) return;
  SettleDutyRequest request;
  request.set_name(duty.name());
  request.set_target(target->name());
  request.set_plan(plan.name());
  request.set_replaced_by(target->replaced_by());
  Add<SettleDuty>(request, orders);
}

std::vector<Order> Moves(const Look& look, const AskedBeats& all, absl::Time now) {
  std::map<std::string, const duties::AskedBeat*> asked;
  for (const auto& [measured, beat] : all) {
    for (std::string& name : NamesOf(*measured->target, beat.beat)) {
      asked.emplace(std::move(name), &beat);
    }
  }
  std::vector<Order> orders;
  for (const Duty& duty : look.picture.duties) {
    if (!duties::IsOpen(duty.state()) || IsFull(orders)) continue;
    const auto found = asked.find(duty.name());
    std::optional<Shown> shown;
    if (found != asked.end()) shown = ShownFor(duty, *found->second, look, base::BrusselsDay(now));
    const size_t before = orders.size();
    AddProof(duty, shown, look, now, &orders);
    if (orders.size() == before) AddSettlement(duty, look, now, &orders);
  }
  return orders;
}

// Whether nobody can say now that its cause is gone: it is of values that cannot be read.
bool IsOpenQuestion(const Alert& alert, const Look& look) {
  for (const alerts::Measured& measured : look.picture.measured) {
    const bool is_subject =
        measured.indicator.name() == alert.subject() ||
        (measured.target.has_value() && measured.target->name() == alert.subject());
    if (is_subject) return !measured.has_values;
  }
  return false;
}

absl::StatusOr<std::vector<Order>> Alarms(const Look& look, absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<Alert> wanted,
                   alerts::AlertsOf(look.picture, base::BrusselsDay(now)));
  // Each that shall be, and each that is raised although nothing asks for it any more.
  std::map<std::string, const Alert*> all;
  for (const auto& [name, alert] : look.raised) {
    if (!IsOpenQuestion(alert, look)) all.emplace(name, nullptr);
  }
  for (const Alert& alert : wanted) all[alert.name()] = &alert;
  std::vector<Order> orders;
  for (const auto& [name, alert] : all) {
    const auto found = look.raised.find(name);
    const Alert* before = found == look.raised.end() ? nullptr : &found->second;
    if (IsFull(orders) || !alerts::ChangeOf(before, alert, now).has_value()) continue;
    SettleAlertRequest request;
    request.set_name(name);
    if (alert != nullptr) *request.mutable_wanted() = *alert;
    AddSeenOf(alert == nullptr ? *before : *alert, look, &request);
    Add<SettleAlert>(request, &orders);
  }
  return orders;
}

}  // namespace

absl::StatusOr<Orders> OrdersFor(const Look& look, absl::Time now) {
  const AskedBeats asked = AskedOf(look, base::BrusselsDay(now));
  std::vector<Order> orders = Raisings(look, asked);
  if (orders.empty()) orders = Moves(look, asked, now);
  if (!orders.empty()) return Orders{std::move(orders), true};
  ASSIGN_OR_RETURN(orders, Alarms(look, now));
  const bool is_full = IsFull(orders);
  return Orders{std::move(orders), is_full};
}

}  // namespace mandat::objectives::clock
