#include "tests/load/event_mix.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "mandat/governance/v1/obligation.pb.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "mandat/partners/v1/audit.pb.h"
#include "mandat/partners/v1/convention.pb.h"
#include "mandat/partners/v1/measure.pb.h"
#include "mandat/partners/v1/programme.pb.h"
#include "mandat/partners/v1/proposal.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/uniproc.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/base/uuid.h"
#include "services/lib/privacy/sensitive.h"
#include "tests/load/data_set.h"
#include "tests/load/ground.h"

namespace mandat::load {
namespace {

using base::ToTimestamp;
using google::protobuf::Message;

// Where an event stands in the life of its resource.
enum class Stage { kFirst, kMiddle, kLast };

absl::Time FirstTime() {
  return absl::FromCivil(absl::CivilDay(EventMix::kFirstYear, 1, 1), base::BrusselsZone());
}
constexpr absl::Duration kYear = absl::Hours(24 * 365);

google::type::Date DayOf(absl::Time time) { return base::ToDate(base::BrusselsDay(time)); }

// What the body of an event is made of.
struct Circumstances {
  std::string resource;
  // Of the resource, and of the event.
  absl::Time begun, now;
  // 0 to 99.
  int lot = 0;
  // Counts events.
  int64_t number = 0;
};

common::v1::LocalizedText Title(const Circumstances& c) {
  common::v1::LocalizedText title;
  title.set_fr(absl::StrCat("Suivi des engagements du point ", c.number % 90, ".", c.lot));
  title.set_nl(absl::StrCat("Opvolging van de verbintenissen van punt ", c.number % 90));
  return title;
}

// --- Social aid. ---

// As law.h answers: what was computed with which parameters.
socialaid::v1::Article60Answer Answer(const Circumstances& c) {
  socialaid::v1::Article60Answer answer;
  answer.set_outcome(static_cast<socialaid::v1::Article60Outcome>(c.lot % 3 + 1));
  answer.set_days(200 + c.lot);
  *answer.mutable_end_date() = DayOf(c.now + absl::Hours(24 * 365));
  auto& calculation = *answer.mutable_calculation();
  calculation.set_outcome(answer.outcome());
  calculation.mutable_days_exact()->set_numerator(400 + c.lot);
  calculation.mutable_days_exact()->set_denominator(2);
  calculation.set_days(answer.days());
  *calculation.mutable_end_date_a() = answer.end_date();
  *calculation.mutable_end_date_b() = answer.end_date();
  constexpr int kParameters = 12;
  for (int i = 0; i < kParameters; ++i) {
    auto* used = calculation.add_parameters();
    used->set_key(absl::StrCat("claim.reference_months.bracket", i));
    used->set_value(21 + i);
    *used->mutable_in_force_from() = DayOf(FirstTime());
    *used->mutable_known_from() = DayOf(FirstTime());
  }
  calculation.set_parameters_digest(std::string(64, static_cast<char>('a' + c.lot % 6)));
  return answer;
}

void FillArticle60(const Circumstances& c, Stage stage, Message* body) {
  auto& request = static_cast<socialaid::v1::Article60Request&>(*body);
  request = CompleteDraft(static_cast<int>(c.number % 1'000'000), "persons/somebody");
  request.set_owner(Ground::Agent(static_cast<int>(c.number % kCentres)).organisation);
  request.set_agency(kAgency);
  request.set_office("offices/bruxelles");
  request.set_state(socialaid::v1::ARTICLE60_STATE_DRAFT);
  if (stage == Stage::kFirst) return;
  request.set_state(socialaid::v1::ARTICLE60_STATE_SENT);
  *request.mutable_send_time() = ToTimestamp(c.begun);
  *request.mutable_due_time() = ToTimestamp(c.now + absl::Hours(c.lot < 85 ? 24 : -24));
  if (stage == Stage::kMiddle) return;
  request.set_state(socialaid::v1::ARTICLE60_STATE_CALCULATED);
  *request.mutable_answer_time() = ToTimestamp(c.now);
  *request.mutable_answer() = Answer(c);
}

void FillUniproc(const Circumstances& c, Stage stage, Message* body) {
  auto& request = static_cast<socialaid::v1::UniprocRequest&>(*body);
  request.set_owner(Ground::Agent(static_cast<int>(c.number % kCentres)).organisation);
  request.set_centre(absl::StrFormat("centres/c%03d", c.number % kCentres));
  *request.mutable_receive_time() = ToTimestamp(c.begun);
  if (stage != Stage::kFirst) *request.mutable_answer_time() = ToTimestamp(c.now);
}

// --- Partners. ---

void FillConvention(const Circumstances& c, Stage stage, Message* body) {
  auto& convention = static_cast<partners::v1::Convention&>(*body);
  convention.set_owner(kAgency);
  convention.set_programme("programmes/p1");
  *convention.mutable_period()->mutable_start_date() = DayOf(c.begun);
  *convention.mutable_period()->mutable_end_date() = DayOf(c.now);
  if (stage != Stage::kLast) return;
  if (c.lot < 80) {
    *convention.mutable_evaluation_close_time() = ToTimestamp(c.now - absl::Hours(c.lot - 8));
  }
  *convention.mutable_renew_time() = ToTimestamp(c.now);
}

void FillProposal(const Circumstances& c, Stage stage, Message* body) {
  auto& proposal = static_cast<partners::v1::Proposal&>(*body);
  proposal.set_owner(kAgency);
  *proposal.mutable_title() = Title(c);
  *proposal.mutable_receive_time() = ToTimestamp(c.begun);
  if (stage == Stage::kLast) *proposal.mutable_analysis_time() = ToTimestamp(c.now);
}

void FillMeasure(const Circumstances& c, Stage, Message* body) {
  auto& measure = static_cast<partners::v1::Measure&>(*body);
  measure.set_owner(kAgency);
  *measure.mutable_title() = Title(c);
  *measure.mutable_evaluation_time() = ToTimestamp(c.now + absl::Hours(c.lot < 80 ? -24 : 24));
  *measure.mutable_open_time() = ToTimestamp(c.now);
}

void FillProgramme(const Circumstances& c, Stage, Message* body) {
  auto& programme = static_cast<partners::v1::Programme&>(*body);
  programme.set_owner(kAgency);
  *programme.mutable_title() = Title(c);
  *programme.mutable_occupancy()->mutable_date() = DayOf(c.now);
  programme.mutable_occupancy()->set_places(100);
  programme.mutable_occupancy()->set_places_taken(c.lot);
}

void FillAudit(const Circumstances& c, Stage, Message* body) {
  auto& audit = static_cast<partners::v1::Audit&>(*body);
  audit.set_owner(kAgency);
  audit.set_programme("programmes/p1");
  *audit.mutable_report_date() = DayOf(c.now);
  audit.set_level(c.lot % 4 + 1);
}

void FillOrder(const Circumstances& c, Stage, Message* body) {
  auto& order = static_cast<partners::v1::TrainingOrder&>(*body);
  order.set_owner(kAgency);
  *order.mutable_order_date() = DayOf(c.now);
  order.set_employers_needs_cents(1'250'000 + c.lot);
}

// --- Governance, and objectives' own. ---

void FillObligation(const Circumstances& c, Stage stage, Message* body) {
  auto& obligation = static_cast<governance::v1::Obligation&>(*body);
  obligation.set_owner(kAgency);
  obligation.set_decision("decisions/019a3b5c-0000-7000-8000-000000000001");
  *obligation.mutable_title() = Title(c);
  const absl::Time due =
      base::EndOfDayInBrussels(base::BrusselsDay(c.now + absl::Hours(c.lot < 80 ? 48 : -48)));
  *obligation.mutable_due_date() = DayOf(due - absl::Hours(1));
  *obligation.mutable_due_time() = ToTimestamp(due);
  if (stage != Stage::kLast) return;
  *obligation.mutable_close_time() = ToTimestamp(c.now);
  obligation.set_closure(static_cast<governance::v1::ObligationClosure>(c.lot % 2 + 1));
}

void FillAction(const Circumstances& c, Stage, Message* body) {
  auto& action = static_cast<objectives::v1::Action&>(*body);
  action.set_owner(kAgency);
  action.set_plan("plans/mandate");
  *action.mutable_title() = Title(c);
  auto* serves = action.add_serves();
  serves->set_objective("objectives/os2");
  serves->set_budget_share_permille(1000);
  serves->set_contribution_share_permille(1000);
  *action.mutable_done_so_far() = Title(c);
  action.set_state(c.lot < 50 ? objectives::v1::ACTION_STATE_DONE
                              : objectives::v1::ACTION_STATE_RUNNING);
  *action.mutable_planned_period()->mutable_start_date() = DayOf(c.begun);
  *action.mutable_planned_period()->mutable_end_date() =
      DayOf(c.now + absl::Hours(c.lot % 4 == 0 ? -48 : 48));
  *action.mutable_effective_period()->mutable_start_date() = DayOf(c.begun);
  if (c.lot < 50) *action.mutable_effective_period()->mutable_end_date() = DayOf(c.now);
}

void FillDashboard(const Circumstances& c, Stage, Message* body) {
  auto& dashboard = static_cast<objectives::v1::Dashboard&>(*body);
  dashboard.set_owner(kAgency);
  dashboard.set_plan("plans/mandate");
  *dashboard.mutable_present_time() = ToTimestamp(c.now);
}

void FillTarget(const Circumstances& c, Stage, Message* body) {
  auto& target = static_cast<objectives::v1::Target&>(*body);
  target.set_owner(kAgency);
  target.set_plan("plans/mandate");
  *target.mutable_words() = Title(c);
}

}  // namespace

struct EventMix::Share {
  // Without `be.mandat.`.
  const char* type;
  const char* collection;
  Stage stage;
  // Of a thousand events.
  int per_thousand;
  void (*fill)(const Circumstances&, Stage, Message*);
};

namespace {

template <typename ShareT>
const ShareT& Drawn(const ShareT* first, const ShareT* end, int lot) {
  for (; first + 1 != end; ++first) {
    if (lot < first->per_thousand) break;
    lot -= first->per_thousand;
  }
  return *first;
}

}  // namespace

MixedEvent EventMix::Next() {
  static constexpr Share kShares[] = {
      {"socialaid.v1.article60Request.notify.created", "article60Requests", Stage::kFirst, 45,
       FillArticle60},
      {"socialaid.v1.article60Request.notify.sent", "article60Requests", Stage::kMiddle, 210,
       FillArticle60},
      {"socialaid.v1.article60Request.notify.returned", "article60Requests", Stage::kMiddle, 15,
       FillArticle60},
      {"socialaid.v1.article60Request.notify.calculated", "article60Requests", Stage::kLast, 195,
       FillArticle60},
      {"socialaid.v1.uniprocRequest.notify.asked", "uniprocRequests", Stage::kFirst, 185,
       FillUniproc},
      {"socialaid.v1.uniprocRequest.notify.officeAnswered", "uniprocRequests", Stage::kLast, 20,
       FillUniproc},
      {"partners.v1.convention.notify.signed", "conventions", Stage::kFirst, 10, FillConvention},
      {"partners.v1.convention.notify.renewed", "conventions", Stage::kLast, 25, FillConvention},
      {"partners.v1.convention.notify.ended", "conventions", Stage::kLast, 15, FillConvention},
      {"partners.v1.proposal.notify.received", "proposals", Stage::kFirst, 20, FillProposal},
      {"partners.v1.proposal.notify.analysed", "proposals", Stage::kLast, 18, FillProposal},
      {"partners.v1.measure.notify.opened", "measures", Stage::kFirst, 5, FillMeasure},
      {"partners.v1.programme.notify.occupancyCounted", "programmes", Stage::kMiddle, 60,
       FillProgramme},
      {"partners.v1.audit.notify.recorded", "audits", Stage::kFirst, 5, FillAudit},
      {"partners.v1.trainingOrder.notify.placed", "trainingOrders", Stage::kFirst, 7, FillOrder},
      {"governance.v1.obligation.notify.opened", "obligations", Stage::kFirst, 20, FillObligation},
      {"governance.v1.obligation.notify.overdue", "obligations", Stage::kMiddle, 10,
       FillObligation},
      {"governance.v1.obligation.notify.closed", "obligations", Stage::kLast, 60, FillObligation},
      {"objectives.v1.action.notify.updated", "actions", Stage::kMiddle, 70, FillAction},
      {"objectives.v1.dashboard.notify.presented", "dashboards", Stage::kFirst, 1, FillDashboard},
      {"objectives.v1.target.notify.set", "targets", Stage::kFirst, 4, FillTarget},
  };
  if (type_.empty()) return Make(Drawn(std::begin(kShares), std::end(kShares), Draw(1000)));
  const auto* alone = std::find_if(std::begin(kShares), std::end(kShares), [&](const Share& share) {
    return type_ == absl::StrCat("be.mandat.", share.type);
  });
  if (alone == std::end(kShares)) std::abort();
  return Make(*alone);
}

MixedEvent EventMix::Make(const Share& share) {
  Circumstances about;
  about.number = made_++;
  about.lot = Draw(100);
  about.now = FirstTime() + kYear * kYears / total_ * about.number;
  const Life life = share.stage == Stage::kFirst ? Begin(share, about.now) : GoOn(share, about.now);
  about.resource = life.resource;
  about.begun = life.begun;

  MixedEvent event;
  event.type =
      objectives::formulas::EventTypes::Published().Find(absl::StrCat("be.mandat.", share.type));
  // A fault of this table.
  if (event.type == nullptr) std::abort();
  event.resource = life.resource;
  event.version = life.version;
  event.commit_time = about.now;
  event.body.reset(event.type->prototype->New());
  share.fill(about, share.stage, event.body.get());
  const auto* fields = event.body->GetReflection();
  const auto set = [&](const char* field, const std::string& text) {
    fields->SetString(event.body.get(), event.body->GetDescriptor()->FindFieldByName(field), text);
  };
  set("name", life.resource);
  set("etag", absl::StrCat(life.version));
  const auto stamp = [&](const char* field, absl::Time time) {
    const auto* descriptor = event.body->GetDescriptor()->FindFieldByName(field);
    fields->MutableMessage(event.body.get(), descriptor)->CopyFrom(ToTimestamp(time));
  };
  stamp("create_time", life.begun);
  stamp("update_time", about.now);
  privacy::Redact(event.body.get());
  return event;
}

EventMix::Life EventMix::Begin(const Share& share, absl::Time now) {
  base::UuidBytes bytes;
  std::generate(bytes.begin(), bytes.end(), [this] { return static_cast<uint8_t>(random_()); });
  Life life = {absl::StrCat(share.collection, "/", base::MakeUuidV7(now, bytes)), 1, now};
  waiting_[share.collection].push_back(life);
  return life;
}

EventMix::Life EventMix::GoOn(const Share& share, absl::Time now) {
  auto& waiting = waiting_[share.collection];
  // Not the oldest one, so that lives overlap.
  constexpr size_t kOverlap = 50;
  if (waiting.size() < kOverlap) Begin(share, now);
  const size_t at = static_cast<size_t>(Draw(static_cast<int>(std::min(kOverlap, waiting.size()))));
  Life life = waiting[at];
  ++life.version;
  if (share.stage == Stage::kLast) {
    waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(at));
  } else {
    waiting[at].version = life.version;
  }
  return life;
}

}  // namespace mandat::load
