#ifndef TESTS_LOAD_POSTGRES_ADMIN_H_
#define TESTS_LOAD_POSTGRES_ADMIN_H_

// SQL in text, for what a measurement does between its slices.

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace mandat::load {

using TextRows = std::vector<std::vector<std::string>>;

// Runs SQL, possibly several statements, each committed on its own unless the text says otherwise;
// answers the rows of the last one, NULL as an empty text. INTERNAL with PostgreSQL's words.
absl::StatusOr<TextRows> RunSql(const std::string& url, const std::vector<std::string>& statements);

}  // namespace mandat::load

#endif  // TESTS_LOAD_POSTGRES_ADMIN_H_
