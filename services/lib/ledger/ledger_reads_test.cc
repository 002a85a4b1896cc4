// What the ledger shows, to whom, and as of when, on both engines.

#include <filesystem>
#include <fstream>
#include <set>

#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/backup.h"
#include "services/lib/ledger/ledger_fixture_for_test.h"

namespace mandat::ledger {
namespace {

using LedgerReads = LedgerTest;

TEST_P(LedgerReads, MissingAndForeignAreTheSame) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  const auto missing = Run<RenameOffice>(Rename("o2"), "0428759497");
  const auto foreign = Run<RenameOffice>(Rename("o1", "7"), "0428759497");
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(missing, HasReason("OFFICE_NOT_FOUND"));
  // Also where the etag is stale: who may not see it learns nothing of it.
  EXPECT_THAT(foreign, HasReason("OFFICE_NOT_FOUND"));
  const auto shown = [](absl::string_view name) {
    return [name](View& view) {
      Office office;
      return view.Get<Office>(name, &office);
    };
  };
  EXPECT_THAT(Read(shown("offices/o1")), IsOk());
  EXPECT_THAT(Read(shown("offices/o1"), "0428759497"), HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(Read(shown("offices/o1"), "0428759497", common::v1::PARTY_ANY), IsOk());
  EXPECT_THAT(Read(shown("offices/o2")), HasReason("OFFICE_NOT_FOUND"));
}

TEST_P(LedgerReads, AClockThatGoesBackDoesNotTurnHistoryAround) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  const absl::Time start = clock_.Now();
  clock_.Advance(-absl::Hours(1));
  ASSERT_THAT(Run<RenameOffice>(Rename("o1")), IsOk());
  ASSERT_THAT(Run<RenameOffice>(Rename("o1")), IsOk());
  const std::vector<Event> log = Log();
  EXPECT_EQ(log[1].commit_time, start + absl::Microseconds(1));
  EXPECT_EQ(log[2].commit_time, start + absl::Microseconds(2));
  Office then;
  const auto as_of = [&](absl::Time time) {
    return Read([&](View& view) { return view.GetAsOf<Office>("offices/o1", time, &then); });
  };
  EXPECT_THAT(as_of(start - absl::Microseconds(1)), HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(as_of(start), IsOk());
  EXPECT_EQ(then.etag(), "1");
  EXPECT_THAT(as_of(start + absl::Microseconds(1)), IsOk());
  EXPECT_EQ(then.etag(), "2");
}

TEST_P(LedgerReads, CountersFollowEveryChange) {
  const std::string person = Register("85073003328");
  const std::string other = Register("17073003384");
  const std::string first = File(person)->name();
  ASSERT_THAT(File(other), IsOk());
  ASSERT_THAT((Run<SendFile, Article60Request>(Send(first))), IsOk());
  const auto counts = store_->OpenReader().value()->Counts("file.by_state").value();
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].bucket, "0403019261|1");
  EXPECT_EQ(counts[0].count, 1);
  EXPECT_EQ(counts[1].bucket, "0403019261|2");
  EXPECT_EQ(counts[1].count, 1);
}

TEST_P(LedgerReads, EveryReadingOfAPersonIsRecordedBeforeTheAnswer) {
  const std::string person = Register("85073003328");
  const std::string file = File(person)->name();
  Article60Request shown;
  ASSERT_THAT(Read([&](View& view) { return view.Get<Article60Request>(file, &shown); }), IsOk());
  ASSERT_THAT(
      Read([&](View& view) { return view.Get<Article60Request>(file, &shown); }, "0428759497"),
      HasReason("FILE_NOT_FOUND"));
  std::vector<ConsultationRow> rows;
  ASSERT_THAT(Read([&](View& view) -> absl::Status {
                std::string next;
                ASSIGN_OR_RETURN(rows, view.Consultations(person.substr(8), 0, "", &next));
                return absl::OkStatus();
              }),
              IsOk());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].file, file);
  EXPECT_EQ(rows[0].organisation, "0403019261");
  EXPECT_EQ(rows[0].purpose, "a test");
  EXPECT_EQ(rows[0].reader.find("agent"), std::string::npos);
}

TEST_P(LedgerReads, AfterAnErasureNothingOfThePersonIsReadable) {
  const std::string person = Register("85073003328");
  const std::string other = Register("17073003384");
  const std::string file = File(person)->name();
  const std::string kept = File(other)->name();
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  const int64_t head = ledger_->head();
  Forget::Request request;
  request.set_person(person);
  ASSERT_THAT((Run<Forget, Person>(request)), IsOk());
  Article60Request shown;
  ASSERT_THAT(Read([&](View& view) { return view.Get<Article60Request>(file, &shown); }), IsOk());
  EXPECT_EQ(shown.person(), "");
  ASSERT_THAT(
      Read([&](View& view) { return view.GetAsOf<Article60Request>(file, before, &shown); }),
      IsOk());
  EXPECT_EQ(shown.person(), "");
  EXPECT_EQ(shown.owner(), "0403019261");
  ASSERT_THAT(Read([&](View& view) { return view.Get<Article60Request>(kept, &shown); }), IsOk());
  EXPECT_EQ(shown.person(), other);
  std::vector<Past> past;
  ASSERT_THAT(Read([&](View& view) -> absl::Status {
                std::string next;
                ASSIGN_OR_RETURN(
                    past, view.Revisions(Article60Request::descriptor(), file, 0, "", &next));
                return absl::OkStatus();
              }),
              IsOk());
  ASSERT_EQ(past.size(), 2u);
  EXPECT_TRUE(past[1].erased);
  EXPECT_EQ(ledger_->head(), head + 2);
  // Nothing new can be kept about them, and registering the number again makes a new person.
  EXPECT_THAT(File(person), HasReason("PERSON_ERASED"));
  EXPECT_NE(Register("85073003328"), person);
}

