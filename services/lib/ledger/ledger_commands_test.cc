// What holds for every command, whatever it does, on both engines.

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "services/lib/base/error.h"
#include "services/lib/ledger/job.h"
#include "services/lib/ledger/ledger_fixture_for_test.h"

namespace mandat::ledger {
namespace {

using LedgerCommands = LedgerTest;

TEST_P(LedgerCommands, ACommandIsStoredLoggedAndAnswered) {
  const auto office = Run<CreateOffice>(NewOffice("o1", "61"));
  ASSERT_THAT(office, IsOk());
  EXPECT_EQ(office->name(), "offices/o1");
  EXPECT_EQ(office->etag(), "1");
  EXPECT_EQ(office->create_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  const std::vector<Event> log = Log();
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0].position, 1);
  EXPECT_EQ(log[0].verb, "created");
  EXPECT_EQ(log[0].organisation, "0403019261");
  EXPECT_EQ(log[0].role, common::v1::ROLE_WELFARE_CENTRE_AGENT);
  EXPECT_FALSE(log[0].subject.empty());
  EXPECT_EQ(log[0].subject.find("agent"), std::string::npos);
  EXPECT_EQ(ledger_->head(), 1);
}

TEST_P(LedgerCommands, ARepeatedRequestIsAnsweredAndNotDoneAgain) {
  auto request = NewOffice("", "61");
  request.set_request_id(NewUuid());
  const auto first = Run<CreateOffice>(request);
  ASSERT_THAT(first, IsOk());
  const auto rename = Run<RenameOffice>(Rename(first->name().substr(8)));
  ASSERT_THAT(rename, IsOk());
  // The first answer, not what became of the resource since.
  const auto second = Run<CreateOffice>(request);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(*second, testing::EqualsProto(*first));
  OpenLedgerAgain();
  const auto third = Run<CreateOffice>(request);
  ASSERT_THAT(third, IsOk());
  EXPECT_THAT(*third, testing::EqualsProto(*first));
  EXPECT_EQ(Log().size(), 2u);
}

// What is made of a request is there for all that is asked of the command, and was made once.
TEST_P(LedgerCommands, ARequestIsPreparedOnce) {
  std::atomic<int> prepared{0};
  Command command = CommandOf<CreateOffice>();
  const Command plain = command;
  command.prepare =
      [&prepared](
          const google::protobuf::Message& request) -> absl::StatusOr<std::shared_ptr<const void>> {
    const std::string& code = static_cast<const CreateOffice::Request&>(request).office().code();
    if (code == "0") return base::InvalidField("CODE_UNREADABLE", "office.code", "Give another.");
    ++prepared;
    return std::make_shared<const std::string>(code);
  };
  std::string seen;
  const auto see = [&seen](const Context& context) {
    seen += *static_cast<const std::string*>(context.prepared.get());
  };
  command.check = [&](const auto& request, const Context& context) {
    see(context);
    return plain.check(request, context);
  };
  command.read = [&](const auto& request, const Context& context) {
    see(context);
    return plain.read(request, context);
  };
  command.decide = [&](const auto& request, const Snapshot& snapshot, const Context& context) {
    see(context);
    return plain.decide(request, snapshot, context);
  };
  const access::Call call = CallOf("0403019261", "test/Prepare", clock_.Now());
  EXPECT_THAT(RunAndWait(*ledger_, command, call, NewOffice("o1", "6")), IsOk());
  EXPECT_EQ(seen, "666");
  EXPECT_EQ(prepared, 1);
  EXPECT_THAT(RunAndWait(*ledger_, command, call, NewOffice("o2", "0")),
              HasReason("CODE_UNREADABLE"));
  EXPECT_EQ(seen, "666");
}

TEST_P(LedgerCommands, RequestIdsBelongToTheirCallerAndTheirContent) {
  auto request = NewOffice("", "61");
  request.set_request_id(NewUuid());
  ASSERT_THAT(Run<CreateOffice>(request), IsOk());
  auto other = request;
  other.mutable_office()->set_code("62");
  EXPECT_THAT(Run<CreateOffice>(other), HasReason("REQUEST_ID_REUSED"));
  // Another caller's use of the same id is another request.
  EXPECT_THAT(Run<CreateOffice>(other, "0428759497"), IsOk());
  request.set_request_id("not-a-uuid");
  EXPECT_THAT(Run<CreateOffice>(request), HasReason("REQUEST_ID_INVALID"));
}

TEST_P(LedgerCommands, ARefusedCommandLeavesNothingBehind) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  auto request = NewOffice("o1", "62");
  request.set_request_id(NewUuid());
  EXPECT_THAT(Run<CreateOffice>(request), HasReason("OFFICE_EXISTS"));
  EXPECT_EQ(Log().size(), 1u);
  // The id stands for nothing yet: another content may use it.
  request.set_office_id("o2");
  EXPECT_THAT(Run<CreateOffice>(request), IsOk());
}

