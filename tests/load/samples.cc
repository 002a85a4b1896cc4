#include "tests/load/samples.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "services/lib/base/status_macros.h"

namespace mandat::load {

double Quantile(std::vector<double> samples, double share) {
  std::sort(samples.begin(), samples.end());
  const double place = share * static_cast<double>(samples.size() - 1);
  const auto below = static_cast<size_t>(std::floor(place));
  const size_t above = std::min(below + 1, samples.size() - 1);
  return std::lerp(samples[below], samples[above], place - std::floor(place));
}

double Median(const std::vector<double>& samples) { return Quantile(samples, 0.5); }

double Spread(const std::vector<double>& samples) {
  return (Quantile(samples, 0.75) - Quantile(samples, 0.25)) / Median(samples);
}

std::vector<double> Pairs::Ratios() const {
  std::vector<double> ratios;
  for (size_t i = 0; i < ours.size(); ++i) ratios.push_back(ours[i] / peer[i]);
  return ratios;
}

absl::StatusOr<Pairs> Interleave(int pairs, absl::FunctionRef<absl::StatusOr<double>()> ours,
                                 absl::FunctionRef<absl::StatusOr<double>()> peer) {
  Pairs taken;
  for (int pair = 0; pair < pairs; ++pair) {
    for (const bool first : {true, false}) {
      const bool our_turn = (pair % 2 == 0) == first;
      ASSIGN_OR_RETURN(const double value, our_turn ? ours() : peer());
      (our_turn ? taken.ours : taken.peer).push_back(value);
    }
  }
  return taken;
}

}  // namespace mandat::load
