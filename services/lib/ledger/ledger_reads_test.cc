// What the ledger shows, to whom, and as of when, on both engines.

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/backup.h"
#include "services/lib/ledger/codec.h"
#include "services/lib/ledger/ledger_fixture_for_test.h"

namespace mandat::ledger {
namespace {

using LedgerReads = LedgerTest;

// They were views of what had gone once; a short name hid it.
TEST(PartiesOfAResource, OutliveWhatTheyWereReadFrom) {
  const std::string agency(200, '7');
  access::ObjectParties parties;
  {
    Office office;
    office.set_agency(agency);
    parties = Codec::PartiesOf(Offices(), office);
  }
  const std::vector<std::string> others(8, std::string(200, '8'));
  EXPECT_EQ(parties.owner, agency);
  EXPECT_EQ(parties.unit, "");
  EXPECT_EQ(parties.agency, "");
}

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
  const auto counts = store_->OpenReader().value()->Counts("file.by_state", "").value();
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].bucket, "0403019261|1");
  EXPECT_EQ(counts[0].count, 1);
  EXPECT_EQ(counts[1].bucket, "0403019261|2");
  EXPECT_EQ(counts[1].count, 1);
}

TEST_P(LedgerReads, CopiesOfAnotherLogAreCountedAndLeaveNoHistory) {
  const auto keep = [this](const std::string& id, const std::string& office) {
    KeepCopy::Request request;
    request.set_centre_id(id);
    request.mutable_centre()->set_office(office);
    EXPECT_THAT((Run<KeepCopy, socialaid::v1::Centre>(request)), IsOk());
  };
  keep("1", "o1");
  keep("2", "o1");
  KeepCopy::Request moved;
  moved.set_centre_id("2");
  moved.mutable_centre()->set_office("o2");
  EXPECT_THAT((Run<KeepCopy, socialaid::v1::Centre>(moved)), IsOk());
  EXPECT_THAT(Log(), ::testing::IsEmpty());
  const auto reader = store_->OpenReader().value();
  const auto counts = reader->Counts("copies", "").value();
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].bucket, "o1");
  EXPECT_EQ(counts[0].count, 1);
  EXPECT_EQ(counts[1].bucket, "o2");
  EXPECT_EQ(counts[1].count, 1);
  const auto row = reader->Get(Copies(), "2").value();
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->version, 2);
}