TEST_P(LedgerCommands, TwoRepeatsInOneBatchAreDoneOnce) {
  auto request = NewOffice("", "61");
  request.set_request_id(NewUuid());
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (int i = 0; i < 50; ++i) futures.push_back(Start<CreateOffice>(*ledger_, request));
  std::set<std::string> names;
  for (auto& future : futures) {
    auto committed = future.get();
    ASSERT_THAT(committed, IsOk());
    names.insert(static_cast<const Office&>(**committed).name());
  }
  EXPECT_EQ(names.size(), 1u);
  EXPECT_EQ(Log().size(), 1u);
}

TEST_P(LedgerCommands, EtagsRefuseWhatTheCallerDidNotSee) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  EXPECT_THAT(Run<RenameOffice>(Rename("o1", "1")), IsOk());
  EXPECT_THAT(Run<RenameOffice>(Rename("o1", "1")), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Run<RenameOffice>(Rename("o1", "2")), IsOk());
  EXPECT_THAT(Run<RenameOffice>(Rename("o1")), IsOk());
  for (const char* bad : {"0", "-1", "01", "1 ", "x"}) {
    EXPECT_THAT(Run<RenameOffice>(Rename("o1", bad)), HasReason("ETAG_INVALID")) << bad;
  }
}

TEST_P(LedgerCommands, AnEtagOfWhatDoesNotExistIsRefusedAlsoWhereTheCommandWouldMakeIt) {
  EXPECT_THAT(Run<PutOffice>(Rename("o1", "1")), HasReason("ETAG_MISMATCH"));
  ASSERT_THAT(Run<PutOffice>(Rename("o1")), IsOk());
  EXPECT_THAT(Run<PutOffice>(Rename("o1", "1")), IsOk());
  EXPECT_THAT(Run<PutOffice>(Rename("o1", "1")), HasReason("ETAG_MISMATCH"));
  socialaid::v1::MergeOfficeRequest close;
  close.set_name("offices/o1");
  ASSERT_THAT(Run<CloseOffice>(close), IsOk());
  EXPECT_THAT(Run<PutOffice>(Rename("o1", "3")), HasReason("ETAG_MISMATCH"));
}

TEST_P(LedgerCommands, ManyCommandsOnOneResourceLoseNoUpdate) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (int i = 0; i < 200; ++i) futures.push_back(Start<RenameOffice>(*ledger_, Rename("o1")));
  std::set<std::string> etags;
  for (auto& future : futures) {
    auto committed = future.get();
    ASSERT_THAT(committed, IsOk());
    etags.insert(static_cast<const Office&>(**committed).etag());
  }
  EXPECT_EQ(etags.size(), 200u);
  const auto last = Run<RenameOffice>(Rename("o1"));
  EXPECT_EQ(last->display_name().fr().size(), 201u);
}

TEST_P(LedgerCommands, TwoHundredCommandsThatLookUpAndWriteOneTableAgree) {
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (int i = 0; i < 256; ++i) {
    RegisterPerson::Request request;
    request.mutable_person()->set_ssin(absl::StrCat("850730033", 10 + i % 16));
    futures.push_back(Start<RegisterPerson>(*ledger_, request));
  }
  std::map<std::string, std::set<std::string>> names;
  for (size_t i = 0; i < futures.size(); ++i) {
    auto committed = futures[i].get();
    ASSERT_THAT(committed, IsOk());
    names[absl::StrCat(10 + i % 16)].insert(static_cast<const Person&>(**committed).name());
  }
  for (const auto& [ssin, found] : names) EXPECT_EQ(found.size(), 1u) << ssin;
  EXPECT_EQ(Log().size(), 16u);
}

