#include "tests/load/report.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mandat::load {
namespace {

constexpr double kSpreadMax = 0.20;

}  // namespace

Report::Report(const std::string& path) : path_(path), samples_(path, std::ios::app) {}

void Report::Value(absl::string_view name, double value) {
  samples_ << name << " " << absl::StrFormat("%.6g", value) << std::endl;
  std::cout << absl::StrFormat("%s %.6g", name, value) << std::endl;
}

void Report::Samples(absl::string_view name, const std::vector<double>& samples) {
  for (const double sample : samples) {
    samples_ << name << " " << absl::StrFormat("%.6g", sample) << "\n";
  }
  samples_.flush();
}

void Report::Figure(absl::string_view name, const std::vector<double>& samples) {
  Samples(name, samples);
  const double spread = Spread(samples);
  std::cout << absl::StrFormat("%s %.4g\n%s_spread %.3f%s", name, Median(samples), name, spread,
                               spread > kSpreadMax ? "  (above 0.2: measure again)" : "")
            << std::endl;
}

void Report::Ratio(absl::string_view name, const Pairs& pairs) {
  Figure(name, pairs.Ratios());
  Figure(absl::StrCat(name, "_ours"), pairs.ours);
  Figure(absl::StrCat(name, "_peer"), pairs.peer);
}

void Report::Progress(absl::string_view words) { std::cerr << "# " << words << std::endl; }

}  // namespace mandat::load