TEST_P(LedgerReads, CountsAreThoseOfThePartyThatAsks) {
  for (const char* ssin : {"85073003328", "17073003384"}) {
    ASSERT_THAT(File(Register(ssin), "0403019261"), IsOk());
  }
  ASSERT_THAT(File(Register("40000000031"), "0428759497"), IsOk());
  const auto count = [this](CountQuery query, const std::string& organisation) {
    absl::StatusOr<std::vector<Tally>> tallies;
    const absl::Status status = Read(
        [&](View& view) {
          tallies = view.Count<Article60Request>(query);
          return tallies.status();
        },
        organisation);
    EXPECT_EQ(status, tallies.status());
    return tallies;
  };
  const CountQuery all = {"by_state", common::v1::PARTY_OWNER, {}};
  const auto own = count(all, "0403019261");
  ASSERT_THAT(own, IsOk());
  ASSERT_EQ(own->size(), 1u);
  EXPECT_THAT((*own)[0].values, ::testing::ElementsAre("0403019261", "1"));
  EXPECT_EQ((*own)[0].count, 2);
  EXPECT_EQ((*count(all, "0428759497"))[0].count, 1);
  EXPECT_THAT(*count(all, "0206731645"), ::testing::IsEmpty());
  EXPECT_THAT(*count(all, ""), ::testing::IsEmpty()) << "the party of nothing";
  // As another party, by another counter, or by what no counter begins with: a bug, and no counts.
  EXPECT_THAT(count({"by_state", common::v1::PARTY_AGENCY, {}}, "0403019261"),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(count({"by_person", common::v1::PARTY_OWNER, {}}, "0403019261"),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(
      count({"by_state", common::v1::PARTY_OWNER, {{&FilePerson(), Value("p")}}}, "0403019261"),
      StatusIs(absl::StatusCode::kInternal));
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

// `path: before -> after`, a line each; after it `erased` where that is said.
std::string LinesOf(const common::v1::Difference& difference) {
  std::string lines;
  for (const common::v1::FieldDifference& field : difference.fields()) {
    absl::StrAppend(&lines, field.path(), ": ", field.has_before() ? field.before() : "none",
                    " -> ", field.has_after() ? field.after() : "none", "\n");
  }
  if (difference.erased()) absl::StrAppend(&lines, "erased\n");
  return lines;
}

class LedgerDifference : public LedgerTest {
 protected:
  absl::StatusOr<common::v1::Difference> Compare(const google::protobuf::Descriptor* type,
                                                 const std::string& name, int64_t from, int64_t to,
                                                 const std::string& organisation = "0403019261") {
    common::v1::Difference difference;
    const absl::Status status = Read(
        [&](View& view) -> absl::Status {
          ASSIGN_OR_RETURN(difference, view.Compare(type, name, from, to));
          return absl::OkStatus();
        },
        organisation);
    if (!status.ok()) return status;
    return difference;
  }
  absl::StatusOr<common::v1::Difference> CompareFile(const std::string& name, int64_t from,
                                                     int64_t to) {
    return Compare(Article60Request::descriptor(), name, from, to);
  }
};

TEST_P(LedgerDifference, IsOfAnyTwoVersionsInEitherDirection) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  ASSERT_THAT(Run<RenameOffice>(Rename("o1")), IsOk());
  RenameOffice::Request recode = Rename("o1");
  recode.mutable_office()->set_code("62");
  ASSERT_THAT(Run<RenameOffice>(recode), IsOk());
  const struct {
    int64_t from, to;
    const char* lines;
  } rows[] = {
      {1, 2, "display_name: none -> {\"fr\":\"x\"}\n"},
      {2, 3, "code: \"61\" -> \"62\"\ndisplay_name.fr: \"x\" -> \"xx\"\n"},
      {2, 0, "code: \"61\" -> \"62\"\ndisplay_name.fr: \"x\" -> \"xx\"\n"},
      {1, 3, "code: \"61\" -> \"62\"\ndisplay_name: none -> {\"fr\":\"xx\"}\n"},
      {3, 2, "code: \"62\" -> \"61\"\ndisplay_name.fr: \"xx\" -> \"x\"\n"},
      {2, 2, ""},
  };
  for (const auto& row : rows) {
    const auto difference = Compare(Office::descriptor(), "offices/o1", row.from, row.to);
    ASSERT_THAT(difference, IsOk());
    EXPECT_EQ(LinesOf(*difference), row.lines) << row.from << " to " << row.to;
    EXPECT_EQ(difference->before().version(), row.from);
    EXPECT_EQ(difference->after().version(), row.to == 0 ? 3 : row.to);
    EXPECT_EQ(difference->before().verb(), row.from == 1 ? "created" : "renamed");
    EXPECT_EQ(difference->before().organisation(), "0403019261");
  }
}

TEST_P(LedgerDifference, IsForWhoeverMaySeeTheResourceNowAlsoOnceItIsGone) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  ASSERT_THAT(Run<RenameOffice>(Rename("o1")), IsOk());
  CloseOffice::Request close;
  close.set_name("offices/o1");
  ASSERT_THAT(Run<CloseOffice>(close), IsOk());
  const auto* office = Office::descriptor();
  EXPECT_EQ(LinesOf(Compare(office, "offices/o1", 1, 2).value()),
            "display_name: none -> {\"fr\":\"x\"}\n");
  EXPECT_EQ(LinesOf(Compare(office, "offices/o1", 2, 3).value()), "");
  EXPECT_EQ(Compare(office, "offices/o1", 2, 3)->after().verb(), "deleted");
  EXPECT_THAT(Compare(office, "offices/o1", 1, 2, "0428759497"), HasReason("OFFICE_NOT_FOUND"));
  // Whoever may not see it does not learn how many versions there are.
  EXPECT_THAT(Compare(office, "offices/o1", 1, 9, "0428759497"), HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(Compare(office, "offices/o2", 1, 2), HasReason("OFFICE_NOT_FOUND"));
}

TEST_P(LedgerDifference, RefusesVersionsThatAreNone) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  const auto* office = Office::descriptor();
  EXPECT_THAT(Compare(office, "offices/o1", 0, 1), HasReason("VERSION_INVALID"));
  EXPECT_THAT(Compare(office, "offices/o1", 1, -1), HasReason("VERSION_INVALID"));
  // Before anything is read.
  EXPECT_THAT(Compare(office, "offices/o2", -1, 1), HasReason("VERSION_INVALID"));
  const auto none = Compare(office, "offices/o1", 1, 2);
  EXPECT_THAT(none, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(none, HasReason("VERSION_NOT_FOUND"));
  EXPECT_EQ(base::MetadataOf(none.status())["version"], "2");
  EXPECT_THAT(Compare(office, "offices/o1", 2, 1), HasReason("VERSION_NOT_FOUND"));
}

TEST_P(LedgerDifference, OfAPersonsFileIsAConsultationUntilTheyAreErased) {
  const std::string person = Register("85073003328");
  const std::string file = File(person)->name();
  ASSERT_THAT((Run<SendFile, Article60Request>(Send(file))), IsOk());
  EXPECT_EQ(LinesOf(CompareFile(file, 1, 2).value()), "state: \"draft\" -> \"sent\"\n");
  const auto readings = [&] {
    return store_->OpenReader().value()->Consultations(person.substr(8), 0, 10).value();
  };
  ASSERT_EQ(readings().size(), 1u);
  EXPECT_EQ(readings()[0].file, file);

  Forget::Request request;
  request.set_person(person);
  ASSERT_THAT((Run<Forget, Person>(request)), IsOk());
  // What is not personal is compared as ever; that the rest is gone is no difference.
  EXPECT_EQ(LinesOf(CompareFile(file, 1, 2).value()), "state: \"draft\" -> \"sent\"\nerased\n");
  EXPECT_EQ(LinesOf(CompareFile(file, 2, 3).value()), "erased\n");
  EXPECT_EQ(LinesOf(CompareFile(file, 3, 2).value()), "erased\n");
  EXPECT_EQ(LinesOf(CompareFile(file, 3, 3).value()), "");
  EXPECT_EQ(readings().size(), 1u);
}

TEST_P(LedgerReads, ARevisionSaysWhatItChangedWhereverThePageEnds) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  ASSERT_THAT(Run<RenameOffice>(Rename("o1")), IsOk());
  ASSERT_THAT(Run<RenameOffice>(Rename("o1", "2")), IsOk());
  const std::vector<std::vector<std::string>> expected = {
      {"display_name"}, {"display_name"}, {"name", "create_time", "code", "agency"}};
  for (const int size : {1, 2, 3, 4}) {
    std::vector<std::vector<std::string>> changed;
    std::string token;
    do {
      std::string next;
      ASSERT_THAT(Read([&](View& view) -> absl::Status {
                    ASSIGN_OR_RETURN(
                        const auto page,
                        view.Revisions(Office::descriptor(), "offices/o1", size, token, &next));
                    for (const Past& past : page) changed.push_back(past.changed_fields);
                    return absl::OkStatus();
                  }),
                  IsOk());
      token = next;
    } while (!token.empty());
    EXPECT_EQ(changed, expected) << size;
  }
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

TEST_P(LedgerReads, AListBeginsAtAValueOfItsOrderOnEveryPage) {
  const std::string person = Register("85073003328");
  for (int i = 0; i < 5; ++i) ASSERT_THAT(File(person), IsOk());
  const int64_t state = std::get<int64_t>(FileState().read(*File(person)));
  const auto listed = [&](int64_t from) {
    size_t files = 0;
    ListQuery query;
    query.order = &FileState();
    query.from = from;
    query.page_size = 2;
    do {
      EXPECT_THAT(Read([&](View& view) -> absl::Status {
                    ASSIGN_OR_RETURN(auto found, view.List<Article60Request>(query));
                    files += found.items.size();
                    query.page_token = found.next_page_token;
                    return absl::OkStatus();
                  }),
                  IsOk());
    } while (!query.page_token.empty());
    return files;
  };
  EXPECT_EQ(listed(state), 6u);
  EXPECT_EQ(listed(state - 1), 6u);
  EXPECT_EQ(listed(state + 1), 0u);
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

INSTANTIATE_TEST_SUITE_P(Engines, LedgerDifference,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) {
                           return engine.param == Engine::kSqlite ? "Sqlite" : "Postgres";
                         });

}  // namespace
}  // namespace mandat::ledger
