#ifndef SERVICES_LIB_TESTING_SHARED_POSTGRES_H_
#define SERVICES_LIB_TESTING_SHARED_POSTGRES_H_

// One PostgreSQL cluster for all tests of a program; each test takes a database of its own.

#include <string>

#include "services/lib/testing/temporary_postgres.h"

namespace mandat::testing {

// Started by the first call, from the program's first thread, and stopped with the program. Ends
// the program if it does not start.
TemporaryPostgres& SharedPostgres();

// The URL of a new, empty database in it.
std::string NewPostgresDatabase();

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_SHARED_POSTGRES_H_
