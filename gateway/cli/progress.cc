#include "gateway/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mandat::cli {
namespace {

constexpr int64_t kBarCells = 30;

}  // namespace

std::string ProgressLine(absl::string_view what, int64_t done, int64_t total) {
  if (total <= 0) return absl::StrCat(what, "  ", done);
  const int64_t part = std::clamp<int64_t>(done, 0, total);
  const auto cells = static_cast<size_t>(part * kBarCells / total);
  return absl::StrFormat("%s  [%s%s] %3d %%  %d of %d", what, std::string(cells, '#'),
                         std::string(static_cast<size_t>(kBarCells) - cells, ' '),
                         part * 100 / total, done, total);
}

Progress::Progress() : drawn_(isatty(STDERR_FILENO) == 1) {}

void Progress::Show(absl::string_view what, int64_t done, int64_t total) {
  if (!drawn_) return;
  std::cerr << "\r\x1b[K" << ProgressLine(what, done, total) << std::flush;
  shown_ = true;
}

void Progress::Clear() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace mandat::cli
