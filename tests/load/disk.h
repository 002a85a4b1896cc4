#ifndef TESTS_LOAD_DISK_H_
#define TESTS_LOAD_DISK_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tests/load/ground.h"

namespace mandat::load {

// Seconds that each of `count` writes of 4 KiB with fdatasync took, one after the other over the
// same 8 MiB of a file in the folder of this run.
absl::StatusOr<std::vector<double>> TimeSyncs(const Ground& ground, int count);

}  // namespace mandat::load

#endif  // TESTS_LOAD_DISK_H_
