#ifndef SERVICES_LIB_TESTING_SEED_H_
#define SERVICES_LIB_TESTING_SEED_H_

// Where generated cases come from.

#include <cstdlib>
#include <iostream>
#include <string>

namespace mandat::testing {

// `usual`: the same in every run, so that a build is green or red for a reason. MANDAT_TEST_SEED
// looks at other cases. Printed, so that a failure can be found again.
inline unsigned SeedOr(unsigned usual) {
  const char* wanted = std::getenv("MANDAT_TEST_SEED");
  const unsigned seed = wanted != nullptr ? static_cast<unsigned>(std::stoul(wanted)) : usual;
  std::cout << "seed " << seed << "\n";
  return seed;
}

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_SEED_H_
