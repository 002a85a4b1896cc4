#include "services/objectives/formulas/combination.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/lib/base/status_macros.h"

namespace mandat::objectives::formulas {
namespace {

using base::Rational;

absl::StatusOr<FigureValue> Sum(absl::Span<const FigureValue> figures) {
  Rational sum;
  for (const FigureValue& figure : figures) {
    ASSIGN_OR_RETURN(sum, Add(sum, *figure));
  }
  return sum;
}

absl::StatusOr<FigureValue> Difference(const Rational& from, const Rational& what) {
  ASSIGN_OR_RETURN(const Rational difference, Subtract(from, what));
  return difference;
}

absl::StatusOr<FigureValue> Quotient(const Rational& part, const Rational& whole) {
  if (whole == Rational(0)) return std::nullopt;
  ASSIGN_OR_RETURN(const Rational quotient, Divide(part, whole));
  return quotient;
}

absl::StatusOr<FigureValue> Growth(const Rational& now, const Rational& before) {
  ASSIGN_OR_RETURN(const Rational more, Subtract(now, before));
  return Quotient(more, before);
}

// An indicator on the way down from another, and which of its operands comes next.
struct Step {
  absl::string_view indicator;
  size_t next = 0;
};

std::vector<std::string> CircleOf(const std::vector<Step>& way, absl::string_view again) {
  const auto first = std::find_if(way.begin(), way.end(),
                                  [&](const Step& step) { return step.indicator == again; });
  std::vector<std::string> circle;
  for (auto step = first; step != way.end(); ++step) circle.emplace_back(step->indicator);
  circle.emplace_back(again);
  return circle;
}

}  // namespace

absl::StatusOr<FigureValue> ShareOf(int64_t part, int64_t whole) { return Quotient(part, whole); }

absl::StatusOr<FigureValue> Combine(v1::Operation operation,
                                    absl::Span<const FigureValue> figures) {
  if (!std::all_of(figures.begin(), figures.end(), [](const FigureValue& one) { return one; })) {
    return std::nullopt;
  }
  if (operation == v1::OPERATION_SUM) return Sum(figures);
  if (figures.size() != 2) return std::nullopt;  // of no checked formula
  switch (operation) {
    case v1::OPERATION_DIFFERENCE:
      return Difference(*figures[0], *figures[1]);
    case v1::OPERATION_QUOTIENT:
      return Quotient(*figures[0], *figures[1]);
    case v1::OPERATION_GROWTH:
      return Growth(*figures[0], *figures[1]);
    default:
      return std::nullopt;
  }
}

std::vector<std::string> FindCircle(const Operands& operands) {
  std::set<absl::string_view> done;
  for (const auto& [start, unused] : operands) {
    if (done.count(start) == 1) continue;
    std::vector<Step> way = {{start}};
    std::set<absl::string_view> on_way = {start};
    while (!way.empty()) {
      Step& step = way.back();
      const auto found = operands.find(step.indicator);
      if (found == operands.end() || step.next == found->second.size()) {
        on_way.erase(step.indicator);
        done.insert(step.indicator);
        way.pop_back();
        continue;
      }
      const absl::string_view operand = found->second[step.next++];
      if (on_way.count(operand) == 1) return CircleOf(way, operand);
      if (done.count(operand) == 1) continue;
      on_way.insert(operand);
      way.push_back({operand});
    }
  }
  return {};
}

std::vector<std::string> OperandsOf(const v1::Formula& formula) {
  const auto& indicators = formula.combination().indicators();
  return {indicators.begin(), indicators.end()};
}

}  // namespace mandat::objectives::formulas
