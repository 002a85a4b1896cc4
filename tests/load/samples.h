#ifndef TESTS_LOAD_SAMPLES_H_
#define TESTS_LOAD_SAMPLES_H_

// What is made of measurements.

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mandat::load {

// The value below which a `share` (0 to 1) of the samples lies. At least one sample.
double Quantile(std::vector<double> samples, double share);
double Median(const std::vector<double>& samples);
// Interquartile range over median.
double Spread(const std::vector<double>& samples);

// One figure on two sides that took turns.
struct Pairs {
  std::vector<double> ours;
  std::vector<double> peer;

  // ours over peer, one a pair.
  std::vector<double> Ratios() const;
};

// Runs `pairs` pairs in the order A B B A, so that whatever drifts on the machine falls on both
// sides alike. The first error ends it.
absl::StatusOr<Pairs> Interleave(int pairs, absl::FunctionRef<absl::StatusOr<double>()> ours,
                                 absl::FunctionRef<absl::StatusOr<double>()> peer);

}  // namespace mandat::load

#endif  // TESTS_LOAD_SAMPLES_H_
