#include "tests/load/pgbench.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/testing/child_process.h"

namespace mandat::load {
namespace {

// Only what changes is set, nothing is read or checked, and the position is taken by the statement
// that inserts the event: nobody can make these changes with less.
constexpr char kChanges[] = R"(
BEGIN;
PIPELINE
UPDATE article60_request SET version = 2, unit = office, agency = '0206737484', state = 'SENT', open = true, send_time = now(), due_time = now() + interval '7 days', send_month = '2026-11', send_year = 2026, body = :body WHERE id = lpad(:n::text, 36, '0');
INSERT INTO counter (counter, bucket, writer, count) VALUES ('article60_request.sent_by_owner', '04000' || lpad(:centre::text, 5, '0') || '|2026|SENT|||', 0, 1) ON CONFLICT (counter, bucket, writer) DO UPDATE SET count = counter.count + excluded.count;
INSERT INTO counter (counter, bucket, writer, count) VALUES ('article60_request.sent_by_owner_and_office', '04000' || lpad(:centre::text, 5, '0') || '|2026|bruxelles|2026-11', 0, 1) ON CONFLICT (counter, bucket, writer) DO UPDATE SET count = counter.count + excluded.count;
INSERT INTO counter (counter, bucket, writer, count) VALUES ('article60_request.sent_by_unit', '0206737484|2026|bruxelles|2026-11|SENT|||', 0, 1) ON CONFLICT (counter, bucket, writer) DO UPDATE SET count = counter.count + excluded.count;
INSERT INTO counter (counter, bucket, writer, count) VALUES ('article60_request.sent_by_unit_and_centre', '0206737484|2026|bruxelles|c' || lpad(:centre::text, 3, '0'), 0, 1) ON CONFLICT (counter, bucket, writer) DO UPDATE SET count = counter.count + excluded.count;
INSERT INTO request (key, digest, name, version, commit_time) VALUES (sha256((:n::text)::bytea), sha256(('d' || :n::text)::bytea), 'article60Requests/' || lpad(:n::text, 36, '0'), 2, now());
WITH head AS (UPDATE log_head SET position = position + 1 WHERE one = 1 RETURNING position) INSERT INTO event (position, collection, id, version, verb, commit_time, published, owner, organisation, role, subject, job, reason, traceparent, person, public_body, sealed_body) SELECT head.position, 'article60Requests', lpad(:n::text, 36, '0'), 2, 'sent', now(), true, '0400000105', '0400000105', 1, 'SUBJECT', '', '', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'PERSON', :public_body, :sealed_body FROM head;
END;
)";
constexpr char kNumbers[] = R"(\set i :i + 1
\set n :base + :i * :clients + :client_id + 1
\set centre :n % 100
)";
// pgbench prepares a script at its first statement, which must not stand in a pipeline.
constexpr char kPrepareFirst[] = R"(\if :i <= 0
SELECT 1;
\endif)";

std::string ScriptOf(Sending sending, const SentRows& rows) {
  const bool pipelined = sending == Sending::kPipelined;
  std::string changes = absl::StrReplaceAll(
      kChanges, {{"SUBJECT", rows.event.subject}, {"PERSON", rows.event.person}});
  if (pipelined) {
    changes = absl::StrReplaceAll(
        changes, {{"BEGIN;\nPIPELINE", absl::StrCat(kPrepareFirst, "\n\\startpipeline\nBEGIN;")},
                  {"END;", "END;\n\\endpipeline"}});
  } else {
    changes = absl::StrReplaceAll(changes, {{"PIPELINE\n", ""}});
  }
  return absl::StrCat(kNumbers, changes);
}

// Bytes that no compression makes smaller, in letters that PostgreSQL takes as they are.
std::string Letters(size_t count) {
  constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::minstd_rand random(1);
  std::string letters(count, ' ');
  for (char& letter : letters) letter = kLetters[random() % 64];
  return letters;
}

// The number after `label` in pgbench's report; -1 where it is missing.
double NumberAfter(const std::string& output, const std::string& label) {
  const size_t at = output.find(label);
  if (at == std::string::npos) return -1;
  return std::strtod(output.c_str() + at + label.size(), nullptr);
}

}  // namespace

Pgbench::Pgbench(const Ground& ground, const SentRows& rows)
    : ground_(ground),
      body_(Letters(rows.row.body.size())),
      public_body_(Letters(rows.event.public_body.size())),
      sealed_body_(Letters(rows.event.sealed_body.size())) {
  for (const auto& [sending, file] : {std::pair(Sending::kOneByOne, "one_by_one.sql"),
                                      std::pair(Sending::kPipelined, "pipelined.sql")}) {
    std::ofstream(ground_.File(file)) << ScriptOf(sending, rows);
  }
}

absl::StatusOr<double> Pgbench::Run(const std::string& url, Sending sending, int clients,
                                    absl::Duration warm_up, absl::Duration length) {
  const std::string script =
      ground_.File(sending == Sending::kPipelined ? "pipelined.sql" : "one_by_one.sql");
  int64_t base = 0;
  if (warm_up > absl::ZeroDuration()) {
    ASSIGN_OR_RETURN(const Outcome first, RunOnce(url, script, clients, base, warm_up));
    // Clients take turns unevenly: the fastest may be ahead of the mean.
    base = first.transactions * 3 / 2 + 1000;
  }
  ASSIGN_OR_RETURN(const Outcome measured, RunOnce(url, script, clients, base, length));
  if (measured.transactions <= 0) return absl::InternalError("pgbench did nothing in its time");
  if (base + measured.transactions > ground_.options().rows) {
    return absl::InternalError("pgbench ran out of drafts: load more rows or shorten the slice");
  }
  return measured.per_second;
}

absl::StatusOr<Pgbench::Outcome> Pgbench::RunOnce(const std::string& url, const std::string& script,
                                                  int clients, int64_t base,
                                                  absl::Duration length) {
  testing::ChildOptions child;
  child.command = {"/usr/bin/pgbench",
                   "--no-vacuum",
                   "--protocol=prepared",
                   absl::StrCat("--client=", clients),
                   absl::StrCat("--jobs=", std::min(clients, 2)),
                   absl::StrCat("--time=", std::max<int64_t>(1, absl::ToInt64Seconds(length))),
                   absl::StrCat("--file=", script),
                   absl::StrCat("--define=clients=", clients),
                   absl::StrCat("--define=base=", base),
                   "--define=i=-1",
                   absl::StrCat("--define=body=", body_),
                   absl::StrCat("--define=public_body=", public_body_),
                   absl::StrCat("--define=sealed_body=", sealed_body_),
                   url};
  child.output_file = ground_.File("pgbench.log");
  std::filesystem::remove(child.output_file);
  ASSIGN_OR_RETURN(const auto process, testing::ChildProcess::Start(child));
  const std::optional<int> code = process->Wait(length + absl::Seconds(60));
  const std::string output = process->Output();
  Outcome outcome;
  outcome.transactions =
      static_cast<int64_t>(NumberAfter(output, "transactions actually processed: "));
  outcome.per_second = NumberAfter(output, "tps = ");
  const double failed = NumberAfter(output, "number of failed transactions: ");
  if (code != 0 || failed > 0) return absl::InternalError(output);
  return outcome;
}

}  // namespace mandat::load
