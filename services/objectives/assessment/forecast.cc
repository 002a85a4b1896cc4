#include "services/objectives/assessment/forecast.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/numeric/int128.h"
#include "services/lib/base/phrase.h"
#include "services/objectives/assessment/words.h"
#include "services/objectives/formulas/frequency.h"

namespace mandat::objectives {
namespace {

using base::Phrase;
using base::Rational;
// Sums over eight values of 63 bits, times squares of a few hundred periods, fit.
using Wide = absl::int128;

constexpr size_t kValuesMin = 4;
constexpr size_t kValuesMax = 8;
constexpr int64_t kMillion = 1'000'000;
constexpr int64_t kMillionthsMax = 1'000'000'000'000 * kMillion;
constexpr int kBandDistances = 2;

constexpr Phrase kMethod = {
    "Droite des moindres carrés par les {count} dernières valeurs : {value} pour la période "
    "jusqu'au "
    "{day}, entre {low} et {high} (plus ou moins deux fois la distance moyenne des valeurs à la "
    "droite).",
    "Kleinstekwadratenlijn door de laatste {count} waarden: {value} voor de periode tot en met "
    "{day}, "
    "tussen {low} en {high} (plus of min tweemaal de gemiddelde afstand van de waarden tot de "
    "lijn).",
    "Gerade der kleinsten Quadrate durch die letzten {count} Werte: {value} für den Zeitraum bis "
    "{day}, zwischen {low} und {high} (plus oder minus das Doppelte des mittleren Abstands der "
    "Werte "
    "von der Geraden).",
    "Line of least squares through the last {count} values: {value} for the period until {day}, "
    "between {low} and {high} (plus or minus twice the mean distance of the values from the "
    "line)."};
constexpr Phrase kTested = {
    "Calculée de même pour {tested} {tested|valeur passée|valeurs passées}, la fourchette en "
    "contenait "
    "{held}.",
    "Op dezelfde manier berekend voor {tested} vroegere {tested|waarde|waarden} bevatte de marge "
    "er "
    "{held}.",
    "Ebenso für {tested} frühere {tested|Wert|Werte} berechnet, enthielt die Spanne {held} davon.",
    "Computed in the same way for {tested} earlier {tested|value|values}, the band held {held} of "
    "them."};
constexpr Phrase kUntested = {"Il y a trop peu de valeurs pour éprouver la méthode.",
                              "Er zijn te weinig waarden om de methode te toetsen.",
                              "Es gibt zu wenige Werte, um das Verfahren zu prüfen.",
                              "There are too few values to test the method."};

// A value: number of its period, and millionths.
struct Point {
  int64_t x = 0;
  int64_t y = 0;
};

struct Band {
  int64_t low = 0;
  int64_t value = 0;
  int64_t high = 0;
};

// Downwards; `b` is positive.
Wide FloorOf(Wide a, Wide b) { return a / b - (a % b < 0 ? 1 : 0); }

int64_t Nearest(Wide a, Wide b) {
  const Wide nearest = FloorOf(2 * a + b, 2 * b);
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max() / 2;  // so that a band fits beside
  return static_cast<int64_t>(std::clamp(nearest, Wide(-kMax), Wide(kMax)));
}

// The line of least squares through points, times `scale`, which is positive where two of them have
// different x.
struct Line {
  Wide scale = 0;
  Wide at_zero = 0;
  Wide slope = 0;
  // Sum of the distances from it.
  Wide distances = 0;

  Wide At(int64_t x) const { return at_zero + slope * x; }
};

Line LineThrough(absl::Span<const Point> points) {
  const Wide n = static_cast<int64_t>(points.size());
  Wide x = 0, y = 0, xx = 0, xy = 0;
  for (const Point& point : points) {
    x += point.x;
    y += point.y;
    xx += Wide(point.x) * point.x;
    xy += Wide(point.x) * point.y;
  }
  Line line{n * xx - x * x, y * xx - x * xy, n * xy - x * y};
  for (const Point& point : points) {
    const Wide distance = Wide(point.y) * line.scale - line.At(point.x);
    line.distances += distance < 0 ? -distance : distance;
  }
  return line;
}

class Method {
 public:
  explicit Method(const v1::Indicator& indicator) : indicator_(indicator) {}

