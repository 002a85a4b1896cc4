#ifndef TESTS_LOAD_SQLITE_PEER_H_
#define TESTS_LOAD_SQLITE_PEER_H_

// SQLite alone making the row changes of SendArticle60Request: no service, no rules, no crypto.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/load/data_set.h"
#include "tests/load/sending.h"

namespace mandat::load {

// Changes per second in transactions of `batch` drafts each, in WAL mode with full sync, until
// `length` has passed or no draft is left.
absl::StatusOr<double> RunSqlitePeer(const std::string& file, const std::vector<Draft>& drafts,
                                     const SentRows& rows, int batch, absl::Duration length);

}  // namespace mandat::load

#endif  // TESTS_LOAD_SQLITE_PEER_H_