TEST_P(LedgerReads, PersonalDataIsNowhereInTheFiles) {
  const std::string person = Register("85073003328");
  ASSERT_THAT(File(person), IsOk());
  for (const Event& event : Log()) {
    EXPECT_EQ(event.public_body.find("Secretname"), std::string::npos);
    EXPECT_EQ(event.public_body.find("85073003328"), std::string::npos);
  }
  auto row = store_->OpenReader().value()->Get(Persons(), person.substr(8)).value();
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->body.find("Secretname"), std::string::npos);
}

TEST_P(LedgerReads, AListGoesThroughAllAndTokensAreBoundToTheirFilter) {
  const std::string person = Register("85073003328");
  for (int i = 0; i < 25; ++i) ASSERT_THAT(File(person), IsOk());
  ASSERT_THAT(File(person, "0428759497"), IsOk());
  std::set<std::string> seen;
  ListQuery query;
  query.page_size = 10;
  query.filter_text = "all";
  const auto page = [&] {
    return Read([&](View& view) -> absl::Status {
      ASSIGN_OR_RETURN(auto found, view.List<Article60Request>(query));
      for (const auto& file : found.items) EXPECT_TRUE(seen.insert(file.name()).second);
      query.page_token = found.next_page_token;
      return absl::OkStatus();
    });
  };
  ASSERT_THAT(page(), IsOk());
  // A token says where, not what: with another filter it is refused, and changed it is none of
  // ours.
  ListQuery other = query;
  other.filter_text = "else";
  EXPECT_THAT(Read([&](View& view) { return view.List<Article60Request>(other).status(); }),
              HasReason("PAGE_TOKEN_MISMATCH"));
  other = query;
  other.page_token[5] = other.page_token[5] == 'A' ? 'B' : 'A';
  EXPECT_THAT(Read([&](View& view) { return view.List<Article60Request>(other).status(); }),
              HasReason("PAGE_TOKEN_INVALID"));
  ASSERT_THAT(File(person), IsOk());  // insertion between two pages
  while (!query.page_token.empty()) ASSERT_THAT(page(), IsOk());
  EXPECT_GE(seen.size(), 25u);
  query.page_size = -1;
  EXPECT_THAT(page(), HasReason("PAGE_SIZE_INVALID"));
}

TEST_P(LedgerReads, ARestoredBackupIsTheSameUnderANewEpoch) {
  const std::string person = Register("85073003328");
  const std::string file = File(person)->name();
  ledger_->MoveRelayCursor(2);
  ASSERT_THAT(ledger_->FlushRelayCursor(), IsOk());
  const std::string epoch = store_->OpenReader().value()->Epoch().value();
  ASSERT_THAT(BackUp(url_, folder_.File("copy")), IsOk());
  EXPECT_THAT(BackUp(url_, folder_.File("copy")), HasReason("BACKUP_EXISTS"));
  const std::string target = GetParam() == Engine::kSqlite ? "sqlite:" + folder_.File("again.db")
                                                           : Postgres().NewDatabase().value();
  EXPECT_THAT(Restore(target, folder_.File("none")), HasReason("BACKUP_NOT_FOUND"));
  if (GetParam() == Engine::kSqlite) {
    for (const char* left : {"again.db", "again-consultations.db"}) {
      std::ofstream(folder_.File(left)) << "left over";
      const absl::Status refused = Restore(target, folder_.File("copy"));
      EXPECT_THAT(refused, HasReason("STORE_EXISTS"));
      EXPECT_EQ(base::MetadataOf(refused)["path"], folder_.File(left));
      std::filesystem::remove(folder_.File(left));
      EXPECT_FALSE(std::filesystem::exists(folder_.File("again.db"))) << "nothing was restored";
    }
  }
  ASSERT_THAT(Restore(target, folder_.File("copy")), IsOk());
  ledger_->Close();
  store_ = Open(target);
  ASSERT_THAT(store_->CheckSchema(Migrations()), IsOk());
  auto reader = store_->OpenReader().value();
  EXPECT_NE(reader->Epoch().value(), epoch);
  EXPECT_EQ(reader->RelayCursor().value(), 0);
  OpenLedgerAgain();
  Article60Request shown;
  EXPECT_THAT(Read([&](View& view) { return view.Get<Article60Request>(file, &shown); }), IsOk());
  EXPECT_EQ(shown.person(), person);
}

INSTANTIATE_TEST_SUITE_P(Engines, LedgerReads,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) {
                           return engine.param == Engine::kSqlite ? "Sqlite" : "Postgres";
                         });

}  // namespace
}  // namespace mandat::ledger
