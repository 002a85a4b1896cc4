#include "tests/load/disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "services/lib/base/status_macros.h"
#include "tests/load/figure.h"

namespace mandat::load {
namespace {

constexpr size_t kBlockBytes = 4096;
constexpr int kBlocks = 2048;

}  // namespace

absl::StatusOr<std::vector<double>> TimeSyncs(const Ground& ground, int count) {
  const int file =
      open(ground.File("syncs").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const std::string block(kBlockBytes, 'x');
  std::vector<double> took;
  // The file has its length before: a log that is written again and again has too.
  bool good = ftruncate(file, 0) == 0;
  for (int i = 0; i < kBlocks; ++i) {
    good = good && pwrite(file, block.data(), kBlockBytes, i * static_cast<off_t>(kBlockBytes)) ==
                       static_cast<ssize_t>(kBlockBytes);
  }
  good = good && fsync(file) == 0;
  for (int i = 0; good && i < count; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    good = pwrite(file, block.data(), kBlockBytes, i % kBlocks * static_cast<off_t>(kBlockBytes)) ==
               static_cast<ssize_t>(kBlockBytes) &&
           fdatasync(file) == 0;
    took.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  }
  close(file);
  if (!good) return absl::InternalError("the disk does not take 4 KiB");
  return took;
}

absl::Status MeasureDisk(Bench& bench) {
  ASSIGN_OR_RETURN(const std::vector<double> took, TimeSyncs(bench.ground, 1000));
  bench.report.Value("fdatasync_4k_us_p50", Median(took) * 1e6);
  bench.report.Value("fdatasync_4k_us_p99", Quantile(took, 0.99) * 1e6);
  return absl::OkStatus();
}

}  // namespace mandat::load
