#include "services/socialaid/law/right_length.h"

#include <algorithm>

namespace mandat::socialaid::law {

int RightMonths(const Law& law, int64_t extra_days) {
  const int64_t earned = extra_days / law[Key::kRightDaysPerMonth];
  return static_cast<int>(law[Key::kRightBaseMonths] +
                          std::min(earned, law[Key::kRightExtraMonths]));
}

}  // namespace mandat::socialaid::law
