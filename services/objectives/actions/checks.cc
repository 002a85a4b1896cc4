#include "services/objectives/actions/checks.h"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/money.h"
#include "services/lib/base/period.h"
#include "services/objectives/checks.h"
#include "services/objectives/names.h"

namespace mandat::objectives::actions {
namespace {

using base::Fields;
using base::InvalidField;
using v1::Action;

constexpr int kWholePermille = 1000;
constexpr int kObjectivesServed = 20;
constexpr size_t kTitleBytes = 500;
constexpr size_t kLongTextBytes = 2000;
constexpr size_t kContributorBytes = 200;
constexpr int kContributors = 20;
constexpr size_t kTypeBytes = 100;
constexpr int kBudgetLines = 100;
constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2099;
constexpr size_t kWordsBytes = 1000;
constexpr int kHealthNotes = 200;
constexpr int kConfidenceMost = 10;

absl::Status CheckShare(int permille, const std::string& field) {
  if (permille >= 0 && permille <= kWholePermille) return absl::OkStatus();
  return InvalidField("SHARE_INVALID", field, "Give 0 to 1000 permille.");
}

absl::Status CheckWhole(int sum, absl::string_view share) {
  if (sum == kWholePermille) return absl::OkStatus();
  return base::WithMetadata(
      InvalidField("SHARES_INCOMPLETE", absl::StrCat("action.serves.", share),
                   absl::StrCat("The shares sum to ", sum, " permille; they must sum to 1000.")),
      "sum", absl::StrCat(sum));
}

absl::Status CheckServes(const Action& action, Fields fields) {
  const char* const field = "action.serves";
  if (action.serves().empty()) {
    return fields == Fields::kAll ? base::Required(field) : absl::OkStatus();
  }
  RETURN_IF_ERROR(base::CheckCount(action.serves_size(), kObjectivesServed, field));
  std::set<std::string> served;
  int budget = 0;
  int contribution = 0;
  for (int i = 0; i < action.serves_size(); ++i) {
    const v1::ServedObjective& one = action.serves(i);
    const std::string at = base::ElementOf(field, i);
    RETURN_IF_ERROR(base::CheckName(one.objective(), kObjectives, absl::StrCat(at, ".objective")));
    if (!served.insert(one.objective()).second) {
      return InvalidField("OBJECTIVE_REPEATED", absl::StrCat(at, ".objective"),
                          "Name each objective once.");
    }
    RETURN_IF_ERROR(
        CheckShare(one.budget_share_permille(), absl::StrCat(at, ".budget_share_permille")));
    RETURN_IF_ERROR(CheckShare(one.contribution_share_permille(),
                               absl::StrCat(at, ".contribution_share_permille")));
    budget += one.budget_share_permille();
    contribution += one.contribution_share_permille();
  }
  RETURN_IF_ERROR(CheckWhole(budget, "budget_share_permille"));
  return CheckWhole(contribution, "contribution_share_permille");
}

absl::Status CheckTexts(const Action& action) {
  RETURN_IF_ERROR(base::CheckTextIfSet(action.done_so_far(), kLongTextBytes, "action.done_so_far"));
  RETURN_IF_ERROR(base::CheckTextIfSet(action.remaining(), kLongTextBytes, "action.remaining"));
  RETURN_IF_ERROR(
      base::CheckCount(action.contributors_size(), kContributors, "action.contributors"));
  for (int i = 0; i < action.contributors_size(); ++i) {
    RETURN_IF_ERROR(base::CheckRequiredText(action.contributors(i), kContributorBytes,
                                            base::ElementOf("action.contributors", i)));
  }
  return absl::OkStatus();
}

absl::Status CheckPeriods(const Action& action) {
  if (action.has_planned_period()) {
    RETURN_IF_ERROR(base::ParsePeriod(action.planned_period(), "action.planned_period").status());
  }
  if (!action.has_effective_period()) return absl::OkStatus();
  return base::ParsePeriod(action.effective_period(), "action.effective_period").status();
}

absl::Status CheckBudget(const Action& action) {
  const char* const field = "action.budget";
  RETURN_IF_ERROR(base::CheckCount(action.budget_size(), kBudgetLines, field));
  std::set<std::pair<std::string, int>> lines;
  base::Money total;
  for (int i = 0; i < action.budget_size(); ++i) {
    const v1::BudgetLine& line = action.budget(i);
    const std::string at = base::ElementOf(field, i);
    RETURN_IF_ERROR(base::CheckRequiredText(line.type(), kTypeBytes, absl::StrCat(at, ".type")));
    if (line.year() < kFirstYear || line.year() > kLastYear) {
      return InvalidField("BUDGET_INVALID", absl::StrCat(at, ".year"), "Give 2000 to 2099.");
    }
    const auto amount = base::ParseMoney(line.amount(), absl::StrCat(at, ".amount"));
    if (!amount.ok() || amount->cents < 0) {
      return InvalidField("BUDGET_INVALID", absl::StrCat(at, ".amount"),
                          "Give whole cents of EUR, not less than 0.");
    }
    const auto sum = base::Add(total, *amount);
    if (!sum.ok()) {
      return InvalidField("BUDGET_INVALID", absl::StrCat(at, ".amount"),
                          "All amounts together are more than 64 bits of cents.");
    }
    total = *sum;
    if (!lines.emplace(line.type(), line.year()).second) {
      return InvalidField("BUDGET_REPEATED", at, "Give each type once a year.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNote(const v1::HealthNote& note, const std::string& at) {
  if (note.health() == v1::HEALTH_UNSPECIFIED || !v1::Health_IsValid(note.health())) {
    return InvalidField("HEALTH_UNKNOWN", absl::StrCat(at, ".health"),
                        "Give GOOD, AT_RISK, BLOCKED or PAUSED.");
  }
  RETURN_IF_ERROR(base::CheckRequiredText(note.words(), kWordsBytes, absl::StrCat(at, ".words")));
  if (note.has_confidence() && (note.confidence() < 0 || note.confidence() > kConfidenceMost)) {
    return InvalidField("CONFIDENCE_INVALID", absl::StrCat(at, ".confidence"), "Give 0 to 10.");
  }
  return base::ParseDate(note.date(), absl::StrCat(at, ".date")).status();
}

absl::Status CheckHealth(const Action& action) {
  const char* const field = "action.health";
  RETURN_IF_ERROR(base::CheckCount(action.health_size(), kHealthNotes, field));
  std::optional<absl::CivilDay> last;
  for (int i = 0; i < action.health_size(); ++i) {
    const std::string at = base::ElementOf(field, i);
    RETURN_IF_ERROR(CheckNote(action.health(i), at));
    const absl::CivilDay day = base::ToDay(action.health(i).date());
    if (last.has_value() && day < *last) {
      return InvalidField("HEALTH_UNORDERED", absl::StrCat(at, ".date"),
                          "Give the notes oldest first.");
    }
    last = day;
  }
  return absl::OkStatus();
}

// What began has a first day, and what is done a last one.
absl::Status CheckDatesOfState(const Action& action) {
  const bool begun = action.state() == v1::ACTION_STATE_RUNNING ||
                     action.state() == v1::ACTION_STATE_SUSPENDED ||
                     action.state() == v1::ACTION_STATE_DONE;
  if (begun && !action.effective_period().has_start_date()) {
    return InvalidField("STATE_WITHOUT_DATE", "action.effective_period.start_date",
                        "Say when it began.");
  }
  const bool done = action.state() == v1::ACTION_STATE_DONE;
  if (!done || action.effective_period().has_end_date()) return absl::OkStatus();
  return InvalidField("STATE_WITHOUT_DATE", "action.effective_period.end_date",
                      "Say when it was done.");
}

}  // namespace

absl::Status CheckAction(const Action& action, Fields fields) {
  const bool all = fields == Fields::kAll;
  RETURN_IF_ERROR(all ? base::CheckName(action.plan(), kPlans, "action.plan")
                      : base::CheckNameIfSet(action.plan(), kPlans, "action.plan"));
  RETURN_IF_ERROR(CheckServes(action, fields));
  if (all || action.has_title()) {
    RETURN_IF_ERROR(base::ValidateLocalizedText(action.title(), kTitleBytes, "action.title"));
  }
  if (!v1::ActionState_IsValid(action.state())) {
    return InvalidField("STATE_UNKNOWN", "action.state",
                        "Give PLANNED, RUNNING, SUSPENDED, DONE or ABANDONED.");
  }
  RETURN_IF_ERROR(base::CheckIdIfSet(action.unit(), "action.unit"));
  RETURN_IF_ERROR(CheckResponsibilities(action.responsibilities(), "action.responsibilities"));
  RETURN_IF_ERROR(CheckTexts(action));
  RETURN_IF_ERROR(CheckPeriods(action));
  RETURN_IF_ERROR(CheckBudget(action));
  RETURN_IF_ERROR(CheckHealth(action));
  return all ? CheckDatesOfState(action) : absl::OkStatus();
}

int64_t BudgetCents(const google::protobuf::RepeatedPtrField<v1::BudgetLine>& budget) {
  int64_t cents = 0;
  for (const v1::BudgetLine& line : budget) {
    cents += base::ParseMoney(line.amount(), "").value_or(base::Money()).cents;
  }
  return cents;
}

}  // namespace mandat::objectives::actions
