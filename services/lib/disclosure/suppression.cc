#include "services/lib/disclosure/suppression.h"

#include <algorithm>
#include <numeric>

namespace mandat::disclosure {
namespace {

// The largest count that is hidden for its own sake.
constexpr int64_t kMostHidden = kFewestShown - 1;

// Whether the sum of some small cells and others leaves each small one all of its values. With
// others: all small ones could be as large as they may, and the others would still not be small.
// Small ones alone: while the rest are as small, or as large, as they may be, each has room below
// and above.
bool IsSafe(int64_t small, int64_t others, int64_t sum) {
  if (small == 0) return true;
  if (others > 0) return sum >= kMostHidden * small + kFewestShown * others;
  return sum >= small + kMostHidden && sum <= kMostHidden * (small - 1) + 1;
}

// The places in the order in which cells are hidden besides.
std::vector<size_t> Order(absl::Span<const int64_t> counts, std::optional<size_t> spared) {
  const size_t cells = counts.size();
  const auto small = std::find_if_not(counts.begin(), counts.end(), MayShow);
  std::vector<size_t> order;
  for (size_t i = 0; i < cells; ++i) {
    const size_t at = (static_cast<size_t>(small - counts.begin()) + i) % cells;
    if (at != spared) order.push_back(at);
  }
  if (spared.has_value()) order.push_back(*spared);
  return order;
}

// Half up: towards the greater number, also below zero.
int64_t RoundedHalfUp(int64_t numerator, int64_t denominator) {
  const int64_t twice = 2 * numerator + denominator;
  const int64_t divisor = 2 * denominator;
  return twice >= 0 ? twice / divisor : -((-twice + divisor - 1) / divisor);
}

}  // namespace

bool Suppression::all_shown() const {
  return std::none_of(hidden.begin(), hidden.end(), [](bool one) { return one; });
}

Suppression Suppress(absl::Span<const int64_t> counts, std::optional<size_t> spared) {
  if (!MayShow(std::accumulate(counts.begin(), counts.end(), int64_t{0}))) {
    return Withhold(counts.size());
  }
  Suppression suppression;
  suppression.hidden.resize(counts.size());
  int64_t small = 0;
  int64_t sum = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (MayShow(counts[i])) continue;
    suppression.hidden[i] = true;
    ++small;
    sum += counts[i];
  }
  int64_t others = 0;
  for (const size_t at : Order(counts, spared)) {
    if (IsSafe(small, others, sum)) break;
    if (counts[at] < kFewestShown) continue;
    suppression.hidden[at] = true;
    ++others;
    sum += counts[at];
  }
  return IsSafe(small, others, sum) ? suppression : Withhold(counts.size());
}

Suppression Withhold(size_t cells) { return {true, std::vector<bool>(cells, true)}; }

std::optional<int64_t> GrowthHundredths(int64_t before, int64_t now) {
  if (before == 0) return std::nullopt;
  return RoundedHalfUp((now - before) * 10'000, before);
}

std::optional<int32_t> SharePermille(int64_t part, int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<int32_t>(RoundedHalfUp(part * 1'000, whole));
}

}  // namespace mandat::disclosure
