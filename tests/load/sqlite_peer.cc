#include "tests/load/sqlite_peer.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/names.h"

namespace mandat::load {
namespace {

constexpr char kUpdateRequest[] =
    "UPDATE article60_request SET version = 2, unit = office, agency = '0206737484', state = "
    "'SENT', open = 1, send_time = ?, due_time = ?, send_month = '2026-11', "
    "send_year = 2026, body = ? WHERE id = ?";
constexpr char kAddCount[] =
    "INSERT INTO counter (counter, bucket, writer, count) VALUES (?, ?, 0, ?) "
    "ON CONFLICT (counter, bucket, writer) DO UPDATE SET count = count + excluded.count";
constexpr absl::string_view kByOwner = "article60_request.sent_by_owner";
constexpr absl::string_view kByOwnerAndOffice = "article60_request.sent_by_owner_and_office";
constexpr absl::string_view kByUnit = "article60_request.sent_by_unit";
constexpr absl::string_view kByCentre = "article60_request.sent_by_unit_and_centre";
constexpr char kInsertRequest[] =
    "INSERT INTO request (key, digest, name, version, commit_time) VALUES (?, ?, ?, 2, ?)";
constexpr char kTakePositions[] =
    "UPDATE log_head SET position = position + ? WHERE one = 1 RETURNING position";
constexpr char kInsertEvent[] =
    "INSERT INTO event (position, collection, id, version, verb, commit_time, published, owner, "
    "organisation, role, subject, job, reason, traceparent, person, public_body, sealed_body) "
    "VALUES (?, 'article60Requests', ?, 2, 'sent', ?, 1, ?, ?, 1, ?, '', '', ?, ?, ?, ?)";

class Statement {
 public:
  Statement(sqlite3* handle, const char* sql) {
    sqlite3_prepare_v3(handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& Text(absl::string_view value) {
    sqlite3_bind_text(statement_, ++bound_, value.data(), static_cast<int>(value.size()),
                      SQLITE_STATIC);
    return *this;
  }
  Statement& Blob(absl::string_view value) {
    sqlite3_bind_blob(statement_, ++bound_, value.data(), static_cast<int>(value.size()),
                      SQLITE_STATIC);
    return *this;
  }
  Statement& Int(int64_t value) {
    sqlite3_bind_int64(statement_, ++bound_, value);
    return *this;
  }
  // To the end; answers the first column of the last row, 0 where there is none.
  absl::StatusOr<int64_t> Run() {
    int64_t value = 0;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement_)) == SQLITE_ROW) {
      value = sqlite3_column_int64(statement_, 0);
    }
    sqlite3_reset(statement_);
    bound_ = 0;
    if (code == SQLITE_DONE) return value;
    return absl::InternalError(sqlite3_errmsg(sqlite3_db_handle(statement_)));
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

std::string RandomKey() {
  const auto bytes = base::RandomBytes<32>();
  return std::string(bytes.begin(), bytes.end());
}

class Peer {
 public:
  Peer(sqlite3* handle, const SentRows& rows)
      : rows_(rows),
        begin_(handle, "BEGIN IMMEDIATE"),
        update_request_(handle, kUpdateRequest),
        add_count_(handle, kAddCount),
        insert_request_(handle, kInsertRequest),
        take_positions_(handle, kTakePositions),
        insert_event_(handle, kInsertEvent),
        commit_(handle, "COMMIT") {
    for (int centre = 0; centre < kCentres; ++centre) {
      owners_.push_back(Ground::Agent(centre).organisation);
    }
  }

  absl::Status Write(const Draft* first, const Draft* last) {
    const int64_t now = absl::ToUnixMicros(absl::Now());
    RETURN_IF_ERROR(begin_.Run().status());
    // Summed over the transaction, as a batch can.
    std::map<std::pair<absl::string_view, std::string>, int64_t> counts;
    for (const Draft* draft = first; draft != last; ++draft) {
      const std::string& owner = owners_[static_cast<size_t>(draft->centre)];
      ++counts[{kByOwner, absl::StrCat(owner, "|2026|SENT|||")}];
      ++counts[{kByOwnerAndOffice, absl::StrCat(owner, "|2026|bruxelles|2026-11")}];
      ++counts[{kByUnit, "0206737484|2026|bruxelles|2026-11|SENT|||"}];
      ++counts[{kByCentre, absl::StrFormat("0206737484|2026|bruxelles|c%03d", draft->centre)}];
      RETURN_IF_ERROR(WriteRequest(*draft, now));
    }
    for (const auto& [bucket, delta] : counts) {
      RETURN_IF_ERROR(add_count_.Text(bucket.first).Text(bucket.second).Int(delta).Run().status());
    }
    ASSIGN_OR_RETURN(const int64_t position, take_positions_.Int(last - first).Run());
    for (const Draft* draft = first; draft != last; ++draft) {
      RETURN_IF_ERROR(WriteEvent(*draft, position - (last - draft) + 1, now));
    }
    return commit_.Run().status();
  }

 private:
  absl::Status WriteRequest(const Draft& draft, int64_t now) {
    constexpr int64_t kSevenDaysUs = int64_t{7} * 86'400 * 1'000'000;
    const std::string id = socialaid::IdIn(draft.name);
    RETURN_IF_ERROR(update_request_.Int(now)
                        .Int(now + kSevenDaysUs)
                        .Blob(rows_.row.body)
                        .Text(id)
                        .Run()
                        .status());
    const std::string key = RandomKey();
    return insert_request_.Blob(key).Blob(key).Text(draft.name).Int(now).Run().status();
  }

  absl::Status WriteEvent(const Draft& draft, int64_t position, int64_t now) {
    const ledger::Event& event = rows_.event;
    const std::string id = socialaid::IdIn(draft.name);
    return insert_event_.Int(position)
        .Text(id)
        .Int(now)
        .Text(event.owner)
        .Text(event.organisation)
        .Text(event.subject)
        .Text(event.traceparent)
        .Text(event.person)
        .Blob(event.public_body)
        .Blob(event.sealed_body)
        .Run()
        .status();
  }

  const SentRows& rows_;
  std::vector<std::string> owners_;  // by centre
  Statement begin_, update_request_, add_count_, insert_request_, take_positions_, insert_event_,
      commit_;
};

}  // namespace

absl::StatusOr<double> RunSqlitePeer(const std::string& file, const std::vector<Draft>& drafts,
                                     const SentRows& rows, int batch, absl::Duration length) {
  sqlite3* opened = nullptr;
  sqlite3_open(file.c_str(), &opened);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> handle(opened, &sqlite3_close);
  sqlite3_exec(opened,
               "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;",
               nullptr, nullptr, nullptr);
  Peer peer(opened, rows);
  const auto begun = std::chrono::steady_clock::now();
  const auto end = begun + absl::ToChronoNanoseconds(length);
  size_t done = 0;
  while (done < drafts.size() && std::chrono::steady_clock::now() < end) {
    const size_t next = std::min(done + static_cast<size_t>(batch), drafts.size());
    RETURN_IF_ERROR(peer.Write(drafts.data() + done, drafts.data() + next));
    done = next;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  return static_cast<double>(done) / took.count();
}

}  // namespace mandat::load
