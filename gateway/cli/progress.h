#ifndef GATEWAY_CLI_PROGRESS_H_
#define GATEWAY_CLI_PROGRESS_H_

// How far long work is: one line on standard error, drawn over and over, and only where a person
// watches.

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace mandat::cli {

// The line: "verify log   [#####     ]  50 %  120 of 240"; without a bar where `total` is 0.
std::string ProgressLine(absl::string_view what, int64_t done, int64_t total);

class Progress {
 public:
  // Draws on standard error if that is a terminal.
  Progress();
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  bool drawn() const { return drawn_; }
  void Show(absl::string_view what, int64_t done, int64_t total);
  // Takes the line away, so that something else can be written.
  void Clear();

 private:
  const bool drawn_;
  bool shown_ = false;
};

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_PROGRESS_H_