  // `points` oldest first, four at least, all before `x`.
  Band Foresee(absl::Span<const Point> points, int64_t x) const {
    const size_t count = std::min(points.size(), kValuesMax);
    std::vector<Point> last(points.end() - static_cast<std::ptrdiff_t>(count), points.end());
    const int64_t first = last.front().x;
    for (Point& point : last) point.x -= first;
    const Line line = LineThrough(last);
    const int64_t value = Nearest(line.At(x - first), line.scale);
    const Wide whole = line.scale * static_cast<int64_t>(count);
    const auto width = static_cast<int64_t>(-FloorOf(-line.distances * kBandDistances, whole));
    return {Possible(value - width, points), Possible(value, points),
            Possible(value + width, points)};
  }

 private:
  int64_t Possible(int64_t value, absl::Span<const Point> points) const {
    if (indicator_.unit() == v1::UNIT_SHARE) value = std::min(value, kMillion);
    if (!MayBeNegative(indicator_.unit())) value = std::max<int64_t>(value, 0);
    return indicator_.cumulative() ? std::max(value, points.back().y) : value;
  }

  const v1::Indicator& indicator_;
};

int64_t NumberOf(const base::Period& period, int months) {
  return (absl::CivilMonth(period.start) - absl::CivilMonth(1900, 1)) / months;
}

// Oldest first; none where a value is too large.
std::optional<std::vector<Point>> PointsOf(absl::Span<const PeriodValue> values, int months,
                                           absl::CivilDay today) {
  std::vector<Point> points;
  for (const PeriodValue& value : values) {
    if (!value.value.has_value() || value.known_on > today) continue;
    const Wide millionths = Wide(value.value->numerator()) * kMillion;
    const int64_t y = Nearest(millionths, value.value->denominator());
    if (y > kMillionthsMax || y < -kMillionthsMax) return std::nullopt;
    points.push_back({NumberOf(value.period, months), y});
  }
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
  return points;
}

common::v1::LocalizedText WordsFor(const v1::Forecast& forecast, const v1::Indicator& indicator,
                                   const base::Period& period, const Band& band) {
  const auto words = [&](int64_t millionths) {
    return base::Figure(WordsOf(Rational::Of(millionths, kMillion).value(), indicator.unit(),
                                indicator.direction()));
  };
  common::v1::LocalizedText text = base::Say(kMethod, {{"count", forecast.values_count()},
                                                       {"value", words(band.value)},
                                                       {"day", period.end - 1},
                                                       {"low", words(band.low)},
                                                       {"high", words(band.high)}});
  base::AppendSentence(forecast.tested_count() == 0
                           ? base::Say(kUntested, {})
                           : base::Say(kTested, {{"tested", forecast.tested_count()},
                                                 {"held", forecast.held_count()}}),
                       &text);
  return text;
}

}  // namespace

std::optional<v1::Forecast> ForecastOf(const v1::Indicator& indicator,
                                       absl::Span<const PeriodValue> values,
                                       const base::Period& period, absl::CivilDay today) {
  const int months = MonthsOf(indicator.frequency());
  if (months == 0) return std::nullopt;
  const auto points = PointsOf(values, months, today);
  if (!points.has_value() || points->size() < kValuesMin) return std::nullopt;
  const int64_t x = NumberOf(period, months);
  if (x <= points->back().x) return std::nullopt;
  const Method method(indicator);
  v1::Forecast forecast;
  const absl::Span<const Point> all = *points;
  for (size_t i = kValuesMin; i < all.size(); ++i) {
    const Band band = method.Foresee(all.first(i), all[i].x);
    const bool held = band.low <= all[i].y && all[i].y <= band.high;
    forecast.set_tested_count(forecast.tested_count() + 1);
    forecast.set_held_count(forecast.held_count() + (held ? 1 : 0));
  }
  const Band band = method.Foresee(all, x);
  const auto set = [](int64_t millionths, common::v1::Rational* out) {
    *out = base::ToRational(Rational::Of(millionths, kMillion).value());
  };
  *forecast.mutable_period() = base::ToPeriod(period);
  set(band.value, forecast.mutable_value());
  set(band.low, forecast.mutable_low());
  set(band.high, forecast.mutable_high());
  forecast.set_values_count(static_cast<int32_t>(std::min(all.size(), kValuesMax)));
  *forecast.mutable_words() = WordsFor(forecast, indicator, period, band);
  return forecast;
}

}  // namespace mandat::objectives
