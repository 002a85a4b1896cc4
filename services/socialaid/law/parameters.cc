#include "services/socialaid/law/parameters.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/lib/base/digest.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::socialaid::law {
namespace {

bool Consults(v1::RuleSet rule_set, Key key) {
  const KeyFacts& facts = FactsOf(key);
  return rule_set == v1::RULE_SET_BEFORE_2026_03 ? facts.before_2026_03 : facts.from_2026_03;
}

// The rows that hold on `day`; of two, the one in force later, then the one known later.
Law LawOn(absl::Span<const Parameter> rows, absl::CivilDay day) {
  Law law;
  for (const Parameter& row : rows) {
    if (row.in_force_from > day) continue;
    const Parameter*& slot = law.rows[static_cast<size_t>(row.key)];
    if (slot == nullptr || slot->in_force_from < row.in_force_from ||
        (slot->in_force_from == row.in_force_from && slot->known_from <= row.known_from)) {
      slot = &row;
    }
  }
  law.rule_set = static_cast<v1::RuleSet>(law[Key::kRuleSet]);
  return law;
}

absl::Status CheckComplete(const Law& law, absl::CivilDay from) {
  for (int i = 0; i < kKeys; ++i) {
    const auto key = static_cast<Key>(i);
    if (law.rows[static_cast<size_t>(i)] != nullptr) continue;
    if (key != Key::kRuleSet && !Consults(law.rule_set, key)) continue;
    const std::string name(FactsOf(key).name);
    const std::string day = base::ToIso(from);
    return base::Error(absl::StatusCode::kFailedPrecondition, "PARAMETER_MISSING",
                       absl::StrCat(name, " has no value for the rule set in force from ", day,
                                    "; give it one that is in force by then first."),
                       {{"from", day}, {"key", name}});
  }
  return absl::OkStatus();
}

v1::UsedParameter ToUsed(const Parameter& row) {
  v1::UsedParameter used;
  const absl::string_view name = FactsOf(row.key).name;
  used.set_key(name.data(), name.size());
  used.set_value(row.value);
  *used.mutable_in_force_from() = base::ToDate(row.in_force_from);
  *used.mutable_known_from() = base::ToDate(row.known_from);
  return used;
}

UsedParameters UsedBy(absl::Span<const Law> laws) {
  std::set<std::pair<absl::string_view, absl::CivilDay>> seen;
  std::vector<const Parameter*> rows;
  std::vector<v1::RuleSet> rule_sets;
  for (const Law& law : laws) {
    rule_sets.push_back(law.rule_set);
    for (const Parameter* row : law.rows) {
      if (row == nullptr || !Consults(law.rule_set, row->key)) continue;
      if (seen.emplace(FactsOf(row->key).name, row->in_force_from).second) rows.push_back(row);
    }
  }
  std::sort(rows.begin(), rows.end(), [](const Parameter* a, const Parameter* b) {
    const absl::string_view left = FactsOf(a->key).name, right = FactsOf(b->key).name;
    return left != right ? left < right : a->in_force_from < b->in_force_from;
  });
  UsedParameters used;
  for (const Parameter* row : rows) used.rows.push_back(ToUsed(*row));
  used.digest = base::Sha256Hex(CanonicalText(rule_sets, used.rows));
  v1::Article60Calculation fields;
  fields.mutable_parameters()->Assign(used.rows.begin(), used.rows.end());
  fields.set_parameters_digest(used.digest);
  used.fields = fields.SerializeAsString();
  return used;
}

}  // namespace

absl::Status CheckRange(const Parameter& row) {
  const KeyFacts& facts = FactsOf(row.key);
  if (row.value >= facts.min && row.value <= facts.max) return absl::OkStatus();
  return base::Error(absl::StatusCode::kInvalidArgument, "PARAMETER_OUT_OF_RANGE",
                     absl::StrCat(facts.name, " must be ", facts.min, " to ", facts.max, "."),
                     {{"key", std::string(facts.name)}, {"value", absl::StrCat(row.value)}});
}

std::string CanonicalText(absl::Span<const v1::RuleSet> rule_sets,
                          absl::Span<const v1::UsedParameter> rows) {
  const auto iso = [](const google::type::Date& date) { return base::ToIso(base::ToDay(date)); };
  std::string text;
  for (const v1::RuleSet rule_set : rule_sets) {
    absl::StrAppend(&text, "rule_set=", static_cast<int>(rule_set), "\n");
  }
  for (const v1::UsedParameter& row : rows) {
    absl::StrAppend(&text, row.key(), "=", row.value(), "@", iso(row.in_force_from()), "/",
                    iso(row.known_from()), "\n");
  }
  return text;
}

absl::StatusOr<Parameters> Parameters::Make(absl::Span<const Parameter> rows,
                                            absl::CivilDay known_on) {
  Parameters parameters;
  std::set<absl::CivilDay> changes;
  for (const Parameter& row : rows) {
    if (row.known_from > known_on) continue;
    RETURN_IF_ERROR(CheckRange(row));
    parameters.rows_.push_back(row);
    changes.insert(row.in_force_from);
  }
  changes.insert(absl::CivilDay(1900, 1, 1));
  for (auto change = changes.begin(); change != changes.end(); ++change) {
    Law law = LawOn(parameters.rows_, *change);
    if (law.rule_set == v1::RULE_SET_UNSPECIFIED) continue;  // before the first law
    RETURN_IF_ERROR(CheckComplete(law, *change));
    const auto next = std::next(change);
    law.claim_days = {parameters.laws_.empty() ? kStartOfTime : ToDay(*change),
                      next == changes.end() ? kEndOfTime : ToDay(*next) - 1};
    parameters.laws_.push_back(law);
  }
  if (parameters.laws_.empty()) RETURN_IF_ERROR(CheckComplete(Law{}, base::kFirstDay));
  const size_t count = parameters.laws_.size();
  parameters.used_.resize(count * count);
  for (size_t first = 0; first < count; ++first) {
    for (size_t last = first; last < count; ++last) {
      parameters.used_[first * count + last] =
          UsedBy(absl::MakeSpan(parameters.laws_).subspan(first, last - first + 1));
    }
  }
  return parameters;
}

const Parameters& Parameters::Default() {
  // The built-in table is complete; its test says so.
  static const auto& parameters =
      *new Parameters(Make(DefaultParameters(), absl::CivilDay(2200, 12, 31)).value());
  return parameters;
}

size_t Parameters::IndexOf(Day claim_day) const {
  size_t index = 0;
  while (index + 1 < laws_.size() && laws_[index].claim_days.last < claim_day) ++index;
  return index;
}

}  // namespace mandat::socialaid::law
