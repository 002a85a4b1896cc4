#include "services/socialaid/law/facts.h"

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::socialaid::law {
namespace {

using base::InvalidField;

constexpr int kSpellsMost = 400;
constexpr int kEventsMost = 100;

absl::Status CheckLimits(const v1::Article60Request& request) {
  if (request.career_size() > kSpellsMost) {
    return InvalidField("CAREER_TOO_LONG", "career", "Give at most 400 spells.");
  }
  if (request.contract_events_size() > kEventsMost) {
    return InvalidField("TOO_MANY_EVENTS", "contract_events", "Give at most 100 events.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Facts> ReadFacts(const v1::Article60Request& request, absl::CivilDay birth) {
  RETURN_IF_ERROR(CheckLimits(request));
  const auto start = base::ParseDate(request.planned_start(), "planned_start");
  if (!start.ok() || start->year() < 2000 || start->year() > 2099) {
    return InvalidField("PLANNED_START_INVALID", "planned_start", "Give a day from 2000 to 2099.");
  }
  if (birth >= *start || birth < base::kFirstDay) {
    return InvalidField("BIRTH_DATE_INVALID", "person",
                        "The person must be born before the start.");
  }
  if (request.admission() != v1::ADMISSION_FULL_TIME &&
      request.admission() != v1::ADMISSION_PART_TIME) {
    return InvalidField("ADMISSION_MISSING", "admission", "Say which admission is asked.");
  }
  RETURN_IF_ERROR(CheckWorkingTime(request.working_time(), "working_time"));
  Facts facts{birth,
              ToDay(*start),
              request.working_time(),
              request.admission() == v1::ADMISSION_PART_TIME,
              {},
              {},
              std::nullopt};
  facts.career.reserve(static_cast<size_t>(request.career_size()));
  for (int i = 0; i < request.career_size(); ++i) {
    ASSIGN_OR_RETURN(Spell spell, ReadSpell(request.career(i), "career", i));
    facts.career.push_back(spell);
  }
  for (int i = 0; i < request.contract_events_size(); ++i) {
    ASSIGN_OR_RETURN(Spell event, ReadEvent(request.contract_events(i), "contract_events", i));
    facts.events.push_back(event);
  }
  if (request.has_earlier_admission()) {
    ASSIGN_OR_RETURN(const absl::CivilDay admission,
                     base::ParseDate(request.earlier_admission(), "earlier_admission"));
    facts.earlier_admission = ToDay(admission);
  }
  return facts;
}

}  // namespace mandat::socialaid::law