TEST_P(LedgerCommands, ALookUpSeesWhatItsBatchChanged) {
  const std::string person = Register("85073003328");
  std::vector<std::string> files;
  for (int i = 0; i < 20; ++i) files.push_back(File(person)->name());
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (const std::string& file : files) futures.push_back(Start<SendFile>(*ledger_, Send(file)));
  int sent = 0;
  for (auto& future : futures) {
    auto committed = future.get();
    if (committed.ok()) {
      ++sent;
    } else {
      EXPECT_THAT(committed, HasReason("FILE_OPEN"));
    }
  }
  EXPECT_EQ(sent, 1);
}

TEST_P(LedgerCommands, ACommandThatSpoilsItsBatchPunishesNobodyElse) {
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  // The rule does not look for the code; the unique index does.
  for (int i = 0; i < 64; ++i) {
    futures.push_back(Start<CreateOffice>(
        *ledger_, NewOffice(absl::StrCat("o", i), i % 8 == 3 ? "same" : absl::StrCat(i))));
  }
  int taken = 0;
  for (size_t i = 0; i < futures.size(); ++i) {
    auto committed = futures[i].get();
    if (committed.ok()) continue;
    EXPECT_THAT(committed, HasReason("OFFICE_CODE_TAKEN"));
    EXPECT_EQ(i % 8, 3u);
    ++taken;
  }
  EXPECT_EQ(taken, 7);
  EXPECT_EQ(Log().size(), 57u);
}

TEST_P(LedgerCommands, ADeletedNameIsNeverUsedAgain) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  CloseOffice::Request close;
  close.set_name("offices/o1");
  ASSERT_THAT((Run<CloseOffice, Office>(close)), IsOk());
  EXPECT_THAT((Run<CloseOffice, Office>(close)), HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), HasReason("OFFICE_EXISTS"));
  EXPECT_EQ(Log().back().verb, "deleted");
  EXPECT_EQ(Log().back().version, 2);
}

