#ifndef TESTS_LOAD_REPORT_H_
#define TESTS_LOAD_REPORT_H_

// What a run says: figures on standard output, `name value` a line, and every raw sample in a file.

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/load/samples.h"

namespace mandat::load {

class Report {
 public:
  // Samples are appended to the file at `path`, `name value` a line.
  explicit Report(const std::string& path);

  const std::string& path() const { return path_; }

  // One number, known without repetition.
  void Value(absl::string_view name, double value);
  // Into the file alone.
  void Samples(absl::string_view name, const std::vector<double>& samples);
  // The median of the samples and `name_spread`, with a remark where it passes 20 %.
  void Figure(absl::string_view name, const std::vector<double>& samples);
  // The median of the pairs' ratios as Figure(), and each side as `name_ours` and `name_peer`.
  void Ratio(absl::string_view name, const Pairs& pairs);
  // Words on standard error about what is going on.
  void Progress(absl::string_view words);

 private:
  const std::string path_;
  std::ofstream samples_;
};

}  // namespace mandat::load

#endif  // TESTS_LOAD_REPORT_H_
