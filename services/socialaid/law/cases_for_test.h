#ifndef SERVICES_SOCIALAID_LAW_CASES_FOR_TEST_H_
#define SERVICES_SOCIALAID_LAW_CASES_FOR_TEST_H_

// How many generated cases the law is held to.

#include <cstdlib>
#include <string>

namespace mandat::socialaid::law {

// `usual`, or what MANDAT_LAW_CASES says: deploy/test --full asks for 100000.
inline int CasesOr(int usual) {
  const char* wanted = std::getenv("MANDAT_LAW_CASES");
  return wanted != nullptr ? std::stoi(wanted) : usual;
}

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_CASES_FOR_TEST_H_
