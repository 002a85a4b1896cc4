#ifndef SERVICES_OBJECTIVES_ASSESSMENT_PROGRESS_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_PROGRESS_H_

// The progress of an objective from that of its parts.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/types/span.h"
#include "mandat/objectives/v1/assessment.pb.h"

namespace mandat::objectives {

struct Part {
  // `objectives/{objective}`, `actions/{action}`.
  std::string name;
  // Beside the other parts: WeightOf() an objective, or the share of an action in permille. 0
  // counts for nothing; not negative.
  int64_t weight = 1;
  // 0 to 1000; absent where nobody knows.
  std::optional<int64_t> progress_permille;
};

// The weight of an objective as it is stored (1 to 1000, 0 = not given) among its siblings. Not
// given is 1; a weight of 1 is that weight.
int64_t WeightOf(int32_t stored);

// sum(weight × progress) / sum(weight), rounded down, over the parts that have a figure. The others
// are told by name, with how much of the whole weight is known: they are not counted as zero, as
// nobody knows that it is. Parts of weight 0 have no say and are not missed. Absent where no part
// with a weight has a figure. At most 10,000 parts of a weight of at most 1,000,000 each.
v1::Progress ProgressOf(absl::Span<const Part> parts);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_PROGRESS_H_
