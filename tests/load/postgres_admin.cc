#include "tests/load/postgres_admin.h"

#include <libpq-fe.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace mandat::load {

absl::StatusOr<TextRows> RunSql(const std::string& url,
                                const std::vector<std::string>& statements) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> session(PQconnectdb(url.c_str()), &PQfinish);
  PQsetNoticeProcessor(
      session.get(), [](void*, const char*) {}, nullptr);
  TextRows rows;
  for (const std::string& sql : statements) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(session.get(), sql.c_str()),
                                                               &PQclear);
    const ExecStatusType what = PQresultStatus(result.get());
    if (what != PGRES_COMMAND_OK && what != PGRES_TUPLES_OK) {
      return absl::InternalError(absl::StrCat(sql, ": ", PQerrorMessage(session.get())));
    }
    rows.assign(static_cast<size_t>(PQntuples(result.get())), {});
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      for (int column = 0; column < PQnfields(result.get()); ++column) {
        rows[static_cast<size_t>(row)].emplace_back(PQgetvalue(result.get(), row, column));
      }
    }
  }
  return rows;
}

}  // namespace mandat::load