TEST_P(LedgerCommands, PositionsAreGaplessInCommitOrderUnderFortyWriters) {
  std::atomic<bool> done = false;
  // A reader that follows positions must see every one of them, in order.
  std::thread reader([&] {
    auto connection = store_->OpenReader().value();
    int64_t position = 0;
    while (!done || position < ledger_->head()) {
      const std::vector<Event> events = connection->EventsAfter(position, 100).value();
      for (const Event& event : events) {
        ASSERT_EQ(event.position, position + 1);
        position = event.position;
      }
    }
    EXPECT_EQ(position, 400);
  });
  std::vector<std::thread> writers;
  for (int i = 0; i < 40; ++i) {
    writers.emplace_back([&, i] {
      for (int j = 0; j < 10; ++j)
        ASSERT_THAT(Run<CreateOffice>(NewOffice("", absl::StrCat(i, "-", j))), IsOk());
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  reader.join();
}

TEST_P(LedgerCommands, AnEffectCountsOnceOrOnlyUpwards) {
  const auto apply = [&](const std::string& id, int64_t version, bool every) {
    Effect effect;
    effect.key = {"consumer", "source", "things/t1"};
    effect.version = version;
    effect.every_version = every;
    auto request = std::make_shared<CreateOffice::Request>(NewOffice(id, id));
    std::promise<absl::Status> promise;
    ledger_->Apply(The<CreateOffice>(), effect, CallOf("0403019261", "apply", clock_.Now()),
                   *request, [&](absl::StatusOr<Ledger::Committed> committed) {
                     promise.set_value(committed.status());
                   });
    return promise.get_future().get();
  };
  EXPECT_THAT(apply("a", 2, true), IsOk());
  EXPECT_THAT(apply("b", 2, true), HasReason("EVENT_APPLIED"));
  EXPECT_THAT(apply("c", 1, true), IsOk());
  EXPECT_THAT(apply("d", 2, false), HasReason("EVENT_APPLIED"));
  EXPECT_THAT(apply("e", 3, false), IsOk());
  EXPECT_EQ(Log().size(), 3u);
  DeadLetterRow letter{"l1", "consumer", "source", "event 4", "BROKEN", "why", "payload", false};
  Effect lost;
  lost.key = {"consumer", "source", "things/t1"};
  lost.version = 4;
  EXPECT_THAT(ledger_->KeepDeadLetter(letter, lost), IsOk());
  EXPECT_THAT(apply("f", 4, true), HasReason("EVENT_APPLIED"));
}

TEST_P(LedgerCommands, TheRelaysPlaceIsWrittenSoon) {
  ledger_->MoveRelayCursor(42);
  EXPECT_THAT(ledger_->FlushRelayCursor(), IsOk());
  EXPECT_EQ(store_->OpenReader().value()->RelayCursor().value(), 42);
  ledger_->MoveRelayCursor(0);
  EXPECT_THAT(ledger_->FlushRelayCursor(), IsOk());
  EXPECT_EQ(store_->OpenReader().value()->RelayCursor().value(), 0);
}

TEST_P(LedgerCommands, AFullQueueRefusesAndLosesNothing) {
  LedgerOptions options = Options(store_.get());
  options.queue_max = 4;
  options.batch_max = 1;
  ledger_->Close();
  ledger_ = OpenLedger(options).value();
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (int i = 0; i < 300; ++i)
    futures.push_back(Start<CreateOffice>(*ledger_, NewOffice("", absl::StrCat(i))));
  size_t done = 0;
  for (auto& future : futures) {
    auto committed = future.get();
    if (committed.ok()) {
      ++done;
    } else {
      EXPECT_THAT(committed, HasReason("SERVER_BUSY"));
    }
  }
  EXPECT_LT(done, futures.size());
  EXPECT_EQ(Log().size(), done);
}

TEST_P(LedgerCommands, CommitsAndTheQueueAreMeasured) {
  std::vector<CommitFigures> commits;
  LedgerOptions options = Options(store_.get());
  // One lane, one thread.
  options.measure = [&commits](const CommitFigures& commit) { commits.push_back(commit); };
  ledger_->Close();
  ledger_ = OpenLedger(options).value();
  constexpr int kCommands = 200;
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  int64_t deepest = 0;
  for (int i = 0; i < kCommands; ++i) {
    futures.push_back(Start<CreateOffice>(*ledger_, NewOffice("", absl::StrCat(i))));
    deepest = std::max(deepest, ledger_->queue_depth());
  }
  for (auto& future : futures) EXPECT_THAT(future.get(), IsOk());
  EXPECT_EQ(ledger_->queue_depth(), 0);
  EXPECT_GT(deepest, 0) << "the first batch takes longer than one more command";
  // A refused command alone is no commit.
  EXPECT_FALSE(Run<RenameOffice>(Rename("nobody")).ok());
  ledger_->Close();
  int commands = 0;
  for (const CommitFigures& commit : commits) {
    commands += commit.commands;
    EXPECT_GE(commit.commands, 1);
    EXPECT_LE(commit.commands, options.batch_max);
    EXPECT_GT(commit.took, absl::ZeroDuration());
  }
  EXPECT_EQ(commands, kCommands);
  EXPECT_LT(commits.size(), futures.size()) << "they shared commits";
}

TEST_P(LedgerCommands, WhatIsLateIsNotDone) {
  access::Call call = CallOf("0403019261", "late", clock_.Now());
  call.deadline = clock_.Now();
  const auto request = NewOffice("o1", "61");
  std::promise<absl::Status> promise;
  ledger_->Submit(
      The<CreateOffice>(), call, request,
      [&](absl::StatusOr<Ledger::Committed> committed) { promise.set_value(committed.status()); });
  EXPECT_THAT(promise.get_future().get(), HasReason("DEADLINE_EXCEEDED"));
  EXPECT_TRUE(Log().empty());
}

// Two processes on one PostgreSQL; on SQLite, two ledgers on one file.
TEST_P(LedgerCommands, TwoProcessesRaceForADuplicateAndOneWins) {
  auto other_store = Open(url_);
  auto other = OpenLedger(Options(other_store.get())).value();
  for (int round = 0; round < 20; ++round) {
    const std::string person = Register(absl::StrCat("8507300", 1000 + round));
    const std::string first = File(person)->name();
    const std::string second = File(person)->name();
    auto mine = Start<SendFile>(*ledger_, Send(first));
    auto theirs = Start<SendFile>(*other, Send(second));
    const auto a = mine.get();
    const auto b = theirs.get();
    EXPECT_NE(a.ok(), b.ok()) << a.status() << " " << b.status();
    EXPECT_THAT(a.ok() ? b : a, HasReason("FILE_OPEN"));
  }
  other->Close();
}

INSTANTIATE_TEST_SUITE_P(Engines, LedgerCommands,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) {
                           return engine.param == Engine::kSqlite ? "Sqlite" : "Postgres";
                         });

}  // namespace
}  // namespace mandat::ledger
