#include "services/objectives/assessment/findings.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/assessment/measure.h"
#include "services/objectives/assessment/words.h"

namespace mandat::objectives {
namespace {

using base::Phrase;
using base::Rational;

constexpr size_t kEarlierMin = 4;
constexpr int64_t kDeviationsMax = 3;
constexpr int64_t kMedianPartInsteadOfNone = 10;

constexpr Phrase kOutlier = {
    "{value} est loin des {count} valeurs précédentes, qui se tiennent entre {low} et {high} "
    "(médiane "
    "plus ou moins trois écarts médians).",
    "{value} ligt ver van de {count} vorige waarden, die tussen {low} en {high} liggen (mediaan "
    "plus "
    "of min drie mediane afwijkingen).",
    "{value} liegt weit weg von den {count} früheren Werten zwischen {low} und {high} (Median plus "
    "oder minus drei mediane Abweichungen).",
    "{value} is far from the {count} values before, which lie between {low} and {high} (median "
    "plus "
    "or minus three median deviations)."};
constexpr Phrase kShareAboveWhole = {
    "Une part de {value} dépasse le tout.", "Een deel van {value} is meer dan het geheel.",
    "Ein Anteil von {value} ist mehr als das Ganze.", "A share of {value} is more than the whole."};
constexpr Phrase kNegative = {"{value} est en dessous de zéro, ce qui ne peut être compté.",
                              "{value} ligt onder nul, wat niet geteld kan worden.",
                              "{value} liegt unter null, was nicht gezählt werden kann.",
                              "{value} is below zero, which cannot be counted."};
constexpr Phrase kCumulativeFalls = {
    "Le cumul baisse de {before} à {value} ; il ne baisse que par une correction.",
    "Het cumulatieve totaal daalt van {before} naar {value}; dat doet het alleen door een "
    "correctie.",
    "Die Summe fällt von {before} auf {value}; das tut sie nur durch eine Berichtigung.",
    "The cumulated value falls from {before} to {value}; it does so only by a correction."};

// `numbers` is not empty.
absl::StatusOr<Rational> Median(std::vector<Rational> numbers) {
  std::sort(numbers.begin(), numbers.end());
  const size_t middle = numbers.size() / 2;
  if (numbers.size() % 2 == 1) return numbers[middle];
  ASSIGN_OR_RETURN(const Rational both, base::Add(numbers[middle - 1], numbers[middle]));
  return base::Divide(both, 2);
}

struct Band {
  Rational low;
  Rational high;
  // Whether there is a scale at all.
  bool is_known = true;
};

absl::StatusOr<Band> UsualBand(const std::vector<Rational>& numbers) {
  ASSIGN_OR_RETURN(const Rational median, Median(numbers));
  std::vector<Rational> distances;
  for (const Rational& number : numbers) {
    ASSIGN_OR_RETURN(const Rational distance, Distance(number, median));
    distances.push_back(distance);
  }
  ASSIGN_OR_RETURN(Rational deviation, Median(distances));
  if (deviation == Rational(0)) {
    ASSIGN_OR_RETURN(const Rational size, Distance(median, 0));
    ASSIGN_OR_RETURN(deviation, base::Divide(size, kMedianPartInsteadOfNone));
  }
  ASSIGN_OR_RETURN(const Rational allowed, base::Multiply(deviation, kDeviationsMax));
  Band band;
  ASSIGN_OR_RETURN(band.low, base::Subtract(median, allowed));
  ASSIGN_OR_RETURN(band.high, base::Add(median, allowed));
  band.is_known = deviation != Rational(0);
  return band;
}

class Search {
 public:
  explicit Search(const v1::Indicator& indicator) : indicator_(indicator) {}

  // Of the period after those that were looked at.
  void LookAt(const PeriodValue& value) {
    const Rational& number = *value.value;
    if (indicator_.unit() == v1::UNIT_SHARE && number > Rational(1)) {
      Add(value, v1::FINDING_KIND_SHARE_ABOVE_WHOLE, kShareAboveWhole, {});
    }
    if (number < Rational(0) && !MayBeNegative(indicator_.unit())) {
      Add(value, v1::FINDING_KIND_NEGATIVE, kNegative, {});
    }
    if (!indicator_.cumulative()) {
      LookForOutlier(value, number);
    } else if (before_.has_value()) {
      if (number < *before_) {
        Add(value, v1::FINDING_KIND_CUMULATIVE_FALLS, kCumulativeFalls,
            {{"before", Words(*before_)}});
      }
      const auto added = base::Subtract(number, *before_);
      if (added.ok()) LookForOutlier(value, *added);
    }
    before_ = number;
  }

  std::vector<v1::Finding> Take() { return std::move(found_); }

 private:
  base::Figure Words(const Rational& value) const {
    return WordsOf(value, indicator_.unit(), indicator_.direction());
  }

  void LookForOutlier(const PeriodValue& value, const Rational& number) {
    if (earlier_.size() >= kEarlierMin) {
      const auto band = UsualBand(earlier_);
      if (band.ok() && band->is_known && (number < band->low || number > band->high)) {
        Add(value, v1::FINDING_KIND_OUTLIER, kOutlier,
            {{"value", Words(number)},
             {"count", static_cast<int64_t>(earlier_.size())},
             {"low", Words(band->low)},
             {"high", Words(band->high)}});
      }
    }
    earlier_.push_back(number);
  }

  void Add(const PeriodValue& value, v1::FindingKind kind, const Phrase& phrase,
           base::Figures figures) {
    v1::Finding& finding = found_.emplace_back();
    finding.set_kind(kind);
    *finding.mutable_period() = base::ToPeriod(value.period);
    *finding.mutable_value() = base::ToRational(*value.value);
    figures.emplace("value", Words(*value.value));
    *finding.mutable_words() = base::Say(phrase, figures);
  }

  const v1::Indicator& indicator_;
  std::optional<Rational> before_;
  // What outliers are looked for among, oldest first.
  std::vector<Rational> earlier_;
  std::vector<v1::Finding> found_;
};

}  // namespace

std::vector<v1::Finding> FindingsIn(const v1::Indicator& indicator,
                                    absl::Span<const PeriodValue> values) {
  std::vector<PeriodValue> sorted;
  for (const PeriodValue& value : values) {
    if (value.value.has_value()) sorted.push_back(value);
  }
  std::sort(sorted.begin(), sorted.end(), [](const PeriodValue& a, const PeriodValue& b) {
    return a.period.start < b.period.start;
  });
  Search search(indicator);
  for (const PeriodValue& value : sorted) search.LookAt(value);
  return search.Take();
}

}  // namespace mandat::objectives
