#ifndef TESTS_LOAD_GROWTH_CALLS_H_
#define TESTS_LOAD_GROWTH_CALLS_H_

// What a call takes when there is a hundred times as much: one caller alone, over two services in
// turn.

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/load/figure.h"

namespace mandat::load {

// A call that is made again and again.
struct GrowthCall {
  std::string request;
  std::string token;
};

// A service on one of the databases, and what is asked of it, at random.
struct GrowthSide {
  // `127.0.0.1:port`.
  std::string address;
  std::vector<GrowthCall> calls;
};

// The larger of the two data sets is loaded with Options::growth_rows.
inline constexpr int kFewRows = 10'000;

// Reports the ratio `name` of the median times of `method` (`/service/Method`), many over few;
// answers the median of the pairs.
absl::StatusOr<double> CompareTimes(Bench& bench, const std::string& name, const char* method,
                                    const GrowthSide& many, const GrowthSide& few);

// Loads so many rows into the database at `url`.
using LoadRows = absl::FunctionRef<absl::Status(const std::string& url, int rows)>;
// Compares the two databases of an engine; `engine` ends the names of figures: empty for SQLite.
using CompareDatabases = absl::FunctionRef<absl::Status(
    const std::string& engine, const std::string& few_url, const std::string& many_url)>;

// Loads few and many rows of `what` on SQLite and compares them; then the same on PostgreSQL.
absl::Status CompareOnBothEngines(Bench& bench, const std::string& what, LoadRows load,
                                  CompareDatabases compare);

}  // namespace mandat::load

#endif  // TESTS_LOAD_GROWTH_CALLS_H_
