#include "services/objectives/formulas/program.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/formulas/excerpt.h"

namespace mandat::objectives::formulas {
namespace {

using google::protobuf::Message;

bool Meets(const Message& resource, const Term& term) {
  return std::all_of(term.requirements.begin(), term.requirements.end(),
                     [&](const Requirement& one) { return one.HoldsFor(resource); });
}

// Days in Brussels of the instants that one event has: most of its parts count by the same.
class Days {
 public:
  absl::CivilDay Of(int64_t micros) {
    if (!last_.has_value() || last_->first != micros) {
      last_.emplace(micros, base::BrusselsDay(absl::FromUnixMicros(micros)));
    }
    return last_->second;
  }

 private:
  std::optional<std::pair<int64_t, absl::CivilDay>> last_;
};

// The day on which it counts; absent where the field that says so has no value.
std::optional<absl::CivilDay> DayOf(const Message& resource, const Term& term, int64_t commit_time,
                                    Days* days) {
  if (!term.time.has_value()) return days->Of(commit_time);
  const std::optional<Value> value = term.time->In(resource);
  if (!value.has_value()) return std::nullopt;
  if (term.time->type() == FieldType::kDay) return absl::CivilDay(1970, 1, 1) + value->number;
  return days->Of(value->number);
}

// The fields that a term reads.
void AddNumbers(const Term& term, std::vector<int>* numbers) {
  for (const Requirement& requirement : term.requirements) {
    for (const int number : requirement.Numbers()) numbers->push_back(number);
  }
  for (const auto* field : {&term.sum, &term.distinct, &term.time}) {
    if (field->has_value()) numbers->push_back((*field)->number());
  }
  std::sort(numbers->begin(), numbers->end());
  numbers->erase(std::unique(numbers->begin(), numbers->end()), numbers->end());
}

}  // namespace

absl::Status Program::Add(int64_t formula, const v1::Formula& value) {
  ASSIGN_OR_RETURN(std::vector<Term> terms, TermsOf(value, types_, ""));
  for (Term& term : terms) {
    CountedType& type = types_counted_[term.type->name];
    AddNumbers(term, &type.fields);
    type.terms.push_back({formula, std::move(term)});
  }
  return absl::OkStatus();
}

void Program::Evaluate(absl::string_view type, const Message& resource, absl::Time commit_time,
                       absl::FunctionRef<void(const Contribution&)> use) const {
  const auto found = types_counted_.find(type);
  if (found == types_counted_.end()) return;
  assert(resource.GetDescriptor() == &found->second.terms.front().term.type->resource());
  Evaluate(found->second, resource, commit_time, use);
}

int64_t Program::DistinctOfOneEvent() const {
  int64_t most = 0;
  for (const auto& [name, type] : types_counted_) {
    most = std::max<int64_t>(
        most, std::count_if(type.terms.begin(), type.terms.end(),
                            [](const auto& one) { return one.term.distinct.has_value(); }));
  }
  return most;
}

bool BytesEvaluation::Evaluate(absl::string_view type, absl::string_view resource,
                               absl::Time commit_time,
                               absl::FunctionRef<void(const Contribution&)> use) {
  const auto found = program_.types_counted_.find(type);
  if (found == program_.types_counted_.end()) return true;
  const Program::CountedType& counted = found->second;
  std::unique_ptr<Message>& parsed = resources_[&counted];
  if (parsed == nullptr) parsed.reset(counted.terms.front().term.type->prototype->New());
  if (!Excerpt(resource, counted.fields, &excerpt_) || !parsed->ParseFromString(excerpt_)) {
    return false;
  }
  Program::Evaluate(counted, *parsed, commit_time, use);
  return true;
}

void Program::Evaluate(const CountedType& type, const Message& resource, absl::Time commit_time,
                       absl::FunctionRef<void(const Contribution&)> use) {
  Days days;
  for (const auto& [formula, term] : type.terms) {
    if (!Meets(resource, term)) continue;
    const std::optional<absl::CivilDay> day =
        DayOf(resource, term, absl::ToUnixMicros(commit_time), &days);
    if (!day.has_value()) continue;
    Contribution contribution = {formula, term.role, *day, 1, ""};
    if (term.sum.has_value()) {
      const std::optional<Value> amount = term.sum->In(resource);
      if (!amount.has_value()) continue;
      contribution.amount = amount->number;
    }
    if (!term.distinct.has_value()) {
      use(contribution);
      continue;
    }
    const std::optional<Value> value = term.distinct->In(resource);
    if (!value.has_value()) continue;
    if (!value->text.empty()) {
      contribution.distinct = value->text;
      use(contribution);
    } else {
      const absl::AlphaNum number(value->number);
      contribution.distinct = number.Piece();
      use(contribution);
    }
  }
}

}  // namespace mandat::objectives::formulas
